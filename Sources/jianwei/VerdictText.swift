// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Wording

/// A verdict as a person reads it on a terminal.
enum VerdictText {
    static func show(_ verdict: Verdict) {
        let categories = verdict.categories.map {
            Terminal.language == .chinese ? $0.chinese : $0.rawValue
        }
        Terminal.line(
            verdict.level.colour("\(verdict.level.shown) \(verdict.score)")
                + "  \(VisibleText.line(verdict.url))"
                + (categories.isEmpty ? "" : "  [\(categories.joined(separator: ", "))]"))
        for finding in verdict.findings { show(finding) }
        if verdict.findings.isEmpty { Terminal.line("  " + say(CommandMessages.noFindings)) }
    }

    static func show(_ finding: Finding) {
        Terminal.line("  \(Colour.bold(bits(finding.weight)))  \(finding.title) (\(finding.rule))")
        let quote = VisibleText.line(finding.text, limit: 120)
        Terminal.line(
            "      \(finding.field) \(finding.start)–\(finding.end): \(Colour.grey(quote))")
        if let page = finding.page { Terminal.line("      \(VisibleText.line(page))") }
        Terminal.line("      \(finding.why)")
    }

    /// Bits with their sign and one decimal.
    static func bits(_ weight: Double) -> String {
        (weight < 0 ? "" : "+") + "\((weight * 10).rounded() / 10)"
    }
}
