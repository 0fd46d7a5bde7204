// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// Text taken from a page, each part of which knows its place in the decoded source.
///
/// The text is UTF-8, white space collapsed. ``runs`` say which bytes of the source each stretch
/// came from, so that a finding can quote the page and point to the place; ``blocks`` say where a
/// reader sees a new paragraph, cell or line.
package struct PlacedText: Sendable, Hashable {
    package var bytes: [UInt8]
    /// In ascending order of `textStart`; of `sourceStart` too, but for what is shown backwards
    /// or comes from a style sheet.
    package var runs: [Run]
    /// Byte offsets in ``bytes`` at which a new block begins, ascending; the first is 0.
    package var blocks: [Int]

    package init(bytes: [UInt8] = [], runs: [Run] = [], blocks: [Int] = []) {
        self.bytes = bytes
        self.runs = runs
        self.blocks = blocks
    }

    /// A text that stands in no source, such as a header's value: every byte is its own place.
    package init(_ text: String) {
        bytes = Array(text.utf8)
        runs = [Run(textStart: 0, sourceStart: 0, sourceLength: bytes.count, isVerbatim: true)]
        blocks = [0]
    }

    package var string: String { String(decoding: bytes, as: UTF8.self) }

    /// A stretch of text and the bytes of the decoded source that it came from.
    package struct Run: Sendable, Hashable {
        package var textStart: Int
        package var sourceStart: Int
        package var sourceLength: Int
        /// Whether the bytes are the same in both: not so for `&amp;`, and for collapsed space.
        package var isVerbatim: Bool

        package init(textStart: Int, sourceStart: Int, sourceLength: Int, isVerbatim: Bool) {
            self.textStart = textStart
            self.sourceStart = sourceStart
            self.sourceLength = sourceLength
            self.isVerbatim = isVerbatim
        }
    }

    /// The bytes of the decoded source that hold `range` of the text.
    ///
    /// - Complexity: O(log *n*) in the number of runs.
    package func sourceRange(of range: Range<Int>) -> Range<Int> {
        guard !runs.isEmpty else { return range }
        let first = runs[runIndex(at: range.lowerBound)]
        let last = runs[runIndex(at: max(range.lowerBound, range.upperBound - 1))]
        let start =
            first.isVerbatim
            ? first.sourceStart
                + min(max(0, range.lowerBound - first.textStart), first.sourceLength)
            : first.sourceStart
        let end =
            last.isVerbatim
            ? last.sourceStart + min(max(0, range.upperBound - last.textStart), last.sourceLength)
            : last.sourceStart + last.sourceLength
        // What is shown backwards ends before it begins.
        if last.sourceStart < first.sourceStart {
            return last.sourceStart..<max(end, first.sourceStart + first.sourceLength)
        }
        return start..<max(start, end)
    }

    /// The index of the last run that begins at or before `offset`.
    private func runIndex(at offset: Int) -> Int {
        var low = 0
        var high = runs.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if runs[middle].textStart <= offset { low = middle } else { high = middle }
        }
        return low
    }

    /// The index in ``blocks`` of the block that holds `offset`.
    package func block(at offset: Int) -> Int {
        var low = 0
        var high = blocks.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if blocks[middle] <= offset { low = middle } else { high = middle }
        }
        return low
    }
}
