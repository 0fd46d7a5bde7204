// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Judgement

/// Reads the condition of an indicator: `title and not (1 of php* or form)`.
///
/// `not` binds closer than `and`, and that closer than `or`; the words may be in capitals.
struct IndicatorConditionParser {
    /// Where it could not go on.
    struct Fault: Error {
        /// What stands there; empty at the end.
        var found: String
    }

    private var tokens: ArraySlice<String>
    private var depth = 0

    /// - Throws: ``Fault`` if `text` is no condition.
    static func parse(_ text: String) throws(Fault) -> IndicatorCondition {
        var parser = IndicatorConditionParser(tokens: tokens(of: text)[...])
        let condition = try parser.alternatives()
        if let rest = parser.tokens.first { throw Fault(found: rest) }
        return condition
    }

    private static func tokens(of text: String) -> [String] {
        var tokens: [String] = []
        var word = ""
        func end() {
            if !word.isEmpty { tokens.append(word) }
            word = ""
        }
        for character in text {
            if character.isWhitespace {
                end()
            } else if "()".contains(character) {
                end()
                tokens.append(String(character))
            } else {
                word.append(character)
            }
        }
        end()
        return tokens
    }

    private mutating func take(_ word: String) -> Bool {
        guard tokens.first?.lowercased() == word else { return false }
        tokens.removeFirst()
        return true
    }

    private mutating func alternatives() throws(Fault) -> IndicatorCondition {
        var condition = try conjunction()
        while take("or") { condition = .or(condition, try conjunction()) }
        return condition
    }

    private mutating func conjunction() throws(Fault) -> IndicatorCondition {
        var condition = try negation()
        while take("and") { condition = .and(condition, try negation()) }
        return condition
    }

    private mutating func negation() throws(Fault) -> IndicatorCondition {
        depth += 1
        defer { depth -= 1 }
        guard depth < 64, let word = tokens.first else { throw Fault(found: tokens.first ?? "") }
        if take("not") { return .not(try negation()) }
        if take("(") {
            let condition = try alternatives()
            guard take(")") else { throw Fault(found: tokens.first ?? "") }
            return condition
        }
        tokens.removeFirst()
        if word == "1" || word.lowercased() == "all", take("of") {
            guard let name = tokens.popFirst() else { throw Fault(found: "") }
            let pattern = name.lowercased() == "them" ? nil : name
            if let pattern, !Self.isName(pattern, allowingStars: true) { throw Fault(found: name) }
            return word == "1" ? .oneOf(pattern) : .allOf(pattern)
        }
        guard Self.isName(word, allowingStars: false) else { throw Fault(found: word) }
        return .selection(word)
    }

    private static func isName(_ word: String, allowingStars: Bool) -> Bool {
        !word.isEmpty
            && word.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
                    || byte == UInt8(ascii: "_") || (allowingStars && byte == UInt8(ascii: "*"))
            } && !(0x30...0x39).contains(word.utf8.first ?? 0x30)
            && !["and", "or", "not", "of", "them"].contains(word.lowercased())
    }
}
