// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework
package import FoundationEssentials
internal import GRDB

// Reports that are to be mailed or posted. A report is put here by the transaction that ends its run,
// and stays until somebody has taken it: at least once, perhaps twice, if a crash falls between its
// being taken and that being noted.
extension Casebook {
    static func post(
        _ run: Int64, to destinations: [String], _ now: String, _ db: Database
    ) throws {
        var number =
            try Int64.fetchOne(db, sql: "select coalesce(max(number), 0) from outbox") ?? 0
        for destination in destinations {
            number += 1
            try db.execute(
                sql: """
                    insert into outbox (number, watch_run, destination, state, next_try)
                    values (?, ?, ?, 'waiting', ?)
                    on conflict (watch_run, destination) do nothing
                    """, arguments: [number, run, destination, now])
        }
    }

    /// The reports that are to be handed over now, the oldest first.
    ///
    /// One that waits for more than a day, which no wait is, was put off by a wrong clock.
    package func dueDeliveries(limit: Int = 100) async throws(CasebookError) -> [Delivery] {
        let now = clock()
        return try await read { db in
            try Row.fetchAll(
                db,
                sql: """
                    select * from outbox
                    where state = 'waiting' and (next_try <= ? or next_try > ?)
                    order by number limit ?
                    """,
                arguments: [
                    Timestamp.text(now), Timestamp.text(now.addingTimeInterval(86_400)), limit,
                ]
            ).map { try Delivery(row: $0) }
        }
    }

    /// The newest deliveries, the newest first.
    package func deliveries(limit: Int = 50) async throws(CasebookError) -> [Delivery] {
        try await read { db in
            try Row.fetchAll(
                db, sql: "select * from outbox order by number desc limit ?", arguments: [limit]
            ).map { try Delivery(row: $0) }
        }
    }

    /// The reports that were not handed over, of which no more than 100 are named.
    package func undelivered() async throws(CasebookError) -> [WatchReport.Undelivered] {
        try await read { db in try Self.undelivered(db) }
    }

    static func undelivered(_ db: Database) throws -> [WatchReport.Undelivered] {
        try Row.fetchAll(
            db,
            sql: """
                select * from outbox where tries > 0 and state in ('waiting', 'given-up')
                order by number desc limit 100
                """
        ).map { row in
            let delivery = try Delivery(row: row)
            return WatchReport.Undelivered(
                run: delivery.run, destination: delivery.destination, tries: delivery.tries,
                reason: delivery.reason, isGivenUp: delivery.state == .givenUp)
        }.reversed()
    }

    /// Notes what came of a try; without a reason it was taken.
    ///
    /// What is refused for good is tried no more.
    package func note(
        _ delivery: Delivery, failedBecause reason: String?, forGood: Bool = false
    ) async throws(CasebookError) {
        let now = clock()
        let tries = delivery.tries + 1
        let isOver = forGood || tries > Delivery.waits.count
        let state: Delivery.State = reason == nil ? .sent : isOver ? .givenUp : .waiting
        let next = now.addingTimeInterval(isOver ? 0 : Delivery.waits[tries - 1])
        try await write { db in
            try db.execute(
                sql: """
                    update outbox set state = ?, tries = ?, next_try = ?, reason = ?, sent_at = ?
                    where number = ?
                    """,
                arguments: [
                    state.rawValue, tries, Timestamp.text(next), reason ?? "",
                    reason == nil ? Timestamp.text(now) : nil, delivery.number,
                ])
        }
    }

    /// Lets what was given up be tried anew, from the first.
    ///
    /// - Returns: how many that are.
    package func retryDeliveries() async throws(CasebookError) -> Int {
        let now = Timestamp.text(clock())
        return try await write { db in
            try db.execute(
                sql: """
                    update outbox set state = 'waiting', tries = 0, next_try = ?
                    where state in ('given-up', 'waiting')
                    """, arguments: [now])
            return db.changesCount
        }
    }
}

extension Delivery {
    fileprivate init(row: Row) throws {
        self.init(
            number: try row.number("number"), run: try row.number("watch_run"),
            destination: try row.text("destination"),
            state: State(rawValue: try row.text("state")) ?? .waiting,
            tries: Int(try row.number("tries")), nextTry: try row.time("next_try"),
            reason: try row.text("reason"), sentAt: try row.optionalTime("sent_at"))
    }
}
