// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// Words on a form, ours or a suspect site's, safe to set in any of a form's writings.
///
/// There is no way in for text that was not made visible, masked and bounded: what cannot be seen
/// stands as a code, identity numbers are masked, and a line end is a space, so that a title can
/// forge no row. A writer has only to escape for its own syntax.
package struct FormText: Sendable, Hashable {
    package enum Style: Sendable, Hashable {
        case plain
        /// A match: shown on yellow, underlined so that it survives a black-and-white copier.
        case marked
        case strong
        /// Addresses, hashes, header fields: one width for every letter.
        case code
        /// Why there is nothing.
        case faint
    }

    package struct Run: Sendable, Hashable {
        package let text: String
        package let style: Style
    }

    package private(set) var runs: [Run]

    /// The most code points that a cell or field shows of one text: 600.
    package static let shownLength = 600

    /// One text on one line; of a longer one than `limit` the beginning, and how long it is.
    package init(_ text: String, _ style: Style = .plain, limit: Int = Self.shownLength) {
        let shown = Self.bounded(text, limit)
        runs = shown.isEmpty ? [] : [Run(text: shown, style: style)]
    }

    private init(runs: [Run]) { self.runs = runs }

    package var isEmpty: Bool { runs.isEmpty }

    /// Without styles.
    package var plain: String { runs.map(\.text).joined() }

    package static func + (a: FormText, b: FormText) -> FormText { FormText(runs: a.runs + b.runs) }

    /// One under the other.
    package static func lines(_ lines: [FormText]) -> FormText {
        let kept = lines.filter { !$0.isEmpty }
        let runs = kept.enumerated().flatMap { index, line in
            index == 0 ? line.runs : [Run(text: "\n", style: .plain)] + line.runs
        }
        return FormText(runs: runs)
    }

    /// `text` as it stands on several lines of its own, as a note may.
    package static func block(_ text: String, limit: Int = 4000) -> FormText {
        let lines = text.split(whereSeparator: \.isNewline).prefix(200)
        var room = limit
        return .lines(
            lines.map { line in
                let text = FormText(String(line), limit: max(1, room))
                room -= min(room, line.unicodeScalars.count)
                return text
            })
    }

    /// A value in the letters of addresses and hashes.
    package static func code(_ text: String, limit: Int = Self.shownLength) -> FormText {
        FormText(text, .code, limit: limit)
    }

    /// Why there is nothing.
    package static func absent(_ reason: String) -> FormText { FormText(reason, .faint) }

    /// By code points, because one letter may bear ten thousand marks.
    private static func bounded(_ text: String, _ limit: Int) -> String {
        // Masking first: a number that the bound cuts would not be seen as one. What is longer than
        // anything shown is not read to its end.
        let scalars = text.unicodeScalars
        let read = limit * 4 + 64
        let window = scalars.prefix(read)
        let visible = HostileText.visible(String(String.UnicodeScalarView(window)))
        var shown = String.UnicodeScalarView()
        var marks = 0
        var count = 0
        for scalar in visible.unicodeScalars {
            guard count < limit else { break }
            count += 1
            switch scalar.properties.generalCategory {
            case .nonspacingMark, .enclosingMark: marks += 1
            default: marks = 0
            }
            if marks > 2 {
                // More marks would be drawn over the rows above and below.
                if marks == 3 { shown.append(contentsOf: "⟦…⟧".unicodeScalars) }
            } else if scalar == "\n" || scalar == "\t" || scalar == "\r" {
                shown.append(" ")
            } else {
                shown.append(scalar)
            }
        }
        let isCut = visible.unicodeScalars.count > limit || window.endIndex < scalars.endIndex
        guard isCut else { return String(shown) }
        let total = ReportFormat.count(scalars.count)
        return String(shown) + "……（全长 \(total) 个字符，全文见数据文件）"
    }
}

extension FormText: ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
    package init(stringLiteral value: String) { self.init(value, limit: 4000) }
}
