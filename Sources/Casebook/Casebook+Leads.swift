// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

internal import Casework
internal import GRDB

extension Casebook {
    /// The standing of a lead's case once its visits of a run are all made; `nil` until then.
    package func standing(
        of lead: Int64, inRun run: Int64
    ) async throws(CasebookError) -> CaseSummary? {
        try await read { db in
            let open = try Int64.fetchOne(
                db.cachedStatement(
                    sql: """
                        select count(*) from jobs
                        where run = ? and lead = ? and state in ('waiting', 'working')
                        """), arguments: [run, lead])
            guard open == 0 else { return nil }
            return try Row.fetchOne(
                db.cachedStatement(sql: "select * from leads where number = ?"),
                arguments: [lead]
            ).map { try CaseSummary(row: $0) }
        }
    }
}
