// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework
internal import Digests
internal import GRDB

// What analysts looked up by hand. The bytes of files lie beside the database, each under its
// SHA-256; who adds an attachment has put them there, on disk, before.
extension Casebook {
    /// Where the bytes of attached files lie, each under its digest.
    package var attachmentsDirectory: String { directory + "/attachments" }

    /// Adds what was looked up to the case of `lead`, with its line in the custody log.
    ///
    /// - Returns: the attachment with its number.
    package func attach(
        _ kind: Attachment.Kind, text: String, source: String?, by person: String,
        files: [AttachedFile], to lead: Int64
    ) async throws(CasebookError) -> Attachment {
        let moment = moment
        let now = moment.wall
        return try await write { [actor, steady] db in
            let last = "select coalesce(max(number), 0) from attachments"
            let attachment = Attachment(
                number: try (Int64.fetchOne(db, sql: last) ?? 0) + 1, lead: lead, kind: kind,
                text: text, source: source, by: person, at: now, files: files)
            let record = try json(attachment)
            try db.execute(
                sql: "insert into attachments (number, lead, attachment) values (?, ?, ?)",
                arguments: [attachment.number, lead, record])
            var log = try CustodyLog(db, actor, moment, steady)
            try log.append(
                .attached, lead: lead, subject: attachment.name, sha256: Digest.hex(record))
            try log.close()
            return attachment
        }
    }

    static func attachments(of lead: Int64, _ db: Database) throws -> [Attachment] {
        try Row.fetchAll(
            db, sql: "select attachment from attachments where lead = ? order by number",
            arguments: [lead]
        ).compactMap { try $0.optionalJSON(Attachment.self, "attachment") }
    }

    /// What is wrong with the attachment that `entry` names, or `nil`.
    static func faultInAttachment(
        _ entry: CustodyEntry, _ db: Database
    ) throws -> CustodyCheck.Fault? {
        let number = Int64(entry.subject.drop { $0 != "-" }.dropFirst())
        let sql = "select attachment from attachments where number = ?"
        guard let row = try Row.fetchOne(db, sql: sql, arguments: [number]),
            let record = row.optionalText("attachment")
        else { return .subjectMissing(entry.subject) }
        return Digest.hex(record) == entry.sha256 ? nil : .subjectChanged(entry.subject)
    }
}
