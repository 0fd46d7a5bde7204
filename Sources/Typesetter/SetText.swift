// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import CPango
import Packet

/// A text broken into lines: owns a `PangoLayout *`, whose lines it lends while it lives.
final class SetText {
    enum Alignment { case left, centre, right }

    struct Line {
        fileprivate var raw: UnsafeMutablePointer<PangoLayoutLine>
        /// From the left edge, in points.
        fileprivate var x: Double
        /// From the top of the line.
        fileprivate var baseline: Double
        var height: Double
    }

    private let layout: OpaquePointer
    private(set) var lines: [Line] = []

    /// Sets `text` in lines of `width` points.
    init(
        _ text: FormText, as part: Lettering.Part, width: Double, alignment: Alignment = .left,
        in lettering: Lettering
    ) throws(TypesetterError) {
        guard let layout = pango_layout_new(lettering.context) else {
            throw .library("no text layout")
        }
        self.layout = layout
        pango_layout_set_auto_dir(layout, 0)
        pango_layout_set_width(layout, Int32(width * Double(PANGO_SCALE)))
        pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR)
        pango_layout_set_line_spacing(layout, 0)
        switch alignment {
        case .left: pango_layout_set_alignment(layout, PANGO_ALIGN_LEFT)
        case .centre: pango_layout_set_alignment(layout, PANGO_ALIGN_CENTER)
        case .right: pango_layout_set_alignment(layout, PANGO_ALIGN_RIGHT)
        }
        let attributes = pango_attr_list_new()
        defer { pango_attr_list_unref(attributes) }
        var string = ""
        for run in text.runs {
            let start = string.utf8.count
            string += lettering.legible(run.text)
            Self.add(run.style, part, from: start, to: string.utf8.count, to: attributes)
        }
        // A box for a missing character, a hyphen inside a hash, or two hyphens drawn as a dash
        // would be a lie.
        pango_attr_list_insert(attributes, pango_attr_font_features_new("liga=0, clig=0, calt=0"))
        pango_attr_list_insert(attributes, pango_attr_fallback_new(0))
        pango_attr_list_insert(attributes, pango_attr_insert_hyphens_new(0))
        let description = Lettering.description(part, .plain)
        pango_layout_set_font_description(layout, description)
        pango_font_description_free(description)
        pango_layout_set_text(layout, string, Int32(string.utf8.count))
        pango_layout_set_attributes(layout, attributes)
        guard pango_layout_get_unknown_glyphs_count(layout) == 0 else {
            throw .library("a character without a glyph in '\(string.prefix(80))'")
        }
        measure(leading: part.leading)
    }

    deinit { g_object_unref(UnsafeMutableRawPointer(layout)) }

    private func measure(leading: Double) {
        guard let iterator = pango_layout_get_iter(layout) else { return }
        defer { pango_layout_iter_free(iterator) }
        let scale = Double(PANGO_SCALE)
        repeat {
            guard let raw = pango_layout_iter_get_line_readonly(iterator) else { break }
            var box = PangoRectangle()
            pango_layout_iter_get_line_extents(iterator, nil, &box)
            let baseline = Double(pango_layout_iter_get_baseline(iterator) - box.y) / scale
            let natural = Double(box.height) / scale
            // The fonts' own line is 1.45 of their size, as wide as books set it.
            let height = natural / 1.448 * (leading + 0.12)
            lines.append(
                Line(
                    raw: raw, x: Double(box.x) / scale,
                    baseline: baseline + (height - natural) / 2, height: height))
        } while pango_layout_iter_next_line(iterator) != 0
    }

    var height: Double { lines.reduce(0) { $0 + $1.height } }

    /// Draws the lines `range` below one another, the first with its top left corner at `x`, `y`.
    func draw(_ range: Range<Int>, x: Double, y: Double, on drawing: OpaquePointer) {
        var y = y
        for line in lines[range] {
            cairo_move_to(drawing, x + line.x, y + line.baseline)
            pango_cairo_show_layout_line(drawing, line.raw)
            y += line.height
        }
    }

    private static func add(
        _ style: FormText.Style, _ part: Lettering.Part, from start: Int, to end: Int,
        to list: OpaquePointer?
    ) {
        func insert(_ attribute: UnsafeMutablePointer<PangoAttribute>?) {
            attribute?.pointee.start_index = UInt32(start)
            attribute?.pointee.end_index = UInt32(end)
            pango_attr_list_insert(list, attribute)
        }
        switch style {
        case .plain: break
        case .strong, .code:
            let description = Lettering.description(part, style)
            insert(pango_attr_font_desc_new(description))
            pango_font_description_free(description)
        case .marked:
            insert(pango_attr_background_new(0xFFFF, 0xEE00, 0x5500))
            insert(pango_attr_underline_new(PANGO_UNDERLINE_SINGLE))
        case .faint:
            insert(pango_attr_foreground_new(0x5555, 0x5555, 0x5555))
        }
    }
}
