// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

internal import Casework
internal import Digests
internal import FoundationEssentials
internal import GRDB

extension Casebook {
    /// Keeps what came of a job: capture, verdict, dossier, pages, the case's state and its custody
    /// lines, in one transaction.
    ///
    /// The result counts also if our lease ran out meanwhile, as long as nobody else's landed for
    /// the same visit: same lead, persona and attempt.
    ///
    /// - Precondition: the capture is the job's: the same lead, persona and attempt.
    @discardableResult
    package func finish(_ result: JobResult) async throws(CasebookError) -> Landing {
        let job = result.job
        let capture = result.capture
        precondition(
            capture.lead == job.lead.number && capture.persona.name == job.persona
                && capture.attempt == job.attempt,
            "the capture \(capture.name) is not of the job it is handed in for")
        let now = moment
        let records: Records
        do {
            // Outside the transaction, because encoding is the slow part.
            records = try Records(result)
        } catch {
            throw CasebookError(error, file: file)
        }
        return try await write { [actor, steady] db in
            try Self.land(result, records, db, actor, now, steady)
        }
    }

    private static func land(
        _ result: JobResult, _ records: Records, _ db: Database, _ actor: String, _ now: Moment,
        _ clock: SteadyClock?
    ) throws -> Landing {
        let job = result.job
        let state = try String.fetchOne(
            db.cachedStatement(sql: "select state from jobs where id = ?"), arguments: [job.id])
        guard let state, state == "waiting" || state == "working" else { return .landedBefore }

        guard try insert(result, records, db) else {
            // Another run made the same visit; what it found stands for this job too.
            let row = try Row.fetchOne(
                db.cachedStatement(
                    sql: """
                        select level, failure from captures
                        where lead = ? and persona = ? and attempt = ?
                        """), arguments: [job.lead.number, job.persona, job.attempt])
            try settle(
                job, from: state, level: row?.optionalNumber("level"),
                hasFailed: row?.optionalText("failure") != nil, db)
            try refreshState(of: job.lead.number, db)
            return .landedBefore
        }
        try settle(
            job, from: state, level: result.verdict?.level.stored,
            hasFailed: result.failure != nil, db)
        if let traits = records.traits {
            try db.cachedStatement(
                sql: "insert into site_traits (run, lead, persona, traits) values (?, ?, ?, ?)"
            ).execute(arguments: [job.run, job.lead.number, job.persona, traits])
        }
        try summarize(result, db, now.wall)
        try refreshState(of: job.lead.number, db)

        var log = try CustodyLog(db, actor, now, clock)
        try log.append(
            .captured, lead: job.lead.number, subject: result.capture.name,
            sha256: Digest.hex(records.capture))
        if let verdict = records.verdict {
            try log.append(
                .judged, lead: job.lead.number, subject: result.capture.name,
                sha256: Digest.hex(verdict))
        }
        try log.close()
        return .landed
    }

    /// Writes capture and pages, and says whether they were new.
    private static func insert(
        _ result: JobResult, _ records: Records, _ db: Database
    ) throws -> Bool {
        let capture = result.capture
        let insert = try db.cachedStatement(
            sql: """
                insert into captures
                    (lead, persona, attempt, name, run, started_at, capture, verdict, level,
                    score, dossier, failure)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                on conflict (lead, persona, attempt) do nothing
                returning attempt
                """)
        let arguments: StatementArguments = [
            capture.lead, capture.persona.name, capture.attempt, capture.name, result.job.run,
            Timestamp.text(capture.startedAt), records.capture, records.verdict,
            result.verdict?.level.stored, result.verdict?.score, records.dossier, records.failure,
        ]
        guard try Int64.fetchOne(insert, arguments: arguments) != nil else { return false }
        let addPage = try db.cachedStatement(
            sql: """
                insert into pages (lead, persona, attempt, position, address, page)
                values (?, ?, ?, ?, ?, ?)
                """)
        for (position, page) in zip(result.pages, records.pages).enumerated() {
            try addPage.execute(arguments: [
                capture.lead, capture.persona.name, capture.attempt, position,
                page.0.address.description, page.1,
            ])
        }
        return true
    }

    /// Ends a job and keeps the counts of its run.
    private static func settle(
        _ job: Job, from old: String, level: Int64?, hasFailed: Bool, _ db: Database
    ) throws {
        let before = try Int64.fetchOne(
            db.cachedStatement(sql: "select max(level) from jobs where run = ? and lead = ?"),
            arguments: [job.run, job.lead.number])
        let state = hasFailed ? "failed" : "done"
        try db.cachedStatement(
            sql: """
                update jobs set state = ?, level = ?, owner = null, lease_until = null where id = ?
                """
        ).execute(arguments: [state, level, job.id])
        try move(1, from: old, to: state, db, job.run)

        guard let level, let new = Verdict.Level(stored: level), level > before ?? -1 else {
            return
        }
        if let old = before.flatMap(Verdict.Level.init(stored:)) {
            try move(1, from: old.rawValue, to: new.rawValue, db, job.run)
        } else {
            let name = new.rawValue
            try db.cachedStatement(
                sql: "update runs set \(name) = \(name) + 1 where number = ?"
            ).execute(arguments: [job.run])
        }
    }

    /// Writes the verdict that stands now, and the newest failure, beside the lead.
    private static func summarize(_ result: JobResult, _ db: Database, _ now: Date) throws {
        let lead = result.job.lead.number
        let standing = try standingCapture(of: lead, db)
        var verdict: Verdict?
        if let standing {
            let isThis =
                standing.persona == result.job.persona && standing.attempt == result.job.attempt
            verdict = isThis ? result.verdict : try storedVerdict(of: lead, standing, db)
        }
        try db.cachedStatement(
            sql: """
                update leads set level = ?, score = ?, categories = ?, why = ?, failure = ?,
                    updated_at = ?
                where number = ?
                """
        ).execute(arguments: [
            verdict?.level.stored, verdict?.score,
            verdict?.storedCategories ?? "",
            verdict?.reasonInOneLine ?? "", result.failure?.code, Timestamp.text(now), lead,
        ])
    }

    /// Which capture's verdict stands: the highest among the newest of each persona.
    ///
    /// A persona's newest capture is its newest that was judged: a site that is down for a day keeps
    /// the verdict it had.
    static func standingCapture(
        of lead: Int64, _ db: Database
    ) throws -> (persona: String, attempt: Int)? {
        let statement = try db.cachedStatement(
            sql: """
                select persona, attempt from captures as newest
                where lead = ? and level is not null and attempt = (
                    select max(attempt) from captures as others
                    where others.lead = newest.lead and others.persona = newest.persona
                        and others.level is not null)
                order by level desc, score desc, started_at desc, persona limit 1
                """)
        return try Row.fetchOne(statement, arguments: [lead]).map {
            (try $0.text("persona"), Int(try $0.number("attempt")))
        }
    }

    static func storedVerdict(
        of lead: Int64, _ capture: (persona: String, attempt: Int), _ db: Database
    ) throws -> Verdict? {
        let statement = try db.cachedStatement(
            sql: "select verdict from captures where lead = ? and persona = ? and attempt = ?")
        return try Row.fetchOne(statement, arguments: [lead, capture.persona, capture.attempt])?
            .optionalJSON(Verdict.self, "verdict")
    }
}

/// A result in the form in which it is stored.
private struct Records {
    var capture: String
    var verdict: String?
    var dossier: String?
    var failure: String?
    var pages: [String]
    var traits: String?

    init(_ result: JobResult) throws {
        capture = try json(result.capture)
        verdict = try result.verdict.map { try json($0) }
        dossier = try result.dossier.map { try json($0) }
        failure = try result.failure.map { try json($0) }
        pages = try result.pages.map { try json($0) }
        traits = try result.traits.map { try json($0) }
    }
}

extension Verdict {
    /// The categories as they are stored, so that each can be looked for whole.
    var storedCategories: String { categories.map { ",\($0.rawValue)," }.joined() }

    /// The titles of the heaviest findings that speak for it, up to three: for lists of cases.
    var reasonInOneLine: String {
        var titles: [String] = []
        for finding in findings where finding.weight > 0 && !titles.contains(finding.title) {
            titles.append(finding.title)
            if titles.count == 3 { break }
        }
        return titles.joined(separator: ";")
    }
}
