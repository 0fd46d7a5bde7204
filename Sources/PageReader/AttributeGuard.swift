// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// Blanks out attributes beyond a bound, in a copy of a page that keeps its length.
///
/// libxml2 compares each attribute of an element with all before it, so one element with a million
/// of them would take hours. It offers no hook within an element; so what it must not see is
/// overwritten with spaces first, and every offset stays the same.
///
/// Every `<` before a letter is taken for a possible tag, whether or not it stands in a comment or
/// a script, and followed by libxml2's own rules from there. So whatever libxml2 takes for a tag
/// was followed too. At most `bound` steps are made from each.
struct AttributeGuard {
    private let bound: Int
    // Where the next byte that ends a stretch stands, and from where on that is known.
    private var blank = 0..<0
    private var double = 0..<0
    private var single = 0..<0

    private init(bound: Int) { self.bound = bound }

    /// Blanks out in `page`; returns whether anything was.
    static func apply(to page: UnsafeMutableBufferPointer<UInt8>, bound: Int) -> Bool {
        var guarding = AttributeGuard(bound: bound)
        var hasBlanked = false
        let bytes = Bytes(page)
        var index = 0
        while let open = bytes.first(0x3C, from: index, to: bytes.count) {
            index = open + 1
            guard index < bytes.count,
                isLetter(bytes[index]) || bytes[index] == 0x5F
                    || bytes[index] == 0x3A
            else { continue }
            guard let excess = guarding.excess(in: bytes, after: index) else { continue }
            var end = excess
            while end < page.count, page[end] != 0x3E {
                // A quote may end a value that this tag stands in.
                if page[end] != 0x22, page[end] != 0x27 { page[end] = 0x20 }
                end += 1
            }
            hasBlanked = true
            guarding.forget()
        }
        return hasBlanked
    }

    /// Where the attributes beyond the bound begin in the tag whose name begins at `start`.
    private mutating func excess(in bytes: Bytes, after start: Int) -> Int? {
        var index = start
        while index < bytes.count, Self.isName(bytes[index]) { index += 1 }
        var steps = 0
        while true {
            while index < bytes.count, isBlank(bytes[index]) { index += 1 }
            guard index < bytes.count, bytes[index] != 0x3E else { return nil }
            if steps == bound { return index }
            steps += 1

            let first = index
            // libxml2 reads a hundred bytes of a name, and takes the rest for the next attribute.
            while index < bytes.count, index < first + 100, Self.isName(bytes[index]) { index += 1 }
            if index == first {
                // No name: libxml2 goes on to the next blank, to `>` or to `/>`.
                if bytes[index] == 0x2F, index + 1 < bytes.count, bytes[index + 1] == 0x3E {
                    return nil
                }
                index = max(index + 1, endOfWord(in: bytes, from: index))
                continue
            }
            while index < bytes.count, isBlank(bytes[index]) { index += 1 }
            guard index < bytes.count, bytes[index] == 0x3D else { continue }
            index += 1
            while index < bytes.count, isBlank(bytes[index]) { index += 1 }
            guard index < bytes.count else { return nil }
            switch bytes[index] {
            case 0x22: index = Self.next(0x22, in: bytes, from: index + 1, known: &double) + 1
            case 0x27: index = Self.next(0x27, in: bytes, from: index + 1, known: &single) + 1
            default: index = endOfWord(in: bytes, from: index)
            }
        }
    }

    private mutating func forget() {
        blank = 0..<0
        double = 0..<0
        single = 0..<0
    }

    private static func isName(_ byte: UInt8) -> Bool {
        isAlphanumeric(byte) || byte == 0x3A || byte == 0x2D || byte == 0x5F || byte == 0x2E
    }

    private mutating func endOfWord(in bytes: Bytes, from start: Int) -> Int {
        if blank.contains(start) { return blank.upperBound }
        var index = start
        while index < bytes.count, !isBlank(bytes[index]), bytes[index] != 0x3E { index += 1 }
        blank = start..<index
        return index
    }

    private static func next(
        _ quote: UInt8, in bytes: Bytes, from start: Int, known: inout Range<Int>
    ) -> Int {
        if known.contains(start) { return known.upperBound }
        let end = bytes.first(quote, from: start, to: bytes.count) ?? bytes.count
        known = start..<max(start, end)
        return end
    }
}
