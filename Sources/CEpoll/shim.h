// Linux's epoll, which Swift's Glibc module does not hold.

#ifndef CEPOLL_SHIM_H
#define CEPOLL_SHIM_H

#include <sys/epoll.h>

/// Makes an epoll set that a child process does not inherit; −1 and `errno` on error.
static inline int cepoll_create(void) {
    return epoll_create1(EPOLL_CLOEXEC);
}

#endif
