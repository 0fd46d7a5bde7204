// libloc: which network, autonomous system and country an address belongs to.

#ifndef CLOC_SHIM_H
#define CLOC_SHIM_H

// libloc.h takes va_list for granted.
#include <stdarg.h>
#include <stdio.h>

#include <libloc/libloc.h>

#include <libloc/as.h>
#include <libloc/database.h>
#include <libloc/network.h>

/// Looks up 16 bytes in network order, an IPv4 address in its mapped form. Returns 0 with the
/// network, or with NULL if no network holds the address; otherwise an error.
static inline int cloc_lookup(
    struct loc_database *_Nonnull database, const unsigned char *_Nonnull bytes,
    struct loc_network *_Nullable *_Nonnull network) {
    struct in6_addr address;
    for (int i = 0; i < 16; i++) address.s6_addr[i] = bytes[i];
    return loc_database_lookup(database, &address, network);
}

#endif
