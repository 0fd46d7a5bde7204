// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework

extension Judge {
    /// The words of sellers that `pages` use in their own name, each as it is written, the variants
    /// first, then the most frequent.
    ///
    /// - Complexity: O(*n*) in the length of the pages, as judging is.
    package func terms(on pages: [PageRecord]) -> [SellingTerm] {
        var found: [SellingTerm] = []
        var known: [Key: Int] = [:]
        for page in pages {
            let text = [page.title, page.text, page.hiddenText].joined(separator: "\n")
            let reading = reading(
                Page(text: text, address: page.address), host: page.address.host, name: nil)
            for (index, field) in reading.fields.enumerated() where field.name == .text {
                for (list, hits) in zip(lexicon.lists, field.words)
                where list.spoken || list.contact {
                    for hit in hits {
                        let place = Reading.Place(field: index, hit: hit)
                        guard !list.spoken || reading.stances[place] == .offer else { continue }
                        let term = term(hit, in: field, list, page.address)
                        let key = Key(written: term.written, word: term.word)
                        if let position = known[key] {
                            found[position].count += 1
                        } else {
                            known[key] = found.count
                            found.append(term)
                        }
                    }
                }
            }
        }
        return found.enumerated().sorted { a, b in
            (a.element.isVariant ? 0 : 1, -a.element.count, a.offset)
                < (b.element.isVariant ? 0 : 1, -b.element.count, b.offset)
        }.map(\.element)
    }

    private struct Key: Hashable {
        var written: String
        var word: String
    }

    private func term(
        _ hit: Reading.Hit, in field: Reading.Field, _ list: WordList, _ address: WebAddress
    ) -> SellingTerm {
        let bytes = field.placed.bytes
        let place = field.folded.textRange(of: hit.range)
        let block = field.folded.textRange(of: field.folded.block(at: hit.range.lowerBound))
        func text(_ range: Range<Int>) -> String {
            String(decoding: bytes[range], as: UTF8.self)
        }
        let word = String(
            String.UnicodeScalarView(
                lexicon.phrases[hit.phrase].compactMap(Unicode.Scalar.init)))
        return SellingTerm(
            written: text(place), word: word, meaning: list.title,
            before: String(
                text(min(block.lowerBound, place.lowerBound)..<place.lowerBound).suffix(20)),
            after: String(
                text(place.upperBound..<max(block.upperBound, place.upperBound)).prefix(20)),
            page: address, count: 1)
    }
}
