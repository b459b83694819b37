# SPDX-License-Identifier: GPL-2.0-only
# initbench: what each way of zeroing XSTATE components on INIT costs.
# `make help` lists the targets.

SHELL := /bin/bash
.DELETE_ON_ERROR:
.DEFAULT_GOAL := all
MAKEFLAGS += --no-print-directory

ifeq ($(origin CC),default)
CC      := gcc
endif
CFLAGS  ?= -O2 -g
PREFIX  ?= /usr/local
B       := build
VERSION := 0.1.0

# Asked only when a recipe needs them, and until there is an answer, then no
# more: `make check` installs them first, `make help` goes without, and make
# itself asks before each command where CPPFLAGS comes from the environment.
once = $(or $($1),$(eval $1 := $(shell $2))$($1))
LIBPERF_CFLAGS = $(call once,libperf_cflags,scripts/libperf --cflags)
LIBPERF_LIBS   = $(call once,libperf_libs,scripts/libperf --libs)
LIBS          := json-c gsl libelf libzstd
LIBS_CFLAGS    = $(call once,libs_cflags,pkg-config --cflags $(LIBS))
LIBS_LIBS      = $(call once,libs_libs,pkg-config --libs $(LIBS))
LIBS_STATIC    = $(call once,libs_static,pkg-config --static --libs $(LIBS))
# What guests of scripts/vm run is linked statically where the distribution has
# the libraries for it (Fedora has neither libperf.a nor libjson-c.a), else
# scripts/vm takes the shared ones along. `make STATIC=` does not try.
STATIC = $(filter -static,$(call once,static,echo 'int main(void) { return 0; }' | \
	$(CC) -x c - -x none -static -o /dev/null $(LDLIBS) $(LIBS_STATIC) 2>/dev/null && \
	echo -static || echo shared))

WARN     := -Wall -Wextra -Wmissing-prototypes -Wstrict-prototypes -Wno-unused-parameter
INCLUDES  = -I. -I$(B) $(LIBPERF_CFLAGS)
CPPFLAGS += -D_GNU_SOURCE $(INCLUDES) $(LIBS_CFLAGS)
LDLIBS   += $(LIBPERF_LIBS) -lpfm $(LIBS_LIBS) -lm

# The code under study and what it stands on is compiled as a kernel module
# would be (general registers only, kernel-like code model and stack
# protector) and linked into one relocatable object, which the driver loads
# function by function at random places: see bench/blob/layout.c.
BLOB_CFLAGS := -O2 -std=gnu11 -fno-pic -fno-pie -mcmodel=small -mno-red-zone \
               -mgeneral-regs-only -fno-strict-aliasing -fno-jump-tables \
               -fno-delete-null-pointer-checks -fno-common -ffreestanding \
               -fstack-protector-strong -fcf-protection=none \
               -fno-asynchronous-unwind-tables -ffunction-sections -fdata-sections
# GCC only: functions that come out equal stay two, or one would be a jump to the other.
BLOB_CFLAGS += $(shell $(CC) -fno-ipa-icf -E -x c /dev/null >/dev/null 2>&1 && echo -fno-ipa-icf)

VARIANT_SRC := $(wildcard variants/*.c)
BLOB_SRC    := $(VARIANT_SRC) $(wildcard bench/blob/code/*.c)
BLOB_OBJ    := $(BLOB_SRC:%.c=$(B)/blob/%.o)
# A room is a folder, see ARCHITECTURE.md.
PROG_SRC    := $(filter-out $(BLOB_SRC),$(sort $(shell find lib bench analysis cmd -name '*.c')))
PROG_OBJ    := $(PROG_SRC:%.c=$(B)/%.o) $(B)/bench/blob/embed.o
LIB_OBJ     := $(filter-out $(B)/cmd/main.o,$(PROG_OBJ))
TESTS       := $(patsubst tests/%.c,$(B)/tests/%,$(wildcard tests/test_*.c))
# Run by tests/kmod.bats and kernels/patches.bats in a guest of scripts/vm, which has no libraries.
GUEST_TESTS := $(patsubst tests/%.c,$(B)/tests/%,$(wildcard tests/kmod_*.c tests/kvm_*.c))

# One short line a file; `make V=1` shows the commands.
say = $(if $(V),,@printf '  %-7s %s\n' $1 $@;)

## all: build the program, build/initbench
all: $(B)/initbench

$(B)/initbench: $(PROG_OBJ)
	$(call say,LINK)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

# For the guests of scripts/vm: one file, nothing else needed there.
$(B)/initbench-static: $(PROG_OBJ)
	$(call say,LINK)$(CC) $(CFLAGS) $(LDFLAGS) $(STATIC) -o $@ $^ $(LDLIBS) $(if $(STATIC),$(LIBS_STATIC))

$(B)/blob/%.o: %.c
	@mkdir -p $(@D)
	$(call say,CC)$(CC) $(WARN) $(BLOB_CFLAGS) -I. -MMD -MP -c -o $@ $<

$(B)/variants.o: $(BLOB_OBJ)
	$(call say,LD)$(LD) -r -o $@ $^

$(B)/bench/blob/embed.o: bench/blob/embed.S $(B)/variants.o
	@mkdir -p $(@D)
	$(call say,AS)$(CC) -DBLOB='"$(B)/variants.o"' -c -o $@ $<

$(B)/%.o: %.c $(B)/flags | libperf $(B)/version.h
	@mkdir -p $(@D)
	$(call say,CC)$(CC) $(WARN) $(CFLAGS) $(CPPFLAGS) -std=gnu11 -MMD -MP -c -o $@ $<

libperf:
	@scripts/libperf

# Rewritten only when they change, so that a commit does not rebuild the world,
# only the two files that name it.
$(B)/lib/base/datadir.o: $(B)/prefix.h
$(B)/flags: | libperf
$(B)/version.h: CONTENT = scripts/version-header '$(VERSION)' '$(CC)' '$(CFLAGS)' '$(BLOB_CFLAGS)'
$(B)/prefix.h: CONTENT = echo '\#define IB_PREFIX "$(PREFIX)"'
$(B)/flags: CONTENT = echo '$(CC) $(CFLAGS) $(CPPFLAGS)'
$(B)/version.h $(B)/prefix.h $(B)/flags: FORCE
	@mkdir -p $(@D)
	@$(CONTENT) > $@.new
	@cmp -s $@ $@.new || mv $@.new $@; rm -f $@.new

$(B)/tests/test_fields: $(B)/tests/attacks.o

$(TESTS): %: %.o $(LIB_OBJ)
	$(call say,LINK)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ -lcmocka $(LDLIBS)

$(GUEST_TESTS): %: %.o $(LIB_OBJ)
	$(call say,LINK)$(CC) $(CFLAGS) $(LDFLAGS) $(STATIC) -o $@ $^ $(LDLIBS) $(if $(STATIC),$(LIBS_STATIC)) -lpthread

## setup: install from the distribution what is missing, else name the command
setup:
	scripts/setup

# The steps below run make again, because set-up comes before everything, on
# all CPUs unless told otherwise.
JOBS = $(if $(findstring -j,$(MAKEFLAGS)),,-j$(shell nproc))

## bench: set up, measure what this machine can, plot, write REPORT.md
bench:
	scripts/setup
	$(MAKE) $(JOBS) all $(B)/initbench-static
	scripts/bench $(B)/initbench $(RUN_FLAGS)
	$(MAKE) report

## study: the microarchitecture study: why, when cold, how it grows; 15 minutes at most
study:
	scripts/setup --with mca
	$(MAKE) $(JOBS) all
	EMULATE=0 scripts/bench $(B)/initbench --study $(RUN_FLAGS)
	scripts/pmu $(B)/initbench
	scripts/mca $(B)/initbench
	$(MAKE) report
.PHONY: study

## contribute: measure this CPU, check the results, pack them to be sent (HOW=--commit: commit)
contribute:
	scripts/setup
	$(MAKE) $(JOBS) all
	B=$(B) scripts/contribute $(HOW) -- $(RUN_FLAGS)
.PHONY: contribute

## report: plots and REPORT.md anew from everything under results/
report: all
	scripts/plot-all $(B)/initbench
	$(B)/initbench report

## html: the report as one page for a browser, REPORT.html
html: all
	scripts/setup --with html
	$(B)/initbench report --format html
.PHONY: html

## bench-kernels: KVM's INIT in the distribution's kernels, in emulated machines
bench-kernels:
	scripts/setup
	$(MAKE) $(JOBS) all $(B)/initbench-static
	B=$(B) scripts/bench-kernels
.PHONY: bench-kernels

## bench-parts: what of CET's share of INIT is the XSTATE reset, put, load (Bochs)
bench-parts:
	scripts/setup
	$(MAKE) $(JOBS) all $(B)/initbench-static
	B=$(B) scripts/bench-parts
.PHONY: bench-parts

# What the tests run; those of tests/slow, and so `make test`, also run the fuzzers.
TEST_PROGRAMS = $(TESTS) $(B)/initbench-static guest-tests
SLOW_PROGRAMS = $(TEST_PROGRAMS) $(FUZZ_TARGETS)

## check: set up, build, run the tests; minutes
check:
	scripts/setup --with mca --with test
	$(MAKE) $(JOBS) all $(TEST_PROGRAMS)
	@B=$(B) tests/run

## check-slow: the tests that take longer: whole kernels, Bochs, CPU models
check-slow:
	scripts/setup --with mca --with test --with kernels
	$(MAKE) $(JOBS) all $(SLOW_PROGRAMS)
	@B=$(B) tests/run --slow

## test: one test, T=NAME: a file of tests/ without its ending, such as T=compare or T=test_pair
test:
	@test -n "$(T)" || { echo "initbench: name a test: make test T=compare" >&2; exit 2; }
	$(MAKE) $(JOBS) all $(SLOW_PROGRAMS)
	@B=$(B) tests/run $(T)

## debug: build/initbench without optimisation, into build-debug
debug:
	$(MAKE) $(JOBS) B=$(B)-debug CFLAGS='-O0 -g3' all

## sanitize: the C tests under AddressSanitizer and UndefinedBehaviorSanitizer, in build-sanitize
SANITIZE := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
sanitize:
	scripts/setup --with test
	$(MAKE) $(JOBS) B=$(B)-sanitize CFLAGS='$(SANITIZE)' all sanitized-tests
.PHONY: check-slow test debug sanitize

# Leaks are left out: what lives until the program ends is not freed.
sanitized-tests: $(TESTS)
	@B=$(B) ASAN_OPTIONS=detect_leaks=0 tests/run $(TESTS)

guest-tests: $(GUEST_TESTS)
.PHONY: guest-tests sanitized-tests

# Pairs of known difference, as other tools want them: scripts/bench-peers.
PEERS := $(B)/tests/peers/gbench $(B)/tests/peers/loop
peers: $(PEERS)
.PHONY: peers

$(B)/tests/peers/loop: $(B)/tests/peers/loop.o $(B)/tests/peers/peer.o $(LIB_OBJ)
	$(call say,LINK)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(B)/tests/peers/gbench: tests/peers/gbench.cc $(B)/tests/peers/peer.o $(LIB_OBJ)
	$(call say,LINK)$(CXX) $(CFLAGS) $(CPPFLAGS) $(LDFLAGS) -o $@ $^ -lbenchmark -lpthread $(LDLIBS)

## check-fuzz: 1,000,000 ioctls and 100,000 runs in a guest, into results/; or CALLS=, RUNS=, KERNEL=
CALLS  ?= 1000000
RUNS   ?= 100000
KERNEL ?= bookworm
RELIABILITY = results/qemu-tcg/reliability.jsonl
check-fuzz: guest-tests
	@mkdir -p $(dir $(RELIABILITY))
	scripts/reliability --kernel $(KERNEL) --fuzz $(CALLS) --integrity $(RUNS) --timeout 3600 \
		--out $(RELIABILITY)

## check-debug-kernel: the same, shorter, on KASAN, lockdep, UBSAN and more
check-debug-kernel: guest-tests
	@mkdir -p $(dir $(RELIABILITY))
	scripts/reliability --kernel "$$(scripts/debug-kernel)" --fuzz 100000 --integrity 5000 \
		--timeout 3600 --out $(RELIABILITY)
.PHONY: check-fuzz check-debug-kernel

## check-machines: every lane on emulated processors in several kernels, into EVIDENCE.md; or MACHINES=
check-machines:
	scripts/setup --with test --with kernels --with machines
	$(MAKE) $(JOBS) all $(B)/initbench-static
	@B=$(B) tests/run tests/kernels/*.bats
	@scripts/check-machines $(MACHINES); ended=$$?; $(B)/initbench report || exit; exit $$ended
.PHONY: check-machines

# What fuzzers drive, with sanitizers: all that reads, judges and writes; the rest of the
# program as it is, as far as they call it. scripts/fuzz has a line for each.
FUZZERS  := record results tables report encode
FUZZED   := $(basename $(wildcard lib/*/*.c analysis/*/*.c))
FUZZ_CC  := clang -O1 -g -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all

$(B)/fuzz/%.o: %.c | libperf $(B)/version.h
	@mkdir -p $(@D)
	$(call say,FUZZCC)$(FUZZ_CC) $(WARN) $(CPPFLAGS) -std=gnu11 -MMD -MP -c -o $@ $<

$(B)/fuzz/lib.a: $(FUZZED:%=$(B)/fuzz/%.o) $(B)/fuzz/tests/attacks.o
	$(call say,AR)rm -f $@; ar rc $@ $^

$(B)/fuzz/rest.a: $(filter-out $(FUZZED:%=$(B)/%.o),$(LIB_OBJ))
	@mkdir -p $(@D)
	$(call say,AR)rm -f $@; ar rc $@ $^

FUZZ_TARGETS := $(FUZZERS:%=$(B)/fuzz_%)
$(filter-out %_encode,$(FUZZ_TARGETS)): $(B)/fuzz/tests/fuzz_lines.o
$(FUZZ_TARGETS): $(B)/fuzz_%: $(B)/fuzz/tests/fuzz_%.o $(B)/fuzz/lib.a $(B)/fuzz/rest.a
	$(call say,LINK)$(FUZZ_CC) -o $@ $(filter %.o,$^) $(filter %.a,$^) $(LDLIBS)

## check-reader: 10,000,000 damaged files through the reader of results, into results/
check-reader: all $(B)/fuzz_results
	scripts/fuzz --corpus $(B)/fuzz/corpus --out results/reliability.jsonl results

## check-fuzzers: every reader and writer in turn, 5 minutes each, into results/; or TURN=
TURN ?= 300
check-fuzzers: all $(FUZZ_TARGETS)
	scripts/fuzz --corpus $(B)/fuzz/corpus --out results/reliability.jsonl --seconds $(TURN) $(FUZZERS)
.PHONY: check-fuzzers

## check-kills: SIGKILL at 200 random points of a run: nothing finished is lost; into results/
check-kills: all
	scripts/kills --out results/reliability.jsonl
.PHONY: check-reader check-kills

## lint: rooms, shellcheck, cppcheck, clang-tidy, sparse, checkpatch
lint:
	scripts/setup --with lint
	$(MAKE) $(B)/version.h $(B)/prefix.h
	@scripts/lint

## bench-self: our own commands timed by hyperfine, into results/<cpu>/bench-self*.json
bench-self:
	scripts/setup
	$(MAKE) $(JOBS) all
	scripts/bench-self $(B)/initbench

## mca: predict the variants' cycles on CPUs not at hand by llvm-mca, into results/<cpu>/mca.jsonl
mca:
	scripts/setup --with mca
	$(MAKE) $(JOBS) all
	scripts/mca $(B)/initbench
.PHONY: mca

## bench-peers: pairs of known difference judged by us and by others' tools
bench-peers:
	scripts/setup --with peers
	$(MAKE) $(JOBS) all peers
	B=$(B) scripts/bench-peers $(if $(COMPARISONS),--comparisons $(COMPARISONS))
.PHONY: bench-peers

## publish: a folder for a review from RESULT=DIR (default: the newest comparison)
publish: all
	scripts/publish $(or $(RESULT),$(shell ls -td comparisons/*/*/ 2>/dev/null | sed -n 1p))
.PHONY: publish

# What is a command of its own once installed, and the script that it is.
COMMANDS := compare-branches=scripts/compare-branches initbench-publish=scripts/publish \
            initbench-vm=scripts/vm initbench-fleet=scripts/fleet

## docs: manual pages and completion for bash and zsh, below build/share
docs: $(B)/share/.made
$(B)/share/.made: $(B)/initbench $(wildcard packaging/* scripts/*)
	packaging/manpages $(B)/share/man/man1 '$(VERSION)' $(B)/initbench $(COMMANDS)
	@mkdir -p $(B)/share/bash-completion/completions $(B)/share/zsh/site-functions
	packaging/completion bash $(B)/initbench $(COMMANDS) > $(B)/share/bash-completion/completions/initbench
	cd $(B)/share/bash-completion/completions && \
		for c in $(COMMANDS); do ln -sf initbench "$${c%%=*}"; done
	packaging/completion zsh $(B)/initbench $(COMMANDS) > $(B)/share/zsh/site-functions/_initbench
	@touch $@

# Installed scripts find each other, and what they need, as in this tree.
BIN   = $(DESTDIR)$(PREFIX)/bin
SHARE = $(DESTDIR)$(PREFIX)/share
LIB   = $(DESTDIR)$(PREFIX)/libexec/initbench
INSTALLED_SCRIPTS := scripts/vm scripts/emulate scripts/kmod-build scripts/compare-branches scripts/publish \
                     scripts/fleet

## install: into PREFIX (/usr/local), below DESTDIR when set
install: all $(B)/initbench-static docs
	install -D -m 755 $(B)/initbench $(BIN)/initbench
	install -d $(SHARE)/initbench $(LIB)/build $(LIB)/kmod $(LIB)/variants
	install -m 644 $(wildcard analysis/plot/*.gp) $(SHARE)/initbench
	install -m 755 $(B)/initbench-static $(LIB)/build
	install -D -t $(LIB)/scripts $(INSTALLED_SCRIPTS)
	install -m 644 -t $(LIB)/scripts scripts/scratch.sh
	install -D -m 644 -t $(LIB)/scripts/vm.d $(wildcard scripts/vm.d/*)
	chmod 755 $(LIB)/scripts/vm.d/init
	install -D -m 644 -t $(LIB)/scripts/compare.d $(wildcard scripts/compare.d/*)
	install -D -m 644 -t $(LIB)/scripts/fleet.d $(wildcard scripts/fleet.d/*)
	install -m 644 $(KMOD_SRC) $(LIB)/kmod
	install -m 755 $(wildcard kmod/*.sh) $(LIB)/kmod
	install -m 644 $(wildcard variants/*.[ch]) $(LIB)/variants
	install -d $(LIB)/analysis
	ln -sfn ../../../share/initbench $(LIB)/analysis/plot
	ln -sf ../../../bin/initbench $(LIB)/build/initbench
	$(foreach c,$(COMMANDS),ln -sf ../libexec/initbench/$(lastword $(subst =, ,$c)) $(BIN)/$(firstword $(subst =, ,$c)) &&) true
	cd $(B)/share && find * -type d -exec install -d $(abspath $(SHARE))/{} \;
	cp -dR --preserve=links $(B)/share/* $(SHARE)

## uninstall: what install put there
uninstall:
	rm -rf $(LIB) $(SHARE)/initbench
	rm -f $(BIN)/initbench $(foreach c,$(COMMANDS),$(BIN)/$(firstword $(subst =, ,$c)))
	rm -f $(SHARE)/man/man1/initbench.1 $(SHARE)/man/man1/initbench-*.1 $(SHARE)/man/man1/compare-branches.1
	rm -f $(foreach c,initbench $(COMMANDS),$(SHARE)/bash-completion/completions/$(firstword $(subst =, ,$c)))
	rm -f $(SHARE)/zsh/site-functions/_initbench
.PHONY: docs uninstall

## install-dkms: the module's source for dkms, below DESTDIR/usr/src
DKMS_DIR = $(DESTDIR)/usr/src/initbench-$(VERSION)
KMOD_SRC = $(wildcard kmod/*.[ch]) kmod/Kbuild kmod/Makefile
install-dkms:
	install -d $(DKMS_DIR)/kmod $(DKMS_DIR)/variants
	install -m 644 $(KMOD_SRC) $(DKMS_DIR)/kmod
	install -m 755 $(wildcard kmod/*.sh) $(DKMS_DIR)/kmod
	install -m 644 $(wildcard variants/*.[ch]) $(DKMS_DIR)/variants
	sed 's/@VERSION@/$(VERSION)/' kmod/dkms.conf > $(DKMS_DIR)/dkms.conf
.PHONY: install-dkms

## check-stats: false positives and power of compare in simulated noise
check-stats: $(B)/tests/test_stats_sim
	$< --full
.PHONY: check-stats

## dist: initbench-VERSION.tar.xz of the last commit, which knows what it is
dist:
	@mkdir -p $(B)
	@git rev-parse -q --verify HEAD >/dev/null 2>&1 || { echo "initbench: dist packs the last commit, and this \
is no git tree; clone it, or pack the folder itself" >&2; exit 2; }
	set -o pipefail; git archive --prefix=initbench-$(VERSION)/ HEAD | \
		xz > $(B)/initbench-$(VERSION).tar.xz.new
	mv $(B)/initbench-$(VERSION).tar.xz.new $(B)/initbench-$(VERSION).tar.xz
.PHONY: dist

# Away from the tree, whose parent is no place for packages.
## deb: Debian packages of the last commit, into build-deb
deb: dist
	rm -rf $(B)-deb && mkdir -p $(B)-deb
	tar -xf $(B)/initbench-$(VERSION).tar.xz -C $(B)-deb
	cd $(B)-deb/initbench-$(VERSION) && dpkg-buildpackage -us -uc -b
.PHONY: deb

## check-packages: the packages in clean chroots of SUITES (bookworm trixie), module and all; as root
check-packages:
	scripts/setup --with packages
	scripts/check-packages $(SUITES)
.PHONY: check-packages

## clean: remove everything built
clean:
	rm -rf $(B) $(B)-deb $(B)-debug $(B)-sanitize $(B)-x86-64-v[234]

## help: this list
help:
	@sed -n 's/^## \([^:]*\): /\1\t/p' $(MAKEFILE_LIST) | expand -t 18

# For scripts/lint.
print-cppflags:
	@echo $(CPPFLAGS)

FORCE:
.PHONY: all bench bench-self check clean help install libperf lint print-cppflags report setup
.PHONY: FORCE
-include $(shell find $(B) -name '*.d' -type f 2>/dev/null)
