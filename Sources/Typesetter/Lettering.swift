// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import CPango
import Packet

/// The fonts of the forms, and which characters they have.
///
/// Only these are used, whatever else the machine has: so a packet looks the same wherever it was
/// made, and a character that they lack is shown as a code, never as a box.
final class Lettering {
    /// The families that must be installed: Debian's `fonts-noto-cjk`.
    static let serif = "Noto Serif CJK SC"
    static let sans = "Noto Sans CJK SC"
    static let mono = "Noto Sans Mono CJK SC"

    /// What a text is for, and so how it is set.
    enum Part {
        case title, heading, subheading, body, cell, label, small

        /// In points.
        fileprivate var size: Double {
            switch self {
            case .title: 18
            case .heading: 12
            case .subheading, .body: 10.5
            case .cell, .label: 9
            case .small: 8
            }
        }

        // No bold serif: each file of a font is some 20 MB, and is read whole.
        fileprivate var family: String {
            switch self {
            case .body, .cell, .small: Lettering.serif
            case .title, .heading, .subheading, .label: Lettering.sans
            }
        }

        fileprivate var isBold: Bool {
            switch self {
            case .title, .heading, .subheading: true
            case .body, .cell, .label, .small: false
            }
        }

        /// Of the size.
        var leading: Double { self == .body ? 1.35 : 1.15 }
    }

    /// A Pango context without hinting, for Chinese, from left to right whatever a text holds.
    let context: OpaquePointer
    /// What every text is set in is asked for its characters; those of the other two are the same.
    private let fonts: [UnsafeMutablePointer<PangoFont>]
    private var known: [Unicode.Scalar: Bool] = [:]

    /// - Parameter drawing: a cairo context of the surface that will be drawn on.
    init(for drawing: OpaquePointer) throws(TypesetterError) {
        guard let map = pango_cairo_font_map_get_default() else { throw .library("no font map") }
        let missing = [Self.serif, Self.sans, Self.mono].filter { !Self.has($0, map) }
        if let family = missing.first { throw .fontMissing(family) }
        guard let context = pango_cairo_create_context(drawing) else {
            throw .library("no text context")
        }
        self.context = context
        pango_context_set_base_dir(context, PANGO_DIRECTION_LTR)
        pango_context_set_language(context, pango_language_from_string("zh-cn"))
        fonts = [Self.serif, Self.sans, Self.mono].compactMap { family in
            let description = Self.description(family, 9, isBold: false)
            defer { pango_font_description_free(description) }
            return pango_context_load_font(context, description)
        }
        guard fonts.count == 3 else { throw .fontMissing(Self.serif) }
    }

    deinit {
        for font in fonts { g_object_unref(UnsafeMutableRawPointer(font)) }
        g_object_unref(UnsafeMutableRawPointer(context))
    }

    private static func has(_ family: String, _ map: UnsafeMutablePointer<PangoFontMap>) -> Bool {
        var families: UnsafeMutablePointer<UnsafeMutablePointer<PangoFontFamily>?>?
        var count: Int32 = 0
        pango_font_map_list_families(map, &families, &count)
        defer { g_free(families) }
        return (0..<Int(count)).contains { index in
            guard let found = families?[index], let name = pango_font_family_get_name(found) else {
                return false
            }
            return String(cString: name) == family
        }
    }

    /// `text` with a code for each character that the fonts do not have.
    func legible(_ text: String) -> String {
        guard !text.unicodeScalars.allSatisfy(hasGlyph) else { return text }
        var shown = ""
        for scalar in text.unicodeScalars {
            if hasGlyph(scalar) {
                shown.unicodeScalars.append(scalar)
            } else if scalar == "⟦" || scalar == "⟧" {
                shown += scalar == "⟦" ? "〖" : "〗"
            } else {
                let digits = String(scalar.value, radix: 16, uppercase: true)
                shown += "〖U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
                shown += "〗"
            }
        }
        return shown
    }

    private func hasGlyph(_ scalar: Unicode.Scalar) -> Bool {
        if scalar == "\n" || (0x20..<0x7F).contains(scalar.value) { return true }
        if let answer = known[scalar] { return answer }
        let answer = fonts.allSatisfy { pango_font_has_char($0, scalar.value) != 0 }
        known[scalar] = answer
        return answer
    }

    static func description(_ family: String, _ size: Double, isBold: Bool) -> OpaquePointer? {
        let description = pango_font_description_new()
        pango_font_description_set_family(description, family)
        pango_font_description_set_absolute_size(description, size * Double(PANGO_SCALE))
        if isBold { pango_font_description_set_weight(description, PANGO_WEIGHT_BOLD) }
        return description
    }

    /// The font of `part` in `style`.
    static func description(_ part: Part, _ style: FormText.Style) -> OpaquePointer? {
        switch style {
        case .plain, .marked, .faint: description(part.family, part.size, isBold: part.isBold)
        case .strong: description(sans, part.size, isBold: true)
        case .code: description(mono, part.size * 0.89, isBold: false)
        }
    }
}
