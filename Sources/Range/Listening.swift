// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Glibc

/// Sockets that listen at several addresses on one port.
///
/// Owns them until ``take()``; what is not taken is closed.
final class Listening {
    let port: UInt16
    private var sockets: [Int32]

    /// Listens at every one of `addresses`.
    ///
    /// - Parameters:
    ///   - addresses: Loopback addresses.
    ///   - port: 0 for one that is free at all of them.
    ///   - taken: A port not to choose.
    /// - Throws: ``RangeError/cannotListen(place:reason:)``.
    init(at addresses: [IPAddress], port: UInt16, otherThan taken: UInt16 = 0) throws(RangeError) {
        // A port that is free at the first address may be taken at another: then try anew. With
        // thousands of free ports, twenty failures in a row mean something else is wrong.
        var tries = port == 0 ? 20 : 1
        while true {
            tries -= 1
            var sockets: [Int32] = []
            do throws(RangeError) {
                var chosen = port
                for address in addresses {
                    let socket = try Self.listener(at: address, port: chosen)
                    sockets.append(socket)
                    if chosen == 0 { chosen = try Self.port(of: socket) }
                    if chosen == taken, port == 0 {
                        throw .cannotListen(place: "\(address)", reason: "EADDRINUSE")
                    }
                }
                self.port = chosen
                self.sockets = sockets
                return
            } catch {
                for socket in sockets { close(socket) }
                if tries == 0 { throw error }
            }
        }
    }

    deinit {
        for socket in sockets { close(socket) }
    }

    /// The sockets, in the order of the addresses, which are then the caller's to close.
    func take() -> [Int32] {
        defer { sockets = [] }
        return sockets
    }

    private static func listener(
        at address: IPAddress, port: UInt16
    ) throws(RangeError) -> Int32 {
        let family = address.isIPv6 ? AF_INET6 : AF_INET
        let descriptor = socket(family, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw .systemCall("socket", reason: reason(errno)) }
        let place = "\(RangeServer.authority(address)):\(port)"
        var one: Int32 = 1
        let size = socklen_t(MemoryLayout<Int32>.size)
        guard setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &one, size) == 0,
            bind(descriptor, to: address, port: port) == 0,
            listen(descriptor, 1024) == 0,
            RangeLoop.makeNonBlocking(descriptor)
        else {
            let error = RangeError.cannotListen(place: place, reason: reason(errno))
            close(descriptor)
            throw error
        }
        return descriptor
    }

    private static func bind(_ descriptor: Int32, to address: IPAddress, port: UInt16) -> Int32 {
        if address.isIPv6 {
            var place = sockaddr_in6()
            place.sin6_family = sa_family_t(AF_INET6)
            place.sin6_port = port.bigEndian
            withUnsafeMutableBytes(of: &place.sin6_addr) { $0.copyBytes(from: address.bytes) }
            return withUnsafePointer(to: place) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    Glibc.bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in6>.size))
                }
            }
        }
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_port = port.bigEndian
        withUnsafeMutableBytes(of: &place.sin_addr) { $0.copyBytes(from: address.bytes) }
        return withUnsafePointer(to: place) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    private static func port(of descriptor: Int32) throws(RangeError) -> UInt16 {
        // In both families the port stands at the same place.
        var storage = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let status = withUnsafeMutablePointer(to: &storage) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                getsockname(descriptor, $0, &size)
            }
        }
        guard status == 0 else { throw .systemCall("getsockname", reason: reason(errno)) }
        return withUnsafeBytes(of: &storage) {
            UInt16(bigEndian: $0.loadUnaligned(fromByteOffset: 2, as: UInt16.self))
        }
    }

    static func reason(_ code: Int32) -> String {
        strerror(code).map { String(cString: $0) } ?? "error \(code)"
    }
}
