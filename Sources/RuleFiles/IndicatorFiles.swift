// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Digests
import FoundationEssentials
package import Judgement
import Wording

/// Reads a folder of indicators of kits (IOK), <https://github.com/phish-report/IOK>.
package enum IndicatorFiles {
    /// The indicators, in the order of their files' names, and the digest of them all.
    ///
    /// - Parameters:
    ///   - directory: holds `.yml` and `.yaml` files, an indicator each.
    ///   - compile: makes the regular expressions that some of them hold.
    /// - Throws: ``RuleFileError`` with every mistake of every file.
    package static func load(
        directory: String, compile: PatternCompiler
    ) throws(RuleFileError) -> (indicators: [Indicator], digest: String) {
        let mistakes = MistakeList()
        var names: [String] = []
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: directory)
                .filter { $0.hasSuffix(".yml") || $0.hasSuffix(".yaml") }.sorted()
            if names.isEmpty { mistakes.add(RuleMessages.noFiles, at: FilePlace(file: directory)) }
        } catch {
            mistakes.add(
                RuleMessages.unreadable(directory, "no such folder, or no permission"),
                at: FilePlace(file: directory))
        }
        var digest = Digest(.sha256)
        var indicators: [Indicator] = []
        var first: [String: String] = [:]
        for name in names {
            guard let (root, bytes) = FileNode.root("\(directory)/\(name)", named: name, mistakes)
            else { continue }
            digest.update(Array("\(name)\n\(bytes.count)\n".utf8))
            digest.update(bytes)
            let id = String(name.prefix { $0 != "." })
            if let first = first[id] { root.fail(RuleMessages.duplicate(id, first: first)) }
            first[id] = name
            if let indicator = indicator(id, root, compile) { indicators.append(indicator) }
        }
        let value = Hexadecimal.text(digest.finish())
        try mistakes.check()
        return (indicators, value)
    }

    private static func indicator(
        _ id: String, _ root: FileNode, _ compile: PatternCompiler
    ) -> Indicator? {
        let known = [
            "title", "description", "detection", "tags", "references", "related", "level",
            "first_seen",
        ]
        guard
            let keys = root.keys("file", allowed: known, required: ["title", "detection"]),
            let title = keys["title"]?.text("title"),
            let parts = keys["detection"]?.pairs("detection")
        else { return nil }
        var selections: [String: Indicator.Selection] = [:]
        var condition: IndicatorCondition?
        for (key, keyNode, value) in parts {
            if key == "condition" {
                guard let text = value.text(key) else { continue }
                do {
                    condition = try IndicatorConditionParser.parse(text)
                } catch {
                    value.fail(RuleMessages.badCondition(text, error.found))
                }
            } else {
                selections[key] = selection(value, compile)
            }
            if key.isEmpty { keyNode.fail(RuleMessages.wrongType("detection", RuleMessages.text)) }
        }
        guard let condition else {
            if !parts.contains(where: { $0.key == "condition" }) {
                root.fail(RuleMessages.missingKey("condition"))
            }
            return nil
        }
        return Indicator(
            id: id, title: title,
            summary: keys["description"]?.scalarText ?? "",
            tags: keys["tags"]?.texts("tags") ?? [], selections: selections, condition: condition)
    }

    /// A mapping, all of whose tests must hold, or a list of such, one of which must.
    private static func selection(
        _ node: FileNode, _ compile: PatternCompiler
    ) -> Indicator.Selection {
        let alternatives = !node.isList ? [node] : node.list("detection") ?? []
        return alternatives.map { node in
            (node.pairs("detection") ?? []).compactMap {
                test($0.key, $0.keyNode, $0.value, compile)
            }
        }
    }

    private static func test(
        _ key: String, _ keyNode: FileNode, _ value: FileNode, _ compile: PatternCompiler
    ) -> Indicator.Test? {
        var modifiers = key.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
        let name = modifiers.removeFirst()
        guard let field = Indicator.Field(rawValue: name) else {
            keyNode.fail(RuleMessages.unknownKey(name, Indicator.Field.allCases.map(\.rawValue)))
            return nil
        }
        let all = modifiers.contains("all")
        modifiers.removeAll { $0 == "all" }
        let kinds = ["contains", "startswith", "endswith", "re"]
        guard modifiers.count <= 1, modifiers.allSatisfy(kinds.contains) else {
            keyNode.fail(
                RuleMessages.unknownValue(name, modifiers.joined(separator: "|"), kinds + ["all"]))
            return nil
        }
        guard let texts = value.texts(key), !texts.isEmpty else { return nil }
        var wanted: [Indicator.Comparison] = []
        for text in texts {
            if text.utf8.count > 2, text.hasPrefix("%"), text.hasSuffix("%") {
                value.fail(RuleMessages.placeholder(text))
            }
            switch modifiers.first {
            case "contains": wanted.append(.contains(Array(text.utf8)))
            case "startswith": wanted.append(.startsWith(Array(text.utf8)))
            case "endswith": wanted.append(.endsWith(Array(text.utf8)))
            case "re":
                do {
                    wanted.append(.matches(try compile(text)))
                } catch {
                    value.fail(RuleMessages.badPattern(text, error.reason))
                }
            default: wanted.append(.equals(text))
            }
        }
        return Indicator.Test(field: field, wanted: wanted, all: all)
    }
}
