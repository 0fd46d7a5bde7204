// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Judgement
import Wording

/// Reads the `when` of a rule.
struct ConditionReader {
    /// The lists that were asked for, and where.
    private(set) var asked: [(list: String, node: FileNode)] = []
    /// What the model was asked for, and where.
    private(set) var heads: [(head: String, node: FileNode)] = []
    private let compile: PatternCompiler

    init(compile: @escaping PatternCompiler) {
        self.compile = compile
    }

    /// What a condition may say, and the keys that may stand beside each.
    private static let kinds: [(key: String, beside: [String])] = [
        ("all", ["within"]), ("any", []), ("not", []), ("some", ["at-least"]),
        ("words", ["in", "stance", "at-least", "block-at-most"]), ("contact", []), ("claim", []),
        ("form", []), ("identifier", []), ("official-link", []), ("name", []), ("annotated", []),
        ("likeness", []), ("regex", ["in"]), ("shorter", []),
        ("model", ["at-least", "at-most"]),
    ]

    /// The contacts by which a private person is reached, if a condition says only `any`.
    private static let personal: [Contact.Kind] = [.wechat, .qq, .mobile, .telegram]

    mutating func read(_ node: FileNode) -> Condition? {
        guard let pairs = node.pairs("when") else { return nil }
        let found = pairs.map(\.key).filter { key in Self.kinds.contains { $0.key == key } }
        guard found.count == 1, let kind = Self.kinds.first(where: { $0.key == found[0] }) else {
            let beside = Set(Self.kinds.flatMap(\.beside))
            for (key, keyNode, _) in pairs where !found.contains(key) && !beside.contains(key) {
                keyNode.fail(RuleMessages.unknownKey(key, Self.kinds.map(\.key)))
            }
            if pairs.isEmpty {
                node.fail(RuleMessages.emptyCondition)
            } else if found.count > 1 || pairs.allSatisfy({ beside.contains($0.key) }) {
                node.fail(RuleMessages.conditionKinds(found, Self.kinds.map(\.key)))
            }
            return nil
        }
        guard let keys = node.keys("when", allowed: [kind.key] + kind.beside),
            let value = keys[kind.key]
        else { return nil }
        return read(kind.key, value, keys)
    }

    private mutating func read(
        _ kind: String, _ value: FileNode, _ keys: [String: FileNode]
    ) -> Condition? {
        switch kind {
        case "all":
            let parts = parts(value, kind)
            let scope = keys["within"].map(scope) ?? .page
            guard let parts, let scope else { return nil }
            return .all(parts, within: scope)
        case "any":
            return parts(value, kind).map(Condition.any)
        case "not":
            return read(value).map(Condition.not)
        case "some":
            let parts = parts(value, kind)
            guard let count = keys["at-least"]?.whole("at-least", 1...50) else {
                if keys["at-least"] == nil { value.fail(RuleMessages.missingKey("at-least")) }
                return nil
            }
            return parts.map { .some($0, atLeast: count) }
        case "words":
            return words(value, keys)
        case "contact":
            if value.scalarText == "any" { return .contact(Self.personal) }
            return value.choices(kind, Contact.Kind.self).map(Condition.contact)
        case "claim":
            return value.choices(kind, Condition.ClaimPlace.self).map(Condition.claim)
        case "form":
            return lists(value, kind).map(Condition.form)
        case "identifier":
            return value.choice(kind, Condition.IdentifierTest.self).map(Condition.identifier)
        case "official-link":
            return value.flag(kind).map { $0 ? .officialLink : .not(.officialLink) }
        case "name":
            return value.choice(kind, NameOpinion.Level.self).map(Condition.name)
        case "annotated":
            return value.whole(kind, 1...10_000).map { .annotated(atLeast: $0) }
        case "likeness":
            return likeness(value)
        case "regex":
            return pattern(value, keys)
        case "shorter":
            return value.whole(kind, 1...1_000_000).map { .shorter(than: $0) }
        case "model":
            return model(value, keys)
        default:
            return nil
        }
    }

    private mutating func model(_ node: FileNode, _ keys: [String: FileNode]) -> Condition? {
        guard let head = node.text("model") else { return nil }
        heads.append((head, node))
        func hundredths(_ key: String) -> Int? {
            guard let value = keys[key], let bits = value.number(key) else { return nil }
            guard abs(bits) <= 50 else {
                value.fail(RuleMessages.outOfRange(key, -50, 50))
                return nil
            }
            return Int((bits * 100).rounded())
        }
        let test = ModelTest(
            head, atLeast: hundredths("at-least"), atMost: hundredths("at-most"))
        if keys["at-least"] == nil, keys["at-most"] == nil { node.fail(RuleMessages.modelBounds) }
        return .model(test)
    }

    private mutating func parts(_ node: FileNode, _ name: String) -> [Condition]? {
        guard let nodes = node.list(name) else { return nil }
        if nodes.isEmpty { node.fail(RuleMessages.emptyCondition) }
        var parts: [Condition] = []
        for node in nodes {
            if let part = read(node) { parts.append(part) }
        }
        return parts.count == nodes.count && !parts.isEmpty ? parts : nil
    }

    private mutating func lists(_ node: FileNode, _ name: String) -> [String]? {
        guard let names = node.texts(name), !names.isEmpty else { return nil }
        asked += names.map { ($0, node) }
        return names
    }

    private mutating func words(_ node: FileNode, _ keys: [String: FileNode]) -> Condition? {
        guard let lists = lists(node, "words") else { return nil }
        var test = WordTest(lists)
        if let fields = keys["in"]?.choices("in", FieldName.self) { test.fields = fields }
        if let stance = keys["stance"] {
            if stance.scalarText == "any" {
                test.stances = []
            } else {
                test.stances = stance.choices("stance", Stance.self) ?? []
            }
        }
        test.atLeast = keys["at-least"]?.whole("at-least", 1...50) ?? 1
        test.blockLimit = keys["block-at-most"]?.whole("block-at-most", 1...10_000)
        return .words(test)
    }

    private func pattern(_ node: FileNode, _ keys: [String: FileNode]) -> Condition? {
        guard let source = node.text("regex") else { return nil }
        let fields = keys["in"]?.choices("in", FieldName.self) ?? [.title, .text]
        do {
            return .pattern(PatternTest(try compile(source), fields: fields))
        } catch {
            node.fail(RuleMessages.badPattern(source, error.reason))
            return nil
        }
    }

    private func likeness(_ node: FileNode) -> Condition? {
        guard
            let keys = node.keys("likeness", allowed: ["text", "shape", "resources", "icon"])
        else { return nil }
        func part(_ key: String) -> Double? { keys[key]?.part(key) }
        let test = LikenessTest(
            text: part("text"), shape: part("shape"), resources: part("resources"),
            icon: keys["icon"]?.flag("icon") ?? false)
        if test == LikenessTest(), keys.isEmpty || keys["icon"] != nil {
            node.fail(RuleMessages.emptyCondition)
        }
        return .likeness(test)
    }

    private func scope(_ node: FileNode) -> Condition.Scope? {
        switch node.scalarText {
        case "page": .page
        case "block": .block
        default: node.whole("within", 1...5000).map(Condition.Scope.characters)
        }
    }
}
