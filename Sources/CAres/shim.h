// c-ares, and the few calls around it that Swift cannot make as they are.

#ifndef CARES_SHIM_H
#define CARES_SHIM_H

#include <ares.h>
#include <string.h>
#include <sys/socket.h>

/// Makes one server the only one of `channel`: an address of `family` in network order, and a port
/// in host order for both UDP and TCP.
static inline int cares_set_server(
    ares_channel _Nonnull channel, int family, const void *_Nonnull address, int port) {
    struct ares_addr_port_node server;
    memset(&server, 0, sizeof server);
    server.family = family;
    memcpy(&server.addr, address, family == AF_INET6 ? 16 : 4);
    server.udp_port = port;
    server.tcp_port = port;
    return ares_set_servers_ports(channel, &server);
}

#endif
