// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework
import Wording

/// Reads the list of official sites.
package enum SiteFiles {
    /// The sites in the file at `path`: a list, each with the keys of ``ProtectedSite``.
    ///
    /// - Throws: ``RuleFileError`` with every mistake.
    package static func load(path: String) throws(RuleFileError) -> [ProtectedSite] {
        let mistakes = MistakeList()
        var sites: [ProtectedSite] = []
        var taken: [String: String] = [:]
        let name = path.split(separator: "/").last.map(String.init) ?? path
        if let (root, _) = FileNode.root(path, named: name, mistakes) {
            for node in root.list("sites") ?? [] {
                guard let site = site(node) else { continue }
                if let first = taken[site.id] {
                    node.fail(RuleMessages.duplicate(site.id, first: first))
                }
                taken[site.id] = node.origin
                sites.append(site)
            }
        }
        try mistakes.check()
        return sites
    }

    private static func site(_ node: FileNode) -> ProtectedSite? {
        guard
            let keys = node.keys(
                "site",
                allowed: [
                    "id", "name", "organ", "aliases", "hosts", "words", "identifiers", "routes",
                ],
                required: ["id", "name", "organ", "hosts"]),
            let id = keys["id"]?.text("id"), let title = keys["name"]?.text("name"),
            let organ = keys["organ"]?.text("organ"), let hosts = keys["hosts"]?.texts("hosts")
        else { return nil }
        var identifiers: [String: [String]] = [:]
        for (kind, keyNode, value) in keys["identifiers"]?.pairs("identifiers") ?? [] {
            guard keyNode.choice("identifiers", Identifier.Kind.self) != nil else { continue }
            identifiers[kind] = optional(value, kind)
        }
        return ProtectedSite(
            id: id, name: title, organ: organ, aliases: optional(keys["aliases"], "aliases"),
            hosts: hosts.map { $0.lowercased() }, words: optional(keys["words"], "words"),
            identifiers: identifiers, routes: optional(keys["routes"], "routes"))
    }

    /// The texts of a key that may be absent or empty.
    private static func optional(_ node: FileNode?, _ name: String) -> [String] {
        guard let node else { return [] }
        if node.isEmptyList { return [] }
        return node.texts(name) ?? []
    }
}
