// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

// How the archive stays whole
//
// One writer, one segment: a file that only this writer ever wrote to. Records are made and
// compressed on the caller's thread; under the lock stands only the write of one buffer at the
// segment's end. If that fails, the file is cut back to where it ended before, so a segment is a
// run of whole records at any time, but for a last one that a crash tore: readers leave it out.
//
// `sync()` is a group commit: whoever asks while the disk is busy waits for the next turn, and one
// turn serves all who wait.

package import Casework
import Dispatch
import FoundationEssentials
import Glibc
import Synchronization

/// Writes exchanges as WARC 1.1 records, each its own gzip member, before anything parses them.
package final class ArchiveWriter: Sendable {
    private struct State {
        var segment: Segment?
        /// What was appended to since the last sync began.
        var unsynced: [OutputFile] = []
        var waiters: [CheckedContinuation<Result<Void, ArchiveError>, Never>] = []
        var isSyncing = false
        var isClosed = false
        /// After a sync failed nobody knows what is on disk: nothing more is promised.
        var syncFailure: ArchiveError?
        var idle: [Deflater] = []
    }

    private struct Segment {
        let file: OutputFile
        let name: String
        var length: Int
    }

    private let directory: String
    private let software: String
    private let segmentBytes: Int
    private let level: Int
    private let create: @Sendable (String) throws(ArchiveError) -> OutputFile
    private let state = Mutex(State())
    private let syncing = DispatchQueue(label: "archive-sync")

    /// Opens a new segment in `directory`, which is created if need be.
    ///
    /// `software` is the name and version of the program, for each segment's first record. When a
    /// segment is `segmentBytes` long, 1 GiB by default, the next begins. `level` is how hard gzip
    /// works, 0 to 12; 1 by default, because bytes must be kept as fast as they come.
    package convenience init(
        directory: String, software: String, segmentBytes: Int = 1 << 30, level: Int = 1
    ) throws(ArchiveError) {
        try self.init(
            directory: directory, software: software, segmentBytes: segmentBytes, level: level
        ) { path throws(ArchiveError) in try OutputFile(creating: path) }
    }

    /// For tests, which bring files that fail.
    init(
        directory: String, software: String, segmentBytes: Int, level: Int,
        create: @escaping @Sendable (String) throws(ArchiveError) -> OutputFile
    ) throws(ArchiveError) {
        self.directory = directory
        self.software = software
        self.segmentBytes = segmentBytes
        self.level = level
        self.create = create
        do {
            try FileManager.default.createDirectory(
                atPath: directory, withIntermediateDirectories: true)
        } catch {
            throw .cannotCreate(directory, errno)
        }
        let first = try openSegment()
        state.withLock { $0.segment = first }
    }

    /// Keeps the request, the response if one came, and all that is known of them.
    ///
    /// `capture` is the ``Capture/name`` of the visit, and `reachedBy` where the address was found;
    /// see ``ExchangeRecord/reachedBy``. The records lie next to each other at the place that is
    /// returned, but are on disk only after ``sync()``.
    package func append(
        _ exchange: Exchange, capture: String, purpose: ExchangeRecord.Purpose, reachedBy: String?
    ) throws(ArchiveError) -> ArchivePlace {
        try append(ExchangeRecords.drafts(exchange, capture, purpose, reachedBy))
    }

    /// Keeps what the DNS said: a record for each question, and one with the whole report.
    package func append(
        _ report: NameReport, capture: String
    ) throws(ArchiveError) -> ArchivePlace {
        try append(NameRecords.drafts(report, capture))
    }

    func append(_ drafts: [RecordDraft]) throws(ArchiveError) -> ArchivePlace {
        let deflater = state.withLock { $0.idle.popLast() } ?? Deflater(level: level)
        var members: [UInt8] = []
        for draft in drafts { deflater.appendMember(of: draft.bytes, to: &members) }
        let result = state.withLock { state in
            state.idle.append(deflater)
            return Result { () throws(ArchiveError) in try write(members, to: &state) }
        }
        return try result.get()
    }

    private func write(
        _ members: [UInt8], to state: inout State
    ) throws(ArchiveError) -> ArchivePlace {
        if state.isClosed { throw .closed(directory) }
        if let failure = state.syncFailure { throw failure }
        var segment: Segment
        if let current = state.segment, current.length < segmentBytes {
            segment = current
        } else {
            segment = try openSegment()
            state.segment = segment
            state.unsynced.append(segment.file)
        }
        do {
            try segment.file.write(members, at: segment.length)
        } catch {
            // If not even cutting back works, what is torn must be the segment's end.
            do { try segment.file.truncate(to: segment.length) } catch { state.segment = nil }
            throw error
        }
        let place = ArchivePlace(
            segment: segment.name, offset: segment.length, length: members.count)
        segment.length += members.count
        state.segment = segment
        if state.unsynced.last !== segment.file { state.unsynced.append(segment.file) }
        return place
    }

    /// Creates a segment that holds its `warcinfo` record.
    private func openSegment() throws(ArchiveError) -> Segment {
        let now = Date()
        let digits = Timestamp.text(now).filter { $0 != "-" && $0 != ":" }.prefix(15)
        let random = String(UInt32.random(in: .min ... .max), radix: 16)
        let padded = String(repeating: "0", count: 8 - random.count) + random
        let name = "\(digits)Z-\(padded).warc.gz"

        let file = try create(directory + "/" + name)
        var draft = RecordDraft(
            .warcinfo, date: now, contentType: "application/warc-fields",
            block: Array(
                """
                software: \(software)\r
                format: WARC file version 1.1\r
                conformsTo: https://iipc.github.io/warc-specifications/specifications/\
                warc-format/warc-1.1/\r\n
                """.utf8))
        draft.add("WARC-Filename", name)
        let member = Deflater(level: level).member(of: draft.bytes)
        do throws(ArchiveError) {
            try file.write(member, at: 0)
            try OutputFile.syncDirectory(directory)
        } catch {
            unlink(file.path)
            throw error
        }
        return Segment(file: file, name: name, length: member.count)
    }
}

// MARK: - On disk

extension ArchiveWriter {
    /// Returns when everything that was appended before is on disk.
    ///
    /// Callers that come at the same time share one wait for the disk.
    package func sync() async throws(ArchiveError) {
        let result = await withCheckedContinuation { continuation in
            let mustStart = state.withLock { state in
                state.waiters.append(continuation)
                defer { state.isSyncing = true }
                return !state.isSyncing
            }
            if mustStart { syncing.async { self.syncInTurns() } }
        }
        try result.get()
    }

    /// Serves those who wait, and those who come meanwhile, until nobody waits.
    private func syncInTurns() {
        while true {
            let (waiters, files, earlier) = state.withLock { state in
                let turn = (state.waiters, state.unsynced, state.syncFailure)
                state.isSyncing = !state.waiters.isEmpty
                if state.isSyncing {
                    state.waiters = []
                    state.unsynced = []
                }
                return turn
            }
            if waiters.isEmpty { return }
            let result = Result { () throws(ArchiveError) in
                if let earlier { throw earlier }
                for file in files { try file.sync() }
            }
            if case .failure(let error) = result { state.withLock { $0.syncFailure = error } }
            for waiter in waiters { waiter.resume(returning: result) }
        }
    }

    /// Syncs, and refuses what comes after.
    ///
    /// Harmless if it was closed before.
    package func close() throws(ArchiveError) {
        let (files, failure) = state.withLock { state in
            defer {
                state.isClosed = true
                state.segment = nil
                state.unsynced = []
            }
            return (state.unsynced, state.syncFailure)
        }
        if let failure { throw failure }
        for file in files { try file.sync() }
    }
}
