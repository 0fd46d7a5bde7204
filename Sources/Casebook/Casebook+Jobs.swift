// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

internal import Casework
internal import FoundationEssentials
internal import GRDB

extension Casebook {
    /// Takes up to `count` jobs of a run, in order of priority, then in the order added.
    ///
    /// They are ours until the lease ends; ``renew(_:owner:leaseSeconds:)`` extends it, and jobs
    /// whose lease ran out are free again. `owner` is a name that no other process or machine uses.
    /// Fewer than `count`, or none, come if no more are free now. A site at which another owner is at
    /// work, in whatever run, is not free: all visits to it go to one owner at a time.
    package func claim(
        _ count: Int, of run: Int64, owner: String, leaseSeconds: Double = 120
    ) async throws(CasebookError) -> [Job] {
        let now = leaseTime
        let until = now.addingTimeInterval(leaseSeconds)
        return try await write { db in
            try Self.reclaimExpired(db, run, now)
            // PostgreSQL: the inner select takes `for update skip locked`.
            let statement = try db.cachedStatement(
                sql: """
                    update jobs set state = 'working', owner = ?, lease_until = ?
                    where id in (
                        select id from jobs where run = ? and state = 'waiting'
                        and not exists (
                            select 1 from jobs as held
                            where held.site = jobs.site and held.state = 'working'
                                and held.owner <> ? and held.lease_until > ?)
                        order by priority desc, id limit ?)
                    returning id, lead, persona, priority, 1 + coalesce(
                        (select max(attempt) from captures
                        where captures.lead = jobs.lead and captures.persona = jobs.persona),
                        0) as attempt
                    """)
            let rows = try Row.fetchAll(
                statement,
                arguments: [
                    owner, Timestamp.text(until), run, owner, Timestamp.text(now), count,
                ])
            let find = try db.cachedStatement(
                sql: "update leads set state = 'working' where number = ? returning *")
            var jobs: [Job] = []
            for row in rows {
                let number = try row.number("lead")
                guard let found = try Row.fetchOne(find, arguments: [number]) else {
                    throw UnreadableRecord("lead \(number) is gone")
                }
                jobs.append(
                    Job(
                        id: try row.number("id"), run: run, lead: try Lead(row: found),
                        persona: try row.text("persona"),
                        attempt: Int(try row.number("attempt")),
                        priority: Int(try row.number("priority")), leaseUntil: until))
            }
            try Self.move(jobs.count, from: "waiting", to: "working", db, run)
            return jobs.sorted { ($1.priority, $0.id) < ($0.priority, $1.id) }
        }
    }

    /// Extends the leases of `jobs`.
    ///
    /// - Returns: the ids of those that are still ours; another may have the rest by now.
    @discardableResult
    package func renew(
        _ jobs: [Job], owner: String, leaseSeconds: Double = 120
    ) async throws(CasebookError) -> Set<Int64> {
        let until = Timestamp.text(leaseTime.addingTimeInterval(leaseSeconds))
        return try await write { db in
            let statement = try db.cachedStatement(
                sql: """
                    update jobs set lease_until = ?
                    where id = ? and owner = ? and state = 'working' returning id
                    """)
            var ours: Set<Int64> = []
            for job in jobs {
                if let id = try Int64.fetchOne(statement, arguments: [until, job.id, owner]) {
                    ours.insert(id)
                }
            }
            return ours
        }
    }

    /// Gives `jobs` back, so that they can be claimed at once: what a sweep that is stopped has not
    /// finished.
    package func release(_ jobs: [Job], owner: String) async throws(CasebookError) {
        try await write { db in
            let statement = try db.cachedStatement(
                sql: """
                    update jobs set state = 'waiting', owner = null, lease_until = null
                    where id = ? and owner = ? and state = 'working' returning lead
                    """)
            for job in jobs {
                guard let lead = try Int64.fetchOne(statement, arguments: [job.id, owner]) else {
                    continue
                }
                try Self.move(1, from: "working", to: "waiting", db, job.run)
                try Self.refreshState(of: lead, db)
            }
        }
    }

    private static func reclaimExpired(_ db: Database, _ run: Int64, _ now: Date) throws {
        let statement = try db.cachedStatement(
            sql: """
                update jobs set state = 'waiting', owner = null, lease_until = null
                where run = ? and state = 'working'
                    and (lease_until <= ? or lease_until > ?)
                returning lead
                """)
        let leads = try Int64.fetchAll(
            statement,
            arguments: [
                run, Timestamp.text(now), Timestamp.text(now.addingTimeInterval(longestLease)),
            ])
        guard !leads.isEmpty else { return }
        try move(leads.count, from: "working", to: "waiting", db, run)
        for lead in Set(leads) { try refreshState(of: lead, db) }
    }

    /// Keeps the counts of a run: `count` jobs went from one state to another.
    static func move(
        _ count: Int, from old: String, to new: String, _ db: Database, _ run: Int64
    ) throws {
        guard count > 0 else { return }
        try db.cachedStatement(
            sql: "update runs set \(old) = \(old) - ?, \(new) = \(new) + ? where number = ?"
        ).execute(arguments: [count, count, run])
    }

    /// Sets the state of a case by its jobs and captures.
    static func refreshState(of lead: Int64, _ db: Database) throws {
        try db.cachedStatement(
            sql: """
                update leads set state = case
                    when exists (select 1 from jobs
                        where jobs.lead = leads.number and jobs.state = 'working') then 'working'
                    when exists (select 1 from captures
                        where captures.lead = leads.number and captures.failure is null) then 'done'
                    when exists (select 1 from jobs
                        where jobs.lead = leads.number and jobs.state = 'waiting') then 'waiting'
                    when exists (select 1 from captures
                        where captures.lead = leads.number) then 'failed'
                    else 'waiting' end
                where number = ?
                """
        ).execute(arguments: [lead])
    }
}
