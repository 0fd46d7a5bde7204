// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

// How candidates are made
//
// A candidate is a stem and a suffix. Stems are what can stand before a suffix: the words of an
// official host joined, dropped, reordered and hyphenated, with fillers around them, with letters
// changed; the pinyin and initials of what the site is about; the official host whole, on the left
// of another name; names in Chinese. Each way to make a stem has a cost, each suffix has one, and
// so has each word: half as likely is one bit more. The cost of a candidate is their sum, and its
// prior two to the minus that, 1 for the likeliest.
//
// Candidates come best first without a heap: stems of a site lie in buckets by cost, and for each
// total cost in turn, each suffix is joined to the bucket that is left for it. So what is kept are
// the stems, whose number is bounded, and never the candidates, which may be hundreds of millions.

package import Casework

/// Makes the names that someone would register who wants to be taken for a protected site.
///
/// A pure value: the same sites and words give the same candidates in the same order.
package struct NameGenerator: Sendable {
    /// The sites that candidates are made for.
    package let sites: [ProtectedSite]
    private let words: NameWords
    private let all: [ProtectedSite]

    /// - Parameters:
    ///   - sites: every protected site; what belongs to one is no candidate for another.
    ///   - words: what names are made of.
    ///   - chosen: the sites to make candidates for; all if `nil`.
    package init(sites: [ProtectedSite], words: NameWords, for chosen: [String]? = nil) {
        all = sites
        self.sites = sites.filter { chosen?.contains($0.id) ?? true }
        self.words = words
    }

    /// The candidates, best first, each once.
    ///
    /// - Parameter budget: the most for each site.
    /// - Complexity: O(stems) here, some hundred thousand for each site; O(1) for each candidate.
    package func candidates(budget: Int) -> NameCandidates {
        // A small budget needs cheap stems only; what is made of them is the same and comes first.
        var limit = 24
        while true {
            var table = StemTable(reserved: reserved, limit: limit)
            for index in sites.indices {
                SiteStems(site: sites[index], index: index, words: words).addAll(to: &table)
            }
            keepOut(of: &table)
            let candidates = NameCandidates(
                table, sites: sites, suffixes: words.suffixes, budget: budget)
            if limit >= StemTable.dearest || candidates.isEnough(upTo: limit) { return candidates }
            limit += 16
        }
    }

    /// Labels that are a part of public suffixes: `gov.com.cn` is nobody's, and neither is `政务.cn`.
    private var reserved: Set<[UInt8]> {
        var reserved = Set(
            [
                "com", "net", "org", "gov", "edu", "mil", "gob", "gouv", "biz", "xn--zfr164b",
                "xn--55qw42g",
            ].map {
                Array($0.utf8)
            })
        for suffix in words.suffixes {
            let labels = suffix.text.split(separator: ".")
            if labels.count > 1 { reserved.insert(Array(labels[0].utf8)) }
        }
        return reserved
    }

    /// Bars what belongs to a protected site, and what would be made twice.
    private func keepOut(of table: inout StemTable) {
        for (index, suffix) in words.suffixes.enumerated() {
            let end = "." + suffix.text
            for host in all.flatMap(\.hosts) where host.hasSuffix(end) {
                let label = host.dropLast(end.utf8.count).split(separator: ".").last ?? ""
                table.barAll(under: Array(label.utf8), before: index)
            }
            for former in words.formerDomains where former.host.hasSuffix(end) {
                table.bar(Array(former.host.utf8.dropLast(end.utf8.count)), before: index)
            }
        }
    }
}

/// One name that may imitate.
package struct NameCandidate: Sendable, Hashable {
    /// Of ``NameGenerator/sites``.
    package var site: Int
    package var shape: NameOpinion.Shape
    /// In quarters of a bit: see ``prior``.
    package var cost: Int

    /// How likely it is to be chosen, against the likeliest of all, which has 1.
    package var prior: Double { Self.priors[min(cost, Self.priors.count - 1)] }

    /// 2^(-cost/4), without a library.
    private static let priors: [Double] = {
        let quarter = 0.840_896_415_253_714_5
        var values = [1.0]
        for _ in 0..<255 { values.append(values[values.count - 1] * quarter) }
        return values
    }()
}

/// Candidates, made as they are asked for.
package struct NameCandidates: Sendable {
    /// Stems of one site and one group, and the suffixes that may follow them.
    private struct Lane {
        var site: Int
        var suffixes: [(index: Int16, cost: Int)]
        /// Of ``stems``, by cost.
        var first: [Int]
    }

    private let bytes: [UInt8]
    private var stems: [StemTable.Stem] = []
    private var lanes: [Lane] = []
    private let suffixes: [[UInt8]]
    private var left: [Int]
    private let dearest: Int

    private var cost = 0
    private var lane = 0
    private var suffix = -1
    private var next = 0
    private var end = 0

    init(
        _ table: StemTable, sites: [ProtectedSite], suffixes: [NameWords.Suffix], budget: Int
    ) {
        bytes = table.bytes
        // The last one is empty: a whole host has none.
        self.suffixes = suffixes.map { Array(("." + $0.text).utf8) } + [[]]
        left = Array(repeating: max(0, budget), count: sites.count)
        dearest = StemTable.dearest + 4 * NameWords.uses.upperBound
        let costs = StemTable.dearest + 2
        let groups = StemTable.Group.allCases
        var counts: [Int: [Int]] = [:]
        func lane(_ stem: StemTable.Stem) -> Int {
            Int(stem.site) * groups.count + Int(stem.group.rawValue)
        }
        for stem in table.stems {
            counts[lane(stem), default: Array(repeating: 0, count: costs)][Int(stem.cost)] += 1
        }
        var places: [Int: [Int]] = [:]
        var start = 0
        for key in counts.keys.sorted() {
            guard let count = counts[key] else { continue }
            var first: [Int] = []
            for number in count {
                first.append(start)
                start += number
            }
            places[key] = first
            let group = groups[key % groups.count]
            lanes.append(
                Lane(
                    site: key / groups.count,
                    suffixes: Self.following(group, sites[key / groups.count], suffixes),
                    first: first))
        }
        guard let sample = table.stems.first else { return }
        stems = Array(repeating: sample, count: table.stems.count)
        for stem in table.stems {
            let place = places[lane(stem)]?[Int(stem.cost)] ?? 0
            stems[place] = stem
            places[lane(stem)]?[Int(stem.cost)] += 1
        }
    }

    /// The suffixes that may follow a group, each with its cost for `site`.
    private static func following(
        _ group: StemTable.Group, _ site: ProtectedSite, _ suffixes: [NameWords.Suffix]
    ) -> [(index: Int16, cost: Int)] {
        if group == .host { return [(Int16(suffixes.count), 0)] }
        return suffixes.enumerated().compactMap { index, suffix in
            let mayFollow =
                switch group {
                case .label: suffix.chinese != .only
                case .labels, .carried: suffix.chinese != .only && suffix.kind == .open
                default: suffix.chinese != .no
                }
            guard mayFollow else { return nil }
            // The site's own suffix goes unnoticed best.
            let isOwn = site.hosts.contains { host in
                host.hasSuffix("." + suffix.text)
                    && !HostParts.governmentSuffixes.contains { host.isSameOrUnder($0) }
            }
            // Who shows an official host on the left needs no good name on the right.
            let step = group == .carried ? 2 : 4
            return (Int16(index), isOwn ? 0 : step * (suffix.use - 1))
        }
    }

    /// Whether each site has as many candidates as are wanted among those of at most `cost`.
    func isEnough(upTo cost: Int) -> Bool {
        var found = left.map { _ in 0 }
        for lane in lanes {
            for (_, own) in lane.suffixes where own <= cost {
                found[lane.site] +=
                    lane.first[min(cost - own, StemTable.dearest) + 1]
                    - lane.first[0]
            }
        }
        // Some are barred: an official host, one that two ways lead to.
        return zip(found, left).allSatisfy { $0 > $1 + $1 / 8 + 64 }
    }

    /// Writes the next candidate into `host`, in ASCII, and says what it is; `nil` at the end.
    package mutating func next(_ host: inout [UInt8]) -> NameCandidate? {
        while true {
            while next < end {
                let stem = stems[next]
                next += 1
                let lane = lanes[lane]
                guard left[lane.site] > 0 else {
                    next = end
                    break
                }
                let number = lane.suffixes[suffix].index
                guard stem.barred != number else { continue }
                left[lane.site] -= 1
                host.removeAll(keepingCapacity: true)
                host.append(contentsOf: bytes[Int(stem.start)..<Int(stem.start) + Int(stem.count)])
                host.append(contentsOf: suffixes[Int(number)])
                return NameCandidate(site: lane.site, shape: stem.shape, cost: cost)
            }
            guard advance() else { return nil }
        }
    }

    /// Goes on to the next bucket that is not empty; false at the end.
    private mutating func advance() -> Bool {
        while cost <= dearest, !lanes.isEmpty {
            suffix += 1
            if left[lanes[lane].site] == 0 || suffix >= lanes[lane].suffixes.count {
                suffix = -1
                lane += 1
                if lane == lanes.count {
                    lane = 0
                    cost += 1
                    if left.allSatisfy({ $0 == 0 }) { return false }
                }
                continue
            }
            let rest = cost - lanes[lane].suffixes[suffix].cost
            guard rest >= 0, rest <= StemTable.dearest else { continue }
            next = lanes[lane].first[rest]
            end = lanes[lane].first[rest + 1]
            if next < end { return true }
        }
        return false
    }
}
