// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework

/// A finding's text where it stands on the page, with what stands around it.
package struct Highlight: Sendable, Hashable {
    package var before: String
    package var match: String
    package var after: String

    /// How much is shown on each side, in characters.
    static let context = 40

    /// Looks for the text of `finding` in what is kept of its page.
    ///
    /// The place in the finding counts from the decoded source, of which only the text is kept; so
    /// the text is searched for. If it is not there, as when a tag parts it, it stands alone.
    init(_ finding: Finding, in pages: [PageRecord], url: String) {
        let page = pages.first { $0.address.description == finding.page } ?? pages.first
        let sources: [String]
        switch finding.field {
        case "host", "url": sources = [finding.page ?? url]
        case "title": sources = [page?.title ?? ""]
        default: sources = page.map { [$0.text, $0.hiddenText, $0.title] } ?? []
        }
        match = finding.text
        before = ""
        after = ""
        guard !finding.text.isEmpty else { return }
        for source in sources {
            guard let range = source.firstRange(of: finding.text) else { continue }
            before = String(source[..<range.lowerBound].suffix(Self.context))
            after = String(source[range.upperBound...].prefix(Self.context))
            return
        }
    }

    /// On one line, the match marked.
    var html: String {
        let parts = [before, match, after].map { part in
            HostileText.html(part.split(whereSeparator: \.isNewline).joined(separator: " "))
        }
        return "\(parts[0])<mark>\(parts[1])</mark>\(parts[2])"
    }
}
