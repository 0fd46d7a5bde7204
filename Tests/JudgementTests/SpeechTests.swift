// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Testing

@testable import Judgement

struct SpeechTests {
    private static let rules = RuleSet(
        digest: "",
        lists: [
            WordList(id: "sale", words: ["免考", "官网可查"], unless: ["避免考"], spoken: true),
            WordList(id: "contact", words: ["微信"], account: true, contact: true),
        ],
        variants: Variants(entries: [
            Variants.Entry(of: "免", strong: "兔"), Variants.Entry(of: "证", weak: "正"),
        ]),
        speech: Speech(
            cues: [
                Cue(stance: .negated, side: .before, reach: 40, words: ["严禁", "谨防"]),
                Cue(stance: .negated, side: .after, reach: 40, words: ["均为骗局"]),
                Cue(stance: .attributed, side: .before, reach: 40, words: ["记者"]),
                Cue(stance: .questioned, side: .near, reach: 40, words: ["真的吗"]),
            ], turns: ["本站"], frame: [], frameCount: 9),
        rules: [], scoring: Scoring(curve: [], levels: [:]))

    private func stance(_ text: String) throws -> Stance? {
        let page = Page(text: text, address: try WebAddress("http://page.example/"))
        let reading = Reading(
            page, host: "page.example", opinion: nil,
            lexicon: CompiledLexicon(rules: Self.rules, sites: []), sites: [], references: [],
            speech: Self.rules.speech)
        return reading.stances.min { $0.key.hit.range.lowerBound < $1.key.hit.range.lowerBound }?
            .value
    }

    @Test(arguments: [
        ("操作证免考", Stance.offer),
        ("操作证兔考", .offer),
        ("严禁宣传免考", .negated),
        ("凡称免考者均为骗局", .negated),
        ("严禁造假。操作证免考", .offer),
        ("谨防假证,本站免考", .offer),
        ("记者见到免考广告", .attributed),
        ("墙上写着“免考”二字", .quoted),
        ("“免考”加微信:abc123", .offer),
        ("都说免考。真的吗?", .questioned),
        ("免考真的吗?加微信:abc123", .offer),
    ])
    func `A cue governs its own phrase and no more`(text: String, expected: Stance) throws {
        #expect(try stance(text) == expected)
    }

    @Test func `A word inside another phrase is not said`() throws {
        #expect(try stance("避免考试作弊") == nil)
    }
}
