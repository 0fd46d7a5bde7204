// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework
import FoundationEssentials
import Wording

/// Reads the list of registries.
package enum RegistryFiles {
    /// What the file at `path` says; an empty directory, which asks nobody, if there is no file.
    ///
    /// - Throws: ``RuleFileError`` with every mistake.
    package static func load(path: String) throws(RuleFileError) -> RegistryDirectory {
        guard FileManager.default.fileExists(atPath: path) else { return RegistryDirectory() }
        let mistakes = MistakeList()
        var directory = RegistryDirectory()
        let name = path.split(separator: "/").last.map(String.init) ?? path
        if let (root, _) = FileNode.root(path, named: name, mistakes) {
            read(root, into: &directory)
        }
        try mistakes.check()
        return directory
    }

    private static func read(_ root: FileNode, into directory: inout RegistryDirectory) {
        let allowed = [
            "seconds-between-questions", "hours-kept", "domains", "addresses", "phrases", "desks",
        ]
        guard let keys = root.keys("registries", allowed: allowed) else { return }
        if let seconds = keys["seconds-between-questions"]?.number("seconds-between-questions") {
            directory.secondsBetweenQuestions = max(0, seconds)
        }
        if let hours = keys["hours-kept"]?.number("hours-kept") {
            directory.hoursKept = max(0, hours)
        }
        for node in keys["domains"]?.list("domains") ?? [] {
            guard let entry = entry(node, "suffixes") else { continue }
            for suffix in entry.texts {
                let bare = suffix.hasPrefix(".") ? String(suffix.dropFirst()) : suffix
                directory.suffixes[bare.lowercased()] = entry.source
            }
        }
        for node in keys["addresses"]?.list("addresses") ?? [] {
            guard let entry = entry(node, "ranges") else { continue }
            for text in entry.texts {
                guard let range = AddressRange(text) else {
                    node.fail(RuleMessages.badRange(text))
                    continue
                }
                directory.ranges.append(.init(range: range, source: entry.source))
            }
        }
        if let phrases = keys["phrases"]?.keys(
            "phrases", allowed: ["limited", "absent", "refused"])
        {
            directory.phrases.limited = lowercase(phrases["limited"], "limited")
            directory.phrases.absent = lowercase(phrases["absent"], "absent")
            directory.phrases.refused = lowercase(phrases["refused"], "refused")
        }
        directory.desks = (keys["desks"]?.list("desks") ?? []).compactMap(desk)
    }

    /// What `node` is for, under the key `subject`, and where to ask about it.
    private static func entry(
        _ node: FileNode, _ subject: String
    ) -> (texts: [String], source: RegistryDirectory.Source)? {
        guard
            let keys = node.keys(
                subject, allowed: [subject, "whois", "rdap", "form"], required: [subject]),
            let texts = keys[subject]?.texts(subject)
        else { return nil }
        var source = RegistryDirectory.Source()
        if let written = keys["whois"]?.text("whois") {
            guard var server = RegistryDirectory.WhoisServer(written) else {
                keys["whois"]?.fail(RuleMessages.badServer(written))
                return nil
            }
            if let form = keys["form"]?.text("form") { server.form = form }
            source.whois = server
        }
        for written in keys["rdap"]?.texts("rdap") ?? [] {
            guard let base = try? WebAddress(written.hasSuffix("/") ? written : written + "/")
            else {
                keys["rdap"]?.fail(RuleMessages.badServer(written))
                continue
            }
            source.rdap.append(base)
        }
        return (texts, source)
    }

    private static func desk(_ node: FileNode) -> AbuseDesk? {
        guard
            let keys = node.keys(
                "desk", allowed: ["name", "matches", "mails", "phones", "forms"],
                required: ["name", "matches"]),
            let name = keys["name"]?.text("name")
        else { return nil }
        return AbuseDesk(
            name: name, matches: lowercase(keys["matches"], "matches"),
            mails: keys["mails"]?.texts("mails") ?? [],
            phones: keys["phones"]?.texts("phones") ?? [],
            forms: keys["forms"]?.texts("forms") ?? [])
    }

    private static func lowercase(_ node: FileNode?, _ name: String) -> [String] {
        (node?.texts(name) ?? []).map { $0.lowercased() }
    }
}
