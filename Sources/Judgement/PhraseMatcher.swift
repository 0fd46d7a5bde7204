// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// Finds many phrases at once in folded text: the Aho–Corasick automaton as one dense table.
///
/// Characters that a rule treats alike share a column of the table, so that `兔考` and `免考` take
/// the same path and cost nothing more; ``Reading`` then looks at what really stood there.
///
/// Source: A. V. Aho, M. J. Corasick, "Efficient string matching", CACM 18(6), 1975.
struct PhraseMatcher: Sendable {
    /// For each character of the basic plane its column; 0 for all that stand in no phrase.
    private let columns: [UInt16]
    private let beyond: [UInt32: UInt16]
    private let width: Int
    /// `next[state * width + column]`.
    private let next: [Int32]
    /// For each state, where its phrases begin in `outputs`; one more than there are states.
    private let firstOutput: [Int32]
    private let outputs: [Int32]
    private let lengths: [Int32]

    /// - Parameters:
    ///   - phrases: Folded characters; a phrase's index is its name. None may be empty.
    ///   - alike: For a character, the one that it counts as.
    init(phrases: [[UInt32]], alike: [UInt32: UInt32] = [:]) {
        lengths = phrases.map { Int32($0.count) }
        var columnOf: [UInt32: UInt16] = [:]
        for scalar in phrases.joined() {
            let head = alike[scalar] ?? scalar
            if columnOf[head] == nil { columnOf[head] = UInt16(columnOf.count + 1) }
        }
        width = columnOf.count + 1
        var columns = [UInt16](repeating: 0, count: 0x10000)
        var beyond: [UInt32: UInt16] = [:]
        func assign(_ scalar: UInt32, _ column: UInt16) {
            if scalar < 0x10000 { columns[Int(scalar)] = column } else { beyond[scalar] = column }
        }
        for (head, column) in columnOf { assign(head, column) }
        for (scalar, head) in alike {
            if let column = columnOf[head] { assign(scalar, column) }
        }
        self.columns = columns
        self.beyond = beyond

        // The trie, then breadth first the failure links, folded into the table as it is filled.
        var next = [Int32](repeating: -1, count: width)
        var ending: [[Int32]] = [[]]
        for (index, phrase) in phrases.enumerated() {
            var state = 0
            for scalar in phrase {
                let cell = state * width + Int(columnOf[alike[scalar] ?? scalar] ?? 0)
                if next[cell] < 0 {
                    next[cell] = Int32(ending.count)
                    next.append(contentsOf: repeatElement(-1, count: width))
                    ending.append([])
                }
                state = Int(next[cell])
            }
            ending[state].append(Int32(index))
        }
        var failure = [Int](repeating: 0, count: ending.count)
        var queue: [Int] = []
        for column in 0..<width {
            if next[column] < 0 { next[column] = 0 } else { queue.append(Int(next[column])) }
        }
        var head = 0
        while head < queue.count {
            let state = queue[head]
            head += 1
            ending[state] += ending[failure[state]]
            for column in 0..<width {
                let cell = state * width + column
                let fallback = next[failure[state] * width + column]
                if next[cell] < 0 {
                    next[cell] = fallback
                } else {
                    failure[Int(next[cell])] = Int(fallback)
                    queue.append(Int(next[cell]))
                }
            }
        }
        self.next = next
        var first: [Int32] = [0]
        for list in ending { first.append(first[first.count - 1] + Int32(list.count)) }
        firstOutput = first
        outputs = Array(ending.joined())
    }

    /// Calls `found` with each phrase that stands in `scalars` and the place where it begins, in
    /// the order of their ends.
    ///
    /// - Complexity: O(*n*) and the number of hits.
    func forEachHit(in scalars: [UInt32], _ found: (_ phrase: Int, _ start: Int) -> Void) {
        guard !lengths.isEmpty else { return }
        next.withUnsafeBufferPointer { next in
            columns.withUnsafeBufferPointer { columns in
                firstOutput.withUnsafeBufferPointer { firstOutput in
                    scalars.withUnsafeBufferPointer { scalars in
                        var state = 0
                        for index in 0..<scalars.count {
                            let scalar = scalars[index]
                            let column =
                                scalar < 0x10000 ? columns[Int(scalar)] : beyond[scalar] ?? 0
                            // Most characters stand in no phrase.
                            if column == 0 {
                                state = 0
                                continue
                            }
                            state = Int(next[state &* width &+ Int(column)])
                            let from = Int(firstOutput[state])
                            let to = Int(firstOutput[state + 1])
                            guard from < to else { continue }
                            for output in outputs[from..<to] {
                                let phrase = Int(output)
                                found(phrase, index + 1 - Int(lengths[phrase]))
                            }
                        }
                    }
                }
            }
        }
    }
}
