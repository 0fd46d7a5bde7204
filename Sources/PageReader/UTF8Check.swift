// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// What a body looks like if it is read as UTF-8.
struct UTF8Check {
    /// Sequences that are no UTF-8, each of which becomes U+FFFD.
    private(set) var errors = 0
    /// Whole characters of three bytes, such as hanzi.
    private(set) var threeByteCharacters = 0
    /// Whole characters of two or four bytes.
    private(set) var otherCharacters = 0
    private(set) var hasNUL = false
    /// Where the valid part ends, if the last character is cut short.
    private(set) var truncatedAt: Int?

    init(_ bytes: Bytes) {
        guard let base = bytes.baseAddress else { return }
        let count = bytes.count
        var index = 0
        while index < count {
            let byte = base[index]
            if byte < 0x80 {
                if byte == 0 { hasNUL = true }
                index += 1
                // Eight at a time: most of a page is ASCII. The second test finds a zero byte.
                while index + 8 <= count {
                    let word = UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self)
                    let zero = (word &- 0x0101_0101_0101_0101) & ~word
                    guard (word | zero) & 0x8080_8080_8080_8080 == 0 else { break }
                    index += 8
                }
                continue
            }
            // Hanzi come in runs; what is special of their first bytes begins at 0xED.
            if byte > 0xE0, byte < 0xED, index + 2 < count, base[index + 1] & 0xC0 == 0x80,
                base[index + 2] & 0xC0 == 0x80
            {
                threeByteCharacters += 1
                index += 3
                continue
            }
            let length = Self.validLength(base + index, count - index)
            if length > 0 {
                if length == 3 { threeByteCharacters += 1 } else { otherCharacters += 1 }
                index += length
            } else if length == 0 {
                truncatedAt = index
                return
            } else {
                errors += 1
                index -= length
            }
        }
    }

    var isClean: Bool { errors == 0 }

    /// The length of the character at `p`, 0 if the bytes end inside it, or minus the length of
    /// the stretch that is no character.
    ///
    /// Source: Unicode 16, table 3-7, and the maximal subpart practice of section 3.9.
    @inline(__always)
    static func validLength(_ p: UnsafePointer<UInt8>, _ count: Int) -> Int {
        let lead = p[0]
        var low: UInt8 = 0x80
        var high: UInt8 = 0xBF
        let length: Int
        switch lead {
        case 0xC2...0xDF: length = 2
        case 0xE0...0xEF:
            length = 3
            if lead == 0xE0 { low = 0xA0 } else if lead == 0xED { high = 0x9F }
        case 0xF0...0xF4:
            length = 4
            if lead == 0xF0 { low = 0x90 } else if lead == 0xF4 { high = 0x8F }
        default: return -1
        }
        var step = 1
        while step < length {
            guard step < count else { return 0 }
            guard p[step] >= low, p[step] <= high else { return -step }
            low = 0x80
            high = 0xBF
            step += 1
        }
        return length
    }

    /// `bytes` as clean UTF-8 without NUL: what is no character becomes U+FFFD.
    static func repaired(_ bytes: Bytes) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count + 64)
        guard let base = bytes.baseAddress else { return output }
        var index = 0
        var start = 0
        func flush(to end: Int) {
            output.append(contentsOf: UnsafeBufferPointer(start: base + start, count: end - start))
        }
        while index < bytes.count {
            let byte = base[index]
            var step = 1
            if byte == 0 || byte >= 0x80 {
                let length = byte == 0 ? -1 : validLength(base + index, bytes.count - index)
                if length <= 0 {
                    flush(to: index)
                    output.append(contentsOf: [0xEF, 0xBF, 0xBD])
                    step = length == 0 ? bytes.count - index : -length
                    start = index + step
                } else {
                    step = length
                }
            }
            index += step
        }
        flush(to: bytes.count)
        return output
    }
}
