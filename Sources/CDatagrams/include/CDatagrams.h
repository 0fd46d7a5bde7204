// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

// Many UDP datagrams by one system call.
//
// `sendmmsg`, `recvmmsg` and `getrandom` are GNU's, and Swift's Glibc module does not show them. So
// they are called from C only, and these functions are all that Swift sees of them.

#ifndef CDATAGRAMS_H
#define CDATAGRAMS_H

#include <stddef.h>
#include <stdint.h>

/// The most messages that one call sends or receives.
#define CDATAGRAMS_MAXIMUM 64

/// Bytes to be sent: as datagrams of `segment` bytes each, the last perhaps shorter, or as one
/// datagram if `segment` is 0.
typedef struct {
    const uint8_t *_Nonnull bytes;
    uint32_t length;
    uint16_t segment;
} cdatagrams_message;

/// Whether the system cuts messages into segments (UDP_SEGMENT, since Linux 4.18).
int cdatagrams_can_segment(int socket);

/// Sends the first `count` messages, at most CDATAGRAMS_MAXIMUM, over a connected socket. Returns how
/// many were sent, or -1 and `errno` if not even the first was.
int cdatagrams_send(int socket, const cdatagrams_message *_Nonnull messages, int count);

/// Receives what is there, at most `count` datagrams and CDATAGRAMS_MAXIMUM, each at a multiple of
/// `stride` in `bytes`, and puts their true lengths into `lengths`: above `stride` if the end of one
/// was lost. Returns how many came, or -1 and `errno`. Does not wait.
int cdatagrams_receive(
    int socket, uint8_t *_Nonnull bytes, size_t stride, uint32_t *_Nonnull lengths, int count);

/// Makes the receive and send buffers of `socket` `bytes` large, or as large as the system lets us.
void cdatagrams_set_buffers(int socket, int bytes);

/// Fills `bytes` with random numbers that nobody can foretell. Returns 0, or -1 and `errno`.
int cdatagrams_random(void *_Nonnull bytes, size_t count);

#endif
