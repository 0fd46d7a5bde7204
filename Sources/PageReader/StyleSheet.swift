// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// The rules of a page's own `style` elements that decide what a reader sees, and in which order.
///
/// Only simple selectors are followed, a tag, classes and an id of one element, which is what pages
/// that deceive their filters use; media queries and everything that depends on other elements are
/// left out. What is left out shows the text as it stands.
struct StyleSheet {
    /// One piece of a `content` value.
    enum Piece {
        /// As the source has it, in a range of it.
        case verbatim(Range<Int>)
        /// With escapes; what it stands for, and where it is written.
        case decoded([UInt8], Range<Int>)
        /// `attr(data-tip)`.
        case attribute(String)
    }

    private struct Rule {
        var tag: UInt64
        var classes: [UInt64]
        var id: UInt64
        var weight: Int
        var facts: StyleFacts
        var before: [Piece]
        var after: [Piece]
    }

    /// What the sheet says of one element.
    struct Finding {
        var facts = StyleFacts()
        var before: [Piece] = []
        var after: [Piece] = []
    }

    private var rules: [Rule] = []
    /// By the hash of an id, a class or a tag.
    private var index: [UInt64: [Int]] = [:]
    private(set) var isEmpty = true
    /// Whether a bound left something out.
    private(set) var isCut = false

    /// The most rules that are kept: 2,000.
    private static let ruleLimit = 2_000
    /// The most rules that are looked at for one element: 64.
    private static let candidateLimit = 64
    /// The most bytes of one `content`: 1,024.
    private static let contentLimit = 1_024

    // MARK: - Reading

    /// Adds the rules in `range` of the source.
    mutating func read(_ source: Bytes, _ range: Range<Int>) {
        var from = range.lowerBound
        while let open = source.first(0x7B, from: from, to: range.upperBound) {
            let start = Self.withoutComments(source, from..<open)
            if start.isEmpty || source[start.lowerBound] != 0x40 {
                let close =
                    Self.blockEnd(source, open + 1, range.upperBound) ?? range.upperBound
                add(source, selectors: start, body: open + 1..<close)
                from = min(close + 1, range.upperBound)
            } else {
                // A media query or the like, with blocks of its own.
                var depth = 1
                from = open + 1
                while from < range.upperBound, depth > 0 {
                    if source[from] == 0x7B { depth += 1 }
                    if source[from] == 0x7D { depth -= 1 }
                    from += 1
                }
            }
        }
    }

    /// Where the block that begins at `start` ends, past strings.
    private static func blockEnd(_ source: Bytes, _ start: Int, _ end: Int) -> Int? {
        var index = start
        while index < end {
            let byte = source[index]
            if byte == 0x7D { return index }
            if byte == 0x22 || byte == 0x27,
                let close = source.first(byte, from: index + 1, to: min(end, index + 4096))
            {
                index = close
            }
            index += 1
        }
        return nil
    }

    /// What stands in `range` behind the last comment or `;`.
    private static func withoutComments(_ source: Bytes, _ range: Range<Int>) -> Range<Int> {
        var start = range.lowerBound
        var index = range.lowerBound
        while index < range.upperBound {
            if source.has("*/", at: index) || source.has("<!--", at: index) {
                start = index + (source[index] == 0x2A ? 2 : 4)
            } else if source[index] == 0x3B {
                start = index + 1
            }
            index += 1
        }
        return StyleFacts.trimmed(source, min(start, range.upperBound)..<range.upperBound)
    }

    private mutating func add(_ source: Bytes, selectors: Range<Int>, body: Range<Int>) {
        let facts = StyleFacts(Bytes(rebasing: source[body]))
        var content: [Piece]?
        var from = selectors.lowerBound
        while from < selectors.upperBound {
            let comma =
                source.first(0x2C, from: from, to: selectors.upperBound) ?? selectors.upperBound
            if var rule = Self.selector(source, StyleFacts.trimmed(source, from..<comma)) {
                if rule.isGenerated {
                    if content == nil { content = Self.content(source, body) }
                    rule.rule.before = rule.isBefore ? content ?? [] : []
                    rule.rule.after = rule.isBefore ? [] : content ?? []
                } else {
                    rule.rule.facts = facts
                }
                keep(rule.rule)
            }
            from = comma + 1
        }
    }

    private mutating func keep(_ rule: Rule) {
        guard !rule.facts.isEmpty || !rule.before.isEmpty || !rule.after.isEmpty else { return }
        guard rules.count < Self.ruleLimit else {
            isCut = true
            return
        }
        let key = rule.id != 0 ? rule.id : rule.classes.first ?? rule.tag
        index[key, default: []].append(rules.count)
        rules.append(rule)
        isEmpty = false
    }

    /// A selector of one element, and the pseudo-element that it asks for; `nil` for any other.
    private static func selector(
        _ source: Bytes, _ range: Range<Int>
    ) -> (rule: Rule, isGenerated: Bool, isBefore: Bool)? {
        var rule = Rule(
            tag: 0, classes: [], id: 0, weight: 0, facts: StyleFacts(), before: [], after: [])
        var generated = false
        var before = false
        var index = range.lowerBound
        guard !range.isEmpty, range.count < 200 else { return nil }
        while index < range.upperBound {
            let mark = source[index]
            var start = index
            switch mark {
            case 0x2E, 0x23: start += 1  // . and #
            case 0x3A:
                start += source.has("::", at: index) ? 2 : 1
            default:
                guard index == range.lowerBound, isLetter(mark) else { return nil }
            }
            var end = start
            while end < range.upperBound, isNameByte(source[end]) { end += 1 }
            guard end > start else { return nil }
            switch mark {
            case 0x2E:
                rule.classes.append(hash(source, start..<end, salt: 0x2E))
                rule.weight += 100
            case 0x23:
                rule.id = hash(source, start..<end, salt: 0x23)
                rule.weight += 10_000
            case 0x3A:
                before = source.hasCaseless("before", at: start)
                guard end == range.upperBound, before || source.hasCaseless("after", at: start)
                else { return nil }
                generated = true
            default:
                // A page may be hidden until its script has run: that hides nothing for long.
                let isWhole =
                    source.hasCaseless("html", at: start) || source.hasCaseless("body", at: start)
                if isWhole { return nil }
                rule.tag = hash(source, start..<end, salt: 0, lowering: true)
                rule.weight += 1
            }
            index = end
        }
        return (rule, generated, before)
    }

    /// The strings of the `content` in `body`.
    private static func content(_ source: Bytes, _ body: Range<Int>) -> [Piece] {
        var from = body.lowerBound
        while let hit = source.findCaseless("content", from: from, to: body.upperBound) {
            from = hit + 7
            let isProperty = hit == body.lowerBound || !isNameByte(source[hit - 1])
            while from < body.upperBound, isBlank(source[from]) { from += 1 }
            guard isProperty, from < body.upperBound, source[from] == 0x3A else { continue }
            return pieces(source, from + 1..<min(body.upperBound, from + contentLimit))
        }
        return []
    }

    private static func pieces(_ source: Bytes, _ range: Range<Int>) -> [Piece] {
        var pieces: [Piece] = []
        var index = range.lowerBound
        while index < range.upperBound, pieces.count < 16 {
            let byte = source[index]
            if byte == 0x3B || byte == 0x7D || byte == 0x21 { break }
            if byte == 0x22 || byte == 0x27 {
                var end = index + 1
                var hasEscapes = false
                while end < range.upperBound, source[end] != byte {
                    if source[end] == 0x5C {
                        hasEscapes = true
                        end += 1
                    }
                    end += 1
                }
                // What the bound cuts short is left out.
                guard end < range.upperBound else { break }
                let inner = index + 1..<end
                if hasEscapes {
                    pieces.append(.decoded(unescaped(source, inner), inner))
                } else if !inner.isEmpty {
                    pieces.append(.verbatim(inner))
                }
                index = end
            } else if source.hasCaseless("attr(", at: index) {
                let end = source.first(0x29, from: index, to: range.upperBound) ?? range.upperBound
                let name = StyleFacts.trimmed(source, index + 5..<max(index + 5, end))
                if name.count < 64 { pieces.append(.attribute(source.string(name).lowercased())) }
                index = end
            }
            index += 1
        }
        return pieces
    }

    /// A CSS string without its escapes, `\5FAE` and `\"`.
    ///
    /// Private characters, which are icons of a font, are left out.
    private static func unescaped(_ source: Bytes, _ range: Range<Int>) -> [UInt8] {
        var output: [UInt8] = []
        var index = range.lowerBound
        while index < range.upperBound {
            guard source[index] == 0x5C else {
                output.append(source[index])
                index += 1
                continue
            }
            index += 1
            var value: UInt32 = 0
            var digits = 0
            while index < range.upperBound, digits < 6, isHexadecimal(source[index]) {
                let byte = source[index]
                value = value << 4 | UInt32(isDigit(byte) ? byte - 0x30 : (byte | 0x20) - 0x57)
                digits += 1
                index += 1
            }
            if digits == 0 {
                // An escaped character is itself, whatever its length.
                if index < range.upperBound { output.append(source[index]) }
                index += 1
            } else {
                if index < range.upperBound, isBlank(source[index]) { index += 1 }
                if let scalar = Unicode.Scalar(value), value != 0,
                    scalar.properties.generalCategory != .privateUse
                {
                    output += Array(String(Character(scalar)).utf8)
                }
            }
        }
        return output
    }

    // MARK: - Asking

    /// What the sheet says of an element with this name and these attributes.
    func finding(_ name: UnsafePointer<UInt8>, _ attributes: Attributes) -> Finding? {
        var candidates: [Int] = []
        let length = strlen(name)
        let tag = Self.hash(Bytes(start: name, count: length), 0..<length, salt: 0)
        if let found = index[tag] { candidates += found.prefix(Self.candidateLimit) }
        var id: UInt64 = 0
        var classes: [UInt64] = []
        if let value = attributes["id"] {
            let bytes = Bytes(start: value, count: strlen(value))
            id = Self.hash(bytes, StyleFacts.trimmed(bytes, 0..<bytes.count), salt: 0x23)
            if let found = index[id] { candidates += found.prefix(Self.candidateLimit) }
        }
        if let value = attributes["class"] {
            let bytes = Bytes(start: value, count: strlen(value))
            var start = 0
            while start < bytes.count, classes.count < 32 {
                while start < bytes.count, isBlank(bytes[start]) { start += 1 }
                var end = start
                while end < bytes.count, !isBlank(bytes[end]) { end += 1 }
                guard end > start else { break }
                let hash = Self.hash(bytes, start..<end, salt: 0x2E)
                classes.append(hash)
                if let found = index[hash] { candidates += found.prefix(Self.candidateLimit) }
                start = end
            }
        }
        guard !candidates.isEmpty else { return nil }
        var finding = Finding()
        let matching = Set(candidates).filter { candidate in
            let rule = rules[candidate]
            return (rule.tag == 0 || rule.tag == tag) && (rule.id == 0 || rule.id == id)
                && rule.classes.allSatisfy(classes.contains)
        }
        for rule in matching.sorted(by: { (rules[$0].weight, $0) < (rules[$1].weight, $1) }) {
            finding.facts.yield(to: rules[rule].facts)
            if !rules[rule].before.isEmpty { finding.before = rules[rule].before }
            if !rules[rule].after.isEmpty { finding.after = rules[rule].after }
        }
        return matching.isEmpty ? nil : finding
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        isAlphanumeric(byte) || byte == 0x2D || byte == 0x5F || byte >= 0x80
    }

    /// FNV-1a, which is enough: two names of one page that share a hash only share a style.
    private static func hash(
        _ bytes: Bytes, _ range: Range<Int>, salt: UInt8, lowering: Bool = false
    ) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ UInt64(salt)
        for index in range {
            hash = (hash ^ UInt64(lowering ? lowered(bytes[index]) : bytes[index]))
            hash = hash &* 0x0000_0100_0000_01B3
        }
        return hash | 1
    }
}
