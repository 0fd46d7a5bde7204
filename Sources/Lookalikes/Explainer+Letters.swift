// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Wording

// Shape D: letters added, dropped, changed, swapped, or replaced by others that look alike.

extension Explainer {
    /// The sign that few changed letters give, in the registered label or in the whole host.
    func editSign(_ cut: CutHost, _ parts: HostParts) -> Sign? {
        guard cut.registered >= 0, !parts.isForeignGovernment else { return nil }
        let label = cut.bytes[cut.labels[cut.registered]]
        let mask = letterMask(label)
        var best: Sign?
        func consider(_ score: Int, _ official: Lexicon.Official, _ written: String) {
            guard score > best?.score ?? 0 else { return }
            best = Sign(
                score: score, shape: .edit, site: official.site,
                why: [NameReasons.edit(written, official.host, sites[official.site].name)])
        }
        for brand in lexicon.brands {
            let official = lexicon.officials[brand.official]
            let score = brandEditScore(label, mask, brand, official, parts, cut.isChinese)
            if score > 0 { consider(score, official, String(decoding: label, as: UTF8.self)) }
        }
        // A host is compared whole only with official hosts, which are the longer words.
        let hostMask = letterMask(cut.bytes)
        for stretch in lexicon.stretches {
            let bytes = stretch.isWholeHost ? cut.bytes[...] : label
            let bound = stretch.bytes.count >= 12 ? 2 : 1
            guard abs(bytes.count - stretch.bytes.count) <= bound,
                ((stretch.isWholeHost ? hostMask : mask) ^ stretch.mask).nonzeroBitCount
                    <= 2 * bound,
                let distance = editDistance(bytes, stretch.bytes[...], atMost: bound), distance > 0
            else { continue }
            consider(
                stretch.isWholeHost ? 74 : 62 - 2 * (distance - 1),
                lexicon.officials[stretch.official], String(decoding: bytes, as: UTF8.self))
        }
        return best
    }

    /// How near the registered label is to an official one; 0 if not near, or the same.
    ///
    /// A word of four letters has many honest neighbours, so that its suffix must be the same too,
    /// and a letter must have been added or two swapped: an honest name is seldom longer by chance.
    private func brandEditScore(
        _ label: ArraySlice<UInt8>, _ mask: UInt32, _ stretch: Lexicon.Stretch,
        _ official: Lexicon.Official, _ parts: HostParts, _ isChinese: Bool
    ) -> Int {
        let brand = stretch.bytes
        let extra = label.count - brand.count
        guard abs(extra) <= 2, (mask ^ stretch.mask).nonzeroBitCount <= 4 else { return 0 }
        let isSameSuffix = parts.publicSuffix == official.suffix
        if brand.count >= 6 {
            guard let distance = editDistance(label, brand[...], atMost: 1), distance > 0 else {
                return 0
            }
            let isNear = isSameSuffix || isChinese || parts.publicSuffix == "com"
            return isNear ? 60 : 34
        }
        if extra == 2 {
            // Two letters added inside: `chuksi` for `chsi`.
            guard label.first == brand.first, label.last == brand.last,
                isChinese || parts.publicSuffix == "com", isSubsequence(brand, of: label)
            else { return 0 }
            return 28
        }
        guard let distance = editDistance(label, brand[...], atMost: 1), distance > 0 else {
            return 0
        }
        let isSwapped = extra == 0 && label.sorted() == brand.sorted()
        if isSameSuffix, !official.isGovernment { return extra == 1 || isSwapped ? 60 : 34 }
        return (extra == 1 || isSwapped) && isChinese ? 40 : 0
    }

    private func isSubsequence(_ short: [UInt8], of long: ArraySlice<UInt8>) -> Bool {
        var matched = 0
        for byte in long where matched < short.count && byte == short[matched] { matched += 1 }
        return matched == short.count
    }

    /// The signs that appear once look-alike letters are folded.
    func foldedSigns(_ folded: [UInt8], _ suffixLabels: Int, _ parts: HostParts) -> [Sign] {
        let owner = lexicon.foldedOwners.owner(of: folded)
        if owner >= 0 {
            let host = sites[owner].hosts.first { host in
                String(decoding: folded, as: UTF8.self).isSameOrUnder(HostParts.folded(host))
            }
            return [
                Sign(
                    score: 97, shape: .confusable, site: owner,
                    why: [
                        NameReasons.reachesOfficial(host ?? parts.host, sites[owner].name),
                        NameReasons.confusable(),
                    ])
            ]
        }
        let cut = CutHost(folded, suffixLabels: suffixLabels, trie: lexicon.folded)
        var found: [Sign] = []
        signs(in: cut, parts, lexicon.folded) { sign in
            guard var sign else { return }
            sign.shape = .confusable
            sign.why.append(NameReasons.confusable())
            found.append(sign)
        }
        return found
    }

    /// Shape I: Chinese words in the name, or scripts that do not mix.
    func chineseSign(_ parts: HostParts) -> Sign? {
        let suffixLabels = parts.publicSuffix.utf8.count { $0 == UInt8(ascii: ".") } + 1
        let labels = parts.unicodeLabels.dropLast(suffixLabels).map { Self.simplified($0) }
        guard let registered = labels.last else { return nil }
        func holds(_ word: String) -> Bool { labels.contains { $0.contains(word) } }
        func isRegistered(_ word: String) -> Bool { registered.contains(word) }
        for (index, site) in sites.enumerated() {
            let names = ([site.name, site.organ] + site.aliases).filter { $0.count >= 4 }
            if let name = names.first(where: holds) {
                return Sign(
                    score: 82, shape: .international, site: index,
                    why: [NameReasons.chinese(name)], isRegistered: isRegistered(name))
            }
        }
        let organ = vocabulary.chineseOrgans.first(where: holds)
        let topic = vocabulary.chineseTopics.first(where: holds)
        if let organ, let topic {
            return Sign(
                score: 72, shape: .international, site: nil,
                why: [NameReasons.chinese(organ + topic)],
                isRegistered: isRegistered(organ) || isRegistered(topic))
        }
        if let word = organ ?? topic {
            return Sign(
                score: organ == nil ? 54 : 60, shape: .international, site: nil,
                why: [NameReasons.chinese(word)], isRegistered: isRegistered(word))
        }
        guard parts.mixesScripts else { return nil }
        return Sign(score: 35, shape: .international, site: nil, why: [NameReasons.mixedScripts()])
    }

    /// Traditional characters of our words, and their simplified forms.
    private static let simplifiedForms: [Character: Character] = [
        "應": "应", "書": "书", "證": "证", "証": "证", "詢": "询", "種": "种", "業": "业", "廳": "厅",
        "務": "务", "產": "产", "産": "产", "國": "国", "監": "监", "驗": "验", "檢": "检", "學": "学",
        "設": "设", "備": "备", "資": "资", "職": "职", "試": "试", "員": "员", "會": "会", "場": "场",
        "電": "电", "總": "总", "網": "网", "臺": "台", "術": "术", "專": "专", "質": "质", "築": "筑",
    ]

    static func simplified(_ text: String) -> String {
        String(text.map { simplifiedForms[$0] ?? $0 })
    }
}
