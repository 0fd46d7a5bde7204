// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

@testable import Casebook
import Foundation
import GRDB
import Testing

struct GroupCommitTests {
    @Test func `A write that fails takes none of those with it that came at the same time`()
        async throws
    {
        let folder = FileManager.default.temporaryDirectory.path + "/group-\(UUID())"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let pool = try DatabasePool(path: folder + "/file.sqlite")
        try await pool.write { try $0.execute(sql: "create table numbers (value integer unique)") }
        let writes = GroupCommit(pool, file: "file.sqlite")
        // While the pool is busy, the writes below gather into one group.
        async let busy: Void = pool.write { _ in Thread.sleep(forTimeInterval: 0.2) }

        let kept = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<100 {
                group.addTask {
                    do {
                        return try await writes.write { db in
                            try db.execute(
                                sql: "insert into numbers values (?)",
                                arguments: [number == 50 ? 49 : number])
                            return true
                        }
                    } catch {
                        return false
                    }
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        try await busy
        let stored = try await pool.read {
            try Int.fetchOne($0, sql: "select count(*) from numbers")
        }

        // 49 was asked for twice, and one of the two failed.
        #expect(kept == 99)
        #expect(stored == 99)
    }
}
