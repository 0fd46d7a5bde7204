// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework
internal import FoundationEssentials
internal import GRDB

extension Casebook {
    /// The names that were ever found in use, each with its state.
    package func nameStates() async throws(CasebookError) -> [String: KnownName.State] {
        try await read { db in
            var states: [String: KnownName.State] = [:]
            let rows = try Row.fetchCursor(db, sql: "select host, state from known_names")
            while let row = try rows.next() {
                states[try row.text("host")] = KnownName.State(rawValue: try row.text("state"))
            }
            return states
        }
    }

    /// Keeps what a run saw of names; what it saw before is seen once.
    ///
    /// A name that is absent and was never in use leaves no trace.
    package func note(_ sightings: [NameSighting], run: Int64) async throws(CasebookError) {
        guard !sightings.isEmpty else { return }
        let now = Timestamp.text(clock())
        try await write { db in
            for sighting in sightings { try Self.note(sighting, db, run, now) }
        }
    }

    private static func note(
        _ sighting: NameSighting, _ db: Database, _ run: Int64, _ now: String
    ) throws {
        let find = try db.cachedStatement(
            sql: "select state, run, state_before_run from known_names where host = ?")
        let row = try Row.fetchOne(find, arguments: [sighting.host])
        let stored = try row.flatMap { KnownName.State(rawValue: try $0.text("state")) }
        // Within a run each sighting counts from where the name stood before the run: so a name that
        // has an address, and then serves, changes once, and a run that is resumed changes nothing.
        let isSameRun = try row.map { try $0.number("run") == run } ?? false
        let former =
            isSameRun
            ? row.flatMap { $0.optionalText("state_before_run") }
                .flatMap { KnownName.State(rawValue: $0) } : stored
        guard let state = KnownName.State.after(sighting.sighting, former: former) else { return }
        let isSeen = sighting.sighting != .absent
        let isChange = state.isChange(from: former)
        if row == nil {
            try db.cachedStatement(
                sql: """
                    insert into known_names (host, site, shape, state, state_before_run, run,
                        changed_in, first_seen, last_seen, changed_at)
                    values (?, ?, ?, ?, null, ?, ?, ?, ?, ?)
                    """
            ).execute(arguments: [
                sighting.host, sighting.site, sighting.shape?.rawValue, state.rawValue, run, run,
                now, now, now,
            ])
            return
        }
        try db.cachedStatement(
            sql: """
                update known_names set state = ?, state_before_run = ?, run = ?,
                    changed_in = case when ? then ? when changed_in = ? then null
                        else changed_in end,
                    last_seen = case when ? then ? else last_seen end,
                    changed_at = case when ? then ? else changed_at end
                where host = ?
                """
        ).execute(arguments: [
            state.rawValue, former?.rawValue, run, isChange, run, run, isSeen, now, isChange, now,
            sighting.host,
        ])
    }

    /// Turns what the visits of a run brought into the states of the names it visited.
    ///
    /// A name is cloaked if one persona was shown something that is at least doubtful, and another
    /// nothing, or nothing of the kind.
    package func settleNames(ofRun run: Int64) async throws(CasebookError) {
        let now = Timestamp.text(clock())
        try await write { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    select known_names.host as host, captures.level as level,
                        captures.failure as failure
                    from known_names
                    join leads on leads.host = known_names.host
                    join captures on captures.lead = leads.number
                    where captures.run = ? and known_names.run = ?
                    order by known_names.host
                    """, arguments: [run, run])
            var seen: [(host: String, levels: [Int64?], served: Bool)] = []
            for row in rows {
                let host = try row.text("host")
                if seen.last?.host != host { seen.append((host, [], false)) }
                let last = seen.count - 1
                let level = row.optionalNumber("level")
                seen[last].levels.append(level)
                if level != nil || row.optionalText("failure") == nil {
                    seen[last].served = true
                }
            }
            for (host, levels, served) in seen {
                let isSuspect = levels.contains { ($0 ?? 0) >= 1 }
                let isHidden = levels.contains { ($0 ?? 0) == 0 }
                let sighting: KnownName.Sighting =
                    isSuspect && isHidden ? .cloaked : served ? .served : .silent
                try Self.note(NameSighting(host: host, sighting: sighting), db, run, now)
            }
        }
    }

    /// The names whose state a run changed, those that were not known before included.
    package func changedNames(inRun run: Int64) async throws(CasebookError) -> [KnownName] {
        try await names(where: "changed_in = ?", [run])
    }

    /// All names that were ever found in use.
    package func knownNames() async throws(CasebookError) -> [KnownName] {
        try await names(where: "host is not null", [])
    }

    private func names(
        where condition: String, _ arguments: [Int64]
    ) async throws(CasebookError) -> [KnownName] {
        try await read { db in
            try Row.fetchAll(
                db, sql: "select * from known_names where \(condition) order by host",
                arguments: StatementArguments(arguments)
            ).map { row in
                guard let state = KnownName.State(rawValue: try row.text("state")) else {
                    throw UnreadableRecord("a name has the state '\(try row.text("state"))'")
                }
                return KnownName(
                    host: try row.text("host"), site: row.optionalText("site"),
                    shape: row.optionalText("shape").flatMap { NameOpinion.Shape(rawValue: $0) },
                    state: state,
                    formerState: row.optionalText("state_before_run")
                        .flatMap { KnownName.State(rawValue: $0) },
                    firstSeen: try row.time("first_seen"), lastSeen: try row.time("last_seen"),
                    changedAt: try row.time("changed_at"))
            }
        }
    }

    // MARK: - How far

    /// How many names of a run, from its first, are all asked and kept.
    package func namesAsked(ofRun run: Int64) async throws(CasebookError) -> Int {
        try await read { db in
            Int(
                try Int64.fetchOne(
                    db, sql: "select asked from name_sweeps where run = ?", arguments: [run]) ?? 0)
        }
    }

    package func noteNamesAsked(_ count: Int, ofRun run: Int64) async throws(CasebookError) {
        try await write { db in
            try db.cachedStatement(
                sql: """
                    insert into name_sweeps (run, asked) values (?, ?)
                    on conflict (run) do update set asked = excluded.asked
                    """
            ).execute(arguments: [run, Int64(count)])
        }
    }
}
