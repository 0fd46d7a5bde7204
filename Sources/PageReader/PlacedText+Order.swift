// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework

// The order in which a reader sees what a page writes in another one: backwards, or down the page.

extension PlacedText {
    /// Turns `range`, which lies within one block, around, character by character.
    ///
    /// Every character keeps its place in the source, so the runs of the stretch are no longer in
    /// the order of the source.
    ///
    /// - Complexity: O(*n*) in the length of the range and of what follows it.
    mutating func reverse(_ range: Range<Int>) {
        guard range.count > 1 else { return }
        // Units of the stretch in their old order: a character, or what a reference stands for.
        var units: [(bytes: Range<Int>, run: Run?)] = []
        var firstRun = firstIndex(from: range.lowerBound)
        if firstRun > 0,
            runs[firstRun - 1].textStart + length(of: runs[firstRun - 1]) > range.lowerBound
        {
            firstRun -= 1
        }
        let lastRun = firstIndex(from: range.upperBound) - 1
        var kept: [Run] = []
        if firstRun <= lastRun {
            var cursor = range.lowerBound
            func plain(to end: Int) {
                while cursor < end {
                    let next = min(end, cursor + sequenceLength(bytes[cursor]))
                    units.append((cursor..<next, nil))
                    cursor = next
                }
            }
            for run in runs[firstRun...lastRun] {
                let runEnd = run.textStart + length(of: run)
                plain(to: min(run.textStart, range.upperBound))
                if run.textStart < range.lowerBound {
                    kept.append(part(of: run, run.textStart..<range.lowerBound))
                }
                if !run.isVerbatim {
                    let end = min(runEnd, range.upperBound)
                    units.append((cursor..<end, run))
                    cursor = end
                    continue
                }
                while cursor < min(runEnd, range.upperBound) {
                    let next = min(
                        runEnd, range.upperBound, cursor + sequenceLength(bytes[cursor]))
                    units.append((cursor..<next, part(of: run, cursor..<next)))
                    cursor = next
                }
            }
            plain(to: range.upperBound)
            var offset = range.lowerBound
            var turned: [UInt8] = []
            turned.reserveCapacity(range.count)
            for unit in units.reversed() {
                if var run = unit.run {
                    run.textStart = offset
                    kept.append(run)
                }
                turned.append(contentsOf: bytes[unit.bytes])
                offset += unit.bytes.count
            }
            let tail = runs[lastRun]
            let tailEnd = tail.textStart + length(of: tail)
            if tail.isVerbatim, tailEnd > range.upperBound {
                kept.append(part(of: tail, range.upperBound..<tailEnd))
            }
            runs.replaceSubrange(firstRun...lastRun, with: kept)
            bytes.replaceSubrange(range, with: turned)
        }
    }

    /// The index of the first run that begins at or after `offset` of the text.
    private func firstIndex(from offset: Int) -> Int {
        var low = 0
        var high = runs.count
        while low < high {
            let middle = (low + high) / 2
            if runs[middle].textStart < offset { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private func part(of run: Run, _ range: Range<Int>) -> Run {
        Run(
            textStart: range.lowerBound,
            sourceStart: run.sourceStart + (run.isVerbatim ? range.lowerBound - run.textStart : 0),
            sourceLength: run.isVerbatim ? range.count : run.sourceLength,
            isVerbatim: run.isVerbatim)
    }

    /// How many bytes of the text `run` holds: what a reference stands for is one character.
    private func length(of run: Run) -> Int {
        run.isVerbatim
            ? run.sourceLength
            : run.textStart < bytes.count ? sequenceLength(bytes[run.textStart]) : 0
    }

    /// Puts what stands between a right-to-left override (U+202E) and its end into the order in
    /// which it is shown.
    mutating func applyOverrides() {
        var from = 0
        for _ in 0..<1_000 {
            guard
                let hit = bytes.withUnsafeBufferPointer({ $0.find("\u{202E}", from: from) })
            else { return }
            let start = hit + 3
            let next = block(at: hit) + 1
            var end = next < blocks.count ? blocks[next] - 1 : bytes.count
            bytes.withUnsafeBufferPointer {
                end = $0.find("\u{202C}", from: start, to: end) ?? end
            }
            if start < end, end - start <= Self.reversalLimit { reverse(start..<end) }
            from = max(start, end)
        }
    }

    /// The longest stretch that is turned around: 64 KiB.
    static let reversalLimit = 64 * 1024

    /// Joins lines of one character each, in which a page writes down the page, to words.
    ///
    /// A page that has four such lines in a row writes so; then two in a row are a word as well.
    ///
    /// - Complexity: O(*n*) in the length of the text.
    mutating func joinColumns() {
        guard blocks.count >= 4 else { return }
        var kinds = [UInt8](repeating: 0, count: blocks.count)
        var longest = 0
        var row = 0
        for index in blocks.indices {
            kinds[index] = loneCharacter(inBlock: index)
            row = kinds[index] == 2 ? row + 1 : 0
            longest = max(longest, row)
        }
        guard longest >= 4 else { return }

        // The line ends that go, by offset.
        var dropped: [Int] = []
        var start = 0
        while start < blocks.count {
            guard kinds[start] > 0 else {
                start += 1
                continue
            }
            var end = start
            var hanzi = 0
            while end < blocks.count, kinds[end] > 0 {
                if kinds[end] == 2 { hanzi += 1 }
                end += 1
            }
            if end - start > 1, hanzi * 2 > end - start {
                dropped += blocks[(start + 1)..<end].map { $0 - 1 }
            }
            start = end
        }
        remove(at: dropped)
    }

    /// 2 if the block is a single hanzi, 1 if it is a single letter or digit, else 0.
    private func loneCharacter(inBlock index: Int) -> UInt8 {
        let start = blocks[index]
        var end = index + 1 < blocks.count ? blocks[index + 1] - 1 : bytes.count
        while end > start, bytes[end - 1] == 0x20 { end -= 1 }
        guard end > start, end - start <= 4, sequenceLength(bytes[start]) == end - start else {
            return 0
        }
        if end - start == 1 { return isAlphanumeric(bytes[start]) ? 1 : 0 }
        // From U+3400 on: hanzi; before are marks and kana.
        return bytes[start] >= 0xE4 && bytes[start] < 0xED || bytes[start] == 0xF0
            || bytes[start] == 0xE3 && bytes[start + 1] >= 0x90 ? 2 : 0
    }

    /// Takes out the line ends at `offsets`, ascending, so that the blocks around each are one.
    private mutating func remove(at offsets: [Int]) {
        guard let first = offsets.first else { return }
        var output = Array(bytes[..<first])
        output.reserveCapacity(bytes.count)
        for (index, offset) in offsets.enumerated() {
            let end = index + 1 < offsets.count ? offsets[index + 1] : bytes.count
            output.append(contentsOf: bytes[(offset + 1)..<end])
        }
        bytes = output
        var gone = 0
        for index in runs.indices {
            while gone < offsets.count, offsets[gone] < runs[index].textStart { gone += 1 }
            runs[index].textStart -= gone
        }
        gone = 0
        var kept: [Int] = []
        for block in blocks {
            while gone < offsets.count, offsets[gone] < block - 1 { gone += 1 }
            if gone < offsets.count, offsets[gone] == block - 1 { continue }
            kept.append(block - gone)
        }
        blocks = kept
    }
}
