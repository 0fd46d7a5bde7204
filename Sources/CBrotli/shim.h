// Brotli's decoder (RFC 7932). Nothing here needs a shim.

#ifndef CBROTLI_SHIM_H
#define CBROTLI_SHIM_H

#include <brotli/decode.h>

#endif
