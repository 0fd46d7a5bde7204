// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation
import Judgement

/// Why a page of the tuning file got its verdict, for whoever tunes the rules.
enum Explanation {
    static func text(_ page: MeasuredPage, _ reasoning: Reasoning) -> String {
        let verdict = reasoning.verdict
        let names = verdict.categories.map(\.rawValue).joined(separator: ", ")
        var lines = [
            "\(page.id)  \(page.kind.rawValue): \(page.note)",
            "\(page.url)  \(verdict.level.chinese) \(verdict.score)  \(names)", "", "fired",
        ]
        for finding in verdict.findings {
            let group = reasoning.fired.first { $0.rule == finding.rule }?.group ?? ""
            lines.append("  \(bits(finding.weight))  \(finding.rule)  [\(group)]  \(finding.title)")
            lines.append("         \(finding.field): \(quote(finding.text))")
        }
        if let sum = reasoning.sum {
            lines += ["", "sum"]
            for group in sum.groups {
                lines.append("  \(bits(group.counted))  \(group.name) (of \(bits(group.bits)))")
            }
            lines.append("  \(bits(sum.bits)) bits, score \(sum.scoreOfBits)")
            for brake in sum.brakes {
                lines.append("  held down to \(brake.score): \(brake.reason.rawValue)")
            }
        }
        if !reasoning.nearMisses.isEmpty { lines += ["", "nearly fired"] }
        for miss in reasoning.nearMisses {
            lines.append("  \(bits(miss.weight))  \(miss.rule)  \(miss.title)")
            lines.append("         lacks: \(miss.missing ?? "nearness")")
            lines.append("         \(miss.field): \(quote(miss.text))")
        }
        return lines.joined(separator: "\n")
    }

    private static func bits(_ bits: Double) -> String { String(format: "%+5.1f", bits) }

    private static func quote(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ").prefix(120).description
    }
}
