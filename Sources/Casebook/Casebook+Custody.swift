// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework
internal import Digests
internal import FoundationEssentials
internal import GRDB
package import Wording

extension Casebook {
    /// Adds one line to the custody log, and returns it as written.
    ///
    /// `subject` is what it was done to, such as a capture's name or a packet's file, and `sha256`
    /// its digest in hexadecimal, if it has one.
    @discardableResult
    package func appendCustody(
        _ action: CustodyEntry.Action, lead: Int64?, subject: String, sha256: String? = nil
    ) async throws(CasebookError) -> CustodyEntry {
        let now = moment
        return try await write { [actor, steady] db in
            var log = try CustodyLog(db, actor, now, steady)
            let entry = try log.append(action, lead: lead, subject: subject, sha256: sha256)
            try log.close()
            return entry
        }
    }

    /// Adds a line for each of `leads`, all or none: something was done to them together.
    package func appendCustody(
        _ action: CustodyEntry.Action, leads: [Int64], subject: String, sha256: String? = nil
    ) async throws(CasebookError) {
        let now = moment
        try await write { [actor, steady] db in
            var log = try CustodyLog(db, actor, now, steady)
            for lead in leads {
                _ = try log.append(action, lead: lead, subject: subject, sha256: sha256)
            }
            try log.close()
        }
    }

    /// The custody lines of one lead, or of the whole casebook if `lead` is `nil`, oldest first.
    ///
    /// At most `limit` lines come, those with a sequence number higher than `after`.
    package func custody(
        of lead: Int64?, after: Int64 = 0, limit: Int = 100_000
    ) async throws(CasebookError) -> [CustodyEntry] {
        try await read { db in
            let filter = lead == nil ? "" : "and lead = ?"
            let arguments: [(any DatabaseValueConvertible)?] =
                lead.map { [after, $0, limit] } ?? [after, limit]
            return try Row.fetchAll(
                db,
                sql: "select * from custody where sequence > ? \(filter) order by sequence limit ?",
                arguments: StatementArguments(arguments)
            ).map { try CustodyEntry(row: $0) }
        }
    }

    /// Follows the custody log from its first line to its last, and compares each capture, verdict
    /// and attachment that it names with what the casebook holds now.
    ///
    /// - Complexity: O(*n*) in the number of lines; memory does not grow with it.
    package func verifyCustody() async throws(CasebookError) -> CustodyCheck {
        try await read { db in
            let lines = try Row.fetchCursor(db, sql: "select * from custody order by sequence")
            var previous = CustodyEntry.genesis
            var next: Int64 = 1
            while let row = try lines.next() {
                guard row.optionalNumber("sequence") == next else {
                    return .broken(line: next, .missing)
                }
                guard let entry = try? CustodyEntry(row: row) else {
                    return .broken(line: next, .changed)
                }
                guard entry.previous == previous else { return .broken(line: next, .unlinked) }
                guard Digest.hex(entry.canonical) == entry.hash else {
                    return .broken(line: next, .changed)
                }
                if let fault = try Self.fault(in: entry, db) {
                    return .broken(line: next, fault)
                }
                previous = entry.hash
                next += 1
            }
            let head = try Row.fetchOne(db, sql: "select sequence, hash from custody_head")
            guard (head?.optionalNumber("sequence") ?? 0) < next else {
                return .broken(line: next, .missing)
            }
            guard head?.optionalText("hash") ?? CustodyEntry.genesis == previous else {
                return .broken(line: next - 1, .changed)
            }
            return .whole(lines: next - 1, head: previous)
        }
    }

    /// Notes that the packet with this digest was stamped, if it was exported from here.
    package func noteStamp(
        _ subject: String, onPacket digest: String
    ) async throws(CasebookError) {
        let lead = try await read { db in
            try Row.fetchOne(
                db,
                sql: """
                    select lead from custody where action = 'exported' and sha256 = ?
                    order by sequence limit 1
                    """, arguments: [digest])?.optionalNumber("lead")
        }
        guard let lead else { return }
        try await appendCustody(.stamped, lead: lead, subject: subject, sha256: digest)
    }

    /// What is wrong with the record that `entry` names, or `nil`.
    private static func fault(
        in entry: CustodyEntry, _ db: Database
    ) throws -> CustodyCheck.Fault? {
        if entry.action == .attached { return try faultInAttachment(entry, db) }
        if entry.action == .noticeSent { return try faultInNotice(entry, db) }
        if entry.action == .certificateSeen { return try faultInSighting(entry, db) }
        guard entry.action == .captured || entry.action == .judged else { return nil }
        let column = entry.action == .captured ? "capture" : "verdict"
        let statement = try db.cachedStatement(
            sql: "select \(column) as record from captures where name = ?")
        guard let row = try Row.fetchOne(statement, arguments: [entry.subject]) else {
            return .subjectMissing(entry.subject)
        }
        guard let record = row.optionalText("record") else { return .subjectMissing(entry.subject) }
        let isSame =
            try isJudgedAgain(entry, db)
            ? isFormerVerdict(entry, db) : Digest.hex(record) == entry.sha256
        return isSame ? nil : .subjectChanged(entry.subject)
    }

    /// Whether a later line names another verdict on the same capture.
    private static func isJudgedAgain(_ entry: CustodyEntry, _ db: Database) throws -> Bool {
        guard entry.action == .judged else { return false }
        let statement = try db.cachedStatement(
            sql: """
                select 1 from custody
                where lead = ? and sequence > ? and action = 'judged' and subject = ? limit 1
                """)
        let arguments: StatementArguments = [entry.lead, entry.sequence, entry.subject]
        return try Row.fetchOne(statement, arguments: arguments) != nil
    }

    /// Whether the verdict that `entry` names is kept as it was.
    private static func isFormerVerdict(_ entry: CustodyEntry, _ db: Database) throws -> Bool {
        let statement = try db.cachedStatement(
            sql: "select verdict from former_verdicts where name = ? and sha256 = ?")
        let former = try Row.fetchOne(statement, arguments: [entry.subject, entry.sha256])
        return former?.optionalText("verdict").map { Digest.hex($0) } == entry.sha256
    }
}

/// What a check of the custody log found.
package enum CustodyCheck: Sendable, Hashable {
    /// Nothing was changed, lost or reordered; `head` is the hash of the last line.
    ///
    /// Only who knows an earlier `head` from elsewhere, such as a packet, can tell that the whole
    /// log was not written anew.
    case whole(lines: Int64, head: String)
    /// The first line at which it breaks, and how.
    case broken(line: Int64, Fault)

    package enum Fault: Sendable, Hashable {
        case missing
        /// It does not name the hash of the line before it.
        case unlinked
        /// Its own hash does not cover what it says now.
        case changed
        /// The capture or verdict that it names is another now.
        case subjectChanged(String)
        case subjectMissing(String)
    }

    package var message: Message {
        switch self {
        case .whole(let lines, _): CasebookMessages.custodyWhole(lines)
        case .broken(let line, .missing): CasebookMessages.custodyMissing(line)
        case .broken(let line, .unlinked): CasebookMessages.custodyUnlinked(line)
        case .broken(let line, .changed): CasebookMessages.custodyChanged(line)
        case .broken(let line, .subjectChanged(let subject)):
            CasebookMessages.custodySubjectChanged(line, subject)
        case .broken(let line, .subjectMissing(let subject)):
            CasebookMessages.custodySubjectMissing(line, subject)
        }
    }
}

/// The end of the custody log, within one transaction.
struct CustodyLog {
    private let db: Database
    private let actor: String
    private let at: Date
    private var sequence: Int64
    private var hash: String

    /// Before anything else it notes if the clock was set since the last line.
    init(_ db: Database, _ actor: String, _ now: Moment, _ clock: SteadyClock?) throws {
        self.db = db
        self.actor = actor
        at = now.wall
        let head = try Row.fetchOne(
            db.cachedStatement(sql: "select sequence, hash from custody_head"))
        sequence = try head?.number("sequence") ?? 0
        hash = try head?.text("hash") ?? CustodyEntry.genesis
        if let ahead = now.ahead, let step = try clock?.step(to: ahead, db) {
            try append(.clockSet, lead: nil, subject: "\(step > 0 ? "+" : "")\(Int(step)) s")
        }
    }

    @discardableResult
    mutating func append(
        _ action: CustodyEntry.Action, lead: Int64?, subject: String, sha256: String? = nil
    ) throws -> CustodyEntry {
        var entry = CustodyEntry(
            sequence: sequence + 1, at: at, actor: actor, action: action, lead: lead,
            subject: subject, sha256: sha256, previous: hash, hash: "")
        entry.hash = Digest.hex(entry.canonical)
        let statement = try db.cachedStatement(
            sql: """
                insert into custody
                    (sequence, at, actor, action, lead, subject, sha256, previous, hash)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        try statement.execute(arguments: [
            entry.sequence, Timestamp.text(at), actor, action.rawValue, lead, subject, sha256,
            entry.previous, entry.hash,
        ])
        sequence = entry.sequence
        hash = entry.hash
        return entry
    }

    /// Remembers which line is the last; to be called before the transaction ends.
    func close() throws {
        try db.cachedStatement(
            sql: """
                insert into custody_head (only, sequence, hash) values (1, ?, ?)
                on conflict (only) do update set sequence = excluded.sequence, hash = excluded.hash
                """
        ).execute(arguments: [sequence, hash])
    }
}

extension CustodyEntry {
    fileprivate init(row: Row) throws {
        let sequence = try row.number("sequence")
        guard let at = Timestamp.date(try row.text("at")),
            let action = Action(rawValue: try row.text("action"))
        else { throw UnreadableRecord("custody line \(sequence)") }
        self.init(
            sequence: sequence, at: at, actor: try row.text("actor"), action: action,
            lead: row.optionalNumber("lead"), subject: try row.text("subject"),
            sha256: row.optionalText("sha256"), previous: try row.text("previous"),
            hash: try row.text("hash"))
    }
}
