// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Digests

enum Fingerprinting {
    /// The hashes of a page with these tag names, each followed by `|`, and this visible text.
    static func fingerprints(
        tagNames: [UInt8], text: [UInt8]
    ) -> (Fingerprints, PageSketch) {
        var words = MinHash()
        let similarity = text.withUnsafeBufferPointer { Self.similarity($0, &words) }
        let fingerprints = Fingerprints(
            tagNames: tagNames.isEmpty
                ? nil : String(Digest.hex(Array(tagNames.dropLast())).prefix(32)),
            textSimilarity: similarity.map(hexadecimal))
        return (
            fingerprints,
            PageSketch(text: words, shape: tagNames.withUnsafeBufferPointer(shape))
        )
    }

    /// Every four consecutive tags of `names`, each followed by `|`.
    private static func shape(_ names: Bytes) -> MinHash {
        var shape = MinHash()
        var last: (UInt64, UInt64, UInt64) = (0, 0, 0)
        var seen = 0
        var name: UInt64 = 0
        for byte in names {
            guard byte == 0x7C else {
                name = (name ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
                continue
            }
            let tag = mixed(name)
            name = 0
            seen += 1
            if seen >= 4 { shape.add(combined(last, tag)) }
            last = (last.1, last.2, tag)
        }
        return shape
    }

    /// One hash of four elements in their order.
    @inline(__always)
    private static func combined(_ last: (UInt64, UInt64, UInt64), _ next: UInt64) -> UInt64 {
        mixed(
            last.0 &* 0x9E37_79B9_7F4A_7C15 &+ last.1 &* 0xC2B2_AE3D_27D4_EB4F
                &+ last.2 &* 0x1656_67B1_9E37_79F9 &+ next)
    }

    /// A similarity hash (Charikar 2002) over every four consecutive characters, space left out.
    ///
    /// Two texts that differ little have hashes that differ in few bits.
    ///
    /// - Parameter words: gets the hash of each of them.
    static func similarity(_ text: Bytes, _ words: inout MinHash) -> UInt64? {
        var counts = [Int32](repeating: 0, count: 64)
        var lanes = SIMD8<UInt64>(repeating: 0)
        let shifts = SIMD8<UInt64>(0, 1, 2, 3, 4, 5, 6, 7)
        let ones = SIMD8<UInt64>(repeating: 0x0101_0101_0101_0101)
        var shingles: Int32 = 0
        var inLanes = 0
        var last: (UInt64, UInt64, UInt64) = (0, 0, 0)
        var seen = 0

        func flush() {
            for lane in 0..<8 {
                for byte in 0..<8 {
                    counts[byte * 8 + lane] += Int32((lanes[lane] >> UInt64(8 * byte)) & 0xFF)
                }
            }
            lanes = SIMD8(repeating: 0)
            inLanes = 0
        }

        var index = 0
        while index < text.count {
            let byte = text[index]
            let length = min(sequenceLength(byte), text.count - index)
            var scalar = UInt64(byte)
            for step in 1..<max(1, length) { scalar = scalar << 8 | UInt64(text[index + step]) }
            index += length
            guard byte > 0x20 else { continue }

            let hash = combined(last, scalar)
            last = (last.1, last.2, scalar)
            seen += 1
            guard seen >= 4 else { continue }
            words.add(hash)
            lanes &+= (SIMD8(repeating: hash) &>> shifts) & ones
            shingles += 1
            inLanes += 1
            if inLanes == 255 { flush() }
        }
        guard shingles > 0 else { return nil }
        flush()
        var result: UInt64 = 0
        for bit in 0..<64 where counts[bit] * 2 > shingles { result |= 1 << UInt64(bit) }
        return result
    }

    /// The finalizer of SplitMix64: every bit of the result depends on every bit of `value`.
    @inline(__always)
    private static func mixed(_ value: UInt64) -> UInt64 {
        var value = value
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    private static func hexadecimal(_ value: UInt64) -> String {
        Hexadecimal.text((0..<8).map { UInt8(truncatingIfNeeded: value >> UInt64(56 - 8 * $0)) })
    }
}
