// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// Finds what inline scripts and JSON say to a reader.
///
/// Only strings that hold more than ASCII are taken, since rules ask for Chinese. Each is found from
/// its first such character, by the nearest quotation marks around it, and not by following the
/// script from its beginning: what a tokenizer takes for a string depends on everything before.
struct ScriptText {
    private let source: Bytes
    private let end: Int
    /// Nothing is read twice.
    private var floor: Int

    /// The farthest that a string's beginning is looked for: 2 KiB.
    private static let backReach = 2 * 1024
    /// The longest string that is read: 16 KiB.
    private static let lengthLimit = 16 * 1024

    /// Adds the strings of the script in `range` to `text`, each as a block of its own, unless a
    /// `+` joins it to the one before.
    static func collect(_ source: Bytes, _ range: Range<Int>, into text: inout TextAssembler) {
        var reader = ScriptText(source: source, end: range.upperBound, floor: range.lowerBound)
        reader.run(into: &text)
    }

    private init(source: Bytes, end: Int, floor: Int) {
        self.source = source
        self.end = end
        self.floor = floor
    }

    private mutating func run(into text: inout TextAssembler) {
        var index = floor
        while index < end, !text.isCut {
            guard startsText(at: index) else {
                index += 1
                continue
            }
            guard let open = opening(before: index) else {
                // A comment, or code: on to the next line or string.
                while index < end, !isDelimiter(source[index]) { index += 1 }
                floor = index
                continue
            }
            let close = closing(after: index)
            if !isJoined(open) { text.breakBlock() }
            add(open + 1..<close, to: &text)
            floor = close
            index = close + 1
        }
        text.breakBlock()
    }

    private func isDelimiter(_ byte: UInt8) -> Bool {
        byte == 0x22 || byte == 0x27 || byte == 0x60 || byte == 0x0A
    }

    /// Whether a character beyond ASCII stands at `index`, or an escape for one.
    private func startsText(at index: Int) -> Bool {
        let byte = source[index]
        if byte >= 0x80 { return true }
        guard byte == 0x5C || byte == 0x25 else { return false }
        return (escape(at: index)?.scalar ?? 0) >= 0x80
    }

    private func opening(before start: Int) -> Int? {
        var index = start - 1
        let low = max(floor, start - Self.backReach)
        while index >= low {
            if isDelimiter(source[index]) { return source[index] == 0x0A ? nil : index }
            index -= 1
        }
        return nil
    }

    private func closing(after start: Int) -> Int {
        var index = start
        let high = min(end, start + Self.lengthLimit)
        while index < high, !isDelimiter(source[index]) { index += 1 }
        if index == high, index < end {
            // The bound cuts no character.
            while index > start, source[index] & 0xC0 == 0x80 { index -= 1 }
            return index
        }
        // `\"` closes before its backslash.
        return index > start && index < high && source[index - 1] == 0x5C ? index - 1 : index
    }

    /// Whether the string that opens at `open` goes on from the last one: `"免" + "考"`.
    private func isJoined(_ open: Int) -> Bool {
        guard floor < open, isDelimiter(source[floor]) else { return false }
        var plus = 0
        for index in (floor + 1)..<open {
            if source[index] == 0x2B {
                plus += 1
            } else if !isBlank(source[index]) {
                return false
            }
        }
        return plus == 1
    }

    /// Adds `range` without its escapes and tags.
    private func add(_ range: Range<Int>, to text: inout TextAssembler) {
        guard let base = source.baseAddress else { return }
        var index = range.lowerBound
        // The quotation mark may have been that of an attribute: `"<p class="a">官网"`.
        if index < range.upperBound, source[index] == 0x3E { index += 1 }
        var start = index
        func flush(to end: Int) {
            if end > start { text.add(base + start, end - start, at: start) }
        }
        while index < range.upperBound {
            let byte = source[index]
            if byte == 0x3C, let close = tagEnd(at: index, to: range.upperBound) {
                flush(to: index)
                text.breakBlock()
                index = close
                start = index
            } else if byte == 0x5C || byte == 0x25, let (scalar, length) = escape(at: index),
                index + length <= range.upperBound
            {
                flush(to: index)
                if scalar == 0x0A {
                    text.breakBlock()
                } else {
                    let value = Unicode.Scalar(scalar) ?? "\u{FFFD}"
                    let bytes = Array(String(Character(value)).utf8)
                    bytes.withUnsafeBufferPointer {
                        guard let first = $0.baseAddress else { return }
                        text.add(first, $0.count, referredToBy: index..<index + length)
                    }
                }
                index += length
                start = index
            } else {
                index += 1
            }
        }
        flush(to: range.upperBound)
    }

    private func tagEnd(at open: Int, to end: Int) -> Int? {
        guard open + 1 < end, isLetter(source[open + 1]) || source[open + 1] == 0x2F else {
            return nil
        }
        return source.first(0x3E, from: open, to: min(end, open + 300)).map { $0 + 1 }
    }

    /// The character that the escape at `index` stands for, and how long that is.
    ///
    /// Known are `\u514D`, `\x4e`, `\n`, `\/` and `%u514D`; half a surrogate pair is U+FFFD.
    private func escape(at index: Int) -> (scalar: UInt32, length: Int)? {
        guard index + 1 < end else { return nil }
        let kind = source[index + 1]
        if source[index] == 0x25 {
            return kind == UInt8(ascii: "u")
                ? hexadecimal(at: index + 2, digits: 4).map { ($0, 6) } : nil
        }
        switch kind {
        case UInt8(ascii: "u"):
            guard let value = hexadecimal(at: index + 2, digits: 4) else { return nil }
            guard value & 0xFC00 == 0xD800 else { return (value, 6) }
            guard source.has("\\u", at: index + 6), index + 12 <= end,
                let low = hexadecimal(at: index + 8, digits: 4), low & 0xFC00 == 0xDC00
            else { return (0xFFFD, 6) }
            return (0x10000 + (value & 0x3FF) << 10 + (low & 0x3FF), 12)
        case UInt8(ascii: "x"): return hexadecimal(at: index + 2, digits: 2).map { ($0, 4) }
        case UInt8(ascii: "n"), UInt8(ascii: "r"): return (0x0A, 2)
        case UInt8(ascii: "t"): return (0x20, 2)
        case UInt8(ascii: "/"): return (0x2F, 2)
        default: return nil
        }
    }

    private func hexadecimal(at start: Int, digits: Int) -> UInt32? {
        guard start + digits <= end else { return nil }
        var value: UInt32 = 0
        for index in start..<start + digits {
            let byte = source[index]
            guard isHexadecimal(byte) else { return nil }
            value = value << 4 | UInt32(isDigit(byte) ? byte - 0x30 : (byte | 0x20) - 0x57)
        }
        return value
    }
}
