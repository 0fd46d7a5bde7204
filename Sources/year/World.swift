// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// A stream of numbers that a seed decides (SplitMix64).
struct Dice: RandomNumberGenerator {
    var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    /// Whether something happens that happens once in `count` times.
    mutating func once(in count: Int) -> Bool { Int.random(in: 0..<count, using: &self) == 0 }
}

/// One site of the simulated world, as it is now.
struct WorldSite: Sendable, Hashable {
    enum Outage: Sendable, Hashable {
        /// The name is gone from the DNS.
        case absent
        /// The server breaks every connection off.
        case reset
    }

    let index: Int
    let isSecure: Bool
    /// `nil` while it answers.
    var outage: Outage?
    var wasEverUp: Bool
    /// Whose pages it shows: its own, or those of a site that lost its name.
    var identity: Int
    var text = 0
    var title = 0
    var contact = 0
    /// At which of its two addresses it lives.
    var place = 0
    var isBehindCDN = false

    var isUp: Bool { outage == nil }
    var host: String { "site\(index).year\(index % 97).example" }
}

/// Sites that change day by day as a seed says, and that know what there is to tell.
struct World: Sendable {
    private(set) var sites: [WorldSite]
    private var dice: Dice

    init(sites count: Int, seed: UInt64) {
        dice = Dice(seed)
        var dice = Dice(seed ^ 0xFACE)
        sites = (0..<count).map { index in
            // One in ten has not been put up yet.
            let isUp = !dice.once(in: 10)
            return WorldSite(
                index: index, isSecure: index % 10 == 3, outage: isUp ? nil : .absent,
                wasEverUp: isUp, identity: index)
        }
    }

    /// Lets a day pass.
    mutating func pass() {
        // How many sites show whose pages.
        var bearers: [Int: Int] = [:]
        for site in sites { bearers[site.identity, default: 0] += 1 }
        for index in sites.indices { pass(index, &bearers) }
    }

    private mutating func pass(_ index: Int, _ bearers: inout [Int: Int]) {
        var site = sites[index]
        defer { sites[index] = site }
        guard dice.once(in: site.isUp ? 40 : 8) else { return }
        if !site.isUp {
            if site.wasEverUp {
                // Whoever put its pages up elsewhere does not come back here.
                if bearers[site.identity] != 1 { return }
                site.outage = nil
                switch Int.random(in: 0..<4, using: &dice) {
                case 0: site.place = 1 - site.place
                case 1: site.text += 1
                default: break
                }
            } else if dice.once(in: 2),
                let gone = sites.first(where: {
                    !$0.isUp && $0.wasEverUp && bearers[$0.identity] == 1
                })
            {
                bearers[gone.identity] = 2
                (site.identity, site.text) = (gone.identity, gone.text)
                (site.title, site.contact) = (gone.title, gone.contact)
                site.outage = nil
                site.wasEverUp = true
            } else if dice.once(in: 6) {
                site.outage = nil
                site.wasEverUp = true
            }
            return
        }
        switch Int.random(in: 0..<10, using: &dice) {
        case 0, 1: site.outage = .absent
        case 2: site.outage = .reset
        case 3, 4: site.text += 1
        case 5: site.title += 1
        case 6: site.contact += 1
        case 7, 8: site.place = 1 - site.place
        default: site.isBehindCDN.toggle()
        }
    }

    // MARK: - Pages

    /// What a site serves; a counter on it is another at each visit.
    static func page(_ site: WorldSite, visit: Int) -> String {
        var dice = Dice(UInt64(site.identity) << 20 | UInt64(site.text))
        let words = (0..<260).map { _ in
            String(
                String.UnicodeScalarView(
                    (0..<2).compactMap { _ in
                        Unicode.Scalar(0x4E00 + UInt32.random(in: 0..<3000, using: &dice))
                    }))
        }
        let counter = String(
            site.identity &* 2_654_435_761 & 0xFFFF_FFFF | 1 << 32, radix: 16, uppercase: true)
        let offer =
            site.identity % 20 == 0 ? "<p>特种作业操作证代办，免考包过，官网可查，加微信办理</p>" : ""
        return """
            <!DOCTYPE html><html><head><meta charset="utf-8"><title>第\(site.identity)站第\(site.title)版</title>
            <script src="https://hm.baidu.com/hm.js?\(counter)\(counter)\(counter)00000"></script>
            </head><body><p>\(words.joined())</p>\(offer)
            <p>微信:yearsite\(site.identity)v\(site.contact)</p><p>访问量\(visit)</p></body></html>
            """
    }
}

/// What was last seen of each site, and what must therefore be told: the oracle.
///
/// Shares no code with what it judges.
struct Oracle {
    private var seen: [Int: WorldSite] = [:]
    /// What was shown last, of a site that answers no more.
    private var shown: [Int: WorldSite] = [:]
    private var firstRun: [Int: Int] = [:]
    private var kin: Set<[Int]> = []
    private var run = 0

    /// What a run that sees `sites` must tell: `kind host`, and for kin `returned host < former,…`.
    mutating func expect(_ sites: [WorldSite]) -> [String] {
        run += 1
        var told: [String] = []
        for site in sites {
            let before = seen[site.index]
            let last = shown[site.index]
            func tell(_ kind: String) { told.append("\(kind) \(site.host)") }
            if let before {
                if before.isUp, !site.isUp { tell("gone") }
                if !before.isUp, site.isUp { tell(last == nil ? "live" : "back") }
                if site.isUp, let last {
                    let isOther =
                        site.text != last.text || site.title != last.title
                        || site.contact != last.contact || site.identity != last.identity
                    if isOther { tell("content") }
                    if site.isBehindCDN != last.isBehindCDN { tell("host") }
                    if site.place != last.place {
                        // The CDN's own addresses are not told.
                        if !(site.isBehindCDN && last.isBehindCDN) { tell("address") }
                        if site.isSecure { tell("certificate") }
                    }
                }
            } else {
                tell("new")
                firstRun[site.index] = run
            }
            seen[site.index] = site
        }
        for site in sites where site.isUp { shown[site.index] = site }
        told += returned(sites)
        return told.sorted()
    }

    private mutating func returned(_ sites: [WorldSite]) -> [String] {
        var told: [String] = []
        for site in sites where site.isUp {
            var former: [String] = []
            for (index, other) in shown where index != site.index {
                guard other.identity == site.identity,
                    kin.insert([min(index, site.index), max(index, site.index)]).inserted,
                    firstRun[index] ?? run < run
                else { continue }
                former.append(other.host)
            }
            if !former.isEmpty {
                told.append(
                    "returned \(site.host) < \(former.sorted().joined(separator: ","))")
            }
        }
        return told
    }
}
