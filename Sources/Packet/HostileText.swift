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

    /// ``visible(_:)`` in one line.
    package static func line(_ text: String) -> String {
        visible(text).split { $0.isNewline || $0 == "\t" }.joined(separator: " ")
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

    /// A short ASCII file name made of `text`, never hidden, never a path, never a device of Windows.
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
        if name.last == "." { name = name.dropLast() + "_" }
        let stem = name.prefix { $0 != "." }
        return name.isEmpty || devices.contains(stem.lowercased()) ? "_" + name : name
    }

    /// What Windows takes for a device, whatever follows a dot.
    private static let devices = Set(
        ["con", "prn", "aux", "nul"] + (0...9).flatMap { ["com\($0)", "lpt\($0)"] })

    static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A: false
        case 0x00...0x1F, 0x7F...0x9F, 0xAD, 0x034F, 0x061C, 0x115F...0x1160, 0x17B4...0x17B5,
            0x180B...0x180F, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0x3164, 0xFEFF,
            0xFFA0, 0xFFF0...0xFFFB, 0xFFFE...0xFFFF, 0xE0000...0xE0FFF:
            true
        default: false
        }
    }
}
