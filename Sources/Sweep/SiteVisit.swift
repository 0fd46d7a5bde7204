// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import ContentCoding
import FoundationEssentials
import Frontier
import HostNames
import Judgement

/// One visit to one lead by one persona: from its address to a capture and verdicts.
///
/// Bytes go to the archive as soon as a request ends, before anything reads them. What the visit
/// itself keeps is small: records, and of each page what an analyst will want to see.
struct SiteVisit {
    let rooms: Rooms
    let settings: SweepSettings
    let lead: Lead
    let persona: Persona
    let captureName: String
    let startedAt: Date
    /// The same by a clock that cannot be set.
    let start = ContinuousClock.now

    var records: [ExchangeRecord] = []
    var places: [ArchivePlace] = []
    var reports: [String: NameReport] = [:]
    var reportOrder: [String] = []
    var cookies: [String] = []
    var pages: [PageRecord] = []
    var imitations: [Imitation] = []
    var favicon: FaviconFacts?
    /// What pages look like, for a watch; of the first pages only.
    var looks: [WebAddress: Look] = [:]
    /// Whether a request was not made because this machine had no descriptor, memory or port left:
    /// that says nothing about the site.
    var wasStarved = false
    /// How far this machine's clock was from another when the visit began.
    var clock: ClockCheck?
    /// How long the site asks to be left alone between requests.
    var pause: Duration = .zero

    /// A link to a host that imitates a protected site.
    struct Imitation: Hashable {
        var address: WebAddress
        var foundOn: String
    }

    init(rooms: Rooms, settings: SweepSettings, lead: Lead, persona: Persona, attempt: Int) {
        self.rooms = rooms
        self.settings = settings
        self.lead = lead
        self.persona = persona
        self.startedAt = Date()
        let empty = Capture(
            lead: lead.number, persona: persona, attempt: attempt, startedAt: startedAt,
            endedAt: startedAt, software: "")
        self.captureName = empty.name
    }

    /// Whether we look around on our own here, and therefore obey robots.txt.
    var obeysRobots: Bool { !lead.origin.source.isNamedByPerson }

    /// What came of a visit.
    struct Result {
        /// `nil` if nothing could be judged; then `failure` says why.
        var verdict: Verdict?
        var failure: FetchFailure?
        var landedOn: WebAddress?
    }

    /// Makes the visit.
    ///
    /// - Throws: only if the bytes could not be stored; whatever the site does is a result.
    mutating func run() async throws -> Result {
        var entry = lead.address
        if obeysRobots, try await !robots(of: entry).allows(entry.path) {
            return Result(failure: records.last?.failure ?? .robotsDisallowed)
        }
        var landing = try await land(on: entry, purpose: .page, referer: persona.referer)
        if lead.schemeIsGuess, entry.scheme == .https,
            landing.failure?.mayBeTheScheme == true
        {
            entry = WebAddress(
                scheme: .http, host: entry.host,
                port: entry.port == WebAddress.Scheme.https.defaultPort ? nil : entry.port,
                path: entry.path, fragment: entry.fragment)
            landing = try await land(on: entry, purpose: .page, referer: persona.referer)
        }
        if let front = landing.address, !landing.isOfficial, landing.hasPage {
            try await readFurther(from: front, links: landing.links)
        }
        let judge = rooms.knowledge.judge
        var verdict = judge.join(pages.map(\.verdict), url: lead.address.description)
        if verdict.level >= .doubtful, let front = landing.address {
            try await fetchFavicon(of: front)
            if let favicon, pages.note(icon: favicon.sha256, judge) {
                verdict = judge.join(pages.map(\.verdict), url: lead.address.description)
            }
        }
        // What was not seen whole may be suspect, but is never dismissed.
        if let failure = landing.failure, pages.isEmpty || verdict.level == .dismiss {
            return Result(failure: failure, landedOn: landing.address)
        }
        return Result(verdict: verdict, landedOn: landing.address)
    }

    /// Reads further pages of the site that `front` belongs to, most telling first.
    private mutating func readFurther(from front: WebAddress, links: [Link]) async throws {
        let names = rooms.knowledge.names
        let file = try await robots(of: front)
        if let delay = file.crawlDelay { pause = delay }
        var plan = PagePlan(
            entry: lead.address, site: names.parts(of: front.host).site,
            maximumPages: settings.pagesPerSite)
        plan.read(front, links: links) { names.ascii($0) }
        while let next = plan.next() {
            guard !Task.isCancelled else { return }
            if obeysRobots, !file.allows(next.path) { continue }
            let landing = try await land(on: next, purpose: .page, referer: front.description)
            // A site that stops answering is left in peace.
            if landing.failure?.mayBeTheScheme == true { return }
            guard let address = landing.address else { continue }
            plan.read(address, links: landing.links) { names.ascii($0) }
        }
    }

    /// Fetches and keeps the robots.txt of a site.
    private mutating func robots(of address: WebAddress) async throws -> RobotsFile {
        var file = address
        file.path = "/robots.txt"
        file.fragment = nil
        if let known = robotsFiles[file.origin] { return known }
        var limits = settings.limits
        limits.bodyBytes = RobotsFile.maximumBytes
        let exchange = try await request(file, purpose: .robots, limits: limits)
        let robots = RobotsFile(
            status: exchange.response?.status, body: decoded(exchange)?.bytes ?? [])
        robotsFiles[file.origin] = robots
        return robots
    }

    private var robotsFiles: [String: RobotsFile] = [:]
}

extension FetchFailure {
    /// Whether the other scheme may reach the site: nobody spoke this one.
    var mayBeTheScheme: Bool {
        switch self {
        case .connectionRefused, .connectionReset, .unreachable, .tls, .malformed,
            .limitReached(.connect):
            true
        default:
            false
        }
    }
}
