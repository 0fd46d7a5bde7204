// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework

/// Text from a suspect site, made safe to show.
package enum HostileText {
    /// `text` with identity numbers masked, and what cannot be seen, or changes how the rest is
    /// seen, as a code: `⟦U+202E⟧`.
    ///
    /// Line ends and tabs stay.
    package static func visible(_ text: String) -> String {
        let masked = IdentityNumbers.masked(text)
        guard masked.unicodeScalars.contains(where: isHidden) else { return masked }
        var shown = ""
        for scalar in masked.unicodeScalars {
            if isHidden(scalar) {
                let digits = String(scalar.value, radix: 16, uppercase: true)
                let padding = String(repeating: "0", count: max(0, 4 - digits.count))
                shown += "⟦U+\(padding)\(digits)⟧"
            } else {
                shown.unicodeScalars.append(scalar)
            }
        }
        return shown
    }

    /// ``visible(_:)``, and safe between tags and in a quoted attribute of HTML.
    package static func html(_ text: String) -> String { escaped(visible(text)) }

    /// `text` between tags and in a quoted attribute of HTML; what is not visible stays so.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// ``visible(_:)`` as one quoted field of a CSV file that a spreadsheet will not calculate.
    package static func csv(_ text: String) -> String {
        let value = visible(text)
        var field = "\""
        if let first = value.unicodeScalars.first, "=+-@\t".unicodeScalars.contains(first) {
            field += "'"
        }
        // By code points: a quote with a mark on it is another character, but still a quote.
        for scalar in value.unicodeScalars {
            if scalar == "\"" { field += "\"" }
            field.unicodeScalars.append(scalar)
        }
        return field + "\""
    }

    /// A short ASCII file name made of `text`, never hidden and never a path.
    package static func fileName(_ text: String) -> String {
        var name = ""
        for byte in text.utf8.prefix(80) {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"):
                name.unicodeScalars.append(Unicode.Scalar(byte))
            case UInt8(ascii: ".") where !name.isEmpty && name.last != ".":
                name += "."
            default:
                name += "_"
            }
        }
        return name.isEmpty ? "_" : name
    }

    static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A: false
        case 0x00...0x1F, 0x7F...0x9F, 0xAD, 0x034F, 0x061C, 0x115F...0x1160, 0x17B4...0x17B5,
            0x180B...0x180F, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0x3164, 0xFEFF,
            0xFFA0, 0xFFF0...0xFFFB, 0xE0000...0xE0FFF:
            true
        default: false
        }
    }
}
