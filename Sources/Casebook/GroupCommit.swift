// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

internal import GRDB
internal import Synchronization

/// Writes that share transactions: whoever asks while the casebook is being written waits for the
/// next transaction, and one serves all who wait.
///
/// A transaction costs as much as the pages of the file that it touches, and a thousand visits touch
/// mostly the same ones. If one write of a group fails, the group is undone and each is done alone,
/// so that none fails for another's sake; a write is therefore a function of the database only.
final class GroupCommit: Sendable {
    private struct Write {
        /// Does it, and returns how to tell its caller: that it was kept, or why not.
        let body: @Sendable (Database) throws -> @Sendable (CasebookError?) -> Void
        /// Tells its caller that it was not even done.
        let refuse: @Sendable (CasebookError) -> Void
    }

    private struct State {
        var waiting: [Write] = []
        var isAtWork = false
    }

    private let pool: DatabasePool
    private let file: String
    private let state = Mutex(State())
    /// The most writes in one transaction: 256, so that other processes get their turn.
    private let groupSize = 256

    init(_ pool: DatabasePool, file: String) {
        self.pool = pool
        self.file = file
    }

    /// Runs `body` in a transaction, after the writes that were asked for before.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(CasebookError) -> Value {
        let result: Result<Value, CasebookError> = await withCheckedContinuation { continuation in
            let write = Write(
                body: { db in
                    let value = try body(db)
                    return { error in
                        continuation.resume(
                            returning: error.map { .failure($0) } ?? .success(value))
                    }
                },
                refuse: { continuation.resume(returning: .failure($0)) })
            let mustStart = state.withLock { state in
                state.waiting.append(write)
                defer { state.isAtWork = true }
                return !state.isAtWork
            }
            if mustStart { pool.asyncWriteWithoutTransaction { db in self.serve(db) } }
        }
        return try result.get()
    }

    /// Serves those who wait, and those who come meanwhile, until nobody waits.
    private func serve(_ db: Database) {
        while true {
            let group = state.withLock { state in
                let group = Array(state.waiting.prefix(groupSize))
                state.waiting.removeFirst(group.count)
                state.isAtWork = !group.isEmpty
                return group
            }
            if group.isEmpty { return }
            guard !commit(group, db) else { continue }
            for write in group where !commit([write], db) {
                preconditionFailure("a write that is alone has nobody to wait for")
            }
        }
    }

    /// Does `group` in one transaction, and tells its callers.
    ///
    /// - Returns: whether they were told; if not, nothing was done, and each is to be tried alone.
    private func commit(_ group: [Write], _ db: Database) -> Bool {
        var tell: [@Sendable (CasebookError?) -> Void] = []
        do {
            try db.inTransaction(.immediate) {
                for write in group { tell.append(try write.body(db)) }
                return .commit
            }
            for tell in tell { tell(nil) }
            return true
        } catch {
            guard group.count == 1 else { return false }
            let reason = CasebookError(error, file: file)
            if let tell = tell.first { tell(reason) } else { group[0].refuse(reason) }
            return true
        }
    }
}
