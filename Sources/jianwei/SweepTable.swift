// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casebook
import Casework
import Sweep
import Wording

/// The table that ends a sweep: level, score, host, and why in one line.
enum SweepTable {
    /// The most rows shown; `jianwei cases` shows the rest.
    static let maximumRows = 60

    static func show(_ book: Casebook, run: Int64, casebook: String) async throws {
        let counts = try await book.counts(of: run)
        let rows = try await book.cases(matching: CaseFilter(run: run, limit: maximumRows))
        for row in rows { Terminal.line(line(row)) }
        if counts.leads > rows.count {
            Terminal.line(say(CommandMessages.moreRows(counts.leads - rows.count)))
        }
        Terminal.line("")
        Terminal.line(
            say(
                CommandMessages.summary(
                    total: counts.leads, high: counts.levels[.high] ?? 0,
                    suspect: counts.levels[.suspect] ?? 0,
                    doubtful: counts.levels[.doubtful] ?? 0,
                    dismissed: counts.levels[.dismiss] ?? 0, failed: counts.failedLeads)))
        let folder = casebook == "./casebook" ? "" : " --casebook \(casebook)"
        if let first = rows.first, let level = first.level, level >= .doubtful {
            let number = first.caseNumber.description
            Terminal.line(sayNext(CommandMessages.nextSteps(number, folder)))
        }
    }

    static func line(_ row: CaseSummary) -> String {
        let level = row.level
        let label = level?.shown ?? say(CommandMessages.failedLevel)
        let score = row.score.map(String.init) ?? "–"
        let number = row.caseNumber.description
        let width = max(40, Terminal.columns)
        let url = VisibleText.fitted(
            VisibleText.line(row.address.description), to: min(44, width / 3))
        let head =
            VisibleText.fitted(label, to: 9)
            + VisibleText.fitted(
                String(repeating: " ", count: max(0, 3 - score.count)) + score, to: 4)
            + " " + number + "  "
        let failure = row.failure.map { say(FailureWords.message(forCode: $0)) }
        let why = VisibleText.line(row.why.isEmpty ? failure ?? "" : row.why)
        let rest = width - VisibleText.columns(head) - VisibleText.columns(url) - 2
        return (level?.colour ?? .grey)(head) + url + "  "
            + VisibleText.fitted(why, to: max(12, rest)).trimmedEnd()
    }
}

extension String {
    func trimmedEnd() -> String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
