// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// Text from a suspect site, made fit to be shown to a person.
package enum VisibleText {
    /// `text` on one line, without anything that a terminal or a reader could take for more than a
    /// letter: controls, escape sequences, direction overrides and invisible characters.
    ///
    /// What is taken out is shown by its code point, `⟨202E⟩`, because that it was there is
    /// evidence; line ends and tabs become spaces.
    package static func line(_ text: String, limit: Int = 500) -> String {
        // Most texts have nothing to hide.
        if text.utf8.count <= limit, !text.unicodeScalars.contains(where: isHidden) { return text }
        var shown = ""
        var count = 0
        for scalar in text.unicodeScalars {
            guard count < limit else { return shown + "…" }
            count += 1
            switch scalar.value {
            case 0x09, 0x0A, 0x0D, 0x2028, 0x2029:
                shown.unicodeScalars.append(" ")
            case _ where isHidden(scalar):
                let digits = String(scalar.value, radix: 16, uppercase: true)
                shown += "⟨\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)⟩"
            default:
                shown.unicodeScalars.append(scalar)
            }
        }
        return shown
    }

    /// Whether a reader does not see `scalar`, or not as what it is.
    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20...0x7E, 0x3000...0xDFFF: false
        case 0x00...0x1F, 0x7F...0x9F, 0xAD, 0x061C, 0x180E, 0x200B...0x200F, 0x2028...0x202E,
            0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE0FFF, 0xE000...0xF8FF:
            true
        default: false
        }
    }

    /// How many columns of a terminal `text` takes: two for Chinese and other wide characters.
    ///
    /// Source: Unicode Standard Annex 11, the ranges that are all or mostly wide.
    package static func columns(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { sum, scalar in
            switch scalar.value {
            case 0x0300...0x036F, 0xFE00...0xFE0F: sum
            case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3,
                0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6,
                0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
                sum + 2
            default: sum + 1
            }
        }
    }

    /// `text` cut or filled with spaces to `columns` columns.
    package static func fitted(_ text: String, to columns: Int) -> String {
        var width = 0
        var kept = ""
        for character in text {
            let next = Self.columns(String(character))
            if width + next > columns {
                while width > columns - 1, let last = kept.popLast() {
                    width -= Self.columns(String(last))
                }
                kept += "…"
                width += 1
                break
            }
            kept.append(character)
            width += next
        }
        return kept + String(repeating: " ", count: max(0, columns - width))
    }
}
