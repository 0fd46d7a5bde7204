// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// Finds many phrases at once in folded text: the Aho–Corasick automaton.
///
/// Characters that a rule treats alike count as one, a *column*, so that `兔考` and `免考` take the
/// same path and cost nothing more; ``Reading`` then looks at what really stood there. Only the root
/// has an entry for each column. All other states have their few edges and the failure link, so that
/// the whole stays in the processor's nearest cache: a full table would be a hundred times as large.
///
/// Source: A. V. Aho, M. J. Corasick, "Efficient string matching", CACM 18(6), 1975.
struct PhraseMatcher: Sendable {
    /// For each character of the basic plane its column; 0 for all that stand in no phrase.
    private let columns: [UInt16]
    private let beyond: [UInt32: UInt16]
    /// For each column, the state that it leads to from the root.
    private let root: [Int32]
    /// For each state, its first child; one more than there are states.
    private let firstChild: [Int32]
    /// For each state, the column that leads to it.
    private let entry: [UInt16]
    private let failure: [Int32]
    /// For each state, where its phrases begin in `outputs`; one more than there are states.
    private let firstOutput: [Int32]
    private let outputs: [Int32]
    private let lengths: [Int32]

    /// - Parameters:
    ///   - phrases: Folded characters; a phrase's index is its name. None may be empty.
    ///   - alike: For a character, the one that it counts as.
    init(phrases: some Collection<some Collection<UInt32>>, alike: [UInt32: UInt32] = [:]) {
        lengths = phrases.map { Int32($0.count) }
        var columnOf: [UInt32: UInt16] = [:]
        var columns = [UInt16](repeating: 0, count: 0x10000)
        var beyond: [UInt32: UInt16] = [:]
        func assign(_ scalar: UInt32, _ column: UInt16) {
            if scalar < 0x10000 { columns[Int(scalar)] = column } else { beyond[scalar] = column }
        }
        for phrase in phrases {
            for scalar in phrase where scalar >= 0x10000 || columns[Int(scalar)] == 0 {
                let head = alike[scalar] ?? scalar
                let column = columnOf[head] ?? UInt16(columnOf.count + 1)
                columnOf[head] = column
                assign(scalar, column)
            }
        }
        for (head, column) in columnOf { assign(head, column) }
        for (scalar, head) in alike {
            if let column = columnOf[head] { assign(scalar, column) }
        }
        self.columns = columns
        self.beyond = beyond

        func column(_ scalar: UInt32) -> UInt16 {
            scalar < 0x10000 ? columns[Int(scalar)] : beyond[scalar] ?? 0
        }
        var trie = Trie(columns: columnOf.count + 1, phrases: lengths.count)
        for (index, phrase) in phrases.enumerated() {
            trie.add(phrase.lazy.map(column), as: Int32(index))
        }
        let order = trie.breadthFirst()
        var place = [Int32](repeating: 0, count: order.count)
        for (state, made) in order.enumerated() { place[Int(made)] = Int32(state) }
        let root = trie.root.map { place[Int($0)] }
        let entry = order.map { trie.column[Int($0)] }
        var firstChild: [Int32] = [1]
        firstChild.reserveCapacity(order.count + 1)
        var children: Int32 = 1
        for made in order {
            children += trie.childCount(Int(made))
            firstChild.append(children)
        }

        // The state of each one's longest proper suffix; shallower ones are known before.
        var failure = [Int32](repeating: 0, count: order.count)
        for state in 1..<max(1, order.count) {
            for child in Int(firstChild[state])..<Int(firstChild[state + 1]) {
                failure[child] = Int32(
                    Self.next(
                        from: Int(failure[state]), by: entry[child], root, firstChild, entry,
                        failure))
            }
        }

        var firstOutput: [Int32] = [0]
        var outputs: [Int32] = []
        firstOutput.reserveCapacity(order.count + 1)
        for state in order.indices {
            var suffix = state
            while suffix != 0 {
                outputs += trie.ending(in: Int(order[suffix]))
                suffix = Int(failure[suffix])
            }
            firstOutput.append(Int32(outputs.count))
        }
        (self.root, self.entry, self.firstChild, self.failure) = (root, entry, firstChild, failure)
        (self.firstOutput, self.outputs) = (firstOutput, outputs)
    }

    /// The phrases as a tree of columns, and what ends where.
    ///
    /// Its states are linked through a few arrays, because an array of its own for each would take
    /// several times the memory of the whole.
    private struct Trie {
        /// The states that one column leads to; all others have few children, which are searched.
        private(set) var root: [Int32]
        /// For each state, its first child, its next sibling and the column that leads to it.
        private var child: [Int32] = [0]
        private var sibling: [Int32] = [0]
        private(set) var column: [UInt16] = [0]
        /// For each state, the last phrase that ends there; for each phrase, the one before it.
        private var ending: [Int32] = [-1]
        private var endingBefore: [Int32]

        init(columns: Int, phrases: Int) {
            root = Array(repeating: 0, count: columns)
            endingBefore = Array(repeating: -1, count: phrases)
        }

        private func next(_ state: Int32, _ column: UInt16) -> Int32 {
            guard state != 0 else { return root[Int(column)] }
            var child = child[Int(state)]
            while child != 0, self.column[Int(child)] != column { child = sibling[Int(child)] }
            return child
        }

        mutating func add(_ columns: some Sequence<UInt16>, as phrase: Int32) {
            var state: Int32 = 0
            for column in columns {
                var next = next(state, column)
                if next == 0 {
                    next = Int32(child.count)
                    child.append(0)
                    sibling.append(state == 0 ? 0 : child[Int(state)])
                    self.column.append(column)
                    ending.append(-1)
                    if state == 0 { root[Int(column)] = next } else { child[Int(state)] = next }
                }
                state = next
            }
            endingBefore[Int(phrase)] = ending[Int(state)]
            ending[Int(state)] = phrase
        }

        private func forEachChild(of state: Int32, _ body: (Int32) -> Void) {
            var next = child[Int(state)]
            while next != 0 {
                body(next)
                next = sibling[Int(next)]
            }
        }

        func childCount(_ state: Int) -> Int32 {
            guard state != 0 else { return Int32(root.count { $0 != 0 }) }
            var count: Int32 = 0
            forEachChild(of: Int32(state)) { _ in count += 1 }
            return count
        }

        /// All states, the root first, the children of each together and by column.
        func breadthFirst() -> [Int32] {
            var order: [Int32] = [0]
            order.reserveCapacity(child.count)
            order += root.filter { $0 != 0 }
            var head = 1
            while head < order.count {
                let begin = order.count
                forEachChild(of: order[head]) { order.append($0) }
                order[begin...].sort { column[Int($0)] < column[Int($1)] }
                head += 1
            }
            return order
        }

        /// The phrases that end in `state`, in the order in which they were added.
        func ending(in state: Int) -> [Int32] {
            var phrases: [Int32] = []
            var phrase = ending[state]
            while phrase >= 0 {
                phrases.append(phrase)
                phrase = endingBefore[Int(phrase)]
            }
            return phrases.reversed()
        }
    }

    /// Calls `found` with each phrase that stands in `scalars` and the place where it begins, in
    /// the order of their ends.
    ///
    /// - Complexity: O(*n*) and the number of hits.
    func forEachHit(in scalars: [UInt32], _ found: (_ phrase: Int, _ start: Int) -> Void) {
        guard !lengths.isEmpty else { return }
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
                        state = next(from: state, by: column)
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

    @inline(__always)
    private func next(from state: Int, by column: UInt16) -> Int {
        Self.next(from: state, by: column, root, firstChild, entry, failure)
    }

    @inline(__always)
    private static func next(
        from state: Int, by column: UInt16, _ root: [Int32], _ firstChild: [Int32],
        _ entry: [UInt16], _ failure: [Int32]
    ) -> Int {
        var state = state
        while state != 0 {
            var low = Int(firstChild[state])
            var high = Int(firstChild[state + 1])
            // Most states have a child or two; near the root of a model some have hundreds.
            while high - low > 8 {
                let middle = (low + high) / 2
                if entry[middle] <= column { low = middle } else { high = middle }
            }
            for child in low..<high where entry[child] == column {
                return child
            }
            state = Int(failure[state])
        }
        return Int(root[Int(column)])
    }
}
