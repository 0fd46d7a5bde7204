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
    /// For each state, where its edges begin in `edges`; one more than there are states.
    private let firstEdge: [Int32]
    private let edges: [Edge]
    private let failure: [Int32]
    /// For each state, where its phrases begin in `outputs`; one more than there are states.
    private let firstOutput: [Int32]
    private let outputs: [Int32]
    private let lengths: [Int32]

    private struct Edge {
        var column: UInt16
        var target: Int32
    }

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

        var trie = Trie()
        for (index, phrase) in phrases.enumerated() {
            trie.add(phrase.map { columnOf[alike[$0] ?? $0] ?? 0 }, as: Int32(index))
        }
        failure = trie.link()
        root = (0...columnOf.count).map { trie.root[UInt16($0)] ?? 0 }
        var firstEdge: [Int32] = [0]
        var edges: [Edge] = []
        for children in trie.children {
            edges += children
            firstEdge.append(Int32(edges.count))
        }
        self.firstEdge = firstEdge
        self.edges = edges
        var firstOutput: [Int32] = [0]
        for list in trie.ending {
            firstOutput.append(firstOutput[firstOutput.count - 1] + Int32(list.count))
        }
        self.firstOutput = firstOutput
        outputs = Array(trie.ending.joined())
    }

    /// The phrases as a tree of columns, and what ends where.
    private struct Trie {
        /// The states that one column leads to; all other states have few edges, which are searched.
        var root: [UInt16: Int32] = [:]
        var children: [[Edge]] = [[]]
        var ending: [[Int32]] = [[]]

        func next(_ state: Int, _ column: UInt16) -> Int32? {
            state == 0
                ? root[column] : children[state].first { $0.column == column }.map(\.target)
        }

        mutating func add(_ columns: [UInt16], as phrase: Int32) {
            var state = 0
            for column in columns {
                if let next = next(state, column) {
                    state = Int(next)
                    continue
                }
                let made = children.count
                if state == 0 {
                    root[column] = Int32(made)
                } else {
                    children[state].append(Edge(column: column, target: Int32(made)))
                }
                children.append([])
                ending.append([])
                state = made
            }
            ending[state].append(phrase)
        }

        /// For each state, the state of its longest proper suffix; its phrases end there too.
        mutating func link() -> [Int32] {
            var failure = [Int32](repeating: 0, count: children.count)
            var queue = root.values.sorted()
            var head = 0
            while head < queue.count {
                let state = Int(queue[head])
                head += 1
                let suffix = Int(failure[state])
                if !ending[suffix].isEmpty { ending[state] += ending[suffix] }
                for edge in children[state] {
                    var fallback = suffix
                    while fallback != 0, next(fallback, edge.column) == nil {
                        fallback = Int(failure[fallback])
                    }
                    failure[Int(edge.target)] = next(fallback, edge.column) ?? 0
                    queue.append(edge.target)
                }
            }
            return failure
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
        var state = state
        while state != 0 {
            for index in Int(firstEdge[state])..<Int(firstEdge[state + 1])
            where edges[index].column == column {
                return Int(edges[index].target)
            }
            state = Int(failure[state])
        }
        return Int(root[Int(column)])
    }
}
