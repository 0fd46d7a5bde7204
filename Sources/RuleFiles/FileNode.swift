// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Glibc
import Wording
import Yams

/// A node of a YAML file that knows its place and says what is wrong with it.
struct FileNode {
    let node: Node
    let place: FilePlace
    let mistakes: MistakeList

    init(_ node: Node, file: String, mistakes: MistakeList) {
        self.node = node
        place = FilePlace(file: file, line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
        self.mistakes = mistakes
    }

    private func child(_ node: Node) -> FileNode {
        FileNode(node, file: place.file, mistakes: mistakes)
    }

    func fail(_ what: Message) {
        mistakes.add(what, at: place)
    }

    /// `file:line`.
    var origin: String { "\(place.file):\(place.line)" }

    /// The text of a scalar, or `nil` for lists and mappings.
    var scalarText: String? { node.scalar?.string }

    var isList: Bool { node.sequence != nil }
    var isEmptyList: Bool { node.sequence?.isEmpty ?? false }

    // MARK: - Reading

    /// The keys and values of a mapping in their order, or `nil` and a mistake.
    func pairs(_ name: String) -> [(key: String, keyNode: FileNode, value: FileNode)]? {
        guard case .mapping(let mapping) = node else {
            fail(RuleMessages.wrongType(name, RuleMessages.mapping))
            return nil
        }
        return mapping.map { ($0.key.scalar?.string ?? "", child($0.key), child($0.value)) }
    }

    /// The values of a mapping whose keys must be among `allowed`, and hold all of `required`.
    func keys(_ name: String, allowed: [String], required: [String] = []) -> [String: FileNode]? {
        guard let pairs = pairs(name) else { return nil }
        var values: [String: FileNode] = [:]
        for (key, keyNode, value) in pairs {
            if allowed.contains(key) {
                values[key] = value
            } else {
                keyNode.fail(RuleMessages.unknownKey(key, allowed))
            }
        }
        for key in required where values[key] == nil { fail(RuleMessages.missingKey(key)) }
        return values
    }

    func list(_ name: String) -> [FileNode]? {
        guard case .sequence(let sequence) = node else {
            fail(RuleMessages.wrongType(name, RuleMessages.list))
            return nil
        }
        return sequence.map(child)
    }

    func text(_ name: String) -> String? {
        guard case .scalar(let scalar) = node, !scalar.string.isEmpty else {
            fail(RuleMessages.wrongType(name, RuleMessages.text))
            return nil
        }
        return scalar.string
    }

    /// A list of texts; one text stands for a list of one.
    func texts(_ name: String) -> [String]? {
        if case .scalar = node { return text(name).map { [$0] } }
        guard case .sequence(let sequence) = node else {
            fail(RuleMessages.wrongType(name, RuleMessages.textList))
            return nil
        }
        if sequence.isEmpty { fail(RuleMessages.emptyCondition) }
        return sequence.compactMap { child($0).text(name) }
    }

    /// A readable file of certificates, given by its path or by its name in `folder`.
    func trustStore(beside folder: String) -> String? {
        guard let name = text("ca") else { return nil }
        let path = name.hasPrefix("/") ? name : folder + name
        guard FileManager.default.isReadableFile(atPath: path) else {
            fail(LookupMessages.noTrustStore(path))
            return nil
        }
        return path
    }

    func number(_ name: String) -> Double? {
        guard case .scalar(let scalar) = node, let value = Double(scalar.string), value.isFinite
        else {
            fail(RuleMessages.wrongType(name, RuleMessages.number))
            return nil
        }
        return value
    }

    func whole(_ name: String, _ range: ClosedRange<Int>) -> Int? {
        guard case .scalar(let scalar) = node, let value = Int(scalar.string) else {
            fail(RuleMessages.wrongType(name, RuleMessages.wholeNumber))
            return nil
        }
        guard range.contains(value) else {
            fail(RuleMessages.outOfRange(name, range.lowerBound, range.upperBound))
            return nil
        }
        return value
    }

    /// A part of a whole: more than 0, at most 1.
    func part(_ name: String) -> Double? {
        guard let value = number(name) else { return nil }
        guard value > 0, value <= 1 else {
            fail(RuleMessages.notPart(name))
            return nil
        }
        return value
    }

    func flag(_ name: String) -> Bool? {
        switch node.scalar?.string {
        case "true": return true
        case "false": return false
        default:
            fail(RuleMessages.wrongType(name, RuleMessages.flag))
            return nil
        }
    }

    func choice<Value: RawRepresentable<String> & CaseIterable>(
        _ name: String, _ type: Value.Type = Value.self
    ) -> Value? {
        guard let written = text(name) else { return nil }
        if let value = Value(rawValue: written) { return value }
        fail(RuleMessages.unknownValue(name, written, Value.allCases.map(\.rawValue)))
        return nil
    }

    func choices<Value: RawRepresentable<String> & CaseIterable>(
        _ name: String, _ type: Value.Type = Value.self
    ) -> [Value]? {
        if case .scalar = node { return choice(name, type).map { [$0] } }
        return list(name)?.compactMap { $0.choice(name, type) }
    }
}

// MARK: - Files

extension FileNode {
    /// The largest file that is read: 1 MiB, which holds some 100,000 words.
    private static let byteLimit = 1 << 20
    /// The most values of a file, each counted as often as an alias repeats it: 400,000.
    private static let nodeLimit = 400_000

    /// Whether `node` holds no more than `left` values.
    private static func count(_ node: Node, _ left: inout Int) -> Bool {
        left -= 1
        guard left >= 0 else { return false }
        switch node {
        case .sequence(let sequence):
            for part in sequence where !count(part, &left) { return false }
        case .mapping(let mapping):
            for (key, value) in mapping where !count(key, &left) || !count(value, &left) {
                return false
            }
        default: break
        }
        return true
    }

    /// The root of the YAML file at `path`, or `nil` and a mistake.
    static func root(_ path: String, named file: String, _ mistakes: MistakeList) -> (
        FileNode, [UInt8]
    )? {
        let start = FilePlace(file: file)
        // Asked first: what is too large is not even read.
        var facts = stat()
        guard stat(path, &facts) != 0 || Int(facts.st_size) <= byteLimit else {
            mistakes.add(RuleMessages.fileTooLarge(megabytes: byteLimit >> 20), at: start)
            return nil
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            mistakes.add(RuleMessages.unreadable(path, "no such file, or no permission"), at: start)
            return nil
        }
        let bytes = [UInt8](data)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            mistakes.add(RuleMessages.syntax("not UTF-8"), at: start)
            return nil
        }
        do {
            guard let node = try compose(yaml: text) else {
                mistakes.add(RuleMessages.syntax("empty"), at: start)
                return nil
            }
            var left = nodeLimit
            guard count(node, &left) else {
                mistakes.add(RuleMessages.tooManyValues(limit: nodeLimit), at: start)
                return nil
            }
            return (FileNode(node, file: file, mistakes: mistakes), bytes)
        } catch {
            let (problem, mark) = explain(error)
            mistakes.add(
                RuleMessages.syntax(problem),
                at: FilePlace(file: file, line: mark?.line ?? 1, column: mark?.column ?? 1))
            return nil
        }
    }

    private static func explain(_ error: any Error) -> (String, Mark?) {
        switch error {
        case YamlError.scanner(_, let problem, let mark, _),
            YamlError.parser(_, let problem, let mark, _),
            YamlError.composer(_, let problem, let mark, _):
            (problem, mark)
        case YamlError.duplicatedKeysInMapping(let duplicates, let context):
            ("repeated key \(duplicates.joined(separator: ", "))", context.mark)
        default: ("\(error)", nil)
        }
    }
}
