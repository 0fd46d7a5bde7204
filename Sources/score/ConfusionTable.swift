// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Sweep

/// What the rules make of one file of the measuring set, held to the goals.
struct ConfusionTable: Sendable {
    /// The largest part of the wanted pages that may be missed.
    static let tolerance = 0.03

    struct Result: Sendable {
        var id: String
        var kind: MeasuredPage.Kind
        var mustBeDismissed: Bool
        var level: Verdict.Level
        var score: Int
        var categories: [Verdict.Category]
    }

    var name: String
    var results: [Result] = []

    /// Reads and judges `pages` as `jianwei judge` does: bytes, page, opinion of the name, verdict.
    init(_ name: String, _ pages: [MeasuredPage], _ knowledge: Knowledge) throws {
        self.name = name
        for page in pages {
            let verdict = try page.saved().verdict(knowledge)
            results.append(
                Result(
                    id: page.id, kind: page.kind, mustBeDismissed: page.dismiss ?? false,
                    level: verdict.level, score: verdict.score, categories: verdict.categories))
        }
    }

    /// Fake lookups and sales that must be found.
    var wanted: [Result] { results.filter(\.kind.isWanted) }
    /// Those of them below 可疑.
    var missed: [Result] { wanted.filter { $0.level < .suspect } }
    /// Innocent pages at 可疑 or above.
    var falseAlarms: [Result] {
        results.filter { $0.kind.isInnocent && $0.level >= .suspect }
    }
    /// Pages for which only 排除 will do, and that got something else.
    var notDismissed: [Result] {
        results.filter { $0.mustBeDismissed && $0.level > .dismiss }
    }

    var missRate: Double {
        wanted.isEmpty ? 0 : Double(missed.count) / Double(wanted.count)
    }
    var meetsGoals: Bool {
        missRate <= Self.tolerance && falseAlarms.isEmpty && notDismissed.isEmpty
    }
}
