// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework
package import FoundationEssentials
internal import GRDB

extension Casebook {
    // MARK: - Who watches

    /// Takes the right to watch, or extends it: one owner has it at a time, until the lease ends.
    ///
    /// - Returns: whether it is `owner`'s now.
    package func takeWatch(
        owner: String, leaseSeconds: Double
    ) async throws(CasebookError) -> Bool {
        let now = leaseTime
        return try await write { db in
            let sql = """
                insert into watch_lease (only, owner, until) values (1, ?, ?)
                on conflict (only) do update set owner = excluded.owner, until = excluded.until
                where watch_lease.owner = excluded.owner or watch_lease.until <= ?
                    or watch_lease.until > ?
                returning only
                """
            return try Int64.fetchOne(
                db, sql: sql,
                arguments: [
                    owner, Timestamp.text(now.addingTimeInterval(leaseSeconds)),
                    Timestamp.text(now), Timestamp.text(now.addingTimeInterval(Self.longestLease)),
                ]) != nil
        }
    }

    /// Who has the right to watch, if its lease has not ended.
    package func watchOwner() async throws(CasebookError) -> String? {
        let now = Timestamp.text(leaseTime)
        return try await read { db in
            try String.fetchOne(
                db, sql: "select owner from watch_lease where until > ?", arguments: [now])
        }
    }

    /// Ends the right of `owner` to watch.
    package func endWatch(owner: String) async throws(CasebookError) {
        try await write { db in
            try db.execute(sql: "delete from watch_lease where owner = ?", arguments: [owner])
        }
    }

    // MARK: - What is owed

    /// Up to when a schedule has had what it was owed; `first` from now on, if it is new.
    package func anchor(
        of schedule: String, first: Date
    ) async throws(CasebookError) -> Date {
        try await write { db in
            try db.execute(
                sql: """
                    insert into watch_schedules (id, anchor) values (?, ?)
                    on conflict (id) do nothing
                    """, arguments: [schedule, Timestamp.text(first)])
            let row = try Row.fetchOne(
                db, sql: "select anchor from watch_schedules where id = ?", arguments: [schedule])
            return try row?.time("anchor") ?? first
        }
    }

    /// The same, without taking note of a schedule that is new.
    package func knownAnchor(of schedule: String) async throws(CasebookError) -> Date? {
        try await read { db in
            try Row.fetchOne(
                db, sql: "select anchor from watch_schedules where id = ?", arguments: [schedule]
            )?.time("anchor")
        }
    }

    /// Sets a schedule's anchor: to now, where an earlier one was noted by a wrong clock.
    package func setAnchor(_ anchor: Date, of schedule: String) async throws(CasebookError) {
        try await write { db in
            try db.execute(
                sql: "update watch_schedules set anchor = ? where id = ?",
                arguments: [Timestamp.text(anchor), schedule])
        }
    }

    // MARK: - Runs

    /// Begins a run and its sweep, which has no leads yet; ``addLeads(_:toRun:priority:siteOf:)``
    /// and ``markFilled(_:)`` follow.
    package func startWatchRun(
        schedule: String, due: Date, missed: Int, settings: String, personas: [String]
    ) async throws(CasebookError) -> WatchRun {
        let now = clock()
        return try await write { db in
            let sweep =
                try Int64.fetchOne(db, sql: "select coalesce(max(number), 0) + 1 from runs") ?? 1
            try db.execute(
                sql: """
                    insert into runs (number, settings, personas, started_at) values (?, ?, ?, ?)
                    """, arguments: [sweep, settings, try json(personas), Timestamp.text(now)])
            let sql = "select coalesce(max(number), 0) + 1 from watch_runs"
            let number = try Int64.fetchOne(db, sql: sql) ?? 1
            try db.execute(
                sql: """
                    insert into watch_runs (number, schedule, due, missed, sweep, started_at)
                    values (?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    number, schedule, Timestamp.text(due), missed, sweep, Timestamp.text(now),
                ])
            return WatchRun(
                number: number, schedule: schedule, due: due, missed: missed, sweep: sweep,
                startedAt: now)
        }
    }

    /// The run that was begun and is not over, if there is one; the oldest.
    package func openWatchRun() async throws(CasebookError) -> WatchRun? {
        try await read { db in
            let sql = "select * from watch_runs where ended_at is null order by number limit 1"
            return try Row.fetchOne(db, sql: sql).map { try WatchRun(row: $0) }
        }
    }

    /// The newest runs, the newest first; of one schedule only, if it is named.
    package func watchRuns(
        of schedule: String? = nil, limit: Int = 20
    ) async throws(CasebookError) -> [WatchRun] {
        try await read { db in
            try Row.fetchAll(
                db,
                sql: """
                    select * from watch_runs where ? is null or schedule = ?
                    order by number desc limit ?
                    """, arguments: [schedule, schedule, limit]
            ).map { try WatchRun(row: $0) }
        }
    }

    /// The report of a run, or of the newest that is over.
    package func watchReport(_ run: Int64? = nil) async throws(CasebookError) -> WatchReport? {
        try await read { db in
            let sql = """
                select report from watch_runs
                where ended_at is not null and (? is null or number = ?)
                order by number desc limit 1
                """
            return try Row.fetchOne(db, sql: sql, arguments: [run, run])?
                .optionalJSON(WatchReport.self, "report")
        }
    }

    // MARK: - Lists

    /// Sites that do not answer, which have rested long enough by `now`.
    package func deadLeads(at now: Date) async throws(CasebookError) -> [NewLead] {
        try await leads(
            """
            select leads.* from watched_sites join leads on leads.number = watched_sites.lead
            where phase <> 'live' and silences >= ?
                and (rest_until is null or rest_until <= ? or rest_until > ?)
            order by lead
            """,
            [
                SiteState.deadAfter, Timestamp.text(now),
                // What rests longer was sent to rest by a wrong clock.
                Timestamp.text(now.addingTimeInterval(2 * SiteState.longestRest)),
            ])
    }

    /// The addresses of sites that count as dead.
    package func deadAddresses() async throws(CasebookError) -> Set<String> {
        try await read { db in
            try String.fetchSet(
                db,
                sql: """
                    select leads.address from watched_sites
                    join leads on leads.number = watched_sites.lead
                    where phase <> 'live' and silences >= ?
                    """, arguments: [SiteState.deadAfter])
        }
    }

    /// Live sites that are confirmed: of the highest level, or reviewed, packed or told of by an
    /// officer.
    package func confirmedLeads() async throws(CasebookError) -> [NewLead] {
        try await leads(
            """
            select leads.* from watched_sites join leads on leads.number = watched_sites.lead
            where phase = 'live' and (leads.level = 3 or exists (
                select 1 from custody where custody.lead = leads.number
                    and custody.action in ('reviewed', 'exported', 'notice-sent')))
            order by lead
            """, [])
    }

    /// What sweeps found: cases that are at least doubtful.
    package func suspectLeads() async throws(CasebookError) -> [NewLead] {
        try await leads("select * from leads where level >= 1 order by number", [])
    }

    /// Names that certificate logs brought.
    package func certificateLeads() async throws(CasebookError) -> [NewLead] {
        try await leads("select * from leads where source = 'ct' order by number", [])
    }

    private func leads(
        _ sql: String, _ arguments: [any DatabaseValueConvertible & Sendable]
    ) async throws(CasebookError) -> [NewLead] {
        try await read { db in
            try Row.fetchAll(db, sql: sql, arguments: StatementArguments(arguments)).map { row in
                let lead = try Lead(row: row)
                return NewLead(
                    address: lead.address, schemeIsGuess: lead.schemeIsGuess, origin: lead.origin)
            }
        }
    }
}

extension WatchRun {
    init(row: Row) throws {
        self.init(
            number: try row.number("number"), schedule: try row.text("schedule"),
            due: try row.time("due"), missed: Int(try row.number("missed")),
            sweep: try row.number("sweep"), startedAt: try row.time("started_at"),
            endedAt: try row.optionalTime("ended_at"),
            changes: row.optionalNumber("changes").map { Int($0) })
    }
}

extension SiteState {
    /// The longest that a dead site is left alone: 8 weeks.
    static let longestRest: Double = 56 * 86_400

    /// For how long a site that counts as dead is left alone: a week, then twice as long each time.
    ///
    /// Half a day less, so that a weekly schedule finds it rested.
    var restSeconds: Double? {
        guard isDead else { return nil }
        let weeks = Double(1 << min(3, silences - Self.deadAfter))
        return min(Self.longestRest, weeks * 7 * 86_400) - 43_200
    }
}
