// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Judgement

struct PhraseMatcherTests {
    private func scalars(_ text: String) -> [UInt32] { text.unicodeScalars.map(\.value) }

    @Test func `Phrases inside and across one another are all found`() {
        let phrases = ["he", "she", "his", "hers", "免考", "考直"].map(scalars)
        let matcher = PhraseMatcher(phrases: phrases)
        var found: [[Int]] = []

        matcher.forEachHit(in: scalars("ushers免考直")) { found.append([$0, $1]) }

        #expect(found.sorted { $0[0] < $1[0] } == [[0, 2], [1, 1], [3, 2], [4, 6], [5, 7]])
    }

    @Test func `It finds what a plain search finds`() {
        var random = SystemRandomNumberGenerator()
        let phrases = ["a", "ab", "bab", "bc", "bca", "c", "caa"].map(scalars)
        let matcher = PhraseMatcher(phrases: phrases)
        for _ in 0..<50 {
            let text = (0..<40).map { _ in UInt32.random(in: 97...99, using: &random) }
            var found: Set<[Int]> = []
            matcher.forEachHit(in: text) { found.insert([$0, $1]) }

            var expected: Set<[Int]> = []
            for (index, phrase) in phrases.enumerated() {
                for start in 0...(text.count - phrase.count)
                where text[start..<(start + phrase.count)].elementsEqual(phrase) {
                    expected.insert([index, start])
                }
            }
            #expect(found == expected)
        }
    }
}
