// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

// How every change is told once
//
// The visits of a run only lay down what they saw. When all are made, one transaction holds it against
// the states that the sites had, and writes the new states, the changes, the report, what is to be
// mailed, and up to when the schedule has had what it was owed. A crash before that leaves the old
// states, and the whole is done again; after it, nothing is left to do.

package import Casework
package import FoundationEssentials
internal import GRDB

/// How a run of a watch ends.
package struct WatchEnd: Sendable {
    package var run: WatchRun
    /// Identifiers, icons and file names of official sites: what copies share with them, and so with
    /// each other, makes no kin.
    package var official: Set<String>
    /// Where the report is to be handed over.
    package var destinations: [String]
    /// Those of them that get a report without changes, and without earlier trouble, too.
    package var always: Set<String>
    /// Name and version.
    package var software: String

    package init(
        run: WatchRun, official: Set<String> = [], destinations: [String] = [],
        always: Set<String> = [], software: String
    ) {
        self.run = run
        self.official = official
        self.destinations = destinations
        self.always = always
        self.software = software
    }
}

extension Casebook {
    /// Ends a run all of whose visits are made, and keeps its report.
    ///
    /// - Returns: the report; of a run that is over already, the one that was kept.
    @discardableResult
    package func endWatchRun(_ end: WatchEnd) async throws(CasebookError) -> WatchReport {
        let now = clock()
        return try await write { db in
            let sql = "select ended_at, report from watch_runs where number = ?"
            guard let row = try Row.fetchOne(db, sql: sql, arguments: [end.run.number]) else {
                throw CasebookError.noSuchRun(end.run.number)
            }
            if row.optionalText("ended_at") != nil,
                let report = try row.optionalJSON(WatchReport.self, "report")
            {
                return report
            }
            var settlement = try Settlement(db, end, now)
            return try settlement.settle()
        }
    }
}

/// The transaction that ends a run.
private struct Settlement {
    private let db: Database
    private let end: WatchEnd
    private let now: Date
    private var report: WatchReport
    /// What changed, with the lead that it is about.
    private var changes: [(lead: Int64, change: SiteChange)] = []
    private var sketches: [(site: Watched, sketches: [PageSketch])]?

    /// A site with its row.
    private struct Watched {
        var lead: Int64
        var host: String
        var isLive: Bool
        var firstRun: Int64

        init(_ row: Row) throws {
            lead = try row.number("lead")
            host = try row.text("host")
            isLive = try row.text("phase") == SiteState.Phase.live.rawValue
            firstRun = try row.number("first_run")
        }

        init(lead: Int64, host: String, firstRun: Int64) {
            self.lead = lead
            self.host = host
            isLive = true
            self.firstRun = firstRun
        }
    }

    /// A site with what this run saw of it.
    private struct Sighted {
        var lead: Int64
        var address: WebAddress
        var state: SiteState?
        /// The state as it is stored, to see whether it changed.
        var stored: String?
        var firstRun: Int64
        var sighting: [String: SiteTraits]
    }

    init(_ db: Database, _ end: WatchEnd, _ now: Date) throws {
        self.db = db
        self.end = end
        self.now = now
        report = WatchReport(
            run: end.run.number, schedule: end.run.schedule, due: end.run.due,
            missed: end.run.missed, startedAt: end.run.startedAt, endedAt: now,
            software: end.software)
    }

    mutating func settle() throws -> WatchReport {
        var sites = try sighted()
        report.sites =
            try Int.fetchOne(
                db, sql: "select leads from runs where number = ?", arguments: [end.run.sweep]) ?? 0
        report.isBlind = try isBlind(sites)
        for index in sites.indices { try take(&sites[index]) }
        report.unknown += max(0, report.sites - sites.count)
        report.changes = changes.map(\.change)
        report.undelivered = try Casebook.undelivered(db)
        try keep()
        return report
    }

    /// The sites of the run, with what was known of them before.
    private func sighted() throws -> [Sighted] {
        let rows = try Row.fetchCursor(
            db,
            sql: """
                select site_traits.lead as lead, persona, traits, address,
                    watched_sites.state as state, first_run
                from site_traits join leads on leads.number = site_traits.lead
                left join watched_sites on watched_sites.lead = site_traits.lead
                where run = ? order by site_traits.lead, persona
                """, arguments: [end.run.sweep])
        var sites: [Sighted] = []
        while let row = try rows.next() {
            let lead = try row.number("lead")
            if sites.last?.lead != lead {
                sites.append(
                    Sighted(
                        lead: lead, address: try WebAddress(try row.text("address")),
                        state: try row.optionalJSON(SiteState.self, "state"),
                        stored: row.optionalText("state"),
                        firstRun: row.optionalNumber("first_run") ?? end.run.number, sighting: [:]))
            }
            sites[sites.count - 1].sighting[try row.text("persona")] = try row.optionalJSON(
                SiteTraits.self, "traits")
        }
        return sites
    }

    /// Whether nothing that answered before answers now, which is rather this machine's trouble than
    /// the end of all sites; believed once.
    private func isBlind(_ sites: [Sighted]) throws -> Bool {
        let live = sites.count { $0.state?.phase == .live }
        let serves = sites.contains { $0.sighting.contains { $0.value.outcome == .served } }
        let sql = "select blind from watch_schedules where id = ?"
        let wasBlind = try Int.fetchOne(db, sql: sql, arguments: [end.run.schedule]) ?? 0 != 0
        let isBlind = live >= 5 && !serves && !wasBlind
        try db.execute(
            sql: "update watch_schedules set blind = ? where id = ?",
            arguments: [isBlind, end.run.schedule])
        return isBlind
    }

    private mutating func take(_ site: inout Sighted) throws {
        let isUnknown =
            report.isBlind || site.sighting.allSatisfy { $0.value.outcome == .unknown }
        if isUnknown {
            report.unknown += 1
            return
        }
        if site.sighting.contains(where: { $0.value.outcome == .served }) {
            report.serving += 1
        } else {
            report.silent += 1
        }
        var differences: [SiteState.Difference] = []
        if var state = site.state {
            differences = state.take(site.sighting)
            site.state = state
        } else {
            site.state = SiteState(first: site.sighting)
            differences = [SiteState.Difference(kind: .new, details: [])]
        }
        guard let state = site.state else { return }
        for difference in differences {
            add(difference.kind, site, state, details: difference.details)
        }
        let text = try json(state)
        guard text != site.stored else { return }
        try db.cachedStatement(
            sql: """
                insert into watched_sites
                    (lead, host, phase, silences, rest_until, first_run, state)
                values (?, ?, ?, ?, ?, ?, ?)
                on conflict (lead) do update set phase = excluded.phase,
                    silences = excluded.silences, rest_until = excluded.rest_until,
                    state = excluded.state
                """
        ).execute(arguments: [
            site.lead, site.address.host, state.phase.rawValue, state.silences,
            state.restSeconds.map { Timestamp.text(now.addingTimeInterval($0)) }, site.firstRun,
            text,
        ])
        let isOther = differences.contains { [.new, .live, .back, .content].contains($0.kind) }
        if isOther, state.phase == .live { try findKin(of: site, state) }
    }

    private mutating func add(
        _ kind: SiteChange.Kind, _ site: Sighted, _ state: SiteState,
        details: [SiteChange.Detail] = [], kin: [SiteChange.Kin] = []
    ) {
        let change = SiteChange(
            kind, case: CaseNumber(site.lead), address: site.address,
            isLive: state.phase == .live, level: state.level, details: details, kin: kin)
        changes.append((site.lead, change))
    }

    // MARK: - Kin

    /// The most kin that one change names; all are kept.
    private static let shownKin = 10

    private mutating func findKin(of site: Sighted, _ state: SiteState) throws {
        let marks = state.marks(without: end.official)
        try db.cachedStatement(sql: "delete from site_marks where lead = ?")
            .execute(arguments: [site.lead])
        let insert = try db.cachedStatement(
            sql: "insert into site_marks (mark, lead) values (?, ?)")
        let find = try db.cachedStatement(
            sql: """
                select watched_sites.* from site_marks
                join watched_sites on watched_sites.lead = site_marks.lead
                where mark = ? and site_marks.lead <> ? limit ?
                """)
        var shared: [Int64: (site: Watched, marks: [SiteMark])] = [:]
        for mark in marks.sorted(by: { ($0.kind.rawValue, $0.value) < ($1.kind.rawValue, $1.value) }
        ) {
            let key = "\(mark.kind.rawValue) \(mark.value)"
            try insert.execute(arguments: [key, site.lead])
            let others = try Row.fetchAll(find, arguments: [key, site.lead, SiteMark.rare + 1])
            guard others.count <= SiteMark.rare else { continue }
            for row in others {
                let other = try Watched(row)
                shared[other.lead, default: (other, [])].marks.append(mark)
            }
        }
        try addSketches(of: site, state, to: &shared)
        var kin: [SiteChange.Kin] = []
        let link = try db.cachedStatement(
            sql: """
                insert into site_kin (former, lead) values (?, ?)
                on conflict (former, lead) do nothing returning former
                """)
        let linked = try db.cachedStatement(
            sql: "select 1 from site_kin where former = ? and lead = ?")
        for (_, other) in shared.sorted(by: { $0.key < $1.key })
        where SiteMark.areTelling(other.marks) && !Self.isSameName(other.site.host, site) {
            let isKnown =
                try Int.fetchOne(linked, arguments: [site.lead, other.site.lead]) != nil
            guard !isKnown,
                try Int64.fetchOne(link, arguments: [other.site.lead, site.lead]) != nil
            else { continue }
            // Those that are seen for the first time together came back from nowhere.
            guard other.site.firstRun < end.run.number else { continue }
            kin.append(
                SiteChange.Kin(
                    case: CaseNumber(other.site.lead), host: other.site.host,
                    isLive: other.site.isLive, marks: other.marks))
        }
        guard !kin.isEmpty else { return }
        // Those that are gone first: it is they who came back.
        kin.sort { (!$0.isLive ? 0 : 1, $0.case) < (!$1.isLive ? 0 : 1, $1.case) }
        add(.returned, site, state, kin: Array(kin.prefix(Self.shownKin)))
    }

    /// Adds what the front page has in common with those of other sites, unless too many have it.
    private mutating func addSketches(
        of site: Sighted, _ state: SiteState,
        to shared: inout [Int64: (site: Watched, marks: [SiteMark])]
    ) throws {
        let own = state.sketches
        guard !own.isEmpty else { return }
        var known = try sketches ?? loadSketches()
        var alike: [(Watched, [SiteMark])] = []
        for other in known where other.site.lead != site.lead {
            let marks = own.marks(sharedWith: other.sketches)
            if !marks.isEmpty { alike.append((other.site, marks)) }
        }
        known.removeAll { $0.site.lead == site.lead }
        known.append(
            (
                Watched(lead: site.lead, host: site.address.host, firstRun: site.firstRun), own
            ))
        sketches = known
        guard alike.count <= SiteMark.rare else { return }
        for (other, marks) in alike { shared[other.lead, default: (other, [])].marks += marks }
    }

    private func loadSketches() throws -> [(site: Watched, sketches: [PageSketch])] {
        let rows = try Row.fetchCursor(
            db, sql: "select * from watched_sites order by lead")
        var known: [(site: Watched, sketches: [PageSketch])] = []
        while let row = try rows.next() {
            guard let state = try row.optionalJSON(SiteState.self, "state") else { continue }
            let sketches = state.sketches
            if !sketches.isEmpty { known.append((try Watched(row), sketches)) }
        }
        return known
    }

    /// Whether a host is the same with and without `www.`, or on another port.
    private static func isSameName(_ host: String, _ site: Sighted) -> Bool {
        func bare(_ host: String) -> Substring {
            host.hasPrefix("www.") ? host.dropFirst(4) : host[...]
        }
        return bare(host) == bare(site.address.host)
    }

    // MARK: - Keeping

    private mutating func keep() throws {
        let at = Timestamp.text(now)
        var number =
            try Int64.fetchOne(db, sql: "select coalesce(max(number), 0) from site_changes") ?? 0
        let insert = try db.cachedStatement(
            sql: """
                insert into site_changes (number, watch_run, lead, kind, at, change)
                values (?, ?, ?, ?, ?, ?)
                """)
        for (lead, change) in changes {
            number += 1
            try insert.execute(arguments: [
                number, end.run.number, lead, change.kind.rawValue, at, try json(change),
            ])
        }
        try db.execute(
            sql: "update watch_runs set ended_at = ?, changes = ?, report = ? where number = ?",
            arguments: [at, changes.count, try json(report), end.run.number])
        try db.execute(
            sql: """
                insert into watch_schedules (id, anchor) values (?, ?)
                on conflict (id) do update set anchor = excluded.anchor
                """, arguments: [end.run.schedule, Timestamp.text(end.run.due)])
        try db.execute(
            sql: "update runs set finished_at = coalesce(finished_at, ?) where number = ?",
            arguments: [at, end.run.sweep])
        try db.execute(sql: "delete from site_traits where run = ?", arguments: [end.run.sweep])
        let isWorthTelling =
            !changes.isEmpty || report.isBlind || !report.undelivered.isEmpty
        let told = end.destinations.filter { isWorthTelling || end.always.contains($0) }
        try Casebook.post(end.run.number, to: told, at, db)
    }
}
