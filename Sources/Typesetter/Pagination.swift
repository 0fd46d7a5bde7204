// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// What page breaks are chosen by: one piece that no break parts.
struct Piece: Sendable, Hashable {
    /// In points, without what stands before it.
    var height: Double
    /// The gap before it; none at the top of a page.
    var gap: Double = 0
    /// How many lines of text are in it.
    var lines: Int
    /// Whether what follows must stand on the same page.
    var keepsWithNext = false
    /// The height of what is repeated above it at the top of a page: a table's heading.
    var repeated: Double = 0
}

/// Where pages end.
enum Pagination {
    /// The fewest lines of text that the last page holds, if there is another.
    static let lastLines = 4

    /// The pieces of each page, in order and without gaps; each page holds at least one.
    ///
    /// A piece that is higher than a page has a page of its own.
    ///
    /// - Complexity: O(*n*).
    static func pages(of pieces: [Piece], height: Double) -> [Range<Int>] {
        var pages: [Range<Int>] = []
        var start = 0
        while start < pieces.count {
            var end = start
            var used = 0.0
            while end < pieces.count {
                let piece = pieces[end]
                let above = end == start ? piece.repeated : piece.gap
                guard used + above + piece.height <= height || end == start else { break }
                used += above + piece.height
                end += 1
            }
            if end < pieces.count { end = breakPoint(atMost: end, after: start, in: pieces) }
            pages.append(start..<end)
            start = end
        }
        fillLast(&pages, pieces, height)
        return pages
    }

    /// The last place up to `end` at which a page may end.
    private static func breakPoint(atMost end: Int, after start: Int, in pieces: [Piece]) -> Int {
        var place = end
        while place > start + 1, pieces[place - 1].keepsWithNext { place -= 1 }
        // If all of a page must stay together, it cannot.
        return pieces[place - 1].keepsWithNext ? end : place
    }

    /// Moves pieces from the last page but one to the last, so that it holds more than a line.
    private static func fillLast(_ pages: inout [Range<Int>], _ pieces: [Piece], _ height: Double) {
        guard pages.count > 1 else { return }
        let before = pages[pages.count - 2]
        let last = pages[pages.count - 1]
        var start = last.lowerBound
        func lines(_ range: Range<Int>) -> Int { pieces[range].reduce(0) { $0 + $1.lines } }
        while lines(start..<last.upperBound) < lastLines {
            var moved = start - 1
            while moved > before.lowerBound, pieces[moved - 1].keepsWithNext { moved -= 1 }
            guard moved > before.lowerBound, lines(before.lowerBound..<moved) >= lastLines,
                fits(pieces[moved..<last.upperBound], height)
            else { break }
            start = moved
        }
        pages[pages.count - 2] = before.lowerBound..<start
        pages[pages.count - 1] = start..<last.upperBound
    }

    private static func fits(_ pieces: ArraySlice<Piece>, _ height: Double) -> Bool {
        guard let first = pieces.first else { return true }
        let used = pieces.dropFirst().reduce(first.repeated + first.height) {
            $0 + $1.gap + $1.height
        }
        return used <= height
    }
}
