// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework
internal import Digests
internal import FoundationEssentials
internal import GRDB

/// A visit as it was kept, with what was thought of it then.
package struct StoredCapture: Sendable {
    package var capture: Capture
    /// The address of the lead.
    package var address: WebAddress
    /// `nil` if nothing could be judged.
    package var verdict: Verdict?
    package var pages: [PageRecord]
    /// SHA-256 of the verdict as it is stored, or `nil` if there is none.
    fileprivate var verdictDigest: String?
}

extension Casebook {
    /// How many visits are kept.
    package func captureCount() async throws(CasebookError) -> Int {
        try await read { db in
            try Int.fetchOne(db, sql: "select count(*) from captures") ?? 0
        }
    }

    /// Up to `limit` visits in the order of lead, persona and attempt, those after `last`.
    package func captures(
        after last: Capture?, limit: Int
    ) async throws(CasebookError) -> [StoredCapture] {
        try await read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    select captures.*, leads.address from captures
                    join leads on leads.number = captures.lead
                    where (captures.lead, captures.persona, captures.attempt) > (?, ?, ?)
                    order by captures.lead, captures.persona, captures.attempt limit ?
                    """,
                arguments: [
                    last?.lead ?? 0, last?.persona.name ?? "", last?.attempt ?? 0, limit,
                ])
            return try rows.map { try StoredCapture(row: $0, db) }
        }
    }

    /// Replaces the verdict on a visit, keeps the old one, and writes a custody line, in one
    /// transaction.
    ///
    /// What each run counted is left as it is: it says what that sweep found.
    ///
    /// - Returns: `false`, and changes nothing, if somebody else has judged it since it was read.
    package func rejudge(
        _ stored: StoredCapture, verdict: Verdict, pages: [PageRecord]
    ) async throws(CasebookError) -> Bool {
        let now = moment
        let newVerdict: String
        let newPages: [String]
        do {
            newVerdict = try json(verdict)
            newPages = try pages.map { try json($0) }
        } catch {
            throw CasebookError(error, file: file)
        }
        let capture = stored.capture
        return try await write { [actor, steady] db in
            let key: StatementArguments = [capture.lead, capture.persona.name, capture.attempt]
            let row = try Row.fetchOne(
                db,
                sql: "select verdict from captures where lead = ? and persona = ? and attempt = ?",
                arguments: key)
            let old = row?.optionalText("verdict")
            guard row != nil, old.map({ Digest.hex($0) }) == stored.verdictDigest else {
                return false
            }
            if let old, let digest = stored.verdictDigest {
                try db.execute(
                    sql: """
                        insert into former_verdicts (name, sha256, verdict, replaced_at)
                        values (?, ?, ?, ?) on conflict (name, sha256) do nothing
                        """, arguments: [capture.name, digest, old, Timestamp.text(now.wall)])
            }
            try db.execute(
                sql: """
                    update captures set verdict = ?, level = ?, score = ?
                    where lead = ? and persona = ? and attempt = ?
                    """, arguments: [newVerdict, verdict.level.stored, verdict.score] + key)
            try db.execute(
                sql: "delete from pages where lead = ? and persona = ? and attempt = ?",
                arguments: key)
            for (position, page) in zip(pages, newPages).enumerated() {
                try db.execute(
                    sql: """
                        insert into pages (lead, persona, attempt, position, address, page)
                        values (?, ?, ?, ?, ?, ?)
                        """,
                    arguments: key + [position, page.0.address.description, page.1])
            }
            try Self.summarizeAgain(capture.lead, db, now.wall)
            var log = try CustodyLog(db, actor, now, steady)
            try log.append(
                .judged, lead: capture.lead, subject: capture.name, sha256: Digest.hex(newVerdict))
            try log.close()
            return true
        }
    }

    /// Writes the verdict that stands now beside the lead.
    private static func summarizeAgain(_ lead: Int64, _ db: Database, _ now: Date) throws {
        guard let standing = try standingCapture(of: lead, db),
            let verdict = try storedVerdict(of: lead, standing, db)
        else { return }
        try db.execute(
            sql: """
                update leads set level = ?, score = ?, categories = ?, why = ?, updated_at = ?
                where number = ?
                """,
            arguments: [
                verdict.level.stored, verdict.score, verdict.storedCategories,
                verdict.reasonInOneLine, Timestamp.text(now), lead,
            ])
    }
}

extension StoredCapture {
    fileprivate init(row: Row, _ db: Database) throws {
        guard let capture = try row.optionalJSON(Capture.self, "capture") else {
            throw UnreadableRecord("a visit holds nothing")
        }
        self.capture = capture
        address = try WebAddress(try row.text("address"))
        verdict = try row.optionalJSON(Verdict.self, "verdict")
        verdictDigest = row.optionalText("verdict").map { Digest.hex($0) }
        let statement = try db.cachedStatement(
            sql: """
                select page from pages where lead = ? and persona = ? and attempt = ?
                order by position
                """)
        pages = try Row.fetchAll(
            statement, arguments: [capture.lead, capture.persona.name, capture.attempt]
        ).compactMap { try $0.optionalJSON(PageRecord.self, "page") }
    }
}
