// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework

/// A text as a reader hears it: one case, one width, simplified characters, without the dots, spaces
/// and emoji that sellers put between characters, and with a way back to what was written.
package struct FoldedText: Sendable {
    /// The folded characters, with a ``boundary`` between two blocks.
    package private(set) var scalars: [UInt32] = []
    /// For each character, the bytes of the text that it came from.
    package private(set) var starts: [Int32] = []
    package private(set) var ends: [Int32] = []
    /// Indices in ``scalars`` at which a block begins; the first is 0.
    package private(set) var blocks: [Int] = [0]

    /// Stands between blocks, so that no phrase crosses one.
    package static let boundary: UInt32 = 0x0A

    /// The longest text that is folded: 4 MiB.
    package static let byteLimit = 4 << 20

    /// Folds `text`.
    ///
    /// - Parameters:
    ///   - text: What is read, up to ``byteLimit``.
    ///   - syllables: Pinyin written among Chinese characters, `包guo`, and the one character that
    ///     stands for each.
    ///   - kept: Characters that are words of a rule although they would be noise.
    ///   - unescaping: Whether `\u514d` is read as the character, as a script would.
    /// - Complexity: O(*n*) in the number of bytes.
    package init(
        _ text: PlacedText, syllables: [[UInt8]: UInt32] = [:], kept: Set<UInt32> = [],
        unescaping: Bool = false
    ) {
        let count = min(text.bytes.count, Self.byteLimit)
        // A byte gives one character at most, and a block one boundary.
        let capacity = count + text.blocks.count
        var starts: [Int32] = []
        var ends: [Int32] = []
        var blocks = [0]
        scalars = [UInt32](unsafeUninitializedCapacity: capacity) { scalars, written in
            starts = [Int32](unsafeUninitializedCapacity: capacity) { starts, startsWritten in
                ends = [Int32](unsafeUninitializedCapacity: capacity) { ends, endsWritten in
                    var folder = Folder(
                        scalars: scalars, starts: starts, ends: ends, syllables: syllables,
                        kept: kept, unescaping: unescaping)
                    text.bytes.withUnsafeBufferPointer { bytes in
                        folder.fold(bytes, count, blockStarts: text.blocks, blocks: &blocks)
                    }
                    written = folder.count
                    startsWritten = folder.count
                    endsWritten = folder.count
                }
            }
        }
        self.starts = starts
        self.ends = ends
        self.blocks = blocks
    }

    /// Writes folded characters into rooms that are large enough for all.
    private struct Folder {
        let scalars: UnsafeMutableBufferPointer<UInt32>
        let starts: UnsafeMutableBufferPointer<Int32>
        let ends: UnsafeMutableBufferPointer<Int32>
        let syllables: [[UInt8]: UInt32]
        let kept: Set<UInt32>
        let unescaping: Bool
        var count = 0
        /// Separators wait here until the next character says whether to keep them.
        private var held: [(scalar: UInt32, start: Int, end: Int)] = []
        /// Whether the last character is a letter or digit with none beside it, as in `V X`.
        private var isApart = false

        private var isOneSpaceHeld: Bool { held.count == 1 && held[0].scalar == 0x20 }

        init(
            scalars: UnsafeMutableBufferPointer<UInt32>, starts: UnsafeMutableBufferPointer<Int32>,
            ends: UnsafeMutableBufferPointer<Int32>, syllables: [[UInt8]: UInt32],
            kept: Set<UInt32>, unescaping: Bool
        ) {
            self.scalars = scalars
            self.starts = starts
            self.ends = ends
            self.syllables = syllables
            self.kept = kept
            self.unescaping = unescaping
        }

        mutating func fold(
            _ bytes: UnsafeBufferPointer<UInt8>, _ length: Int, blockStarts: [Int],
            blocks: inout [Int]
        ) {
            let table = FoldTable.shared
            var offset = 0
            var nextBlock = 1
            var blockStart = blockStarts.count > 1 ? blockStarts[1] : Int.max
            while offset < length {
                if offset >= blockStart {
                    flush()
                    append(FoldedText.boundary, offset, offset)
                    blocks.append(count)
                    while nextBlock < blockStarts.count, blockStarts[nextBlock] <= offset {
                        nextBlock += 1
                    }
                    blockStart = nextBlock < blockStarts.count ? blockStarts[nextBlock] : Int.max
                }
                if held.isEmpty {
                    let end = plainRun(bytes, from: offset, to: min(length, blockStart))
                    if end > offset {
                        offset = end
                        continue
                    }
                    // The rest of a Latin word or a number, in which no syllable begins.
                    let byte = UInt32(bytes[offset])
                    if byte.isASCIIWord, offset > 0, UInt32(bytes[offset - 1]).isASCIIWord {
                        append(byte.isASCIIDigit ? byte : byte | 0x20, offset, offset + 1)
                        offset += 1
                        continue
                    }
                }
                var (scalar, end) = FoldedText.decode(bytes, at: offset)
                if unescaping, scalar == 0x5C,
                    let (value, after) = FoldedText.escape(bytes, at: offset)
                {
                    (scalar, end) = (value, after)
                }
                if scalar < 0x80, !syllables.isEmpty, scalar.isASCIILetter,
                    offset == 0 || !UInt32(bytes[offset - 1]).isASCIIWord,
                    let after = FoldedText.shortWordEnd(bytes, at: offset),
                    count > 0 && table.kind(scalars[count - 1]) == .han
                        || after < length
                            && table.kind(FoldedText.decode(bytes, at: after).0) == .han,
                    let value = syllables[bytes[offset..<after].map { $0 | 0x20 }]
                {
                    (scalar, end) = (value, after)
                }
                let read = table.read(scalar)
                let kind = table.kind(read)
                switch kind == .noise && kept.contains(read) ? .han : kind {
                case .noise: break
                case .separator: held.append((read, offset, end))
                case .space: held.append((0x20, offset, end))
                case .han:
                    if !held.isEmpty, count > 0,
                        table.kind(scalars[count - 1]) == .han || kept.contains(scalars[count - 1])
                            || (isApart && isOneSpaceHeld)
                    {
                        held.removeAll(keepingCapacity: true)
                    }
                    flush()
                    append(read, offset, end)
                    isApart = false
                case .plain:
                    let standsApart = standsApart(read, bytes, offset, end, length)
                    if standsApart, isOneSpaceHeld, count > 0,
                        isApart || table.kind(scalars[count - 1]) == .han
                    {
                        held.removeAll(keepingCapacity: true)
                    }
                    flush()
                    append(read, offset, end)
                    isApart = standsApart
                }
                offset = end
            }
            flush()
        }

        /// Whether the letter or digit in `start..<end` stands alone: text that is spaced out to get
        /// past filters, `加 V 信`, is read together.
        private func standsApart(
            _ scalar: UInt32, _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int,
            _ length: Int
        ) -> Bool {
            guard scalar.isASCIIWord else { return false }
            if held.isEmpty, count > 0, Int(ends[count - 1]) == start,
                scalars[count - 1].isASCIIWord
            {
                return false
            }
            guard end < length else { return true }
            let next = FoldedText.decode(bytes, at: end).0
            return !FoldTable.shared.read(next).isASCIIWord
        }

        /// Appends the hanzi from `start` on that read as themselves, which are most of a text.
        ///
        /// - Returns: where they end.
        @inline(__always)
        private mutating func plainRun(
            _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int
        ) -> Int {
            var offset = start
            FoldTable.shared.plainHan.withUnsafeBufferPointer { plainHan in
                while offset + 2 < end {
                    let (first, second, third) = (
                        UInt32(bytes[offset]), UInt32(bytes[offset + 1]), UInt32(bytes[offset + 2])
                    )
                    guard first & 0xF0 == 0xE0, second & 0xC0 == 0x80, third & 0xC0 == 0x80
                    else { break }
                    let scalar = (first & 0x0F) << 12 | (second & 0x3F) << 6 | third & 0x3F
                    guard plainHan[Int(scalar)] else { break }
                    append(scalar, offset, offset + 3)
                    offset += 3
                }
            }
            return offset
        }

        @inline(__always)
        private mutating func append(_ scalar: UInt32, _ start: Int, _ end: Int) {
            scalars[count] = scalar
            starts[count] = Int32(truncatingIfNeeded: start)
            ends[count] = Int32(truncatingIfNeeded: end)
            count += 1
        }

        private mutating func flush() {
            guard !held.isEmpty else { return }
            for (scalar, start, end) in held
            where scalar != 0x20 || count == 0 || scalars[count - 1] != 0x20 {
                append(scalar, start, end)
            }
            held.removeAll(keepingCapacity: true)
        }
    }

    /// The bytes of the text that hold `range`.
    package func textRange(of range: Range<Int>) -> Range<Int> {
        guard !range.isEmpty, range.upperBound <= scalars.count else { return 0..<0 }
        let start = Int(starts[range.lowerBound])
        return start..<max(start, Int(ends[range.upperBound - 1]))
    }

    /// The index of the first character that stands at or after byte `offset` of the text.
    package func index(atByte offset: Int) -> Int {
        var low = 0
        var high = starts.count
        while low < high {
            let middle = (low + high) / 2
            if Int(starts[middle]) < offset { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The characters of the block that holds `index`, without its boundary.
    package func block(at index: Int) -> Range<Int> {
        var low = 0
        var high = blocks.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if blocks[middle] <= index { low = middle } else { high = middle }
        }
        let end = low + 1 < blocks.count ? blocks[low + 1] - 1 : scalars.count
        return blocks[low]..<max(blocks[low], end)
    }
}

// MARK: - Reading bytes

extension FoldedText {
    /// The character at `offset`, and where the next begins; U+FFFD for a byte that is not UTF-8.
    private static func decode(
        _ bytes: UnsafeBufferPointer<UInt8>, at offset: Int
    ) -> (UInt32, Int) {
        let lead = UInt32(bytes[offset])
        if lead < 0x80 { return (lead, offset + 1) }
        let (length, bits): (Int, UInt32) =
            switch lead {
            case 0xC2...0xDF: (2, lead & 0x1F)
            case 0xE0...0xEF: (3, lead & 0x0F)
            case 0xF0...0xF4: (4, lead & 0x07)
            default: (1, 0xFFFD)
            }
        guard length > 1, offset + length <= bytes.count else { return (0xFFFD, offset + 1) }
        var scalar = bits
        for index in (offset + 1)..<(offset + length) {
            guard bytes[index] & 0xC0 == 0x80 else { return (0xFFFD, offset + 1) }
            scalar = scalar << 6 | UInt32(bytes[index] & 0x3F)
        }
        return (scalar, offset + length)
    }

    /// The character that `\uXXXX` at `offset` stands for.
    private static func escape(
        _ bytes: UnsafeBufferPointer<UInt8>, at offset: Int
    ) -> (UInt32, Int)? {
        guard offset + 6 <= bytes.count, bytes[offset + 1] == UInt8(ascii: "u") else { return nil }
        let digits = UnsafeBufferPointer(rebasing: bytes[(offset + 2)..<(offset + 6)])
        guard let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16),
            Unicode.Scalar(value) != nil
        else { return nil }
        return (value, offset + 6)
    }

    /// Where the run of letters and digits at `offset` ends, if it is short enough for a syllable.
    private static func shortWordEnd(
        _ bytes: UnsafeBufferPointer<UInt8>, at offset: Int
    ) -> Int? {
        var end = offset
        while end < bytes.count, UInt32(bytes[end]).isASCIIWord {
            end += 1
            if end - offset > 6 { return nil }
        }
        return end
    }
}
