// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework

/// Finds identifiers and contacts in text.
///
/// All of them hang on a token of ASCII letters and digits, of which Chinese text has few. So the
/// scan jumps from token to token and looks at what stands before each.
struct TokenScanner {
    let bytes: Bytes
    private let origins: UnsafeBufferPointer<Int32>
    private let text: PlacedText
    var found = Gathered()

    /// Everything that `text` holds.
    static func scan(_ text: PlacedText, bounds: ReadingBounds) -> Gathered {
        let folded = FoldedText(text.bytes)
        return folded.bytes.withUnsafeBufferPointer { bytes in
            folded.origins.withUnsafeBufferPointer { origins in
                var scanner = TokenScanner(bytes: bytes, origins: origins, text: text)
                scanner.run(bounds)
                return scanner.found
            }
        }
    }

    private init(bytes: Bytes, origins: UnsafeBufferPointer<Int32>, text: PlacedText) {
        self.bytes = bytes
        self.origins = origins
        self.text = text
    }

    private mutating func run(_ bounds: ReadingBounds) {
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == 0x40 { email(at: index) }
            guard isAlphanumeric(byte) else {
                index += 1
                continue
            }
            guard found.identifiers.count < bounds.identifiers,
                found.contacts.count < bounds.contacts
            else { return }
            let start = index
            if isDigit(byte) {
                while index < bytes.count, isDigit(bytes[index]) { index += 1 }
                let isWhole = index == bytes.count || !isLetter(bytes[index])
                if isWhole, start == 0 || bytes[start - 1] != 0x5F {
                    index = max(index, number(start, index))
                } else {
                    while index < bytes.count, isAlphanumeric(bytes[index]) { index += 1 }
                }
            } else {
                while index < bytes.count, isWordByte(bytes[index]) { index += 1 }
                word(start, index)
            }
        }
    }

    /// What the page writes at `range` of the folded text.
    func quote(_ range: Range<Int>) -> Quote {
        let part = Int(origins[range.lowerBound])..<Int(origins[range.upperBound])
        return Quote(
            String(decoding: text.bytes[part], as: UTF8.self), at: text.sourceRange(of: part))
    }

    @inline(__always)
    private func isWordByte(_ byte: UInt8) -> Bool {
        isAlphanumeric(byte) || byte == 0x5F || byte == 0x2D
    }

    // MARK: - E-mail

    private mutating func email(at sign: Int) {
        var start = sign
        while start > 0, sign - start < 64,
            isWordByte(bytes[start - 1]) || bytes[start - 1] == 0x2E || bytes[start - 1] == 0x2B
        {
            start -= 1
        }
        while start < sign, !isAlphanumeric(bytes[start]) { start += 1 }
        var end = sign + 1
        var dot: Int?
        while end < bytes.count, end - sign < 100 {
            let byte = bytes[end]
            if byte == 0x2E {
                guard end + 1 < bytes.count, isAlphanumeric(bytes[end + 1]) else { break }
                dot = end
            } else if !isAlphanumeric(byte), byte != 0x2D {
                break
            }
            end += 1
        }
        guard start < sign, let dot, dot > sign + 1, end - dot >= 3,
            (dot + 1..<end).allSatisfy({ isLetter(bytes[$0]) })
        else { return }
        found.add(.email, bytes.string(start..<end).lowercased(), quote(start..<end))
    }

    // MARK: - Looking back

    /// What stands before a token, past separators.
    struct Context {
        /// Where the last character stands that is no separator, one past it.
        var end: Int
        /// Whether a colon, 号 or the like says that what follows is a value.
        var isNamed = false
        /// Whether somebody is asked to add it: 加, ＋.
        var isAdded = false
    }

    func context(before start: Int) -> Context {
        var context = Context(end: start)
        var lines = 0
        for _ in 0..<10 {
            let end = context.end
            guard end > 0 else { break }
            let byte = bytes[end - 1]
            if byte < 0x80 {
                switch byte {
                case 0x0A:
                    lines += 1
                    if lines > 1 { return context }
                case UInt8(ascii: ":"), UInt8(ascii: "="): context.isNamed = true
                case UInt8(ascii: "+"): context.isAdded = true
                case 0x20, 0x09, UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "|"),
                    UInt8(ascii: "*"), UInt8(ascii: "~"), UInt8(ascii: ">"), UInt8(ascii: "("),
                    UInt8(ascii: ")"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "\""),
                    UInt8(ascii: ","), UInt8(ascii: "."), UInt8(ascii: ";"), UInt8(ascii: "#"):
                    break
                default: return context
                }
                context.end = end - 1
                continue
            }
            var first = end - 1
            while first > 0, end - first < 4, bytes[first] & 0xC0 == 0x80 { first -= 1 }
            if ends("号", end) || ends("號", end) || ends("是", end) || ends("为", end) {
                context.isNamed = true
            } else if ends("加", end) {
                context.isAdded = true
            } else if ends("同", end) || ends("群", end) || ends("我", end) {
                // Goes with the word before.
            } else {
                // CJK punctuation, symbols and emoji part a name from its value; other signs end it.
                let lead = bytes[first]
                let isSign =
                    lead == 0xE2 || lead == 0xF0 || lead == 0xEF
                    || (lead == 0xE3 && bytes[first + 1] == 0x80)
                    || (lead == 0xC2 && bytes[first + 1] == 0xB7)
                guard isSign else { return context }
            }
            context.end = first
        }
        return context
    }

    @inline(__always)
    func ends(_ literal: StaticString, _ end: Int) -> Bool { bytes.ends(literal, at: end) }

    /// Whether the Latin word `literal`, given in lower case, ends at `end`, and begins there too.
    func endsWord(_ literal: StaticString, _ end: Int) -> Bool {
        let start = end - literal.utf8CodeUnitCount
        return bytes.hasCaseless(literal, at: start)
            && (start == 0 || !isAlphanumeric(bytes[start - 1]))
    }

    /// Whether one of `words` stands in the `reach` bytes before `start` or after `end`.
    func isNear(_ words: [StaticString], _ start: Int, _ end: Int, reach: Int = 30) -> Bool {
        let low = max(0, start - reach)
        let high = min(bytes.count, end + reach)
        return words.contains {
            bytes.find($0, from: low, to: start) != nil
                || bytes.find($0, from: end, to: high) != nil
        }
    }
}
