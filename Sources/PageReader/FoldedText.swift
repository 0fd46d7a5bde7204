// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// A text in which every way to write a digit or an ASCII letter is the plain one.
///
/// Sellers write numbers full-width, circled, in mathematical letters or with invisible characters
/// between, so that filters do not see them and readers do. Nothing grows by folding; every folded
/// byte knows where it came from.
struct FoldedText {
    private(set) var bytes: [UInt8]
    /// The offset in the text of each folded byte, and one more for the end.
    private(set) var origins: [Int32]

    init(_ text: [UInt8]) {
        var origins: [Int32] = []
        bytes = text.withUnsafeBufferPointer { text in
            [UInt8](unsafeUninitializedCapacity: text.count) { output, initialized in
                var length = 0
                origins = [Int32](unsafeUninitializedCapacity: text.count + 1) { places, placed in
                    length = Self.fold(text, into: output, places)
                    placed = length + 1
                }
                initialized = length
            }
        }
        self.origins = origins
    }

    private static func fold(
        _ text: Bytes, into output: UnsafeMutableBufferPointer<UInt8>,
        _ places: UnsafeMutableBufferPointer<Int32>
    ) -> Int {
        var index = 0
        var length = 0
        while index < text.count {
            let byte = text[index]
            // ASCII and hanzi, which is nearly all, stay as they are.
            if byte < 0x80 {
                output[length] = byte
                places[length] = Int32(truncatingIfNeeded: index)
                length += 1
                index += 1
                continue
            }
            if byte > 0xE2, byte < 0xEF, index + 2 < text.count {
                for offset in 0..<3 {
                    output[length + offset] = text[index + offset]
                    places[length + offset] = Int32(truncatingIfNeeded: index)
                }
                length += 3
                index += 3
                continue
            }
            let step = min(sequenceLength(byte), text.count - index)
            let isCandidate =
                byte == 0xEF || byte == 0xE2 || byte == 0xF0 || (byte == 0xC2 && step == 2)
            if isCandidate, step >= 2, let folded = folded(text, index, step) {
                if folded != 0 {
                    output[length] = folded
                    places[length] = Int32(truncatingIfNeeded: index)
                    length += 1
                }
            } else {
                for offset in 0..<step {
                    output[length] = text[index + offset]
                    places[length] = Int32(truncatingIfNeeded: index)
                    length += 1
                }
            }
            index += step
        }
        places[length] = Int32(truncatingIfNeeded: text.count)
        return length
    }

    /// The ASCII character that the one at `index` stands for, 0 if it is invisible, or `nil`.
    private static func folded(_ text: Bytes, _ index: Int, _ length: Int) -> UInt8? {
        var scalar = UInt32(text[index]) & (0xFF >> (UInt32(length) + 1))
        for step in 1..<length { scalar = scalar << 6 | UInt32(text[index + step] & 0x3F) }

        func digit(from first: UInt32, is start: UInt32 = 1) -> UInt8 {
            UInt8(truncatingIfNeeded: 0x30 + start + scalar - first)
        }
        func letter(_ place: UInt32) -> UInt8 {
            UInt8(truncatingIfNeeded: place < 26 ? 0x41 + place : 0x61 + place - 26)
        }
        switch scalar {
        case 0xFF01...0xFF5E: return UInt8(truncatingIfNeeded: scalar - 0xFEE0)
        case 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFEFF, 0xAD, 0x20E3,
            0xFE00...0xFE0F:
            return 0
        case 0x2010...0x2015, 0x2212: return 0x2D
        case 0x2460...0x2468: return digit(from: 0x2460)
        case 0x2474...0x247C: return digit(from: 0x2474)
        case 0x2488...0x2490: return digit(from: 0x2488)
        case 0x24EA, 0x24FF: return 0x30
        case 0x24F5...0x24FD: return digit(from: 0x24F5)
        case 0x2776...0x277E: return digit(from: 0x2776)
        case 0x2780...0x2788: return digit(from: 0x2780)
        case 0x278A...0x2792: return digit(from: 0x278A)
        case 0x2080...0x2089: return digit(from: 0x2080, is: 0)
        case 0x24B6...0x24E9: return letter(scalar - 0x24B6)
        case 0x2795: return 0x2B
        case 0x1D400...0x1D6A3: return letter((scalar - 0x1D400) % 52)
        case 0x1D7CE...0x1D7FF: return digit(from: 0x1D7CE + (scalar - 0x1D7CE) / 10 * 10, is: 0)
        case 0x1F170...0x1F189: return letter(scalar - 0x1F170)
        default: return nil
        }
    }
}
