// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import CurlFetcher
import Dispatch
import Glibc
import Synchronization

/// A server that a test scripts byte by byte; each connection has a thread of its own.
///
/// For what must be seen as it crosses the wire: request heads, and proxies.
final class WireServer: Sendable {
    let port: UInt16
    // `nil` once closed: another test may have the same number by then.
    private let listener: Mutex<Int32?>

    /// Serves with `script` until ``stop()``.
    init(_ script: @escaping @Sendable (Wire) -> Void) {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isReady = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && listen(listener, 64) == 0
                    && getsockname(listener, $0, &length) == 0
            }
        }
        precondition(isReady, "no loopback port for a test server")
        port = UInt16(bigEndian: address.sin_port)
        self.listener = Mutex(listener)
        DispatchQueue(label: "wire-server").async {
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else { return }
                DispatchQueue(label: "wire").async { script(Wire(connection)) }
            }
        }
    }

    /// Takes no more connections; may be called again.
    func stop() {
        listener.withLock { listener in
            guard let open = listener else { return }
            shutdown(open, Int32(SHUT_RDWR))
            close(open)
            listener = nil
        }
    }

    func request(_ path: String = "/", host: String = "wire.example") -> FetchRequest {
        FetchRequest(
            address: WebAddress(scheme: .http, host: host, port: port, path: path),
            connectTo: [IPAddress("127.0.0.1")].compactMap(\.self), persona: .desktop)
    }
}

/// One connection of a ``WireServer``; closed when released.
final class Wire {
    private let socket: Int32

    init(_ socket: Int32) {
        self.socket = socket
        // Long, because a test may wait for a thread while all the others run.
        var patience = timeval(tv_sec: 120, tv_usec: 0)
        setsockopt(
            socket, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit {
        close(socket)
    }

    /// The next `count` bytes, or fewer if the visitor leaves.
    func read(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let got = bytes[filled...].withUnsafeMutableBytes {
                recv(socket, $0.baseAddress, $0.count, 0)
            }
            guard got > 0 else { break }
            filled += got
        }
        return Array(bytes.prefix(filled))
    }

    /// The next request head, with the empty line; empty if the visitor leaves.
    func readHead() -> [UInt8] {
        var head: [UInt8] = []
        while !head.reversed().starts(with: "\n\r\n\r".utf8) {
            let byte = read(1)
            guard !byte.isEmpty else { return [] }
            head += byte
        }
        return head
    }

    func write(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes {
                send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard sent > 0 else { return }
            rest = rest.dropFirst(sent)
        }
    }

    func write(_ text: String) { write(Array(text.utf8)) }

    /// Connects to `port` on `address`, and carries bytes both ways until either side ends.
    func tunnel(to address: IPAddress, port: UInt16) {
        let other = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        let far = Wire(other)
        var target = sockaddr_in()
        target.sin_family = sa_family_t(AF_INET)
        target.sin_port = port.bigEndian
        withUnsafeMutableBytes(of: &target.sin_addr) { $0.copyBytes(from: address.bytes) }
        let isConnected = withUnsafePointer(to: &target) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(other, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else { return }
        var watched = [
            pollfd(fd: socket, events: Int16(POLLIN), revents: 0),
            pollfd(fd: other, events: Int16(POLLIN), revents: 0),
        ]
        while poll(&watched, 2, 10_000) > 0 {
            for (index, (from, to)) in [(self, far), (far, self)].enumerated()
            where watched[index].revents != 0 {
                var buffer = [UInt8](repeating: 0, count: 16 * 1024)
                let count = recv(from.socket, &buffer, buffer.count, 0)
                guard count > 0 else { return }
                to.write(Array(buffer.prefix(count)))
            }
        }
    }
}

/// What several threads note down.
final class Notes: Sendable {
    private let lines = Mutex<[String]>([])

    func add(_ bytes: [UInt8]) {
        lines.withLock { $0.append(String(decoding: bytes, as: UTF8.self)) }
    }

    var all: [String] { lines.withLock { $0 } }
}

/// A fetcher that is shut down after use.
func withFetcher<Value>(
    _ configuration: FetcherConfiguration = FetcherConfiguration(policy: .loopback),
    _ body: (CurlFetcher) async throws -> Value
) async throws -> Value {
    let fetcher = try CurlFetcher(configuration)
    defer { fetcher.shutDown() }
    return try await body(fetcher)
}
