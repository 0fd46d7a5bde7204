// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Wording

// Shapes A and B: the words of an official host one after another, parted by dots or hyphens.

extension Explainer {
    func sequenceSigns(_ cut: CutHost, _ parts: HostParts, _ consider: (Sign?) -> Void) {
        for start in cut.tokens.indices where cut.tokens[start].word >= 0 {
            for official in lexicon.officials where official.tokens[0] == cut.tokens[start].word {
                consider(officialSequence(cut, official, from: start, parts))
            }
            consider(governmentSequence(cut, from: start, parts))
        }
    }

    /// Where `words` stand from token `start` on, or `nil` if they do not.
    private func stretch(
        _ cut: CutHost, _ words: ArraySlice<Int>, from start: Int
    ) -> (last: Int, onlyDots: Bool)? {
        guard start + words.count <= cut.tokens.count else { return nil }
        var onlyDots = true
        for (offset, word) in words.enumerated() {
            let token = cut.tokens[start + offset]
            guard token.word == word else { return nil }
            if offset > 0, !token.beginsLabel { onlyDots = false }
        }
        return (start + words.count - 1, onlyDots)
    }

    private func officialSequence(
        _ cut: CutHost, _ official: Lexicon.Official, from start: Int, _ parts: HostParts
    ) -> Sign? {
        let site = sites[official.site]
        // The whole official host, suffix included.
        if let (last, onlyDots) = stretch(cut, official.tokens[...], from: start) {
            let isRegistered = cut.tokens[last].label >= cut.registered
            if onlyDots, last == cut.tokens.count - 1 {
                // `my-chsi.com.cn`: the right suffix, and a word before the name.
                return Sign(
                    score: 60, shape: .combination, site: official.site,
                    why: [NameReasons.ownLabels(official.host, site.name)])
            }
            if onlyDots {
                return Sign(
                    score: 95, shape: .embedding, site: official.site,
                    why: [NameReasons.embedding(official.host, site.name)],
                    isRegistered: isRegistered)
            }
            return Sign(
                score: isRegistered ? 92 : 86, shape: .hyphen, site: official.site,
                why: [NameReasons.hyphenated(official.host, site.name)],
                isRegistered: isRegistered)
        }
        guard !parts.isForeignGovernment else { return nil }
        let own = official.tokens[..<official.ownCount]
        // With `gov`, but without `cn`.
        if official.isGovernment,
            let (last, onlyDots) = stretch(cut, own + [lexicon.government], from: start),
            cut.tokens[last].label <= cut.registered
        {
            return Sign(
                score: official.lefts.isEmpty ? 74 : 82, shape: onlyDots ? .embedding : .hyphen,
                site: official.site,
                why: [
                    NameReasons.brandAndGovernment(
                        lexicon.words[official.brand].text, site.name)
                ],
                isRegistered: cut.tokens[last].label == cut.registered)
        }
        // Its own labels only, when there are several: `cx.mem.top`, `zscx-osta.cc`.
        if !official.lefts.isEmpty, let (last, onlyDots) = stretch(cut, own, from: start),
            cut.tokens[last].label <= cut.registered
        {
            let isRegistered = cut.tokens[last].label == cut.registered
            return Sign(
                score: isRegistered ? 72 : 62,
                shape: onlyDots ? (isRegistered ? .suffix : .embedding) : .combination,
                site: official.site,
                why: [
                    NameReasons.ownLabels(
                        own.map { lexicon.words[$0].text }.joined(separator: onlyDots ? "." : "-"),
                        site.name)
                ],
                isRegistered: isRegistered)
        }
        return nil
    }

    /// `gov` and `cn` of no protected site: `www.gov.cn.x.top`, `sdds-gov-cn.x.cn`, `x-gov.cn`.
    private func governmentSequence(
        _ cut: CutHost, from start: Int, _ parts: HostParts
    ) -> Sign? {
        guard cut.tokens[start].word == lexicon.government else { return nil }
        let label = cut.tokens[start].label
        let bonus = cut.tokens[..<start].contains { token in
            token.word >= 0
                && !lexicon.words[token.word].kind.isDisjoint(with: [.topic, .looseTopic, .brand])
        }
        let score = { (plain: Int) in bonus ? plain + 12 : plain }
        guard start + 1 < cut.tokens.count, cut.tokens[start + 1].word == lexicon.country else {
            // `gov.com.cn`: the label itself under another suffix of `cn`.
            let isAlone =
                cut.tokens[start].beginsLabel && cut.labels[label] == cut.tokens[start].range
            guard cut.isChinese, isAlone, label == cut.registered,
                cut.labels.count - label == 3
            else { return nil }
            return Sign(
                score: score(46), shape: .suffix, site: nil,
                why: [NameReasons.governmentLabel(parts.registrableDomain ?? parts.host)])
        }
        let next = cut.tokens[start + 1]
        let isLast = start + 2 == cut.tokens.count
        if next.beginsLabel {
            if isLast {
                // `x-gov.cn`; or, folded, `g0v.cn`: `gov.cn` itself is closed.
                guard label == cut.registered else { return nil }
                return Sign(
                    score: score(cut.tokens[start].beginsLabel ? 62 : 56), shape: .hyphen,
                    site: nil,
                    why: [NameReasons.genericHyphen("-gov.cn")])
            }
            return Sign(
                score: score(62), shape: .embedding, site: nil,
                why: [NameReasons.genericEmbedding("gov.cn")],
                isRegistered: next.label >= cut.registered)
        }
        guard label <= cut.registered else { return nil }
        let isRegistered = label == cut.registered
        // `www-ccdi-gov-cn`: a whole official host, folded into one label.
        let isWholeHost = cut.bytes[cut.labels[label]].starts(with: "www-".utf8)
        return Sign(
            score: score(isRegistered ? 60 : isWholeHost ? 52 : 42), shape: .hyphen, site: nil,
            why: [NameReasons.genericHyphen("gov-cn")], isRegistered: isRegistered)
    }
}
