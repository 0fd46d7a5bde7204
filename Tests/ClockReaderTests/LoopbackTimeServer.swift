// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc

/// A time server on loopback whose clock is off by as much as a test wants, or that misbehaves.
final class LoopbackTimeServer: Sendable {
    let port: UInt16
    private let descriptor: Int32

    /// Answers each question with the packets that `answers` makes of it; with none it is silent.
    init(_ answers: @escaping @Sendable ([UInt8]) -> [[UInt8]]) throws {
        let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        self.descriptor = descriptor
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(descriptor, pointer, length) == 0
                    && getsockname(descriptor, pointer, &length) == 0
            }
        }
        guard bound else { throw POSIXError(.EADDRINUSE) }
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread {
            var buffer = [UInt8](repeating: 0, count: 512)
            while true {
                var peer = sockaddr_storage()
                var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
                let count = withUnsafeMutablePointer(to: &peer) { pointer in
                    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                        recvfrom(descriptor, &buffer, buffer.count, 0, $0, &length)
                    }
                }
                // An empty question is from `stop`.
                guard count > 0 else { return }
                for answer in answers(Array(buffer.prefix(count))) {
                    _ = withUnsafeMutablePointer(to: &peer) { pointer in
                        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                            sendto(descriptor, answer, answer.count, 0, $0, length)
                        }
                    }
                }
            }
        }
    }

    func stop() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    /// The answer of a server whose clock is `ahead` seconds before this machine's.
    static func answer(
        to question: [UInt8], ahead: Double, stratum: UInt8 = 2, leap: UInt8 = 0
    ) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 48)
        bytes[0] = leap << 6 | 0b100 << 3 | 4
        bytes[1] = stratum
        // A millisecond each of delay and dispersion at the root.
        bytes[7] = 66
        bytes[11] = 66
        bytes.replaceSubrange(24..<32, with: question[40..<48])
        let time = Date().timeIntervalSince1970 + ahead + 2_208_988_800
        let whole = UInt64(time)
        let ntp = whole << 32 | UInt64((time - Double(whole)) * 4_294_967_296)
        for start in [32, 40] {
            for index in 0..<8 {
                bytes[start + index] = UInt8(truncatingIfNeeded: ntp >> (56 - 8 * index))
            }
        }
        return bytes
    }
}
