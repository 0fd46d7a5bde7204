// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Dispatch
import Glibc

/// A server that a test scripts byte by byte, at an address of its own; each connection has a thread.
final class RawServer: Sendable {
    let port: UInt16
    private let socket: Int32

    init?(at address: IPAddress, _ script: @escaping @Sendable (Peer) -> Void) {
        guard let socket = listening(at: address, port: 0) else { return nil }
        self.socket = socket
        port = SweepTests.port(of: socket)
        DispatchQueue(label: "raw-server").async {
            while true {
                let visitor = accept(socket, nil, nil)
                guard visitor >= 0 else { return }
                DispatchQueue(label: "raw").async { script(Peer(visitor)) }
            }
        }
    }

    func stop() {
        shutdown(socket, Int32(SHUT_RDWR))
        close(socket)
    }
}

/// A visitor of a ``RawServer``; the connection ends when this is released.
final class Peer {
    private let socket: Int32

    fileprivate init(_ socket: Int32) {
        self.socket = socket
        var patience = timeval(tv_sec: 8, tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(
                socket, SOL_SOCKET, option, &patience, socklen_t(MemoryLayout<timeval>.size))
        }
    }

    deinit {
        shutdown(socket, Int32(SHUT_WR))
        // What still comes is read, or the kernel answers it with a reset that overtakes our bytes.
        _ = wait()
        close(socket)
    }

    /// The path that is asked for, once the whole head has come; `nil` if the visitor leaves.
    func request() -> String? {
        var head: [UInt8] = []
        var byte: UInt8 = 0
        while !head.suffix(4).elementsEqual("\r\n\r\n".utf8) {
            guard recv(socket, &byte, 1, 0) == 1 else { return nil }
            head.append(byte)
        }
        return String(decoding: head, as: UTF8.self).split(separator: " ").dropFirst().first
            .map(String.init)
    }

    /// Sends `bytes`; `false` if the visitor has gone.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    @discardableResult
    func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    /// Sends `text` again and again until the visitor has had enough.
    func flood(_ text: String, every milliseconds: UInt32 = 0) {
        let bytes = Array(String(repeating: text, count: milliseconds == 0 ? 500 : 1).utf8)
        while send(bytes) { if milliseconds > 0 { usleep(milliseconds * 1000) } }
    }

    func endSending() { shutdown(socket, Int32(SHUT_WR)) }

    /// Reads until the visitor leaves.
    func wait() -> Int {
        var buffer = [UInt8](repeating: 0, count: 4096)
        var total = 0
        while true {
            let count = recv(socket, &buffer, buffer.count, 0)
            guard count > 0 else { return total }
            total += count
        }
    }
}
