// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework
import Digests
import FoundationEssentials
import Wording

/// Reads and writes reference pages: a file for each, in a folder that the user can see.
package enum ReferenceFiles {
    /// The version of the sketches; a file of another one is to be made anew.
    private static let version = 1

    /// The references in `directory`, by name, and the SHA-256 of their files; none if there is no
    /// such folder.
    ///
    /// - Parameter sites: the ids of the protected sites.
    /// - Throws: ``RuleFileError`` with every mistake.
    package static func load(
        directory: String, sites: [String]
    ) throws(RuleFileError) -> (references: [ReferencePage], digest: String) {
        let found = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        let names = found.filter { $0.hasSuffix(".yml") }.sorted()
        let mistakes = MistakeList()
        var digest = Digest(.sha256)
        var references: [ReferencePage] = []
        for name in names {
            guard let (root, bytes) = FileNode.root("\(directory)/\(name)", named: name, mistakes)
            else { continue }
            digest.update(Array("\(name)\n\(bytes.count)\n".utf8))
            digest.update(bytes)
            if let page = page(root, named: String(name.dropLast(4)), sites) {
                references.append(page)
            }
        }
        try mistakes.check()
        return (references, Hexadecimal.text(digest.finish()))
    }

    private static func page(
        _ node: FileNode, named name: String, _ sites: [String]
    ) -> ReferencePage? {
        guard
            let keys = node.keys(
                "reference",
                allowed: [
                    "version", "site", "address", "title", "made", "sha256", "text", "shape",
                    "resources", "icon",
                ], required: ["version", "site", "address", "made", "sha256", "text", "shape"])
        else { return nil }
        guard keys["version"]?.whole("version", version...version) != nil else { return nil }
        if let site = keys["site"]?.scalarText, !sites.contains(site) {
            keys["site"]?.fail(RuleMessages.unknownValue("site", site, sites))
        }
        guard let site = keys["site"]?.text("site"), let address = keys["address"]?.text("address"),
            let made = keys["made"]?.text("made"), let sha256 = keys["sha256"]?.text("sha256"),
            let text = hash(keys["text"], "text"), let shape = hash(keys["shape"], "shape")
        else { return nil }
        let resources = keys["resources"].map { $0.isEmptyList ? [] : $0.texts("resources") ?? [] }
        return ReferencePage(
            name: name, site: site, address: address, title: keys["title"]?.scalarText ?? "",
            madeAt: made, sha256: sha256, sketch: PageSketch(text: text, shape: shape),
            resources: resources ?? [], icon: keys["icon"]?.text("icon"))
    }

    private static func hash(_ node: FileNode?, _ key: String) -> MinHash? {
        guard let node, let text = node.text(key) else { return nil }
        let hash = MinHash(hexadecimal: text)
        if hash == nil { node.fail(RuleMessages.badSketch(key)) }
        return hash
    }

    /// The file that holds `reference`.
    package static func text(of reference: ReferencePage) -> String {
        var lines = [
            "# 参照页:受保护网站的一个网页的样子,由 jianwei protect add 生成,不要手改。",
            "# What a page of a protected site looks like; made by `jianwei protect add`.",
            "version: \(version)",
            "site: \(quoted(reference.site))",
            "address: \(quoted(reference.address))",
            "title: \(quoted(reference.title))",
            "made: \(quoted(reference.madeAt))",
            "sha256: \(reference.sha256)",
        ]
        if let icon = reference.icon { lines.append("icon: \(icon)") }
        lines.append("resources: [\(reference.resources.map(quoted).joined(separator: ", "))]")
        lines.append("text: \"\(reference.sketch.text.hexadecimal)\"")
        lines.append("shape: \"\(reference.sketch.shape.hexadecimal)\"")
        return lines.joined(separator: "\n") + "\n"
    }

    /// `text` as a YAML string, whatever a page put into it.
    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\" + String(Character(scalar))
            case _
            where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
                || (0x2028...0x2029).contains(scalar.value) || scalar.value == 0xFEFF
                || scalar.value >= 0xFFFE:
                quoted += " "
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
