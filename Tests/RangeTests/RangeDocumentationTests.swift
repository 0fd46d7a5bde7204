// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation
import Range
import Testing

struct RangeDocumentationTests {
    /// To write the table anew: `JIANWEI_WRITE_DOCUMENTATION=1 swift test --filter RangeDocumentation`.
    @Test func `The documentation lists every site as it is`() throws {
        let file = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Documentation/Range.md")
        let text = try String(contentsOf: file, encoding: .utf8)
        let parts = text.split(separator: Self.mark, omittingEmptySubsequences: false)
        try #require(parts.count == 2)

        if ProcessInfo.processInfo.environment["JIANWEI_WRITE_DOCUMENTATION"] == "1" {
            try (parts[0] + Self.mark + Self.table).write(
                to: file, atomically: true, encoding: .utf8)
        } else {
            #expect(parts[1] == Self.table)
        }
    }

    private static let mark = "## The sites\n"

    private static var table: String {
        var text = """

            | id | host | what it plays | expected now | expected rendered |
            |---|---|---|---|---|

            """
        for site in PracticeRange.sites() {
            let host = site.hosts.first.map { "`\($0)`" } ?? "its address"
            var now = "\(site.expected)"
            for (persona, expected) in site.expectedAs.sorted(by: { $0.key < $1.key }) {
                now += "; as \(persona): \(expected)"
            }
            text +=
                "| \(site.id) | \(host) | \(site.summary) | \(now) | \(site.expectedRendered) |\n"
        }
        return text
    }
}
