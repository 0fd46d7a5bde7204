// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// Walks through JSON (RFC 8259) without making values of it.
///
/// What a log answers is large and simple: objects of strings and numbers, which are looked at where
/// they lie. Escapes are not resolved, as nothing that is looked for has any.
struct JSONWalker {
    private(set) var place = 0
    private let end: Int

    /// Brackets that nest deeper are no answer of a log.
    static let maximumDepth = 16

    init(count: Int) { end = count }

    mutating func skipSpace(_ text: Span<UInt8>) {
        while place < end {
            switch text[place] {
            case 0x20, 0x09, 0x0A, 0x0D: place += 1
            default: return
            }
        }
    }

    /// Goes past `mark`, if it is next.
    mutating func take(_ mark: Unicode.Scalar, _ text: Span<UInt8>) -> Bool {
        skipSpace(text)
        guard place < end, text[place] == UInt8(ascii: mark) else { return false }
        place += 1
        return true
    }

    /// Where the letters of the next string lie, without quotes; `nil` if no string is next.
    mutating func string(_ text: Span<UInt8>) -> Range<Int>? {
        guard take("\"", text) else { return nil }
        let start = place
        while place < end {
            switch text[place] {
            case UInt8(ascii: "\""):
                place += 1
                return start..<place - 1
            case UInt8(ascii: "\\"): place += 2
            case 0..<0x20: return nil
            default: place += 1
            }
        }
        return nil
    }

    /// Goes past the next value, whatever it is.
    mutating func skipValue(_ text: Span<UInt8>, depth: Int = 0) -> Bool {
        guard depth < Self.maximumDepth else { return false }
        skipSpace(text)
        guard place < end else { return false }
        switch text[place] {
        case UInt8(ascii: "\""): return string(text) != nil
        case UInt8(ascii: "{"):
            return members(text) { walker, _ in walker.skipValue(text, depth: depth + 1) }
        case UInt8(ascii: "["):
            return elements(text) { walker in walker.skipValue(text, depth: depth + 1) }
        default:
            let start = place
            while place < end {
                switch text[place] {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "E"):
                    place += 1
                default: return place > start
                }
            }
            return place > start
        }
    }

    /// The next number, if it is whole and not negative.
    mutating func number(_ text: Span<UInt8>) -> UInt64? {
        skipSpace(text)
        let start = place
        var value: UInt64 = 0
        while place < end, (0x30...0x39).contains(text[place]) {
            let (times, isTooLarge) = value.multipliedReportingOverflow(by: 10)
            let (sum, isLarger) = times.addingReportingOverflow(UInt64(text[place] - 0x30))
            guard !isTooLarge, !isLarger else { return nil }
            value = sum
            place += 1
        }
        return place > start ? value : nil
    }

    /// Goes through the members of the next object; `member` is given each name and goes past its
    /// value.
    ///
    /// - Returns: whether it is an object, and `member` never said false.
    mutating func members(
        _ text: Span<UInt8>, _ member: (inout JSONWalker, Range<Int>) -> Bool
    ) -> Bool {
        guard take("{", text) else { return false }
        if take("}", text) { return true }
        repeat {
            guard let name = string(text), take(":", text), member(&self, name) else {
                return false
            }
        } while take(",", text)
        return take("}", text)
    }

    /// Goes through the elements of the next list, as above.
    mutating func elements(_ text: Span<UInt8>, _ element: (inout JSONWalker) -> Bool) -> Bool {
        guard take("[", text) else { return false }
        if take("]", text) { return true }
        repeat {
            guard element(&self) else { return false }
        } while take(",", text)
        return take("]", text)
    }

    /// Whether nothing but space is left.
    mutating func isAtEnd(_ text: Span<UInt8>) -> Bool {
        skipSpace(text)
        return place == end
    }
}

extension Span<UInt8> {
    /// Whether these bytes of it are `text`.
    func holds(_ text: StaticString, _ range: Range<Int>) -> Bool {
        guard range.count == text.utf8CodeUnitCount else { return false }
        for offset in 0..<range.count
        where self[range.lowerBound + offset] != text.utf8Start[offset] {
            return false
        }
        return true
    }
}
