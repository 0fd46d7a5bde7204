// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation
import HostNames
import Lookalikes
import Testing
import Yams

/// The seeds that come with Jianwei, and an explainer of them.
enum Seeds {
    static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Seeds")

    static func sites() throws -> [ProtectedSite] {
        let text = try String(
            contentsOf: folder.appendingPathComponent("protected-sites.yml"), encoding: .utf8)
        return try YAMLDecoder().decode([ProtectedSite].self, from: text)
    }

    static func knownLookalikes() throws -> [String] {
        try lines(folder.appendingPathComponent("known-lookalikes.txt"))
    }

    /// The lines of a file that are neither empty nor a comment.
    static func lines(_ file: URL) throws -> [String] {
        try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline)
            .map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { !$0.isEmpty && !$0.hasPrefix("#") }
    }
}

/// Reads and explains hosts as a sweep does.
struct NameReader {
    let names: HostNames
    let explainer: Explainer

    init(known: Set<String> = [], popular: Set<String> = []) throws {
        names = try HostNames()
        explainer = Explainer(sites: try Seeds.sites(), known: known, popular: popular)
    }

    func explain(_ host: String, isWildcard: Bool? = nil) throws -> NameOpinion {
        let ascii = try #require(names.ascii(host), "\(host) has no ASCII form")
        return explainer.explain(names.parts(of: ascii), isWildcard: isWildcard)
    }
}
