// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework

extension Condition: CustomStringConvertible {
    /// The condition as a rule file writes it, on one line: `words: [price], in: [title]`.
    package var description: String {
        switch self {
        case .all(let parts, .page): "all: \(Self.list(parts))"
        case .all(let parts, .block): "all: \(Self.list(parts)), within: block"
        case .all(let parts, .characters(let reach)): "all: \(Self.list(parts)), within: \(reach)"
        case .any(let parts): "any: \(Self.list(parts))"
        case .not(let part): "not: {\(part)}"
        case .some(let parts, let count): "some: \(Self.list(parts)), at-least: \(count)"
        case .words(let test): test.description
        case .contact(let kinds): "contact: \(Self.list(kinds.map(\.rawValue)))"
        case .claim(let places): "claim: \(Self.list(places.map(\.rawValue)))"
        case .form(let lists): "form: \(Self.list(lists))"
        case .identifier(let test): "identifier: \(test.rawValue)"
        case .officialLink: "official-link: true"
        case .name(let level): "name: \(level.rawValue)"
        case .annotated(let count): "annotated: \(count)"
        case .likeness(let test): "likeness: {\(test)}"
        case .pattern(let test):
            "regex: '\(test.pattern.source)', in: \(Self.list(test.fields.map(\.rawValue)))"
        case .shorter(let count): "shorter: \(count)"
        case .model(let test): test.description
        }
    }

    private static func list(_ parts: [Condition]) -> String {
        list(parts.map { "{\($0)}" })
    }

    fileprivate static func list(_ texts: [String]) -> String {
        "[\(texts.joined(separator: ", "))]"
    }
}

extension LikenessTest: CustomStringConvertible {
    package var description: String {
        let parts = [("text", text), ("shape", shape), ("resources", resources)].compactMap {
            name, least in least.map { "\(name): \($0)" }
        }
        return (parts + (icon ? ["icon: true"] : [])).joined(separator: ", ")
    }
}

extension ModelTest: CustomStringConvertible {
    package var description: String {
        let bounds = [("at-least", atLeast), ("at-most", atMost)].compactMap { name, bound in
            bound.map { ", \(name): \(Double($0) / 100)" }
        }
        return "model: \(head)" + bounds.joined()
    }
}

extension WordTest: CustomStringConvertible {
    /// The test without what it leaves at its default.
    package var description: String {
        let usual = WordTest(lists)
        var text = "words: \(Condition.list(lists))"
        if fields != usual.fields { text += ", in: \(Condition.list(fields.map(\.rawValue)))" }
        if stances != usual.stances {
            let written = stances.isEmpty ? "any" : Condition.list(stances.map(\.rawValue))
            text += ", stance: \(written)"
        }
        if atLeast != usual.atLeast { text += ", at-least: \(atLeast)" }
        if let blockLimit { text += ", block-at-most: \(blockLimit)" }
        return text
    }
}
