// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

// How sweeps on one casebook stay polite together
//
// Within a process, politeness is a matter of memory. Between processes, and from one run to the
// next, it is a matter of this table: a row says until when nobody but its owner may send a request
// to a place, which is a site or an address. Before a request it reaches to where the request must
// have ended; after it, to the end of the pause. A row whose time has come means nothing, and is
// deleted at leisure.

internal import Casework
internal import FoundationEssentials
internal import GRDB

/// The right to send one request to places that are asked for together: a site and an address.
package struct Turn: Sendable, Hashable {
    /// Each place, and the seconds for which it is ours, or is left alone, from now on.
    package var places: [String: Double]

    package init(places: [String: Double]) {
        self.places = places
    }
}

extension Casebook {
    /// Gives back turns that are over, and takes those that are free, in one transaction.
    ///
    /// - Parameters:
    ///   - leaving: turns of `owner`, with the seconds of the pause that follows.
    ///   - taking: turns to take, with the seconds after which the requests must have ended.
    ///   - owner: a name that no other process or machine uses; what it holds already is free to it.
    /// - Returns: for each of `taking` whether all its places were free, and are `owner`'s now.
    package func exchangeTurns(
        leaving: [Turn], taking: [Turn], owner: String
    ) async throws(CasebookError) -> [Bool] {
        let now = leaseTime
        return try await write { db in
            func text(_ seconds: Double) -> String {
                Timestamp.text(now.addingTimeInterval(seconds))
            }
            let leave = try db.cachedStatement(
                sql: "update turns set until = ? where place = ? and owner = ?")
            for (place, pause) in leaving.flatMap(\.places) {
                try leave.execute(arguments: [text(pause), place, owner])
            }
            let find = try db.cachedStatement(
                sql: "select 1 from turns where place = ? and owner <> ? and until > ?")
            let take = try db.cachedStatement(
                sql: """
                    insert into turns (place, owner, until) values (?, ?, ?)
                    on conflict (place) do update
                    set owner = excluded.owner, until = excluded.until
                    """)
            return try taking.map { turn in
                for place in turn.places.keys {
                    let isTaken = try Int.fetchOne(find, arguments: [place, owner, text(0)]) != nil
                    if isTaken { return false }
                }
                for (place, seconds) in turn.places {
                    try take.execute(arguments: [place, owner, text(seconds)])
                }
                return true
            }
        }
    }

    /// Who has turns now.
    package func turnOwners() async throws(CasebookError) -> [String] {
        let now = Timestamp.text(leaseTime)
        return try await read { db in
            try String.fetchAll(
                db, sql: "select distinct owner from turns where until > ? order by owner",
                arguments: [now])
        }
    }

    /// Ends the turns of an owner that is known to be gone: its requests ended with it, and only the
    /// pause is left to keep.
    package func endTurns(
        of owner: String, pauseSeconds: Double
    ) async throws(CasebookError) {
        let until = Timestamp.text(leaseTime.addingTimeInterval(pauseSeconds))
        try await write { db in
            try db.execute(
                sql: "update turns set until = ? where owner = ? and until > ?",
                arguments: [until, owner, until])
        }
    }

    /// Deletes the turns that are over.
    package func forgetTurns() async throws(CasebookError) {
        let now = leaseTime
        let last = now.addingTimeInterval(Self.longestLease)
        try await write { db in
            try db.execute(
                sql: "delete from turns where until <= ? or until > ?",
                arguments: [Timestamp.text(now), Timestamp.text(last)])
        }
    }
}
