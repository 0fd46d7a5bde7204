// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework
package import FoundationEssentials
internal import GRDB

extension Casebook {
    /// The most leads that are added in one transaction: others wait no longer than that takes.
    private static let batch = 10_000

    /// Begins a sweep that has no leads yet, with the names of the personas that visit each lead.
    ///
    /// Hand its leads over with ``addLeads(_:toRun:priority:)``, then call ``markFilled(_:)``.
    /// `settings` is what the sweep was asked for; ``run(_:)`` gives it back as it is.
    package func startRun(
        settings: String, personas: [String]
    ) async throws(CasebookError) -> Run {
        let now = clock()
        return try await write { db in
            let sql = "select coalesce(max(number), 0) + 1 from runs"
            let number = try Int64.fetchOne(db, sql: sql) ?? 1
            try db.execute(
                sql: """
                    insert into runs (number, settings, personas, started_at) values (?, ?, ?, ?)
                    """,
                arguments: [number, settings, try json(personas), Timestamp.text(now)])
            return Run(number: number, settings: settings, personas: personas, startedAt: now)
        }
    }

    /// Begins a sweep of `leads`, in the order given.
    package func startRun(
        settings: String, personas: [String], leads: [NewLead],
        siteOf: @escaping @Sendable (WebAddress) -> String = { $0.host }
    ) async throws(CasebookError) -> (run: Run, added: AddedLeads) {
        var run = try await startRun(settings: settings, personas: personas)
        let added = try await addLeads(leads, toRun: run.number, siteOf: siteOf)
        run.filledAt = try await markFilled(run.number)
        return (run, added)
    }

    /// Adds jobs for `leads` to a run, one for each of its personas.
    ///
    /// A lead whose address is known keeps its number and its origin; only a new one gets a custody
    /// line. Within a run an address counts once, so that a list may be handed over again. A higher
    /// priority is earlier; links found on the way are best at -1.
    @discardableResult
    package func addLeads(
        _ leads: [NewLead], toRun run: Int64, priority: Int = 0,
        siteOf: @escaping @Sendable (WebAddress) -> String = { $0.host }
    ) async throws(CasebookError) -> AddedLeads {
        var added = AddedLeads()
        var rest = leads[...]
        while !rest.isEmpty {
            let batch = rest.prefix(Self.batch)
            rest = rest.dropFirst(Self.batch)
            let now = moment
            let part = try await write { [actor, steady] db in
                try Self.add(batch, db, run, priority, siteOf, actor, now, steady)
            }
            added.new += part.new
            added.known += part.known
            added.repeated += part.repeated
        }
        return added
    }

    private static func add(
        _ leads: ArraySlice<NewLead>, _ db: Database, _ run: Int64, _ priority: Int,
        _ siteOf: (WebAddress) -> String, _ actor: String, _ now: Moment,
        _ clock: SteadyClock?
    ) throws -> AddedLeads {
        let sql = "select personas from runs where number = ?"
        guard
            let personas = try Row.fetchOne(db, sql: sql, arguments: [run])?
                .optionalJSON([String].self, "personas")
        else { throw CasebookError.noSuchRun(run) }
        var added = AddedLeads()
        var log = try CustodyLog(db, actor, now, clock)
        var table = try LeadTable(db, now.wall)
        var jobID = try Int64.fetchOne(db, sql: "select coalesce(max(id), 0) from jobs") ?? 0
        let insert = try db.cachedStatement(
            sql: """
                insert into jobs (id, run, lead, persona, priority, site, state)
                values (?, ?, ?, ?, ?, ?, 'waiting')
                on conflict (run, lead, persona) do nothing
                returning id
                """)
        var jobs = 0
        for lead in leads {
            let (number, isNew) = try table.insert(lead)
            if isNew {
                try log.append(.leadAdded, lead: number, subject: lead.address.description)
            }
            let site = siteOf(lead.address)
            var landed = 0
            for persona in personas {
                let arguments: StatementArguments = [
                    jobID + 1, run, number, persona, priority, site,
                ]
                guard try Int64.fetchOne(insert, arguments: arguments) != nil else { continue }
                jobID += 1
                landed += 1
            }
            jobs += landed
            if isNew {
                added.new += 1
            } else if landed > 0 {
                added.known += 1
            } else {
                added.repeated += 1
            }
        }
        try log.close()
        try db.execute(
            sql: "update runs set leads = leads + ?, waiting = waiting + ? where number = ?",
            arguments: [added.new + added.known, jobs, run])
        return added
    }

    /// Notes that all leads of a run have been handed over.
    @discardableResult
    package func markFilled(_ run: Int64) async throws(CasebookError) -> Date {
        try await note("filled_at", of: run)
    }

    /// Notes that a run is over.
    @discardableResult
    package func finishRun(_ run: Int64) async throws(CasebookError) -> Date {
        try await note("finished_at", of: run)
    }

    private func note(_ column: String, of run: Int64) async throws(CasebookError) -> Date {
        let now = clock()
        return try await write { db in
            let sql = "update runs set \(column) = ? where number = ? returning number"
            let arguments: StatementArguments = [Timestamp.text(now), run]
            guard try Int64.fetchOne(db, sql: sql, arguments: arguments) != nil else {
                throw CasebookError.noSuchRun(run)
            }
            return now
        }
    }

    package func run(_ number: Int64) async throws(CasebookError) -> Run? {
        try await read { db in
            try Row.fetchOne(db, sql: "select * from runs where number = ?", arguments: [number])
                .map { try Run(row: $0) }
        }
    }

    /// The newest run that was not finished: what `--resume` goes on with.
    package func lastUnfinishedRun() async throws(CasebookError) -> Run? {
        try await read { db in
            let sql = "select * from runs where finished_at is null order by number desc limit 1"
            return try Row.fetchOne(db, sql: sql).map { try Run(row: $0) }
        }
    }

    /// How far a run is.
    ///
    /// - Complexity: O(1): the counts are kept, not counted.
    package func counts(of run: Int64) async throws(CasebookError) -> RunCounts {
        try await read { db in
            let sql = "select * from runs where number = ?"
            guard let row = try Row.fetchOne(db, sql: sql, arguments: [run]) else {
                throw CasebookError.noSuchRun(run)
            }
            var counts = RunCounts(
                leads: Int(try row.number("leads")), waiting: Int(try row.number("waiting")),
                working: Int(try row.number("working")), done: Int(try row.number("done")),
                failed: Int(try row.number("failed")), levels: [:])
            for level in Verdict.Level.allCases {
                counts.levels[level] = Int(try row.number(level.rawValue))
            }
            return counts
        }
    }
}

extension Run {
    fileprivate init(row: Row) throws {
        self.init(
            number: try row.number("number"), settings: try row.text("settings"),
            personas: try row.optionalJSON([String].self, "personas") ?? [],
            startedAt: try row.time("started_at"), filledAt: try row.optionalTime("filled_at"),
            finishedAt: try row.optionalTime("finished_at"))
    }
}

/// Adds leads to their table within one transaction.
struct LeadTable {
    private let insert: Statement
    private let find: Statement
    private let now: String
    private var last: Int64

    init(_ db: Database, _ now: Date) throws {
        self.now = Timestamp.text(now)
        last = try Int64.fetchOne(db, sql: "select coalesce(max(number), 0) from leads") ?? 0
        insert = try db.cachedStatement(
            sql: """
                insert into leads
                    (number, address, host, scheme_is_guess, source, reported_at,
                    reporter_reference, note, found_on, added_at, state, categories, why,
                    updated_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', '', '', ?)
                on conflict (address) do nothing
                returning number
                """)
        find = try db.cachedStatement(sql: "select number from leads where address = ?")
    }

    /// The number of `lead`, and whether it got it just now.
    mutating func insert(_ lead: NewLead) throws -> (number: Int64, isNew: Bool) {
        let address = lead.address.description
        let arguments: StatementArguments = [
            last + 1, address, lead.address.host, lead.schemeIsGuess ? 1 : 0,
            lead.origin.source.rawValue, lead.origin.reportedAt, lead.origin.reporterReference,
            lead.origin.note, lead.origin.foundOn, now, now,
        ]
        if let number = try Int64.fetchOne(insert, arguments: arguments) {
            last = number
            return (number, true)
        }
        guard let number = try Int64.fetchOne(find, arguments: [address]) else {
            throw UnreadableRecord("lead \(address) is both there and not")
        }
        return (number, false)
    }
}
