// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// gzip that does not compress (RFC 1951, section 3.2.4).
enum Stored {
    static func gzip(_ bytes: [UInt8]) -> [UInt8] {
        var out: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
        var rest = bytes[...]
        repeat {
            let block = rest.prefix(65_535)
            rest = rest.dropFirst(65_535)
            let count = UInt16(block.count)
            out.append(rest.isEmpty ? 1 : 0)
            out += little(UInt32(count)).prefix(2) + little(UInt32(~count)).prefix(2)
            out += block
        } while !rest.isEmpty
        return out + little(crc(bytes)) + little(UInt32(truncatingIfNeeded: bytes.count))
    }

    private static func little(_ value: UInt32) -> [UInt8] {
        [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: value >> $0) }
    }

    private static func crc(_ bytes: [UInt8]) -> UInt32 {
        var sum: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
        }
        return ~sum
    }
}

/// 16 MB of nothing in a few bytes of Brotli, if this machine has the library that writes it.
enum BrotliBomb {
    private typealias Compress =
        @convention(c) (
            Int32, Int32, Int32, Int, UnsafePointer<UInt8>, UnsafeMutablePointer<Int>,
            UnsafeMutablePointer<UInt8>
        ) -> Int32

    static let bytes: [UInt8]? = {
        guard let library = dlopen("libbrotlienc.so.1", RTLD_NOW),
            let symbol = dlsym(library, "BrotliEncoderCompress")
        else { return nil }
        let compress = unsafeBitCast(symbol, to: Compress.self)
        let plain = [UInt8](repeating: 0x20, count: 16 << 20)
        var packed = [UInt8](repeating: 0, count: 1 << 20)
        var count = packed.count
        guard compress(5, 22, 0, plain.count, plain, &count, &packed) == 1 else { return nil }
        return Array(packed.prefix(count))
    }()
}
