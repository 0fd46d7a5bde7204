// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework
internal import Digests
package import FoundationEssentials
internal import GRDB

// Notices that were sent, each with its line in the custody log; none is ever changed: a receipt
// that comes later is a record of its own.
extension Casebook {
    /// Puts a notice that was sent about the case of `lead` on record.
    ///
    /// - Returns: the record with its number.
    package func noticeSent(
        to addressee: Addressee, name: String, way: String, sentAt: Date, receipt: String?,
        by person: String, about lead: Int64
    ) async throws(CasebookError) -> SentNotice {
        let moment = moment
        let now = moment.wall
        return try await write { [actor, steady] db in
            let last = "select coalesce(max(number), 0) from notices"
            let notice = SentNotice(
                number: try (Int64.fetchOne(db, sql: last) ?? 0) + 1, lead: lead, to: addressee,
                name: name, way: way, sentAt: sentAt, receipt: receipt, by: person, at: now)
            let record = try json(notice)
            try db.execute(
                sql: "insert into notices (number, lead, notice) values (?, ?, ?)",
                arguments: [notice.number, lead, record])
            var log = try CustodyLog(db, actor, moment, steady)
            try log.append(
                .noticeSent, lead: lead, subject: notice.recordName, sha256: Digest.hex(record))
            try log.close()
            return notice
        }
    }

    static func notices(about lead: Int64, _ db: Database) throws -> [SentNotice] {
        try Row.fetchAll(
            db, sql: "select notice from notices where lead = ? order by number",
            arguments: [lead]
        ).compactMap { try $0.optionalJSON(SentNotice.self, "notice") }
    }

    /// What is wrong with the notice that `entry` names, or `nil`.
    static func faultInNotice(
        _ entry: CustodyEntry, _ db: Database
    ) throws -> CustodyCheck.Fault? {
        let number = Int64(entry.subject.drop { $0 != "-" }.dropFirst())
        let sql = "select notice from notices where number = ?"
        guard let row = try Row.fetchOne(db, sql: sql, arguments: [number]),
            let record = row.optionalText("notice")
        else { return .subjectMissing(entry.subject) }
        return Digest.hex(record) == entry.sha256 ? nil : .subjectChanged(entry.subject)
    }
}
