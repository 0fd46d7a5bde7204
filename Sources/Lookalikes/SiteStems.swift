// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework

/// The stems of one site: how each shape is made, and what it costs.
///
/// The costs of shapes, in quarters of a bit, follow how often each is seen: hyphens for dots and
/// the official host on the left make up nine tenths of the public lists of hosts that imitate
/// governments, and `.cn` sites are imitated by joined names besides.
struct SiteStems {
    let site: ProtectedSite
    let index: Int
    let words: NameWords
    /// Before or after a name: what it is written as, and what it costs.
    let before: [Piece]
    let after: [Piece]
    let topics: [Topic]

    /// A run of letters, and its cost.
    struct Piece {
        var text: [UInt8]
        var cost: Int
        /// Whether it is whole words, not initials.
        var isFull: Bool
    }

    /// Two fillers that someone would say one after the other: both initials or both words, and
    /// neither within the other.
    static func goTogether(_ first: Piece, _ second: Piece) -> Bool {
        guard first.isFull == second.isFull, first.text.count > 1 else { return false }
        let (short, long) =
            first.text.count < second.text.count
            ? (first.text, second.text) : (second.text, first.text)
        return !long.starts(with: short) && !long.suffix(short.count).elementsEqual(short)
    }

    /// What the site is about.
    struct Topic {
        var piece: Piece
        var chinese: String
        var chineseCost: Int
    }

    /// One official host, cut into the labels of its own and those of its suffix.
    struct Official {
        var host: String
        /// Without `www` and the suffix.
        var own: [[UInt8]]
        var suffix: [[UInt8]]
        var isGovernment: Bool
    }

    static let hyphen = UInt8(ascii: "-")
    static let dot = UInt8(ascii: ".")

    init(site: ProtectedSite, index: Int, words: NameWords) {
        self.site = site
        self.index = index
        self.words = words
        let used = words.words.filter { $0.isUsed(for: site.id) }
        before = used.filter { $0.kind == .modifier || $0.kind == .prefix }.flatMap(Self.pieces)
        after = used.filter { $0.kind == .modifier || $0.kind == .suffix }.flatMap(Self.pieces)
        var topics: [Topic] = []
        for word in used where word.kind == .topic {
            let cost = 6 + 4 * (word.use - 1)
            for piece in Self.pieces(word) {
                topics.append(
                    Topic(
                        piece: Piece(
                            text: piece.text, cost: cost + (piece.isFull ? 3 : 2),
                            isFull: piece.isFull),
                        chinese: word.isChinese ? word.text : "", chineseCost: cost - 2))
            }
        }
        let brands = Set(Self.officials(of: site).flatMap(\.own))
        for word in site.words where word.utf8.count >= 4 && !brands.contains(Array(word.utf8)) {
            topics.append(
                Topic(
                    piece: Piece(text: Array(word.lowercased().utf8), cost: 8, isFull: false),
                    chinese: "", chineseCost: 0))
        }
        self.topics = topics
    }

    /// The ways to write a word: its initials, and all of it.
    private static func pieces(_ word: NameWords.Word) -> [Piece] {
        let cost = 4 * (word.use - 1)
        let initials = Piece(text: Array(word.initials.utf8), cost: cost, isFull: !word.isChinese)
        guard word.isChinese else { return [initials] }
        return [initials, Piece(text: Array(word.pinyin.utf8), cost: cost + 2, isFull: true)]
    }

    static func officials(of site: ProtectedSite) -> [Official] {
        var officials: [Official] = []
        for host in site.hosts {
            var labels = host.lowercased().split(separator: ".").map { Array($0.utf8) }
            guard labels.count >= 2 else { continue }
            let categories = ["gov", "com", "org", "net", "edu", "ac"].map { Array($0.utf8) }
            var suffix = [labels.removeLast()]
            if suffix[0] == Array("cn".utf8), labels.count >= 2,
                categories.contains(labels[labels.count - 1])
            {
                suffix.insert(labels.removeLast(), at: 0)
            }
            if labels.count > 1, labels[0] == Array("www".utf8) { labels.removeFirst() }
            guard !officials.contains(where: { $0.own == labels && $0.suffix == suffix }) else {
                continue
            }
            officials.append(
                Official(
                    host: (labels + suffix).map { String(decoding: $0, as: UTF8.self) }
                        .joined(separator: "."),
                    own: labels, suffix: suffix,
                    isGovernment: suffix[0] == Array("gov".utf8)))
        }
        return officials
    }

    func addAll(to table: inout StemTable) {
        for (place, official) in Self.officials(of: site).enumerated() {
            // The first is the one that people know.
            let cost = place == 0 ? 0 : 6
            addHost(official, cost, to: &table)
            addEmbedded(official, cost, to: &table)
        }
        addTopics(to: &table)
        addOffices(to: &table)
        addChinese(to: &table)
        for former in words.formerDomains where former.site == site.id {
            table.add(
                Array(former.host.utf8), cost: 2, site: index, shape: .suffix, group: .host)
        }
    }

    func add(
        _ text: [UInt8], _ cost: Int, _ shape: NameOpinion.Shape, to table: inout StemTable,
        group: StemTable.Group? = nil
    ) {
        table.add(text, cost: cost, site: index, shape: shape, group: group)
    }
}
