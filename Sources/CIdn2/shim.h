// libidn2: host names beyond ASCII, and back.

#ifndef CIDN2_SHIM_H
#define CIDN2_SHIM_H

#include <idn2.h>

/// The ASCII form of a host by UTS 46, non-transitional; give the result to `cidn2_free`.
///
/// Returns `IDN2_OK`, or why there is none.
static inline int cidn2_to_ascii(const char *_Nonnull host, char *_Nullable *_Nonnull ascii) {
    return idn2_to_ascii_8z(host, ascii, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
}

/// The UTF-8 form of an ASCII host; give the result to `cidn2_free`.
static inline int cidn2_to_unicode(const char *_Nonnull ascii, char *_Nullable *_Nonnull host) {
    return idn2_to_unicode_8z8z(ascii, host, 0);
}

static inline void cidn2_free(char *_Nullable text) {
    idn2_free(text);
}

#endif
