// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework
internal import FoundationEssentials
internal import GRDB

extension Casebook {
    /// The life of a host, in ASCII: its addresses, and all that changed; `nil` if no case is about
    /// it.
    ///
    /// - Parameter limit: the most events; the newest are kept.
    package func history(
        of host: String, limit: Int = 10_000
    ) async throws(CasebookError) -> SiteHistory? {
        try await read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    select leads.number as number, address, level, phase, silences, rest_until,
                        watched_sites.state as watched,
                        (select count(*) from captures where captures.lead = leads.number)
                            as visits,
                        (select min(started_at) from captures where captures.lead = leads.number)
                            as first_visit,
                        (select max(started_at) from captures where captures.lead = leads.number)
                            as last_visit
                    from leads left join watched_sites on watched_sites.lead = leads.number
                    where leads.host = ? order by leads.number
                    """, arguments: [host])
            guard !rows.isEmpty else { return nil }
            let sites = try rows.map { row in
                let state = try row.optionalJSON(SiteState.self, "watched")
                return SiteHistory.Site(
                    case: CaseNumber(try row.number("number")), url: try row.text("address"),
                    level: row.optionalNumber("level").flatMap(Verdict.Level.init(stored:)),
                    phase: state?.phase, silences: state?.silences ?? 0,
                    visits: Int(try row.number("visits")),
                    firstVisit: try row.optionalTime("first_visit"),
                    lastVisit: try row.optionalTime("last_visit"),
                    restsUntil: try row.optionalTime("rest_until"),
                    addresses: state?.addresses ?? [], hosting: state?.hosting ?? [])
            }
            let own = try Self.events(
                db,
                """
                select site_changes.* from site_changes
                join leads on leads.number = site_changes.lead where leads.host = ?
                """, host, limit)
            let later = try Self.events(
                db,
                """
                select site_changes.* from site_changes where kind = 'returned' and lead in (
                    select site_kin.lead from site_kin
                    join leads on leads.number = site_kin.former where leads.host = ?)
                """, host, limit
            ).filter { event in event.change.kin.contains { $0.host == host } }
            return SiteHistory(host: host, sites: sites, events: own, laterNames: later)
        }
    }

    private static func events(
        _ db: Database, _ sql: String, _ host: String, _ limit: Int
    ) throws -> [SiteEvent] {
        try Row.fetchAll(
            db, sql: "select * from (\(sql) order by number desc limit ?) order by number",
            arguments: [host, limit]
        ).compactMap { row in
            guard let change = try row.optionalJSON(SiteChange.self, "change") else { return nil }
            return SiteEvent(
                at: try row.time("at"), run: try row.number("watch_run"), change: change)
        }
    }
}
