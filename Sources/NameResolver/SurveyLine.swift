// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import CDatagrams
import Casework
import Glibc

/// One UDP socket of a survey, connected to one server: the system passes on what that server sends
/// and nothing else, and chose a random port for it.
final class SurveyLine {
    let server: Int
    let descriptor: Int32
    /// Whether the system cuts several questions out of one message.
    var canSegment: Bool

    /// Room for the answers that come back at once, in bytes.
    private static let bufferBytes: Int32 = 4 << 20

    /// Opens a socket to `address`, and watches it in `epoll` under `tag`.
    init(to address: ServerAddress, server: Int, epoll: EpollSet, tag: Int) throws(ResolverError) {
        self.server = server
        let family = address.address.isIPv6 ? AF_INET6 : AF_INET
        let type = Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        descriptor = socket(family, type | Int32(SOCK_NONBLOCK.rawValue), 0)
        guard descriptor >= 0 else { throw Self.error("socket") }
        cdatagrams_set_buffers(descriptor, Self.bufferBytes)
        canSegment = cdatagrams_can_segment(descriptor) != 0

        // A server that cannot be reached from here counts as silent: sending then fails.
        _ = Self.connect(descriptor, to: address)
        guard epoll.watch(descriptor, tag: tag, reading: true, writing: false) else {
            throw Self.error("epoll_ctl")
        }
    }

    deinit {
        close(descriptor)
    }

    private static func connect(_ descriptor: Int32, to address: ServerAddress) -> Bool {
        if address.address.isIPv6 {
            var name = sockaddr_in6()
            name.sin6_family = sa_family_t(AF_INET6)
            name.sin6_port = address.port.bigEndian
            withUnsafeMutableBytes(of: &name.sin6_addr) {
                $0.copyBytes(from: address.address.bytes)
            }
            return connect(descriptor, &name)
        }
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = address.port.bigEndian
        withUnsafeMutableBytes(of: &name.sin_addr) { $0.copyBytes(from: address.address.bytes) }
        return connect(descriptor, &name)
    }

    private static func connect<Name>(_ descriptor: Int32, _ name: inout Name) -> Bool {
        withUnsafePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<Name>.size)) == 0
            }
        }
    }

    private static func error(_ step: String) -> ResolverError {
        .cannotStart(step: step, reason: String(cString: strerror(errno)))
    }
}
