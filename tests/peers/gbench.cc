// SPDX-License-Identifier: GPL-2.0-only
/* The pairs of added.c as Google Benchmark's: gbench [--benchmark_..] LAYOUT VARIANT.. */
#include <benchmark/benchmark.h>

#include <cstdlib>

#include "tests/peers/peer.h"

static void run(benchmark::State &state, const char *variant, unsigned long layout)
{
	if (peer_open(variant, layout)) {
		state.SkipWithError("not built in");
		return;
	}
	for (auto _ : state)
		peer_call();
}

int main(int argc, char **argv)
{
	benchmark::Initialize(&argc, argv);
	if (argc < 3)
		return 2;
	for (int i = 2; i < argc; i++)
		benchmark::RegisterBenchmark(argv[i], run, argv[i],
					     std::strtoul(argv[1], nullptr, 0));
	benchmark::RunSpecifiedBenchmarks();
	return 0;
}
