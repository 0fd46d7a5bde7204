// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Wording

// Shapes C, E, F and G: one label that is made of known words to the last letter.

/// What a label is made of.
struct Cover {
    /// Words of the lexicon from left to right; -1 for a run of digits.
    var words: [Int]
    /// All their kinds together.
    var kinds: Lexicon.Kind
    var hasHyphen: Bool

    func has(_ kind: Lexicon.Kind) -> Bool { kinds.contains(kind) }
}

extension Explainer {
    /// The sign that one label of the host gives; weaker if it is not the one registered.
    func labelSign(_ cut: CutHost, _ label: Int, _ trie: WordTrie) -> Sign? {
        guard let cover = cover(cut.bytes, cut.labels[label], trie) else { return nil }
        let isRegistered = label == cut.registered
        let suffix = cut.text(
            cut.labels[min(cut.registered + 1, cut.labels.count - 1)].lowerBound..<cut.bytes.count)
        guard var sign = sign(of: cover, suffix, cut.isChinese, isRegistered) else { return nil }
        if !isRegistered {
            sign.isRegistered = false
            sign.score -= sign.score >= 80 ? 6 : 14
        }
        return sign
    }

    /// The fewest words that make up a whole label, hyphens aside; `nil` if none do.
    func cover(_ bytes: [UInt8], _ range: Range<Int>, _ trie: WordTrie) -> Cover? {
        guard isCoverable(bytes, range, trie) else { return nil }
        let count = range.count
        // The least cost to reach each place, and the word that ends there and where it began.
        var costs = [Int](repeating: .max, count: count + 1)
        var steps = [(word: Int, start: Int)](repeating: (-2, 0), count: count + 1)
        costs[0] = 0
        func reach(_ place: Int, _ cost: Int, _ word: Int, _ start: Int) {
            guard cost < costs[place] else { return }
            costs[place] = cost
            steps[place] = (word, start)
        }
        for place in 0..<count where costs[place] < .max {
            let byte = bytes[range.lowerBound + place]
            if byte == UInt8(ascii: "-") { reach(place + 1, costs[place], -2, place) }
            if (0x30...0x39).contains(byte) {
                var end = place + 1
                while end < count, (0x30...0x39).contains(bytes[range.lowerBound + end]) {
                    end += 1
                }
                reach(end, costs[place] + 3, -1, place)
            }
            var node = 0
            var end = place
            while end < count {
                node = trie.step(node, bytes[range.lowerBound + end])
                if node == 0 { break }
                end += 1
                let word = trie.word(node)
                if word >= 0, !lexicon.words[word].kind.isDisjoint(with: .coverable) {
                    reach(end, costs[place] + 2, word, place)
                }
            }
        }
        guard costs[count] < .max else { return nil }
        var cover = Cover(words: [], kinds: [], hasHyphen: false)
        var place = count
        while place > 0 {
            let (word, start) = steps[place]
            if word == -2 {
                cover.hasHyphen = true
            } else {
                cover.words.append(word)
                cover.kinds.formUnion(word < 0 ? .digits : lexicon.words[word].kind)
            }
            place = start
        }
        cover.words.reverse()
        return cover
    }

    /// Whether words, digits and hyphens make up a whole label: most labels end here, at the cost of
    /// a few steps and no allocation.
    private func isCoverable(_ bytes: [UInt8], _ range: Range<Int>, _ trie: WordTrie) -> Bool {
        guard range.count < UInt64.bitWidth else { return false }
        // One bit for each place that can be reached.
        var reached: UInt64 = 1
        for place in 0..<range.count where reached & (1 << UInt64(place)) != 0 {
            let byte = bytes[range.lowerBound + place]
            if byte == UInt8(ascii: "-") || (0x30...0x39).contains(byte) {
                reached |= 1 << UInt64(place + 1)
            }
            var node = 0
            for end in place..<range.count {
                node = trie.step(node, bytes[range.lowerBound + end])
                if node == 0 { break }
                let word = trie.word(node)
                if word >= 0, !lexicon.words[word].kind.isDisjoint(with: .coverable) {
                    reached |= 1 << UInt64(end + 1)
                }
            }
        }
        return reached & (1 << UInt64(range.count)) != 0
    }

    private func sign(
        of cover: Cover, _ suffix: String, _ isChinese: Bool, _ isRegistered: Bool
    ) -> Sign? {
        if let brand = cover.words.first(where: {
            $0 >= 0 && lexicon.words[$0].kind.contains(.brand)
        }) {
            return brandSign(cover, brand, suffix, isChinese, isRegistered)
        }
        return topicSign(cover, isChinese, isRegistered)
    }

    private func brandSign(
        _ cover: Cover, _ brand: Int, _ suffix: String, _ isChinese: Bool, _ isRegistered: Bool
    ) -> Sign? {
        let texts = cover.words.map { $0 < 0 ? "数字" : lexicon.words[$0].text }
        let owners = lexicon.officials.filter { $0.brand == brand }
        // The site whose other labels are there too, else one that is known by the brand alone.
        let whole = owners.first { official in
            !official.lefts.isEmpty && official.lefts.allSatisfy(cover.words.contains)
        }
        guard let official = whole ?? owners.first(where: { $0.lefts.isEmpty }) ?? owners.first
        else { return nil }
        let name = sites[official.site].name
        let length = lexicon.words[brand].text.utf8.count
        func sign(_ score: Int, _ shape: NameOpinion.Shape, _ why: String) -> Sign {
            Sign(score: score, shape: shape, site: official.site, why: [why])
        }
        if cover.words == [brand] {
            guard isRegistered || length >= 6 else { return nil }
            let score = suffixScore(length, suffix, isChinese)
            return sign(score, .suffix, NameReasons.suffix(texts[0], suffix, name))
        }
        let isInOrder =
            cover.words.filter { $0 == brand || official.lefts.contains($0) }.last == brand
        let joined = texts.joined(separator: cover.hasHyphen ? "-" : "")
        let spoken = texts.joined(separator: " + ")
        if whole != nil {
            if cover.has(.government) {
                return sign(
                    88, cover.hasHyphen ? .hyphen : .joined, NameReasons.joined(joined, name))
            }
            if !cover.hasHyphen, isInOrder {
                return sign(68, .joined, NameReasons.joined(joined, name))
            }
            return sign(66, .combination, NameReasons.combination(spoken, name))
        }
        if cover.has(.government), official.isGovernment {
            let endsAsGovernment = isChinese && cover.words.last == lexicon.government
            return sign(
                cover.has(.country) || endsAsGovernment ? 82 : 72,
                cover.hasHyphen ? .hyphen : .joined, NameReasons.joined(joined, name))
        }
        let score: Int
        if !cover.kinds.isDisjoint(with: [.query, .certificate, .topic, .looseTopic]) {
            score = 62
        } else if !cover.kinds.isDisjoint(with: [.englishQuery, .initial, .ownLabel]) {
            score = length >= 4 || cover.hasHyphen ? 55 : cover.has(.englishQuery) ? 50 : 40
        } else if cover.has(.country) || cover.has(.digits) {
            score = length >= 4 || (cover.hasHyphen && cover.has(.country)) ? 52 : 30
        } else {
            score = length >= 4 ? 45 : cover.hasHyphen ? 35 : 25
        }
        return sign(score, .combination, NameReasons.combination(spoken, name))
    }

    /// Shape E, the same label under another suffix: the shorter it is, the more others have it.
    private func suffixScore(_ length: Int, _ suffix: String, _ isChinese: Bool) -> Int {
        let isCommon = ["com", "net", "org", "info"].contains(suffix)
        let isCheap = ["top", "xyz", "vip", "cc", "icu", "ltd", "club", "site", "online", "shop"]
            .contains(suffix)
        switch length {
        case 6...: return isChinese ? 66 : 60
        case 4...5: return isChinese ? 62 : isCommon || isCheap ? 54 : 30
        default: return isChinese ? 58 : isCheap ? 50 : isCommon ? 38 : 10
        }
    }

    /// Shapes F and G without a site's own word.
    private func topicSign(_ cover: Cover, _ isChinese: Bool, _ isRegistered: Bool) -> Sign? {
        let isQuery = !cover.kinds.isDisjoint(with: [.query, .certificate])
        let isAsking = isQuery || !cover.kinds.isDisjoint(with: [.englishQuery, .initial])
        let isPlaced = cover.has(.place)
        var score = 0
        var shape = NameOpinion.Shape.pinyin
        if cover.has(.topic) {
            score =
                cover.has(.government) ? 66 : isAsking ? 62 : cover.words.count == 1 ? 52 : 56
        } else if cover.has(.looseTopic) {
            let count = cover.words.count {
                $0 >= 0 && lexicon.words[$0].kind.contains(.looseTopic)
            }
            if cover.has(.government) {
                score = 58
            } else if isQuery || count > 1 {
                score = 60
            } else if isPlaced {
                score = 56
            } else if cover.has(.digits) || isAsking {
                score = 52
            } else {
                score = cover.has(.province) ? 52 : 38
            }
        } else if cover.has(.office) {
            if isPlaced || cover.has(.government) {
                score = 54
            } else if isQuery {
                score = 50
            } else if cover.has(.province) || cover.has(.digits) {
                score = 34
            }
        } else if cover.has(.government) {
            shape = .combination
            if isQuery {
                score = 55
            } else if isPlaced {
                score = cover.has(.country) || isChinese ? 54 : 40
            } else if isAsking, cover.hasHyphen {
                score = 40
            } else if cover.has(.country), isRegistered {
                score = 38
            }
        } else if cover.has(.certificate), cover.has(.query) {
            score = 52
        }
        guard score > 0 else { return nil }
        let texts = cover.words.map { $0 < 0 ? "数字" : lexicon.words[$0].text }
        let spoken = texts.joined(separator: " + ")
        let site = cover.words.lazy.compactMap { $0 < 0 ? nil : lexicon.words[$0] }
            .first { !$0.kind.isDisjoint(with: [.topic, .looseTopic]) }?.site
        return Sign(
            score: score, shape: shape, site: site,
            why: [
                shape == .pinyin
                    ? NameReasons.pinyin(spoken) : NameReasons.combination(spoken, nil)
            ])
    }

    /// A brand that is in the host by chance, as `mem` is in `remember`.
    func brandInside(_ bytes: [UInt8]) -> String? {
        for start in bytes.indices {
            var node = 0
            for byte in bytes[start...] {
                node = lexicon.plain.step(node, byte)
                if node == 0 { break }
                let word = lexicon.plain.word(node)
                if word >= 0,
                    !lexicon.words[word].kind.isDisjoint(with: [.brand, .government, .ownLabel])
                {
                    return lexicon.words[word].text
                }
            }
        }
        return nil
    }
}
