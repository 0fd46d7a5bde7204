// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Wording

// What the learned model says of a page, as evidence: the sentence that speaks most for it is quoted,
// and the pieces that weighed most are named with what each added.

extension Reading {
    /// The parts of a page that a ``TextModel`` reads: what tells a person something.
    static let modelFields: [FieldName] = [.title, .text, .hidden, .hint, .meta, .data]
    /// How many pieces a finding names.
    private static let namedPieces = 6

    /// The texts that a model reads.
    func modelTexts() -> [(field: Int, folded: FoldedText, symbols: ModelSymbols)] {
        fields.enumerated().filter { Self.modelFields.contains($0.element.name) }.map {
            ($0.offset, $0.element.folded, lexicon.symbols($0.element.folded))
        }
    }

    /// The sentence that speaks most for what `test` asks, if the page's number is as it asks.
    func model(_ test: ModelTest) -> [Evidence]? {
        guard let (model, opinion) = learned,
            let head = model.model.heads.firstIndex(of: test.head),
            opinion.numbers[head] >= test.atLeast ?? Int.min,
            opinion.numbers[head] <= test.atMost ?? Int.max
        else { return nil }
        let isAgainst = test.atLeast == nil
        let sentence = isAgainst ? opinion.least[head] : opinion.most[head]
        var evidence =
            sentence.map { Evidence(field: $0.field, range: $0.range, key: "model") }
            ?? .structure("page", page.title.string, at: nil)
        evidence.note = RuleMessages.modelNote(
            opinion.numbers[head],
            model.strongest(
                opinion, head: head, against: isAgainst, limit: Self.namedPieces))
        return [evidence]
    }
}
