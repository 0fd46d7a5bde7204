// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Dispatch
import Glibc
import Synchronization

/// Listens where nobody may connect to, and counts who does.
///
/// On 127.0.0.1, and on ::1 where the machine has it, both at one port: whichever way an address is
/// hidden, this machine is reached by one of the two.
final class Canary: Sendable {
    private let sockets: [Int32]
    private let count = Mutex(0)

    /// How many connections were made.
    var connections: Int { count.withLock { $0 } }

    /// Listens at `port`; `nil` if it is taken.
    init?(port: UInt16) {
        var sockets: [Int32] = []
        for text in ["127.0.0.1", "::1"] {
            guard let address = IPAddress(text), let socket = listening(at: address, port: port)
            else {
                if text == "::1" { continue }
                return nil
            }
            sockets.append(socket)
        }
        self.sockets = sockets
        for socket in sockets {
            DispatchQueue(label: "canary").async { [self] in
                while true {
                    let visitor = accept(socket, nil, nil)
                    guard visitor >= 0 else { return }
                    count.withLock { $0 += 1 }
                    close(visitor)
                }
            }
        }
    }

    func stop() {
        for socket in sockets {
            shutdown(socket, Int32(SHUT_RDWR))
            close(socket)
        }
    }
}

/// A listening TCP socket, or `nil` if the place is taken; port 0 is a free one.
func listening(at address: IPAddress, port: UInt16) -> Int32? {
    let family = address.isIPv6 ? AF_INET6 : AF_INET
    let descriptor = socket(family, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return nil }
    var one: Int32 = 1
    setsockopt(
        descriptor, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<Int32>.size))
    var storage = sockaddr_storage()
    let size = withUnsafeMutableBytes(of: &storage) { bytes in
        // The port stands at the same place in both families.
        bytes.storeBytes(of: port.bigEndian, toByteOffset: 2, as: UInt16.self)
        let place = address.isIPv6 ? 8 : 4
        for (index, byte) in address.bytes.enumerated() { bytes[place + index] = byte }
        return address.isIPv6 ? MemoryLayout<sockaddr_in6>.size : MemoryLayout<sockaddr_in>.size
    }
    storage.ss_family = sa_family_t(family)
    let isReady = withUnsafePointer(to: storage) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            bind(descriptor, $0, socklen_t(size)) == 0 && listen(descriptor, 64) == 0
        }
    }
    guard isReady else {
        close(descriptor)
        return nil
    }
    return descriptor
}

/// The port that a socket is bound to.
func port(of descriptor: Int32) -> UInt16 {
    var storage = sockaddr_storage()
    var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
    _ = withUnsafeMutablePointer(to: &storage) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &size) }
    }
    return withUnsafeBytes(of: &storage) {
        UInt16(bigEndian: $0.loadUnaligned(fromByteOffset: 2, as: UInt16.self))
    }
}
