// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Digests
import FoundationEssentials
package import Judgement
import Wording

/// Reads a folder of rule files.
package enum RuleFiles {
    /// The file beside the rules that holds what was learned from pages.
    private static let modelName = "model.txt"

    /// The rule set of all `.yml` files in `directory`.
    ///
    /// Each file may hold any of the keys `lists`, `variants`, `speech`, `rules`, `scoring` and
    /// `pages`; how they are divided among files is up to the analysts. See
    /// `Documentation/Rules.md`.
    ///
    /// - Parameters:
    ///   - directory: the folder.
    ///   - compile: makes the regular expressions of rules.
    /// - Throws: ``RuleFileError`` with every mistake of every file.
    package static func load(
        directory: String, compile: @escaping PatternCompiler
    ) throws(RuleFileError) -> RuleSet {
        let mistakes = MistakeList()
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: directory)
                .filter { $0.hasSuffix(".yml") }.sorted()
        } catch {
            mistakes.add(
                RuleMessages.unreadable(directory, "no such folder, or no permission"),
                at: FilePlace(file: directory))
            names = []
        }
        try mistakes.check()
        if names.isEmpty { mistakes.add(RuleMessages.noFiles, at: FilePlace(file: directory)) }

        var digest = Digest(.sha256)
        var builder = RuleSetBuilder(mistakes: mistakes, compile: compile)
        for name in names {
            guard let (root, bytes) = FileNode.root("\(directory)/\(name)", named: name, mistakes)
            else { continue }
            // Name and length before each, so that moving a line between files changes the digest.
            digest.update(Array("\(name)\n\(bytes.count)\n".utf8))
            digest.update(bytes)
            builder.read(root)
        }
        let model = "\(directory)/\(modelName)"
        if let bytes = ModelFile.bytes(model, named: modelName, mistakes) {
            digest.update(Array("\(modelName)\n\(bytes.count)\n".utf8))
            digest.update(bytes)
            builder.model = ModelFile.model(bytes, named: modelName, mistakes)
        }
        let rules = builder.finish(
            digest: Hexadecimal.text(digest.finish()), place: FilePlace(file: directory))
        try mistakes.check()
        return rules
    }
}
