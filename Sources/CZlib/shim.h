// zlib's initialisers are macros, which Swift cannot call: the same as functions.

#ifndef CZLIB_SHIM_H
#define CZLIB_SHIM_H

#include <zlib.h>

/// Window bits that make zlib write one gzip member (RFC 1952).
#define CZLIB_GZIP_BITS 31

/// Window bits that make zlib read a gzip or a zlib stream, whichever comes.
#define CZLIB_DETECT_BITS 47

/// Window bits that make zlib read a raw deflate stream (RFC 1951), as some servers send.
#define CZLIB_RAW_BITS (-15)

/// Starts compressing, at `level` 0–9, into the format that `bits` names.
static inline int czlib_deflate_init(z_stream *_Nonnull stream, int level, int bits) {
    return deflateInit2(stream, level, Z_DEFLATED, bits, 8, Z_DEFAULT_STRATEGY);
}

/// Starts decompressing the format that `bits` names.
static inline int czlib_inflate_init(z_stream *_Nonnull stream, int bits) {
    return inflateInit2(stream, bits);
}

#endif
