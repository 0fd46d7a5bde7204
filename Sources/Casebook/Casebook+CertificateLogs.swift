// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework
internal import Digests
internal import FoundationEssentials
internal import GRDB

/// A certificate that was found, and the lead that it gives.
package struct FoundCertificate: Sendable, Hashable {
    package var lead: NewLead
    /// The registrable domain of the lead's host.
    package var site: String
    package var sighting: CertificateSighting

    package init(lead: NewLead, site: String, sighting: CertificateSighting) {
        self.lead = lead
        self.site = site
        self.sighting = sighting
    }
}

/// The lead that a certificate belongs to.
package struct CertificateLead: Sendable, Hashable, Codable {
    package var number: Int64
    package var address: WebAddress
    package var isNew: Bool
}

// How far certificate-transparency logs were read. A log's position is kept in the transaction that
// keeps what was found before it, so that after a kill nothing is missing and nothing is there twice.
extension Casebook {
    /// The most certificates that are kept for one lead: 20.
    ///
    /// The first tell since when it exists.
    package static let certificatesPerLead = 20
    /// The most leads that certificates give for one registrable domain: 20.
    ///
    /// Whoever has a domain can have certificates for as many names under it as he likes.
    package static let leadsPerSite = 20
    /// The most gaps of one log; after that, the last one grows.
    package static let gapsPerLog = 1000

    /// All logs that were ever read, by description.
    package func watchedLogs() async throws(CasebookError) -> [WatchedLog] {
        try await read { db in
            try Row.fetchAll(db, sql: "select log from certificate_logs")
                .compactMap { try $0.optionalJSON(WatchedLog.self, "log") }
                .sorted { ($0.description, $0.id) < ($1.description, $1.id) }
        }
    }

    /// How far the log with this id was read; `nil` if it never was.
    package func watchedLog(_ id: String) async throws(CasebookError) -> WatchedLog? {
        try await read { db in
            let sql = "select log from certificate_logs where id = ?"
            return try Row.fetchOne(db, sql: sql, arguments: [id])?
                .optionalJSON(WatchedLog.self, "log")
        }
    }

    /// The gaps of all logs, first to last.
    package func logGaps() async throws(CasebookError) -> [LogGap] {
        try await read { db in
            try Row.fetchAll(db, sql: "select * from certificate_gaps order by log, first").map {
                guard let reason = LogGap.Reason(rawValue: try $0.text("reason")) else {
                    throw UnreadableRecord("a gap has the reason '\(try $0.text("reason"))'")
                }
                return LogGap(
                    log: try $0.text("log"), first: try $0.number("first"),
                    last: try $0.number("last"), entries: try $0.number("entries"),
                    reason: reason, notedAt: try $0.time("noted_at"))
            }
        }
    }

    /// What logs did that no log may, oldest first.
    package func logFindings() async throws(CasebookError) -> [LogFinding] {
        try await read { db in
            try Row.fetchAll(db, sql: "select finding from certificate_findings order by number")
                .compactMap { try $0.optionalJSON(LogFinding.self, "finding") }
        }
    }

    /// Begins to read a log, or has reading go on elsewhere; then `gap` is what is left out.
    ///
    /// Gaps from the log's new position on are forgotten: what is in them is read now.
    package func begin(_ log: WatchedLog, leavingOut gap: LogGap?) async throws(CasebookError) {
        try await write { db in
            let start = log.position
            try db.execute(
                sql: "delete from certificate_gaps where log = ? and first >= ?",
                arguments: [log.id, start])
            try db.execute(
                sql: """
                    update certificate_gaps
                    set last = ?, entries = case when entries < ? - first then entries
                        else ? - first end
                    where log = ? and last >= ?
                    """, arguments: [start - 1, start, start, log.id, start])
            if let gap { try Self.note(gap, db) }
            try Self.keep(log, db)
        }
    }

    /// Keeps what became of a log, if its position is still `position`.
    ///
    /// - Returns: false if another process read on meanwhile; nothing was kept then.
    package func keep(
        _ log: WatchedLog, at position: Int64, finding: LogFinding? = nil
    ) async throws(CasebookError) -> Bool {
        try await write { db in
            guard try Self.position(of: log.id, db) == position else { return false }
            if let finding {
                try db.execute(
                    sql: "insert into certificate_findings (number, log, finding) values (?, ?, ?)",
                    arguments: [
                        try Self.next("certificate_findings", db), log.id, try json(finding),
                    ])
            }
            try Self.keep(log, db)
            return true
        }
    }

    /// Keeps the entries from `position` to the log's new one as read: what was found in them, what
    /// is missing, and the leads with their custody lines, all in one transaction.
    ///
    /// - Returns: the lead of each certificate, in order; `nil` if another process read on meanwhile,
    ///   and nothing was kept.
    package func advance(
        _ log: WatchedLog, from position: Int64, found: [FoundCertificate], gaps: [LogGap]
    ) async throws(CasebookError) -> [CertificateLead]? {
        let now = moment
        return try await write { [actor, steady] db in
            guard try Self.position(of: log.id, db) == position else { return nil }
            for gap in gaps { try Self.note(gap, db) }
            var leads: [CertificateLead] = []
            if !found.isEmpty {
                var custody = try CustodyLog(db, actor, now, steady)
                var table = try LeadTable(db, now.wall)
                for one in found {
                    leads.append(try Self.add(one, db, &table, &custody))
                }
                try custody.close()
            }
            try Self.keep(log, db)
            return leads
        }
    }

    private static func add(
        _ found: FoundCertificate, _ db: Database, _ table: inout LeadTable,
        _ custody: inout CustodyLog
    ) throws -> CertificateLead {
        let sighting = found.sighting
        let (number, isNew) = try number(of: found, db, &table)
        if isNew {
            try custody.append(
                .leadAdded, lead: number, subject: found.lead.address.description)
        }
        let lead = CertificateLead(number: number, address: found.lead.address, isNew: isNew)
        let count = "select count(*) from certificate_sightings where lead = ?"
        let kept = try Int.fetchOne(db, sql: count, arguments: [number]) ?? 0
        guard kept < certificatesPerLead else { return lead }
        let record = try json(sighting)
        let insert = try db.cachedStatement(
            sql: """
                insert into certificate_sightings
                    (number, log, entry, lead, site, name, sighting)
                values (?, ?, ?, ?, ?, ?, ?)
                on conflict (log, entry, lead) do nothing
                returning entry
                """)
        let arguments: StatementArguments = [
            try next("certificate_sightings", db), sighting.logID, sighting.entry, number,
            found.site, sighting.recordName, record,
        ]
        if try Int64.fetchOne(insert, arguments: arguments) != nil {
            try custody.append(
                .certificateSeen, lead: number, subject: sighting.recordName,
                sha256: Digest.hex(record))
        }
        return lead
    }

    /// The lead of `found`; if its domain has many already, the first of those.
    private static func number(
        of found: FoundCertificate, _ db: Database, _ table: inout LeadTable
    ) throws -> (number: Int64, isNew: Bool) {
        let find = try db.cachedStatement(sql: "select number from leads where address = ?")
        let address = found.lead.address.description
        if let known = try Int64.fetchOne(find, arguments: [address]) { return (known, false) }
        let row = try Row.fetchOne(
            db.cachedStatement(
                sql: """
                    select count(distinct lead) as leads, min(lead) as first
                    from certificate_sightings where site = ?
                    """), arguments: [found.site])
        if let first = row?.optionalNumber("first"), try row?.number("leads") ?? 0 >= leadsPerSite {
            return (first, false)
        }
        return try table.insert(found.lead)
    }

    private static func position(of id: String, _ db: Database) throws -> Int64? {
        let sql = "select position from certificate_logs where id = ?"
        return try Int64.fetchOne(db, sql: sql, arguments: [id])
    }

    private static func next(_ table: String, _ db: Database) throws -> Int64 {
        try Int64.fetchOne(db, sql: "select coalesce(max(number), 0) + 1 from \(table)") ?? 1
    }

    private static func keep(_ log: WatchedLog, _ db: Database) throws {
        try db.execute(
            sql: """
                insert into certificate_logs (id, position, log) values (?, ?, ?)
                on conflict (id) do update set position = excluded.position, log = excluded.log
                """, arguments: [log.id, log.position, try json(log)])
    }

    /// Adds a gap, or makes the one before it longer.
    private static func note(_ gap: LogGap, _ db: Database) throws {
        let find = """
            select number, last, reason, (select count(*) from certificate_gaps where log = ?) as gaps
            from certificate_gaps where log = ? and last < ? order by last desc limit 1
            """
        let before = try Row.fetchOne(db, sql: find, arguments: [gap.log, gap.log, gap.first])
        if let before, try before.text("reason") == gap.reason.rawValue,
            try before.number("last") == gap.first - 1
                || (try before.number("gaps") >= gapsPerLog)
        {
            try db.execute(
                sql: "update certificate_gaps set last = ?, entries = entries + ? where number = ?",
                arguments: [gap.last, gap.entries, try before.number("number")])
            return
        }
        try db.execute(
            sql: """
                insert into certificate_gaps (number, log, first, last, entries, reason, noted_at)
                values (?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                try next("certificate_gaps", db), gap.log, gap.first, gap.last, gap.entries,
                gap.reason.rawValue,
                Timestamp.text(gap.notedAt),
            ])
    }

    static func sightings(of lead: Int64, _ db: Database) throws -> [CertificateSighting] {
        try Row.fetchAll(
            db, sql: "select sighting from certificate_sightings where lead = ? order by number",
            arguments: [lead]
        ).compactMap { try $0.optionalJSON(CertificateSighting.self, "sighting") }
    }

    /// What is wrong with the certificate that `entry` names, or `nil`.
    static func faultInSighting(
        _ entry: CustodyEntry, _ db: Database
    ) throws -> CustodyCheck.Fault? {
        let sql = "select sighting from certificate_sightings where lead = ? and name = ?"
        let rows = try Row.fetchAll(db, sql: sql, arguments: [entry.lead, entry.subject])
        guard let record = rows.first?.optionalText("sighting") else {
            return .subjectMissing(entry.subject)
        }
        return Digest.hex(record) == entry.sha256 ? nil : .subjectChanged(entry.subject)
    }

    /// Leads that nobody visited and no sweep has at work, oldest first: what `sweep --waiting`
    /// visits.
    package func waitingLeads() async throws(CasebookError) -> [NewLead] {
        try await read { db in
            try Row.fetchAll(
                db,
                sql: """
                    select * from leads where state = 'waiting' and not exists
                        (select 1 from jobs where jobs.lead = leads.number
                            and jobs.state in ('waiting', 'working'))
                    order by number
                    """
            ).map {
                let lead = try Lead(row: $0)
                return NewLead(
                    address: lead.address, schemeIsGuess: lead.schemeIsGuess, origin: lead.origin)
            }
        }
    }
}
