// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import CAres
import Casework
import Glibc

/// The c-ares channel of one server, so that we know which server said what.
///
/// c-ares keeps the address of this object, and is told to forget it by ``close()``. Used on the
/// queue of its ``ResolverCore`` only.
final class ServerChannel {
    /// `address:port`, as answers name it.
    let name: String
    private let epoll: EpollSet
    private let tag: Int
    private var raw: ares_channel?

    /// The most bytes that a server may send in one UDP packet; it says if there are more, and is
    /// then asked over TCP. (The DNS Flag Day of 2020 gives the reasons for 1232.)
    private static let packetBytes: Int32 = 1232
    /// Room for the answers to a thousand questions that come back at once, in bytes.
    private static let socketBufferBytes: Int32 = 4 << 20

    private static let library = ares_library_init(ARES_LIB_INIT_ALL)

    init(
        _ server: ServerAddress, timeoutMilliseconds: Int, epoll: EpollSet, tag: Int
    ) throws(ResolverError) {
        name = server.description
        self.epoll = epoll
        self.tag = tag
        try Self.check(Self.library, "ares_library_init")

        var options = ares_options()
        // NOCHECKRESP: failures come to us, who turn to the next server. No STAYOPEN: an idle
        // channel closes its socket, and so the next questions leave from another, random port.
        options.flags =
            ARES_FLAG_NOCHECKRESP | ARES_FLAG_NOSEARCH | ARES_FLAG_NOALIASES | ARES_FLAG_EDNS
        options.timeout = Int32(clamping: max(1, timeoutMilliseconds))
        options.tries = 1
        options.ndots = 1
        options.ednspsz = Self.packetBytes
        options.socket_receive_buffer_size = Self.socketBufferBytes
        options.socket_send_buffer_size = Self.socketBufferBytes
        options.sock_state_cb = { data, socket, reading, writing in
            guard let data else { return }
            Unmanaged<ServerChannel>.fromOpaque(data).takeUnretainedValue()
                .watch(socket, reading: reading, writing: writing)
        }
        options.sock_state_cb_data = Unmanaged.passUnretained(self).toOpaque()
        let mask =
            ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_NDOTS
            | ARES_OPT_EDNSPSZ | ARES_OPT_SOCK_RCVBUF | ARES_OPT_SOCK_SNDBUF
            | ARES_OPT_SOCK_STATE_CB | ARES_OPT_DOMAINS | ARES_OPT_NOROTATE
        try Self.check(ares_init_options(&raw, &options, Int32(mask)), "ares_init_options")
        guard let raw else {
            throw .cannotStart(step: "ares_init_options", reason: "no channel")
        }
        let family = server.address.isIPv6 ? AF_INET6 : AF_INET
        let status = server.address.bytes.withUnsafeBytes { bytes in
            bytes.baseAddress.map { cares_set_server(raw, family, $0, Int32(server.port)) }
        }
        if let status, status != ARES_SUCCESS {
            close()
            try Self.check(status, "ares_set_servers_ports")
        }
    }

    deinit {
        precondition(raw == nil, "a channel must be closed on its queue")
    }

    /// Ends all questions, whose callbacks run before this returns, and closes the sockets.
    func close() {
        guard let raw else { return }
        self.raw = nil
        ares_destroy(raw)
    }

    /// Asks for records of `type` of `name`; `callback` is called once, perhaps before this returns.
    func ask(
        _ name: String, _ type: NameAnswer.RecordType, _ callback: ares_callback,
        _ argument: UnsafeMutableRawPointer
    ) {
        ares_query(raw, name, 1, Int32(type.number), callback, argument)
    }

    /// Lets c-ares read or write what `event` says is ready.
    func act(on event: EpollSet.Event) {
        ares_process_fd(
            raw, event.mayRead ? event.socket : ARES_SOCKET_BAD,
            event.mayWrite ? event.socket : ARES_SOCKET_BAD)
    }

    /// Lets c-ares give up on questions whose time is over.
    func expire() {
        ares_process_fd(raw, ARES_SOCKET_BAD, ARES_SOCKET_BAD)
    }

    private func watch(_ socket: Int32, reading: Int32, writing: Int32) {
        // Taking a socket out can fail only if it never was in. If putting it in fails, for want of
        // memory, its questions time out, and their names are unknown.
        _ = epoll.watch(socket, tag: tag, reading: reading != 0, writing: writing != 0)
    }

    private static func check(_ status: Int32, _ step: String) throws(ResolverError) {
        guard status != ARES_SUCCESS else { return }
        throw .cannotStart(step: step, reason: String(cString: ares_strerror(status)))
    }
}
