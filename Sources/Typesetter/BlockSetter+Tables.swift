// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import CPango
import Casework
import Packet

/// One cell of a row that is being set.
private struct Cell {
    var text: FormText
    var width: Double
    var part = Lettering.Part.cell
    var isShaded = false
}

extension BlockSetter {
    /// Inside a cell, in points.
    private static let padding = (side: 4.0, top: 3.0)
    /// A row that is higher is parted between its lines.
    private static let rowHeight = 150.0

    mutating func set(_ fields: [EvidenceForm.Field]) throws(TypesetterError) {
        let label = 126.0
        for (index, field) in fields.enumerated() {
            let value: FormText =
                switch field.content {
                case .value(let text), .absent(let text): text
                case .blank(let hint):
                    FormText("　　　　　　　　　　　　（") + .absent(hint.plain) + FormText("）")
                }
            try row(
                [
                    Cell(text: field.label, width: label, part: .label, isShaded: true),
                    Cell(text: value, width: sheet.textWidth - label),
                ], gap: index == 0 ? 6 : 0, heading: nil,
                // The first two and the last two rows stay together.
                staysWithNext: index == 0 && fields.count > 1)
        }
    }

    mutating func set(_ table: EvidenceForm.Table) throws(TypesetterError) {
        guard !table.rows.isEmpty else { return try lines(table.none, as: .body, gap: 5) }
        let total = table.columns.reduce(0) { $0 + $1.share }
        let widths = table.columns.map { $0.share / total * sheet.textWidth }
        let first = strips.count
        try row(
            zip(table.columns, widths).map { column, width in
                Cell(text: column.title, width: width, part: .label, isShaded: true)
            }, gap: 6, heading: nil, staysWithNext: true)
        for index in first..<strips.count { strips[index].piece.keepsWithNext = true }
        // A heading of one strip only is repeated; titles of columns are short.
        let heading = strips.count == first + 1 ? Strip.Heading(strips[first]) : nil
        for cells in table.rows {
            try row(
                zip(cells, widths).map { Cell(text: $0, width: $1) }, gap: 0, heading: heading,
                staysWithNext: false)
        }
        if let more = table.more { try lines(more, as: .cell, gap: 3) }
    }

    mutating func set(_ signatures: [EvidenceForm.Signature]) throws(TypesetterError) {
        // What is signed must not stand alone on a page of names.
        if !strips.isEmpty { strips[strips.count - 1].piece.keepsWithNext = true }
        let widths = [84, 150, 0, 110].map(Double.init)
        let rest = sheet.textWidth - widths.reduce(0, +)
        for (index, signature) in signatures.enumerated() {
            let printed = signature.person.map { FormText($0.shown) } ?? .absent("姓名、执法证号：")
            let before = strips.count
            try row(
                [
                    Cell(text: signature.role, width: widths[0], part: .label, isShaded: true),
                    Cell(text: .lines([printed, signature.note]), width: widths[1]),
                    Cell(text: "签名：", width: rest),
                    Cell(text: "　　　　年　　月　　日", width: widths[3]),
                ], gap: index == 0 ? 10 : 0, heading: nil,
                staysWithNext: index < signatures.count - 1, leastHeight: 34)
            // So that a page holds something of what is signed, not only names.
            for strip in before..<strips.count { strips[strip].piece.lines = 0 }
        }
    }

    /// A row of cells in frames, in slices if it is high.
    private mutating func row(
        _ cells: [Cell], gap: Double, heading: Strip.Heading?, staysWithNext: Bool,
        leastHeight: Double = 0
    ) throws(TypesetterError) {
        var sets: [SetText] = []
        for cell in cells {
            sets.append(
                try SetText(
                    cell.text, as: cell.part, width: max(8, cell.width - 2 * Self.padding.side),
                    in: lettering))
        }
        var taken = sets.map { _ in 0 }
        var isFirst = true
        repeat {
            var slice: [Range<Int>] = []
            var height = 0.0
            for (index, set) in sets.enumerated() {
                var end = taken[index]
                var used = 0.0
                while end < set.lines.count,
                    used + set.lines[end].height <= Self.rowHeight || end == taken[index]
                {
                    used += set.lines[end].height
                    end += 1
                }
                slice.append(taken[index]..<end)
                taken[index] = end
                height = max(height, used)
            }
            let isLast = zip(sets, taken).allSatisfy { $0.lines.count == $1 }
            // A slice goes on where the one above it ended.
            let above = isFirst ? Self.padding.top : 0
            let tall = max(height + above + (isLast ? Self.padding.top : 0), leastHeight)
            strips.append(
                Strip(
                    piece: Piece(
                        height: tall, gap: isFirst ? gap : 0,
                        lines: slice.map(\.count).max() ?? 0,
                        keepsWithNext: isLast && staysWithNext,
                        repeated: heading?.piece.height ?? 0),
                    heading: heading,
                    draw: Self.drawing(cells, sets, slice, tall, isFirst: isFirst, isLast: isLast)))
            isFirst = false
        } while zip(sets, taken).contains { $0.lines.count > $1 }
    }

    /// Draws a slice of a row: frames at its sides, and above and below where the row or page ends.
    private static func drawing(
        _ cells: [Cell], _ sets: [SetText], _ slice: [Range<Int>], _ height: Double, isFirst: Bool,
        isLast: Bool
    ) -> (OpaquePointer, Double, Double, Strip.Place) -> Void {
        { drawing, left, y, place in
            var x = left
            for (index, cell) in cells.enumerated() {
                if cell.isShaded {
                    cairo_set_source_rgb(drawing, 0.94, 0.94, 0.94)
                    cairo_rectangle(drawing, x, y, cell.width, height)
                    cairo_fill(drawing)
                }
                cairo_set_source_rgb(drawing, 0, 0, 0)
                sets[index].draw(
                    slice[index], x: x + padding.side, y: y + (isFirst ? padding.top : 0),
                    on: drawing)
                cairo_set_source_rgb(drawing, 0.3, 0.3, 0.3)
                cairo_set_line_width(drawing, 0.5)
                for edge in [x, x + cell.width] {
                    cairo_move_to(drawing, edge, y)
                    cairo_line_to(drawing, edge, y + height)
                }
                if isFirst || place.isTop {
                    cairo_move_to(drawing, x, y)
                    cairo_line_to(drawing, x + cell.width, y)
                }
                if isLast || place.isEnd {
                    cairo_move_to(drawing, x, y + height)
                    cairo_line_to(drawing, x + cell.width, y + height)
                }
                cairo_stroke(drawing)
                x += cell.width
            }
            cairo_set_source_rgb(drawing, 0, 0, 0)
        }
    }
}
