// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>

#include <zstd.h>

#include "lib/base/err.h"
#include "lib/schema/unzstd.h"

#define MAGIC	0x28

/**
 * struct ib_unzstd - a stream and what was read of it
 * @stream: compressed
 * @d: decoder; its window is bounded by the library (128 MB)
 * @in: what is not decoded yet
 * @buffer: of @in
 * @size: room in @buffer
 * @open: inside of a frame: the end here is not the file's
 */
struct ib_unzstd {
	FILE *stream;
	ZSTD_DStream *d;
	ZSTD_inBuffer in;
	void *buffer;
	size_t size;
	bool open;
	uint64_t total_in;
	uint64_t total_out;
};

/* Results shrink to a fortieth; what grows to more than this of a large file is none. */
#define MOST_GROWTH	1000
#define MAY_GROW	(64 << 20)

static bool grows_too_much(const struct ib_unzstd *z)
{
	return z->total_out > MAY_GROW && z->total_out / MOST_GROWTH > z->total_in;
}

bool ib_is_zstd(FILE *stream)
{
	int c = getc(stream);

	if (c != EOF)
		ungetc(c, stream);
	return c == MAGIC;
}

struct ib_unzstd *ib_unzstd_new(FILE *stream)
{
	struct ib_unzstd *z = ib_calloc(1, sizeof(*z));

	z->stream = stream;
	z->d = ZSTD_createDStream();
	z->size = ZSTD_DStreamInSize();
	z->buffer = ib_calloc(z->size, 1);
	z->in.src = z->buffer;
	return z;
}

static bool refill(struct ib_unzstd *z)
{
	z->in.pos = 0;
	z->in.size = fread(z->buffer, 1, z->size, z->stream);
	z->total_in += z->in.size;
	return z->in.size;
}

size_t ib_unzstd_read(struct ib_unzstd *z, void *data, size_t size, int *error)
{
	ZSTD_outBuffer out = { data, size, 0 };

	*error = z->d ? 0 : ENOMEM;
	while (!*error && out.pos < out.size) {
		size_t before = out.pos, ret;

		if (z->in.pos == z->in.size && !refill(z)) {
			/* The decoder may hold more than there was room for. */
			if (z->open)
				ZSTD_decompressStream(z->d, &out, &z->in);
			if (out.pos > before)
				continue;
			if (ferror(z->stream))
				*error = errno ? errno : EIO;
			else if (z->open)
				*error = EBADMSG;
			break;
		}
		ret = ZSTD_decompressStream(z->d, &out, &z->in);
		if (ZSTD_isError(ret))
			*error = EBADMSG;
		z->open = ret;
	}
	z->total_out += out.pos;
	if (!*error && grows_too_much(z)) {
		*error = EFBIG;
		ib_warn("what is compressed grows to more than %d times its size, as no results do",
			MOST_GROWTH);
	}
	if (*error == EBADMSG)
		ib_warn("what is compressed is damaged or cut short; 'zstd -t FILE' tells more");
	return out.pos;
}

void ib_unzstd_free(struct ib_unzstd *z)
{
	if (!z)
		return;
	ZSTD_freeDStream(z->d);
	free(z->buffer);
	free(z);
}
