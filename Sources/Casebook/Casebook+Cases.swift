// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework
internal import FoundationEssentials
internal import GRDB

extension Casebook {
    /// The cases that `filter` lets through, the most suspect first, then the newest.
    package func cases(
        matching filter: CaseFilter = CaseFilter()
    ) async throws(CasebookError) -> [CaseSummary] {
        let (condition, values) = Self.condition(of: filter)
        let arguments = values + [filter.limit, filter.offset]
        return try await read { db in
            try Row.fetchAll(
                db,
                sql: """
                    select * from leads \(condition)
                    order by coalesce(level, -1) desc, score desc, updated_at desc, number
                    limit ? offset ?
                    """, arguments: StatementArguments(arguments)
            ).map { try CaseSummary(row: $0) }
        }
    }

    /// The whole case of a lead, or `nil` if there is no such number.
    package func caseFile(_ number: Int64) async throws(CasebookError) -> CaseFile? {
        try await read { db in try Self.caseFile(number, db) }
    }

    /// The case that a person means by `text`: its number, its address or its host.
    ///
    /// A number is written `JW-000042` or `42`. Of several cases of one host the most suspect is
    /// given. A host beyond ASCII is read by `mapping`.
    package func find(
        _ text: String, mapping: WebAddress.HostMapping = { _ in nil }
    ) async throws(CasebookError) -> CaseFile? {
        let number = CaseNumber(text)?.value
        var addresses: [WebAddress] = []
        if let address = try? WebAddress(text, mapping: mapping) {
            addresses = [address]
        } else {
            for scheme in ["https", "http"] {
                if let address = try? WebAddress("\(scheme)://\(text)", mapping: mapping) {
                    addresses.append(address)
                }
            }
        }
        let candidates = addresses
        return try await read { db in
            if let number { return try Self.caseFile(number, db) }
            for address in candidates {
                let sql = "select number from leads where address = ?"
                let arguments: StatementArguments = [address.description]
                if let found = try Int64.fetchOne(db, sql: sql, arguments: arguments) {
                    return try Self.caseFile(found, db)
                }
            }
            guard let host = candidates.first?.host else { return nil }
            let sql = """
                select number from leads where host = ?
                order by coalesce(level, -1) desc, score desc, number limit 1
                """
            let found = try Int64.fetchOne(db, sql: sql, arguments: [host])
            return try found.flatMap { try Self.caseFile($0, db) }
        }
    }

    private static func condition(
        of filter: CaseFilter
    ) -> (String, [(any DatabaseValueConvertible & Sendable)?]) {
        var parts: [String] = []
        var values: [(any DatabaseValueConvertible & Sendable)?] = []
        func require(_ part: String, _ value: any DatabaseValueConvertible & Sendable) {
            parts.append(part)
            values.append(value)
        }
        if let level = filter.level { require("level >= ?", level.stored) }
        if let category = filter.category {
            require("categories like ? escape '!'", like(",\(category.rawValue),"))
        }
        if let host = filter.host {
            require("host like ? escape '!'", like(host.lowercased()))
        }
        if let state = filter.state { require("state = ?", state.rawValue) }
        if let since = filter.since { require("updated_at >= ?", Timestamp.text(since)) }
        if let run = filter.run {
            require(
                "exists (select 1 from jobs where jobs.run = ? and jobs.lead = leads.number)", run)
        }
        return (parts.isEmpty ? "" : "where " + parts.joined(separator: " and "), values)
    }

    /// A pattern for LIKE that finds `text` anywhere, with `!` as its escape.
    private static func like(_ text: String) -> String {
        let escaped = text.map { "!%_".contains($0) ? "!\($0)" : String($0) }.joined()
        return "%\(escaped)%"
    }

    private static func caseFile(_ number: Int64, _ db: Database) throws -> CaseFile? {
        let sql = "select * from leads where number = ?"
        guard let row = try Row.fetchOne(db, sql: sql, arguments: [number]) else { return nil }
        guard let state = CaseFile.State(rawValue: try row.text("state")) else {
            throw UnreadableRecord("lead \(number) has an unknown state")
        }
        var file = CaseFile(lead: try Lead(row: row), state: state)
        let standing = try standingCapture(of: number, db)
        let captures = try Row.fetchCursor(
            db,
            sql: """
                select * from captures where lead = ? order by started_at, persona, attempt
                """, arguments: [number])
        var dossierIsOfVisit = false
        while let row = try captures.next() {
            guard let capture = try row.optionalJSON(Capture.self, "capture") else { continue }
            file.captures.append(capture)
            file.failure = try row.optionalJSON(FetchFailure.self, "failure")
            // The newest dossier, but what a visit found outlives later failures.
            if let dossier = try row.optionalJSON(Dossier.self, "dossier"),
                file.failure == nil || !dossierIsOfVisit
            {
                file.dossier = dossier
                dossierIsOfVisit = file.failure == nil
            }
            if let standing, standing.persona == capture.persona.name,
                standing.attempt == capture.attempt
            {
                file.verdict = try row.optionalJSON(Verdict.self, "verdict")
            }
        }
        file.pages = try pages(of: number, standing, db)
        file.attachments = try attachments(of: number, db)
        file.notices = try notices(about: number, db)
        file.certificates = try sightings(of: number, db)
        return file
    }

    /// The pages of the standing capture, then what other personas' newest captures showed besides.
    private static func pages(
        of lead: Int64, _ standing: (persona: String, attempt: Int)?, _ db: Database
    ) throws -> [PageRecord] {
        let rows = try Row.fetchCursor(
            db,
            sql: """
                select page from pages
                where lead = ? and attempt = (select max(attempt) from captures
                    where captures.lead = pages.lead and captures.persona = pages.persona
                        and captures.level is not null)
                order by case when persona = ? then 0 else 1 end, persona, position
                """, arguments: [lead, standing?.persona ?? ""])
        var pages: [PageRecord] = []
        while let row = try rows.next() {
            guard let page = try row.optionalJSON(PageRecord.self, "page") else { continue }
            let isKnown = pages.contains { $0.address == page.address && $0.text == page.text }
            if !isKnown { pages.append(page) }
        }
        return pages
    }
}

extension CaseSummary {
    init(row: Row) throws {
        let number = try row.number("number")
        guard let state = CaseFile.State(rawValue: try row.text("state")) else {
            throw UnreadableRecord("lead \(number) has an unknown state")
        }
        self.init(
            number: number, address: try WebAddress(try row.text("address")), state: state,
            level: row.optionalNumber("level").flatMap(Verdict.Level.init(stored:)),
            score: row.optionalNumber("score").map { Int($0) },
            categories: try row.text("categories").split(separator: ",")
                .compactMap { Verdict.Category(rawValue: String($0)) },
            why: try row.text("why"), failure: row.optionalText("failure"),
            updatedAt: try row.time("updated_at"))
    }
}
