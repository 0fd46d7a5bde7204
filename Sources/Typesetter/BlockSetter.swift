// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import CPango
import Packet

/// Sets a form's blocks as strips, from top to bottom.
struct BlockSetter {
    let sheet: Sheet
    let lettering: Lettering
    var strips: [Strip] = []

    init(_ sheet: Sheet, _ lettering: Lettering) {
        self.sheet = sheet
        self.lettering = lettering
    }

    mutating func set(_ form: EvidenceForm) throws(TypesetterError) {
        try lines(FormText(form.title), as: .title, gap: 0, alignment: .centre, staysWithNext: true)
        try lines(
            FormText("编号：" + form.number), as: .cell, gap: 2, alignment: .right,
            staysWithNext: true)
        for block in form.blocks { try set(block) }
    }

    private mutating func set(_ block: EvidenceForm.Block) throws(TypesetterError) {
        switch block {
        case .heading(let text): try lines(text, as: .heading, gap: 14, staysWithNext: true)
        case .subheading(let text): try lines(text, as: .subheading, gap: 10, staysWithNext: true)
        case .paragraph(let text): try lines(text, as: .body, gap: 5)
        case .closing(let text):
            try lines(text, as: .body, gap: 16, alignment: .right, staysTogether: true)
        case .list(let items):
            for (index, item) in items.enumerated() {
                try lines(FormText("\(index + 1). ") + item, as: .body, gap: 3, indent: 14)
            }
        case .notice(let texts): try notice(texts)
        case .fields(let fields): try set(fields)
        case .table(let table): try set(table)
        case .picture(let picture): try set(picture)
        case .signatures(let signatures): try set(signatures)
        }
    }

    /// Text without a frame; a paragraph never leaves one line alone on a page.
    mutating func lines(
        _ text: FormText, as part: Lettering.Part, gap: Double,
        alignment: SetText.Alignment = .left, indent: Double = 0, staysWithNext: Bool = false,
        staysTogether: Bool = false
    ) throws(TypesetterError) {
        let set = try SetText(
            text, as: part, width: sheet.textWidth - indent, alignment: alignment, in: lettering)
        let count = set.lines.count
        for (index, line) in set.lines.enumerated() {
            let isLast = index == count - 1
            let joins = isLast ? staysWithNext : (index == 0 || index == count - 2 || staysTogether)
            strips.append(
                Strip(
                    piece: Piece(
                        height: line.height, gap: index == 0 ? gap : 0, lines: 1,
                        keepsWithNext: joins || (staysWithNext && count < 4))
                ) { drawing, x, y, _ in
                    set.draw(index..<(index + 1), x: x + indent, y: y, on: drawing)
                })
        }
    }

    /// A frame in red around a few lines; it is never parted.
    private mutating func notice(_ texts: [FormText]) throws(TypesetterError) {
        let padding = 8.0
        var sets: [SetText] = []
        for text in texts {
            sets.append(
                try SetText(
                    text, as: .cell, width: sheet.textWidth - 2 * padding, in: lettering))
        }
        let height = sets.reduce(2 * padding) { $0 + $1.height + 3 } - 3
        let width = sheet.textWidth
        let lines = sets.reduce(0) { $0 + $1.lines.count }
        strips.append(
            Strip(piece: Piece(height: height, gap: 8, lines: lines)) { drawing, x, y, _ in
                cairo_set_source_rgb(drawing, 0.72, 0, 0)
                cairo_set_line_width(drawing, 1.2)
                cairo_rectangle(drawing, x, y, width, height)
                cairo_stroke(drawing)
                cairo_set_source_rgb(drawing, 0, 0, 0)
                var top = y + padding
                for set in sets {
                    set.draw(0..<set.lines.count, x: x + padding, y: top, on: drawing)
                    top += set.height + 3
                }
            })
    }
}
