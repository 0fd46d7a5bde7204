// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework

// Shapes F and I: what is made of what the site is about, in pinyin, initials and Chinese.

extension SiteStems {
    func addTopics(to table: inout StemTable) {
        for topic in topics {
            let piece = topic.piece
            // Initials are many things, the fewer they are; so is pinyin that is too long to type.
            let strain =
                piece.isFull
                ? (piece.text.count > 24 ? 6 : 0) : max(0, 4 - piece.text.count) * 4
            let cost = piece.cost + strain
            if piece.text.count >= 3 { add(piece.text, cost, .pinyin, to: &table) }
            // `yjb-gov.cn`: the commonest shape of all, whatever stands before the hyphen.
            for (text, more) in [("-gov", 2), ("gov", 4), ("-gov-cn", 6), ("govcn", 8)] {
                add(piece.text + Array(text.utf8), cost + more, .hyphen, to: &table)
            }
            for word in after { addAfter(topic, word, cost, to: &table) }
            for word in before {
                let odd = word.isFull == piece.isFull ? 0 : 3
                let all = cost + 5 + word.cost + odd
                add(word.text + piece.text, all, .pinyin, to: &table)
                add(word.text + [Self.hyphen] + piece.text, all + 4, .pinyin, to: &table)
                for last in after where last.cost <= 4 && Self.goTogether(piece, last) {
                    add(
                        word.text + piece.text + last.text, all + 4 + last.cost, .pinyin,
                        to: &table)
                }
            }
        }
    }

    private func addAfter(
        _ topic: Topic, _ word: Piece, _ cost: Int, to table: inout StemTable
    ) {
        let piece = topic.piece
        let odd = word.isFull == piece.isFull ? 0 : 2
        let all = cost + 2 + word.cost + odd
        add(piece.text + word.text, all, .pinyin, to: &table)
        add(piece.text + [Self.hyphen] + word.text, all + 6, .pinyin, to: &table)
        guard word.cost <= 6 else { return }
        for second in after
        where second.cost <= 8 && Self.goTogether(word, second) {
            add(
                piece.text + word.text + second.text, all + 5 + second.cost, .pinyin, to: &table)
        }
    }

    /// Offices of places: `sdyjt`, `beijingyjglj`.
    func addOffices(to table: inout StemTable) {
        let vocabulary = NameVocabulary.standard
        var places = vocabulary.provinces.sorted().map {
            Piece(text: Array($0.utf8), cost: 12, isFull: false)
        }
        for place in vocabulary.places.sorted() {
            let isProvince = Self.provinces.contains(place)
            places.append(
                Piece(text: Array(place.utf8), cost: isProvince ? 12 : 22, isFull: true))
        }
        for office in words.words where office.kind == .office && office.isUsed(for: site.id) {
            let cost = 6 + 4 * (office.use - 1)
            for place in places {
                for (name, more) in [
                    (office.initials, 0), (office.pinyin, place.isFull ? 2 : 6),
                ] {
                    let text = place.text + Array(name.utf8)
                    let all = cost + more + place.cost
                    add(text, all, .pinyin, to: &table)
                    add(
                        place.text + [Self.hyphen] + Array(name.utf8), all + 6, .pinyin, to: &table)
                    for word in after where word.cost <= 4 {
                        add(text + word.text, all + 4 + word.cost, .pinyin, to: &table)
                    }
                }
            }
        }
    }

    private static let provinces: Set<String> = [
        "beijing", "tianjin", "shanghai", "chongqing", "hebei", "shanxi", "shaanxi", "neimenggu",
        "liaoning", "jilin", "heilongjiang", "jiangsu", "zhejiang", "anhui", "fujian", "jiangxi",
        "shandong", "henan", "hubei", "hunan", "guangdong", "guangxi", "hainan", "sichuan",
        "guizhou", "yunnan", "xizang", "gansu", "qinghai", "ningxia", "xinjiang",
    ]

    func addChinese(to table: inout StemTable) {
        var names: [(text: String, cost: Int)] = [(site.name, 6), (site.organ, 8)]
        names += site.aliases.map { ($0, 8) }
        names += topics.filter { !$0.chinese.isEmpty }.map { ($0.chinese, $0.chineseCost + 2) }
        let chinese = words.words.filter { $0.isChinese && $0.isUsed(for: site.id) }
        let prefixes = chinese.filter { $0.kind == .prefix }
        let after = chinese.filter { $0.kind == .modifier || $0.kind == .suffix }
        // Without `全国` or `中华人民共和国`.
        for (text, cost) in names {
            for prefix in prefixes where text.hasPrefix(prefix.text) && text.count > 4 {
                names.append((String(text.dropFirst(prefix.text.count)), cost + 4))
            }
        }
        for (text, cost) in names {
            addLabel(text, cost, to: &table)
            for word in after where !text.hasSuffix(word.text) {
                let all = cost + 4 + 4 * (word.use - 1)
                addLabel(text + word.text, all, to: &table)
                for prefix in prefixes where !text.hasPrefix(prefix.text) {
                    addLabel(
                        prefix.text + text + word.text, all + 4 + 4 * (prefix.use - 1), to: &table)
                }
            }
            for prefix in prefixes where !text.hasPrefix(prefix.text) {
                addLabel(prefix.text + text, cost + 5 + 4 * (prefix.use - 1), to: &table)
            }
        }
    }

    private func addLabel(_ text: String, _ cost: Int, to table: inout StemTable) {
        guard text.count >= 2, cost <= StemTable.dearest else { return }
        let label = Punycode.label(text)
        guard label.count <= 63 else { return }
        table.add(label, cost: cost, site: index, shape: .international, group: .chinese)
    }
}
