// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

internal import GRDB

extension Casebook {
    /// Who holds jobs of a run, by the names that they claimed them under.
    package func owners(ofRun run: Int64) async throws(CasebookError) -> [String] {
        try await read { db in
            let sql = """
                select distinct owner from jobs
                where run = ? and state = 'working' and owner is not null order by owner
                """
            return try String.fetchAll(db, sql: sql, arguments: [run])
        }
    }

    /// Gives back all that `owner` holds of a run, before the leases end: for an owner that is known
    /// to be gone.
    package func releaseAll(
        of run: Int64, heldBy owner: String
    ) async throws(CasebookError) {
        try await write { db in
            let sql = """
                update jobs set state = 'waiting', owner = null, lease_until = null
                where run = ? and owner = ? and state = 'working' returning lead
                """
            let leads = try Int64.fetchAll(db, sql: sql, arguments: [run, owner])
            try Self.move(leads.count, from: "working", to: "waiting", db, run)
            for lead in Set(leads) { try Self.refreshState(of: lead, db) }
        }
    }
}
