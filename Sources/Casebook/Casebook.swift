// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

// What the casebook guarantees
//
// 1. A call that returned has landed: a process that is killed afterwards loses nothing. A machine
//    that loses power may lose the last transactions, the newest first, but the file is never
//    corrupt: SQLite's write-ahead log with `synchronous=NORMAL`.
// 2. Every claim has a lease. A job may run twice; its result lands once, whole or not at all, with
//    its custody lines: the key is lead, persona and attempt.
// 3. Several processes may use one folder. Writes are done in short transactions, which wait for
//    each other; within a process those that come at the same time share one.
//
// No other room speaks SQL. The statements here are what SQLite and PostgreSQL both take, so that a
// second engine is a second driver; what only SQLite has stands in this file and is marked so.

package import FoundationEssentials
internal import GRDB
internal import Glibc

/// The cases, their captures and verdicts, the queue of work, and the custody log: one folder.
///
/// Every method may be called from any task. Writes wait for each other in one queue, reads do not;
/// none blocks a thread of the cooperative pool, and none is abandoned when its task is cancelled,
/// so that a sweep that is being stopped can still hand in what it has.
package final class Casebook: Sendable {
    /// The folder that holds it all.
    package let directory: String
    /// The account and machine that custody lines name: `user@host`.
    package let actor: String
    let clock: @Sendable () -> Date
    /// `nil` where the machine does not say how long it runs.
    let steady: SteadyClock?
    let file: String
    private let pool: DatabasePool
    private let writes: GroupCommit
    private let presence: Presence

    /// Opens the casebook in `directory`, and makes both if they are not there.
    ///
    /// If the last process to use it ended without closing it, the file is checked first, which
    /// takes about a second for each gigabyte.
    ///
    /// - Parameters:
    ///   - directory: readable by its owner only if it is made here, because cases name people.
    ///   - actor: the account and machine that custody lines name: `user@host`.
    ///   - uptime: how long the machine runs, for leases and pauses.
    ///   - clock: what time it is, for records; for leases too, if nobody knows the uptime.
    /// - Returns: the open casebook; ``close()`` it at the end.
    /// - Throws: ``CasebookError`` if the folder cannot be made or written, or the file is corrupt,
    ///   is something else, or was made by a newer version.
    package static func open(
        _ directory: String, actor: String,
        uptime: @escaping @Sendable () -> Uptime? = Uptime.now,
        clock: @escaping @Sendable () -> Date = { Date() }
    ) throws(CasebookError) -> Casebook {
        try makeFolder(directory)
        try makeFolder(directory + "/archive")
        return try Casebook(directory, actor, uptime, clock)
    }

    private init(
        _ directory: String, _ actor: String, _ uptime: @escaping @Sendable () -> Uptime?,
        _ clock: @escaping @Sendable () -> Date
    ) throws(CasebookError) {
        self.directory = directory
        self.actor = actor
        self.clock = clock
        let file = directory + "/casebook.sqlite"
        self.file = file
        let presence = try Presence(in: directory)
        self.presence = presence
        do {
            var configuration = Configuration()
            configuration.busyMode = .timeout(30)
            configuration.prepareDatabase { db in
                // SQLite only. GRDB turns foreign keys and the write-ahead log on.
                try db.execute(sql: "PRAGMA synchronous = NORMAL")
                try db.execute(sql: "PRAGMA journal_size_limit = 67108864")
            }
            let wasLeftOpen = presence.isAlone && Self.size(of: file + "-wal") > 0
            pool = try DatabasePool(path: file, configuration: configuration)
            writes = GroupCommit(pool, file: file)
            if wasLeftOpen { try pool.read { db in try Self.check(db, file) } }
            let now = clock()
            steady = try pool.write { db in
                try Schema.bringUpToDate(db, file, now)
                return try SteadyClock(uptime, clock, db)
            }
        } catch {
            throw CasebookError(error, file: file)
        }
    }

    /// Where `WebArchive` keeps the bytes.
    package var archiveDirectory: String { directory + "/archive" }

    /// Lets go of the file; nothing may be asked of the casebook afterwards.
    package func close() throws(CasebookError) {
        do { try pool.close() } catch { throw CasebookError(error, file: file) }
    }

    /// Runs `body` in a transaction, after the writes that were asked for before.
    ///
    /// It may share the transaction with others, and may run again if one of those fails.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(CasebookError) -> Value {
        try await writes.write(body)
    }

    /// Runs `body` on a snapshot of what was written so far.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(CasebookError) -> Value {
        let result: Result<Value, CasebookError> = await withCheckedContinuation { continuation in
            pool.asyncRead { [file] database in
                let value = Result { try body(database.get()) }
                continuation.resume(
                    returning: value.mapError { CasebookError($0, file: file) })
            }
        }
        return try result.get()
    }

    /// SQLite only: looks for damage in the structure of the file.
    private static func check(_ db: Database, _ file: String) throws {
        let findings = try String.fetchAll(db, sql: "PRAGMA quick_check(3)")
        guard findings == ["ok"] else {
            throw CasebookError.corrupt(file: file, detail: findings.joined(separator: "; "))
        }
    }

    private static func size(of path: String) -> Int {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : 0
    }

    private static func makeFolder(_ path: String) throws(CasebookError) {
        if mkdir(path, 0o700) == 0 { return }
        var code = errno
        if code == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex {
            try makeFolder(String(path[..<slash]))
            if mkdir(path, 0o700) == 0 { return }
            code = errno
        }
        var status = stat()
        if code == EEXIST, stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { return }
        throw .noFolder(path, reason: String(cString: strerror(code)))
    }
}

/// Shows other processes that a casebook is in use, for as long as it lives.
///
/// A write-ahead log that is still there when nobody uses the casebook was left by a process that
/// died.
private final class Presence: Sendable {
    /// Whether nobody else used the casebook when this one came.
    let isAlone: Bool
    private let descriptor: Int32

    init(in directory: String) throws(CasebookError) {
        let path = directory + "/casebook.lock"
        descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw .notWritable(path, reason: String(cString: strerror(errno)))
        }
        isAlone = flock(descriptor, LOCK_EX | LOCK_NB) == 0
        guard flock(descriptor, LOCK_SH) == 0 else {
            let reason = String(cString: strerror(errno))
            Glibc.close(descriptor)
            throw .notWritable(path, reason: reason)
        }
    }

    deinit { Glibc.close(descriptor) }
}
