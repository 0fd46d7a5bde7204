// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

// What a text says, by a model that was learned from pages
//
// Sellers change their words faster than anybody lists them. The model knows some thousand pieces of
// text, one to four symbols long, and for each how much it speaks for a page of a kind: its weight.
// A page's number is the sum of the weights of the different pieces that stand on it, divided by the
// length of the page, so that a long page is not guilty for its length, plus what is true of all
// pages. The length is that of geometry: the square root of the sum of the squares of what the
// pieces count, where a rare piece counts more than a common one, and of a floor, so that a few words
// say little. The number is meant as bits: by how many doublings the text is likelier on such a page.
//
// Everything is counted in whole numbers, so that each machine gets the same, and any reader can do
// the sum again: `Rules/model.txt` holds all of it.

/// A linear model of what texts say, as `Rules/model.txt` gives it.
package struct TextModel: Sendable {
    /// What it tells apart, by name: `sale`.
    package let heads: [String]
    /// What is added on every page, for each head, in hundredths of a bit.
    package let biases: [Int]
    /// What every page counts for its length, beside its pieces.
    package let floor: Int
    /// The pieces of text, as ``ModelSymbols`` writes them.
    package let pieces: [[UInt32]]
    /// How much each piece counts for a page's length: more if it is rare.
    let sizes: [Int32]
    /// For each piece, its weight for each head, in hundredths of a bit.
    let weights: [Int32]

    /// - Parameters:
    ///   - floor: what every page counts for its length, beside its pieces.
    ///   - pieces: different pieces of text, none empty.
    ///   - sizes: how much each counts for a page's length.
    ///   - weights: for each piece its weights, in the order of `heads`.
    package init(
        heads: [String], biases: [Int], floor: Int = 0, pieces: [[UInt32]], sizes: [Int32],
        weights: [Int32]
    ) {
        precondition(biases.count == heads.count && sizes.count == pieces.count)
        precondition(weights.count == pieces.count * heads.count)
        self.heads = heads
        self.biases = biases
        self.floor = floor
        self.pieces = pieces
        self.sizes = sizes
        self.weights = weights
    }
}

/// A model with what finds its pieces.
struct CompiledModel: Sendable {
    let model: TextModel
    private let matcher: PhraseMatcher

    init(_ model: TextModel) {
        self.model = model
        matcher = PhraseMatcher(phrases: model.pieces)
    }

    /// What the model makes of one page.
    struct Opinion: Sendable {
        /// For each head, in hundredths of a bit.
        var numbers: [Int]
        /// For each head, the sentence that speaks most for it, and the one that speaks most
        /// against it.
        var most: [Sentence?]
        var least: [Sentence?]
        /// The different pieces that stand on the page.
        var found: [Int32]
        /// A thousand times the page's length.
        var length: Int
    }

    /// A sentence of one field.
    struct Sentence: Sendable {
        var field: Int
        /// Folded characters.
        var range: Range<Int>
        /// The sum of the weights of the pieces that end in it.
        var weight: Int
    }

    /// Reads the texts of one page.
    ///
    /// - Parameter texts: each with the index of its field.
    /// - Complexity: O(*n*) in the number of symbols.
    func read(_ texts: [(field: Int, folded: FoldedText, symbols: ModelSymbols)]) -> Opinion {
        let count = model.heads.count
        var isFound = [Bool](repeating: false, count: model.pieces.count)
        var opinion = Opinion(
            numbers: model.biases, most: Array(repeating: nil, count: count),
            least: Array(repeating: nil, count: count), found: [], length: 0)
        for (field, folded, symbols) in texts {
            var sums = [Int](repeating: 0, count: count)
            var start = 0
            var end = 0
            func close(at next: Int) {
                defer {
                    start = next
                    for head in sums.indices { sums[head] = 0 }
                }
                guard next > start else { return }
                let from = Int(symbols.starts[start])
                let to =
                    next < symbols.starts.count
                    ? Int(symbols.starts[next]) : folded.scalars.count
                for head in sums.indices {
                    let sentence = Sentence(field: field, range: from..<to, weight: sums[head])
                    if sums[head] > opinion.most[head]?.weight ?? 0 {
                        opinion.most[head] = sentence
                    } else if sums[head] < opinion.least[head]?.weight ?? 0 {
                        opinion.least[head] = sentence
                    }
                }
            }
            let stops = symbols.symbols.indices.filter { Self.ends(symbols.symbols[$0]) }
            matcher.forEachHit(in: symbols.symbols) { piece, first in
                let last = first + model.pieces[piece].count - 1
                while end < stops.count, stops[end] < last {
                    close(at: stops[end] + 1)
                    end += 1
                }
                for head in 0..<count { sums[head] += Int(model.weights[piece * count + head]) }
                if !isFound[piece] {
                    isFound[piece] = true
                    opinion.found.append(Int32(truncatingIfNeeded: piece))
                }
            }
            close(at: end < stops.count ? stops[end] + 1 : symbols.symbols.count)
        }
        opinion.length = Self.root(
            of: opinion.found.reduce(model.floor * model.floor) { sum, piece in
                sum + Int(model.sizes[Int(piece)]) * Int(model.sizes[Int(piece)])
            })
        for head in 0..<count where opinion.length > 0 {
            let sum = opinion.found.reduce(0) { $0 + Int(model.weights[Int($1) * count + head]) }
            opinion.numbers[head] += sum * Self.scale / opinion.length
        }
        return opinion
    }

    /// The pieces on the page that weigh most for `head`, or against it, heaviest first.
    func strongest(
        _ opinion: Opinion, head: Int, against: Bool, limit: Int
    ) -> [(text: String, hundredths: Int)] {
        // Few of many, and asked for by several rules: no sorting of all.
        var best: [(weight: Int, piece: Int)] = []
        for piece in opinion.found {
            let weight = Int(model.weights[Int(piece) * model.heads.count + head])
            let entry = (weight: against ? weight : -weight, piece: Int(piece))
            guard entry.weight < 0, best.count < limit || entry < best[best.count - 1] else {
                continue
            }
            best.insert(entry, at: best.firstIndex { entry < $0 } ?? best.count)
            if best.count > limit { best.removeLast() }
        }
        return best.map { weight, piece in
            (
                ModelSymbols.text(of: model.pieces[piece]),
                (against ? weight : -weight) * Self.scale / max(1, opinion.length)
            )
        }
    }

    /// 。!?; and the end of a block.
    @inline(__always)
    private static func ends(_ symbol: UInt32) -> Bool {
        symbol == 0x3002 || symbol == 0x21 || symbol == 0x3F || symbol == 0x3B
            || symbol == FoldedText.boundary
    }

    /// The square root is taken to three decimals.
    private static let scale = 1000

    /// A thousand times the square root of `sum`, rounded down.
    private static func root(of sum: Int) -> Int {
        let square = sum * scale * scale
        // Newton's method, from above.
        var root = square
        var next = (root + 1) / 2
        while next < root {
            root = next
            next = (root + square / root) / 2
        }
        return root
    }
}
