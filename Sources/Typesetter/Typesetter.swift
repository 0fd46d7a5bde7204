// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import CPango
package import FoundationEssentials
import Casework
package import Packet

/// Sets forms as PDF: A4, fonts embedded, text that can be selected.
package enum Typesetter {
    /// Pango and cairo with their versions: `pango/1.50.12`.
    package static var libraries: [String] {
        [
            "pango/" + String(cString: pango_version_string()),
            "cairo/" + String(cString: cairo_version_string()),
        ]
    }

    /// What keeps forms from being set on this machine, or `nil`.
    package static func obstacle() -> TypesetterError? {
        do throws(TypesetterError) {
            let drawing = try PDFDrawing(Sheet(isLandscape: false))
            _ = try Lettering(for: drawing.context)
            return nil
        } catch {
            return error
        }
    }

    /// `form` as PDF, dated `date`.
    ///
    /// The same form and date give the same bytes on one machine.
    package static func pdf(of form: EvidenceForm, at date: Date) throws(TypesetterError) -> [UInt8]
    {
        let sheet = Sheet(isLandscape: form.isLandscape)
        let drawing = try PDFDrawing(sheet)
        drawing.describe(
            title: "\(form.title) \(form.number)", at: String(Timestamp.text(date).prefix(19)) + "Z"
        )
        let lettering = try Lettering(for: drawing.context)
        var setter = BlockSetter(sheet, lettering)
        try setter.set(form)
        let strips = setter.strips
        let pages = Pagination.pages(of: strips.map(\.piece), height: sheet.textHeight)
        for (index, page) in pages.enumerated() {
            try furniture(form, sheet, lettering, page: index + 1, of: pages.count, drawing.context)
            var y = sheet.top
            for position in page {
                let strip = strips[position]
                let isFirst = position == page.lowerBound
                let isLast = position == page.upperBound - 1
                if isFirst, let heading = strip.heading {
                    heading.draw(drawing.context, sheet.left, y, .init(isTop: true, isEnd: false))
                    y += heading.piece.height
                } else if !isFirst {
                    y += strip.piece.gap
                }
                strip.draw(drawing.context, sheet.left, y, .init(isTop: isFirst, isEnd: isLast))
                y += strip.piece.height
            }
            cairo_show_page(drawing.context)
        }
        return try drawing.finish()
    }

    /// What stands on every page: title and number above, the page's number below.
    private static func furniture(
        _ form: EvidenceForm, _ sheet: Sheet, _ lettering: Lettering, page: Int, of count: Int,
        _ drawing: OpaquePointer
    ) throws(TypesetterError) {
        func put(_ text: String, _ alignment: SetText.Alignment, y: Double) throws(TypesetterError)
        {
            let set = try SetText(
                FormText(text), as: .small, width: sheet.textWidth, alignment: alignment,
                in: lettering)
            set.draw(0..<min(1, set.lines.count), x: sheet.left, y: y, on: drawing)
        }
        cairo_set_source_rgb(drawing, 0, 0, 0)
        try put(form.title, .left, y: sheet.top - 28)
        try put("编号：" + form.number, .right, y: sheet.top - 28)
        try put("第 \(page) 页　共 \(count) 页", .centre, y: sheet.height - sheet.bottom + 16)
        cairo_set_line_width(drawing, 0.5)
        cairo_move_to(drawing, sheet.left, sheet.top - 12)
        cairo_line_to(drawing, sheet.width - sheet.right, sheet.top - 12)
        cairo_stroke(drawing)
    }
}
