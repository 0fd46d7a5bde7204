// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework

/// The protected sites and the vocabulary, made ready for comparing.
struct Lexicon: Sendable {
    /// What a word can be in a name; some are several things.
    struct Kind: OptionSet, Hashable {
        let rawValue: UInt32

        /// The label by which a site is known: `mem`, `chsi`.
        static let brand = Kind(rawValue: 1 << 0)
        static let topic = Kind(rawValue: 1 << 1)
        static let looseTopic = Kind(rawValue: 1 << 2)
        static let office = Kind(rawValue: 1 << 3)
        static let certificate = Kind(rawValue: 1 << 4)
        static let query = Kind(rawValue: 1 << 5)
        static let englishQuery = Kind(rawValue: 1 << 6)
        static let initial = Kind(rawValue: 1 << 7)
        static let filler = Kind(rawValue: 1 << 8)
        static let place = Kind(rawValue: 1 << 9)
        static let province = Kind(rawValue: 1 << 10)
        /// The word `gov`.
        static let government = Kind(rawValue: 1 << 11)
        /// Names of the country: `cn`, `china`, `zhongguo`.
        static let country = Kind(rawValue: 1 << 12)
        static let digits = Kind(rawValue: 1 << 13)
        /// A label of an official host that says little by itself: `cx`, `zlaq`.
        static let ownLabel = Kind(rawValue: 1 << 14)

        /// What a label may be covered with.
        static let coverable: Kind = [
            .brand, .topic, .looseTopic, .office, .certificate, .query, .englishQuery, .initial,
            .filler, .place, .province, .government, .country, .ownLabel,
        ]

        /// Without one of these, a label made of words says nothing.
        static let telling: Kind = [
            .brand, .topic, .looseTopic, .office, .government, .certificate,
        ]
    }

    /// Whether each word begins an official host, or is `gov`: what a sequence begins with.
    private(set) var beginsSequence: [Bool] = []

    struct Word {
        var text: String
        var kind: Kind
        /// The site that it stands for, if it stands for one.
        var site: Int?
    }

    /// One official host, as words.
    struct Official {
        var site: Int
        var host: String
        /// All its tokens: `cx mem gov cn`, `cnse e cqs cn`.
        var tokens: [Int]
        /// How many of ``tokens`` come before the suffix, without `www`.
        var ownCount: Int
        /// The last label of its own, without hyphens.
        var brand: Int
        /// The labels before ``brand``, without hyphens and `www`.
        var lefts: [Int]
        /// `gov.cn`, `com.cn`, `cn`.
        var suffix: String
        var isGovernment: Bool
    }

    /// A long word that a label is compared with letter by letter.
    struct Stretch {
        var bytes: [UInt8]
        var mask: UInt32
        var official: Int
        /// Whether the whole host is compared, dots included.
        var isWholeHost: Bool
    }

    private(set) var words: [Word] = []
    private(set) var plain = WordTrie()
    private(set) var folded = WordTrie()
    private(set) var officials: [Official] = []
    private(set) var stretches: [Stretch] = []
    /// Each brand that is long enough to be known with a letter changed, once.
    private(set) var brands: [Stretch] = []
    /// Reversed official hosts, to the site; as they are and folded.
    private(set) var owners = WordTrie()
    private(set) var foldedOwners = WordTrie()
    private(set) var deliveries = WordTrie()
    private(set) var mirrors = WordTrie()
    private(set) var government = -1
    private(set) var country = -1
    private var numbers: [String: Int] = [:]

    /// Labels of second-level suffixes under `cn` that official hosts stand under.
    private static let categories: Set<String> = ["gov", "com", "org", "net", "edu", "ac", "mil"]

    init(sites: [ProtectedSite], vocabulary: NameVocabulary) {
        // Sites first: where two words fold to one, the site's is kept.
        for (index, site) in sites.enumerated() {
            for host in site.hosts { addOfficial(host, site: index) }
        }
        government = add("gov", .government)
        country = add("cn", .country)
        for word in ["china", "zhongguo"] { add(word, .country) }
        for (set, kind) in [
            (vocabulary.topics, Kind.topic), (vocabulary.looseTopics, .looseTopic),
            (vocabulary.offices, .office), (vocabulary.certificates, .certificate),
            (vocabulary.queries, .query), (vocabulary.englishQueries, .englishQuery),
            (vocabulary.initials, .initial), (vocabulary.fillers, .filler),
            (vocabulary.places, .place), (vocabulary.provinces, .province),
        ] {
            // In order, so that two runs number the words alike.
            for word in set.sorted() { add(word, kind) }
        }
        for (index, site) in sites.enumerated() {
            for word in site.words { addSiteWord(word.lowercased(), site: index) }
        }
        for official in officials.indices { addStretches(of: official) }
        addBrands()
        beginsSequence = Array(repeating: false, count: words.count)
        for official in officials { beginsSequence[official.tokens[0]] = true }
        beginsSequence[government] = true
        for domain in vocabulary.deliveryDomains {
            deliveries.insert(domain.utf8.reversed(), as: 0)
        }
        for domain in vocabulary.disputedMirrors { mirrors.insert(domain.utf8.reversed(), as: 0) }
    }

    /// The number of `text`, which is now also of `kind`.
    @discardableResult
    private mutating func add(_ text: String, _ kind: Kind, site: Int? = nil) -> Int {
        if let number = numbers[text] {
            words[number].kind.formUnion(kind)
            if words[number].site == nil { words[number].site = site }
            return number
        }
        let number = words.count
        words.append(Word(text: text, kind: kind, site: site))
        numbers[text] = number
        plain.insert(text.utf8, as: number)
        // Two letters, folded, could be almost anything: `jl` is in `jianjian`.
        if kind != .province { folded.insert(HostParts.folded(text).utf8, as: number) }
        return number
    }

    /// A word of a site: what the vocabulary knows stays what it is; a long one tells by itself.
    private mutating func addSiteWord(_ word: String, site: Int) {
        if let number = numbers[word] {
            let isTopic = !words[number].kind.isDisjoint(with: [.topic, .looseTopic])
            if isTopic, words[number].site == nil { words[number].site = site }
            let isOnlyOwnLabel = words[number].kind == .ownLabel
            if isOnlyOwnLabel, word.utf8.count >= 4 {
                words[number].kind.formUnion(.looseTopic)
            }
        } else {
            add(word, word.utf8.count >= 5 ? .topic : .looseTopic, site: site)
        }
    }

    private mutating func addOfficial(_ host: String, site: Int) {
        let host = host.lowercased()
        owners.insert(host.utf8.reversed(), as: site)
        foldedOwners.insert(HostParts.folded(host).utf8.reversed(), as: site)
        var labels = host.split(separator: ".").map(String.init)
        guard labels.count >= 2 else { return }
        var suffix = [labels.removeLast()]
        if suffix == ["cn"], labels.count >= 2, Self.categories.contains(labels[labels.count - 1]) {
            suffix.insert(labels.removeLast(), at: 0)
        }
        if labels.count > 1, labels[0] == "www" { labels.removeFirst() }
        guard let brand = labels.last, brand != "www" else { return }
        let own = labels.flatMap { $0.split(separator: "-").map(String.init) }
        let tokens = (own + suffix).map { add($0, []) }
        let whole = { (label: String) in label.filter { $0 != "-" } }
        officials.append(
            Official(
                site: site, host: (labels + suffix).joined(separator: "."), tokens: tokens,
                ownCount: own.count, brand: add(whole(brand), .brand, site: site),
                lefts: labels.dropLast().map { add(whole($0), .ownLabel, site: site) },
                suffix: suffix.joined(separator: "."), isGovernment: suffix == ["gov", "cn"]))
    }

    /// Each brand with the host that is known by it alone, if there is one.
    private mutating func addBrands() {
        let byWeight = officials.indices.sorted {
            (officials[$0].lefts.count, $0) < (officials[$1].lefts.count, $1)
        }
        var seen: Set<Int> = []
        for index in byWeight where seen.insert(officials[index].brand).inserted {
            let bytes = Array(words[officials[index].brand].text.utf8)
            guard bytes.count >= 4 else { continue }
            brands.append(
                Stretch(
                    bytes: bytes, mask: letterMask(bytes), official: index, isWholeHost: false))
        }
    }

    /// The joined forms of a host that are long enough to be known with a letter changed.
    private mutating func addStretches(of index: Int) {
        let official = officials[index]
        let own = (official.lefts + [official.brand]).map { words[$0].text }.joined()
        var texts: [(text: String, isWholeHost: Bool)] = []
        if official.isGovernment {
            texts = [
                (own + "gov", false), (own + "govcn", false), (official.host, true),
                ("www." + official.host, true),
            ]
        }
        if !official.lefts.isEmpty { texts.append((own, false)) }
        for (text, isWholeHost) in texts where text.utf8.count >= 7 {
            let bytes = Array(text.utf8)
            stretches.append(
                Stretch(
                    bytes: bytes, mask: letterMask(bytes), official: index,
                    isWholeHost: isWholeHost))
        }
    }
}
