// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework
package import FoundationEssentials
internal import GRDB

/// When a registry's server may be asked.
package enum RegistryTurn: Sendable, Hashable {
    /// After so many seconds; the turn is taken.
    case after(seconds: Double)
    /// Not in the time that was given; no turn was taken.
    case tooLate
    /// It said that it is asked too much, and is left alone until then.
    case leftAlone(until: Date)
}

// What sweeps owe the servers of registries. It holds across runs and for all processes that use
// this casebook: each step is one transaction.
extension Casebook {
    /// Takes the next turn to ask `server`, if it comes soon enough.
    ///
    /// - Parameters:
    ///   - interval: the least time between two questions to one server.
    ///   - patience: how long the caller would wait, a minute at most.
    package func takeRegistryTurn(
        at server: String, every interval: Double, within patience: Double
    ) async throws(CasebookError) -> RegistryTurn {
        let now = leaseTime
        let patience = min(patience, 60)
        return try await write { db in
            let sql = "select * from registry_servers where server = ?"
            var turn = now
            // A server asked in the future was asked before the clock was set back, and must not be
            // shut away until then; turns are taken for a minute ahead at most.
            if let row = try Row.fetchOne(db, sql: sql, arguments: [server]),
                try row.time("last_asked") <= now.addingTimeInterval(60)
            {
                let next = try row.time("next_allowed")
                if try row.number("left_alone") != 0, next > now { return .leftAlone(until: next) }
                turn = max(now, next)
            }
            let seconds = turn.timeIntervalSince(now)
            guard seconds <= patience else { return .tooLate }
            try Self.allow(
                server, at: turn.addingTimeInterval(interval), isLeftAlone: false, askedAt: turn,
                db)
            return .after(seconds: seconds)
        }
    }

    /// Has nobody ask `server` for so many seconds.
    ///
    /// - Returns: when it may be asked again.
    @discardableResult
    package func leaveRegistryAlone(
        _ server: String, seconds: Double
    ) async throws(CasebookError) -> Date {
        let now = leaseTime
        let until = now.addingTimeInterval(seconds)
        try await write { db in
            try Self.allow(server, at: until, isLeftAlone: true, askedAt: now, db)
        }
        return until
    }

    private static func allow(
        _ server: String, at next: Date, isLeftAlone: Bool, askedAt: Date, _ db: Database
    ) throws {
        try db.execute(
            sql: """
                insert into registry_servers (server, last_asked, next_allowed, left_alone)
                values (?, ?, ?, ?)
                on conflict (server) do update set last_asked = excluded.last_asked,
                    next_allowed = excluded.next_allowed, left_alone = excluded.left_alone
                """,
            arguments: [server, Timestamp.text(askedAt), Timestamp.text(next), isLeftAlone ? 1 : 0])
    }

    /// The last answer to `question`, if it is no older than so many seconds.
    package func registryAnswer(
        to question: String, within seconds: Double
    ) async throws(CasebookError) -> RegistryAnswer? {
        let oldest = clock().addingTimeInterval(-seconds)
        return try await read { db in
            let sql = "select answer from registry_answers where question = ? and asked_at >= ?"
            return try Row.fetchOne(db, sql: sql, arguments: [question, Timestamp.text(oldest)])?
                .optionalJSON(StoredAnswer.self, "answer")?.answer
        }
    }

    /// Keeps `answer` for ``registryAnswer(to:within:)`` until it is older than so many seconds, in
    /// the place of an earlier one, and forgets those whose time is over.
    package func keep(
        _ answer: RegistryAnswer, forgettingAfter seconds: Double
    ) async throws(CasebookError) {
        let now = clock()
        let end = answer.askedAt.addingTimeInterval(seconds)
        try await write { db in
            // An earlier version noted no end; a day was usual.
            try db.execute(
                sql: """
                    delete from registry_answers
                    where forget_at < ? or (forget_at is null and asked_at < ?)
                    """,
                arguments: [
                    Timestamp.text(now), Timestamp.text(now.addingTimeInterval(-86_400)),
                ])
            try db.execute(
                sql: """
                    insert into registry_answers (question, asked_at, answer, forget_at)
                    values (?, ?, ?, ?)
                    on conflict (question) do update set asked_at = excluded.asked_at,
                        answer = excluded.answer, forget_at = excluded.forget_at
                    """,
                arguments: [
                    answer.question, Timestamp.text(answer.askedAt), try json(StoredAnswer(answer)),
                    Timestamp.text(end),
                ])
        }
    }
}

/// An answer whose bytes are written in Base64: as a list of numbers they were four times as long.
private struct StoredAnswer: Codable {
    private var facts: RegistryAnswer
    private var body: Data
    private var request: Data?

    init(_ answer: RegistryAnswer) {
        facts = answer
        facts.body = []
        facts.request = nil
        body = Data(answer.body)
        request = answer.request.map { Data($0) }
    }

    var answer: RegistryAnswer {
        var answer = facts
        answer.body = [UInt8](body)
        answer.request = request.map { [UInt8]($0) }
        return answer
    }
}
