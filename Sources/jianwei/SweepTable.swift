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

    static func show(_ book: Casebook, run: RunNumber, casebook: String) throws {
        let counts = try book.counts(run: run)
        let rows = try book.cases(
            matching: CaseFilter(run: run, order: .mostSuspect, limit: maximumRows))
        for row in rows { Terminal.line(line(row)) }
        if counts.total > rows.count {
            Terminal.line(say(CommandMessages.moreRows(counts.total - rows.count)))
        }
        Terminal.line("")
        Terminal.line(
            say(
                CommandMessages.summary(
                    total: counts.total, high: counts.high, suspect: counts.suspect,
                    doubtful: counts.doubtful, dismissed: counts.dismissed, failed: counts.failed)))
        let folder = casebook == "./casebook" ? "" : " --casebook \(casebook)"
        if let first = rows.first, let level = first.level, level >= .doubtful {
            let number = CaseNumber(first.number).description
            Terminal.line(say(CommandMessages.nextSteps(number, folder)))
        }
    }

    static func line(_ row: CaseSummary) -> String {
        let level = row.level
        let label = level?.shown ?? say(CommandMessages.failedLevel)
        let score = row.score.map(String.init) ?? "–"
        let number = CaseNumber(row.number).description
        let width = max(40, Terminal.columns)
        let url = VisibleText.fitted(VisibleText.line(row.url), to: min(44, width / 3))
        let head =
            VisibleText.fitted(label, to: 9)
            + VisibleText.fitted(
                String(repeating: " ", count: max(0, 3 - score.count)) + score, to: 4)
            + " " + number + "  "
        let why = VisibleText.line(row.why)
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
