// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// The hash by which search engines of the Internet's machines know a site's icon.
package enum Favicon {
    /// The signed 32-bit MurmurHash3 of the icon in Base64 with a line end after every 76
    /// characters and at the end, as Shodan computes it.
    package static func murmur3(_ bytes: [UInt8]) -> Int32 {
        // 57 bytes make one line of 76 characters.
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 57) {
            let line = Data(bytes[start..<min(start + 57, bytes.count)])
            text += Array(line.base64EncodedData())
            text.append(0x0A)
        }
        return Int32(bitPattern: murmur3x86(text))
    }

    /// MurmurHash3_x86_32 with seed 0.
    ///
    /// Source: Austin Appleby, <https://github.com/aappleby/smhasher>, public domain.
    static func murmur3x86(_ bytes: [UInt8]) -> UInt32 {
        func scramble(_ block: UInt32) -> UInt32 {
            (block &* 0xCC9E_2D51).rotated(by: 15) &* 0x1B87_3593
        }
        var hash: UInt32 = 0
        let tail = bytes.count - bytes.count % 4
        for start in stride(from: 0, to: tail, by: 4) {
            let block = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[start + $1]) << (8 * $1) }
            hash = (hash ^ scramble(block)).rotated(by: 13) &* 5 &+ 0xE654_6B64
        }
        if tail < bytes.count {
            let rest = (tail..<bytes.count).reduce(UInt32(0)) {
                $0 | UInt32(bytes[$1]) << (8 * ($1 - tail))
            }
            hash ^= scramble(rest)
        }
        hash ^= UInt32(truncatingIfNeeded: bytes.count)
        hash = (hash ^ hash >> 16) &* 0x85EB_CA6B
        hash = (hash ^ hash >> 13) &* 0xC2B2_AE35
        return hash ^ hash >> 16
    }
}

extension UInt32 {
    fileprivate func rotated(by bits: UInt32) -> UInt32 {
        self << bits | self >> (32 - bits)
    }
}
