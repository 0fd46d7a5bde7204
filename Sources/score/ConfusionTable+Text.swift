// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation

extension ConfusionTable {
    /// The confusion table, then each page that missed its goal, by id alone.
    var text: String {
        let levels = Verdict.Level.allCases
        var lines = ["\(name): \(results.count) pages", ""]
        lines.append(
            Self.row("class", levels.map(\.chinese) + ["pages", "category"]))
        for kind in MeasuredPage.Kind.allCases {
            let same = results.filter { $0.kind == kind }
            guard !same.isEmpty else { continue }
            var cells = levels.map { level in
                let count = same.count { $0.level == level }
                return count == 0 ? "·" : "\(count)"
            }
            cells.append("\(same.count)")
            if let category = kind.category {
                cells.append("\(same.count { $0.categories.contains(category) })/\(same.count)")
            }
            lines.append(Self.row(kind.rawValue, cells))
        }
        lines.append("")
        let percent = String(format: "%.1f", missRate * 100)
        lines.append(
            "missed (fake_query, sale_forged below 可疑): \(missed.count) of \(wanted.count), "
                + "\(percent) % (goal: at most \(Int(Self.tolerance * 100)) %)")
        lines += missed.map(\.line)
        lines.append("false alarms (innocent at 可疑 or above): \(falseAlarms.count) (goal: 0)")
        lines += falseAlarms.map(\.line)
        lines.append("not dismissed, though only 排除 will do: \(notDismissed.count) (goal: 0)")
        lines += notDismissed.map(\.line)
        return lines.joined(separator: "\n")
    }

    private static func row(_ name: String, _ cells: [String]) -> String {
        name.padding(toLength: 14, withPad: " ", startingAt: 0)
            + cells.map { String(repeating: " ", count: max(1, 10 - width($0))) + $0 }.joined()
    }

    /// Columns on a terminal: a Chinese character takes two.
    private static func width(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x2E80 ? 2 : 1) }
    }
}

extension ConfusionTable.Result {
    fileprivate var line: String {
        let names = categories.map(\.rawValue).joined(separator: ", ")
        return "  \(id)  \(kind.rawValue)  \(level.chinese) \(score)"
            + (names.isEmpty ? "" : "  (\(names))")
    }
}
