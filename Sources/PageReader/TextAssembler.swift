// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework

/// Builds a ``PlacedText`` piece by piece, collapsing white space.
struct TextAssembler {
    private(set) var text = PlacedText()
    private(set) var isCut = false
    private let limit: Int
    private var gap = Gap.none

    /// What must stand before the next piece.
    private enum Gap { case none, space, block }

    init(limit: Int) { self.limit = limit }

    var count: Int { text.bytes.count }

    mutating func reserve(_ bytes: Int) { text.bytes.reserveCapacity(bytes) }

    /// Lets a new block begin with the next piece.
    @inline(__always)
    mutating func breakBlock() { gap = .block }

    /// Adds `count` bytes that stand at `place` in the source.
    mutating func add(_ bytes: UnsafePointer<UInt8>, _ count: Int, at place: Int) {
        var index = 0
        while index < count {
            let blank = Self.blankLength(bytes + index, count - index)
            if blank > 0 {
                if gap == .none { gap = .space }
                index += blank
                continue
            }
            let first = index
            index += 1
            while index < count {
                let byte = bytes[index]
                if byte > 0x20, byte != 0xC2, byte != 0xE3 {
                    index += 1
                    continue
                }
                let blank = Self.blankLength(bytes + index, count - index)
                if blank == 0 {
                    index += 1
                } else if byte == 0x20, index + 1 < count,
                    Self.blankLength(bytes + index + 1, count - index - 1) == 0
                {
                    // A single space stays as it is, and the stretch goes on.
                    index += 1
                } else {
                    break
                }
            }
            append(bytes + first, index - first, place: place + first)
        }
    }

    /// Adds what a character reference in `place` of the source stands for.
    mutating func add(
        _ bytes: UnsafePointer<UInt8>, _ count: Int, referredToBy place: Range<Int>
    ) {
        guard count > 0 else { return }
        if Self.blankLength(bytes, count) == count {
            if gap == .none { gap = .space }
            return
        }
        guard fillGap(for: count) else { return }
        text.runs.append(
            PlacedText.Run(
                textStart: text.bytes.count, sourceStart: place.lowerBound,
                sourceLength: place.count, isVerbatim: false))
        text.bytes.append(contentsOf: UnsafeBufferPointer(start: bytes, count: count))
    }

    private mutating func append(_ bytes: UnsafePointer<UInt8>, _ length: Int, place: Int) {
        guard fillGap(for: length) else { return }
        if let last = text.runs.last, last.isVerbatim,
            last.sourceStart + last.sourceLength == place,
            last.textStart + last.sourceLength == text.bytes.count
        {
            text.runs[text.runs.count - 1].sourceLength += length
        } else {
            text.runs.append(
                PlacedText.Run(
                    textStart: text.bytes.count, sourceStart: place, sourceLength: length,
                    isVerbatim: true))
        }
        text.bytes.append(contentsOf: UnsafeBufferPointer(start: bytes, count: length))
    }

    /// Writes the space or line end that is due; false if there is no room for `length` more.
    private mutating func fillGap(for length: Int) -> Bool {
        guard !isCut, text.bytes.count + length + 1 <= limit else {
            isCut = true
            return false
        }
        if text.bytes.isEmpty {
            text.blocks.append(0)
        } else if gap == .block {
            text.bytes.append(0x0A)
            text.blocks.append(text.bytes.count)
        } else if gap == .space {
            text.bytes.append(0x20)
        }
        gap = .none
        return true
    }

    /// Turns the text from `start` on around, block by block.
    mutating func reverse(from start: Int) {
        guard count - start <= PlacedText.reversalLimit else { return }
        var first = text.block(at: start)
        var low = start
        while low < count {
            let high = first + 1 < text.blocks.count ? text.blocks[first + 1] - 1 : count
            while low < high, isBlank(text.bytes[low]) { low += 1 }
            text.reverse(low..<max(low, high))
            first += 1
            low = first < text.blocks.count ? text.blocks[first] : count
        }
    }

    /// The length of the white space character at `p`, or 0: ASCII's, U+00A0 and U+3000, with
    /// which pages pad their labels.
    @inline(__always)
    private static func blankLength(_ p: UnsafePointer<UInt8>, _ count: Int) -> Int {
        let byte = p[0]
        if byte <= 0x20 { return byte == 0x20 || byte &- 9 < 5 ? 1 : 0 }
        if byte == 0xC2 { return count > 1 && p[1] == 0xA0 ? 2 : 0 }
        if byte == 0xE3 { return count > 2 && p[1] == 0x80 && p[2] == 0x80 ? 3 : 0 }
        return 0
    }

    /// The text from `start` on, without line ends and space around, at most `limit` bytes.
    func tail(from start: Int, limit: Int = 200) -> String {
        guard start < text.bytes.count else { return "" }
        return text.bytes.withUnsafeBufferPointer { bytes in
            var first = max(0, start)
            while first < bytes.count, isBlank(bytes[first]) { first += 1 }
            var end = bytes.count
            if end - first > limit {
                end = first + limit
                while end > first, bytes[end] & 0xC0 == 0x80 { end -= 1 }
            }
            guard first < end else { return "" }
            return bytes.string(first..<end)
        }
    }

    /// The last block that begins at or after `start`, or what stands from `start` on if none does.
    func lastBlock(from start: Int, limit: Int) -> String {
        let begin = max(start, text.blocks.last ?? 0)
        guard count - begin <= limit else { return "" }
        return tail(from: begin, limit: limit)
    }
}
