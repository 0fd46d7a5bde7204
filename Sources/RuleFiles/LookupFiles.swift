// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework
import FoundationEssentials
import Wording

/// Reads the list of the bureau's own sources.
///
/// `Seeds/lookups.example.yml` is the manual of the form.
package enum LookupFiles {
    /// The most sources of one list.
    static let sources = 32

    /// What the file at `path` says.
    ///
    /// - Throws: ``RuleFileError`` with every mistake.
    package static func load(path: String) throws(RuleFileError) -> [LookupSource] {
        let mistakes = MistakeList()
        var sources: [LookupSource] = []
        var taken: [String: String] = [:]
        let slash = path.lastIndex(of: "/")
        let name = slash.map { String(path[path.index(after: $0)...]) } ?? path
        let folder = slash.map { String(path[...$0]) } ?? ""
        if let (root, _) = FileNode.root(path, named: name, mistakes),
            let list = root.keys("lookups", allowed: ["lookups"], required: ["lookups"])?["lookups"]
        {
            let nodes = list.list("lookups") ?? []
            if nodes.count > Self.sources { list.fail(LookupMessages.tooMany(Self.sources)) }
            for node in nodes.prefix(Self.sources) {
                guard let source = SourceReader(folder: folder).source(node) else { continue }
                if let first = taken[source.id] {
                    node.fail(RuleMessages.duplicate(source.id, first: first))
                }
                taken[source.id] = node.origin
                sources.append(source)
            }
        }
        try mistakes.check()
        return sources
    }
}

private struct SourceReader {
    /// The folder of the list, that other files are named from; empty, or ends in `/`.
    let folder: String

    private static let allowed = [
        "id", "title", "about", "method", "address", "headers", "body", "lines", "rows", "fields",
        "absent", "absent-status", "limited", "refused", "allow", "ca",
        "seconds-between-questions", "hours-kept", "seconds",
    ]

    func source(_ node: FileNode) -> LookupSource? {
        guard
            let keys = node.keys(
                "source", allowed: Self.allowed,
                required: ["id", "title", "about", "address", "fields"]),
            let id = keys["id"]?.text("id"), let title = keys["title"]?.text("title"),
            let about = keys["about"]?.choice("about", LookupSource.Subject.self),
            let addressNode = keys["address"],
            let address = address(addressNode, about)
        else { return nil }
        var source = LookupSource(id: id, title: title, about: about, address: address)
        if let method = keys["method"]?.choice("method", LookupSource.Method.self) {
            source.method = method
        }
        for (name, nameNode, value) in keys["headers"]?.pairs("headers") ?? [] {
            guard Self.isToken(name), !Self.ours.contains(name.lowercased()) else {
                nameNode.fail(LookupMessages.badHeader(name))
                continue
            }
            guard let template = template(value, name, about) else { continue }
            guard Self.isOneLine(template.written) else {
                value.fail(LookupMessages.badHeader(name))
                continue
            }
            source.headers.append(.init(name: name, value: template))
        }
        source.body = keys["body"].flatMap { template($0, "body", about) }
        if (source.body == nil) != (source.method == .get) {
            node.fail(LookupMessages.bodyAndMethod)
        }
        let templates = [address] + source.headers.map(\.value) + (source.body.map { [$0] } ?? [])
        if !templates.contains(where: { $0.parts.contains(.subject) }) {
            addressNode.fail(LookupMessages.noPlaceholder(about.rawValue))
        }
        readAnswer(keys, into: &source)
        readBounds(keys, into: &source)
        return source
    }

    // MARK: - What is asked

    private func template(
        _ node: FileNode, _ name: String, _ about: LookupSource.Subject
    ) -> LookupTemplate? {
        guard let text = node.text(name) else { return nil }
        guard text.utf8.count <= 8192 else {
            node.fail(LookupMessages.tooLong(name, 8192))
            return nil
        }
        for other in LookupSource.Subject.allCases
        where other != about && text.contains("{\(other)}") {
            node.fail(LookupMessages.otherPlaceholder(other.rawValue, about.rawValue))
        }
        guard let template = LookupTemplate(text, about: about) else {
            node.fail(LookupMessages.badSecret)
            return nil
        }
        return template
    }

    /// An address whose host is fixed: what is filled in must not choose who is asked.
    private func address(_ node: FileNode, _ about: LookupSource.Subject) -> LookupTemplate? {
        guard let template = template(node, "address", about) else { return nil }
        let filled = template.text(about: "x", .percent) { _ in "x" }
        guard case .text(let start)? = template.parts.first,
            let scheme = start.firstRange(of: "://"),
            start[scheme.upperBound...].contains("/"),
            !start[scheme.upperBound...].prefix(while: { $0 != "/" }).contains("@"),
            (try? WebAddress(filled)) != nil, !filled.contains("#")
        else {
            node.fail(LookupMessages.badAddress)
            return nil
        }
        return template
    }

    private static let ours: Set<String> = [
        "host", "content-length", "transfer-encoding", "connection", "expect", "cookie",
        "accept-encoding", "user-agent",
    ]

    /// Whether `name` can name a header field (RFC 9110, section 5.6.2).
    private static func isToken(_ name: String) -> Bool {
        !name.isEmpty
            && name.utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x41...0x5A).contains($0)
                    || (0x61...0x7A).contains($0) || "!#$%&'*+-.^_`|~".utf8.contains($0)
            }
    }

    private static func isOneLine(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    }

    // MARK: - What is answered

    private func readAnswer(_ keys: [String: FileNode], into source: inout LookupSource) {
        if let lines = keys["lines"]?.flag("lines") { source.isLines = lines }
        if let rows = keys["rows"].flatMap({ path($0, $0.text("rows")) }) { source.rows = rows }
        let names = LookupField.allCases.map(\.rawValue)
        for (name, nameNode, value) in keys["fields"]?.pairs("fields") ?? [] {
            guard let field = LookupField(rawValue: name) else {
                nameNode.fail(RuleMessages.unknownKey(name, names))
                continue
            }
            source.fields[field] = path(value, value.scalarText)
        }
        if let node = keys["fields"], !source.fields.keys.contains(where: { $0 != .subject }) {
            node.fail(LookupMessages.noFields(names))
        }
        source.absent = signs(keys["absent"], "absent")
        source.limited = signs(keys["limited"], "limited")
        source.refused = signs(keys["refused"], "refused")
        for node in keys["absent-status"]?.list("absent-status") ?? [] {
            if let status = node.whole("absent-status", 200...599) {
                source.absentStatuses.insert(status)
            }
        }
    }

    private func path(_ node: FileNode, _ text: String?) -> FieldPath? {
        guard let text else { return nil }
        guard let path = FieldPath(text) else {
            node.fail(LookupMessages.badPath(text, FieldPath.steps))
            return nil
        }
        return path
    }

    private func signs(_ node: FileNode?, _ name: String) -> [FieldPath: [String]] {
        var signs: [FieldPath: [String]] = [:]
        for (key, keyNode, value) in node?.pairs(name) ?? [] {
            guard let path = path(keyNode, key) else { continue }
            // A lone text stands for a list of one; an empty one means "empty".
            let nodes = value.scalarText == nil ? value.list(name) ?? [] : [value]
            signs[path] = nodes.compactMap { item in
                if item.scalarText == nil {
                    item.fail(RuleMessages.wrongType(name, RuleMessages.text))
                }
                return item.scalarText
            }
        }
        return signs
    }

    // MARK: - How it is asked

    private func readBounds(_ keys: [String: FileNode], into source: inout LookupSource) {
        for node in keys["allow"].map({ $0.scalarText == nil ? $0.list("allow") ?? [] : [$0] })
            ?? []
        {
            let text = node.text("allow") ?? ""
            if let range = AddressRange(text) {
                source.allowed.append(range)
            } else {
                node.fail(RuleMessages.badRange(text))
            }
        }
        source.trustStore = keys["ca"]?.trustStore(beside: folder)
        func number(_ key: String, _ range: ClosedRange<Double>, _ set: (Double) -> Void) {
            guard let node = keys[key], let value = node.number(key) else { return }
            guard range.contains(value) else {
                node.fail(
                    RuleMessages.outOfRange(key, Int(range.lowerBound), Int(range.upperBound)))
                return
            }
            set(value)
        }
        number("seconds-between-questions", 0...3600) { source.secondsBetweenQuestions = $0 }
        number("hours-kept", 0...8760) { source.hoursKept = $0 }
        number("seconds", 1...20) { source.seconds = $0 }
    }
}
