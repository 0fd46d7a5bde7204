// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

// How one log is read
//
// The log signs a head; it must continue the head before it. Entries are then read in strides, up to
// that head. Each stride's entries are hashed in their order onto the tree that was read so far, and
// that must come to the same as the head says, before anything of them is believed. Then one
// transaction keeps position, leads and gaps. So a kill costs one stride of reading, and an entry is
// either read, or in a gap that can be seen.

import Casebook
import Casework
import CertificateLogs
import FoundationEssentials
import Wording

/// Reads one log.
struct LogDesk {
    enum End: Sendable {
        /// All that there is was read, or as much as was asked for.
        case done
        case stopped
        case broken
        case failed(Message)
    }

    let client: LogClient
    let settings: CertificateWatchSettings
    let casebook: Casebook
    let screen: CertificateScreen
    /// Whether it ends where the log ends, or waits for more.
    let isToEnd: Bool
    let clock: @Sendable () -> Date
    let watch: CertificateWatch
    let report: @Sendable (CertificateEvent) -> Void
    private var pace: LogPace
    private var givenUp: Message?
    /// How many entries this run read.
    var read: Int64 = 0
    /// Since when entries wait in an incomplete tile.
    var waitsSince: ContinuousClock.Instant?

    init(
        client: LogClient, settings: CertificateWatchSettings, casebook: Casebook,
        screen: CertificateScreen, isToEnd: Bool, clock: @escaping @Sendable () -> Date,
        watch: CertificateWatch, report: @escaping @Sendable (CertificateEvent) -> Void
    ) {
        self.client = client
        self.settings = settings
        self.casebook = casebook
        self.screen = screen
        self.isToEnd = isToEnd
        self.clock = clock
        self.watch = watch
        self.report = report
        pace = LogPace(delay: settings.secondsBetweenRequests)
    }

    /// The most hits that are held before they are kept.
    static let hitsPerStride = 256
    /// The most audit paths that are asked for after one stride: the rest can be had later.
    static let pathsPerStride = 64

    var known: KnownLog { client.log }

    /// Reads up to the newest head, and on.
    mutating func work() async throws -> End {
        var stored = try await casebook.watchedLog(known.id.text)
        if let log = stored, log.state == .stopped, settings.start == nil {
            report(.stopped(known))
            return .broken
        }
        var hasBegun = false
        while true {
            let client = client
            let clock = clock
            guard
                let head = await patiently({ () async throws(LogTrouble) in
                    try await client.head(now: clock())
                })
            else {
                if let end = try await end(stored) { return end }
                continue
            }
            var log: WatchedLog
            if let stored, hasBegun || settings.start == nil {
                log = stored
            } else {
                log = try await begin(stored, at: head)
                stored = log
            }
            if !hasBegun {
                report(.begun(known, position: log.position, size: head.size))
                hasBegun = true
            }
            switch await judge(head, against: log.head) {
            case nil:
                // What it signs next may be proven again.
                if let end = try await end(log) { return end }
                continue
            case .older: break
            case .broken(let finding): return try await stop(log, finding)
            case .continues:
                log.head = head
                log.problem = nil
                log.updatedAt = clock()
                guard try await casebook.keep(log, at: log.position) else {
                    stored = try await casebook.watchedLog(known.id.text)
                    continue
                }
            }
            reading: while let next = try await stride(log) {
                switch next {
                case .read(let further): log = further
                case .raced:
                    // Another process reads this log as well, and was faster.
                    guard let other = try await casebook.watchedLog(known.id.text) else {
                        break reading
                    }
                    log = other
                case .broken(let finding): return try await stop(log, finding)
                }
            }
            stored = log
            if givenUp != nil || Task.isCancelled {
                if let end = try await end(log) { return end }
                continue
            }
            if isToEnd || isAtLimit { return .done }
            try? await Task.sleep(for: .seconds(settings.secondsBetweenHeads))
            if Task.isCancelled { return .stopped }
        }
    }

    private var isAtLimit: Bool { settings.limit.map { read >= $0 } ?? false }

    /// Notes why the log gave nothing, if it did not.
    ///
    /// - Returns: `nil` if the log is to be followed all the same.
    private mutating func end(_ log: WatchedLog?) async throws -> End? {
        guard let why = givenUp else { return .stopped }
        givenUp = nil
        if var log {
            log.problem = why.chinese
            log.updatedAt = clock()
            _ = try await casebook.keep(log, at: log.position)
        }
        return isToEnd ? .failed(why) : Task.isCancelled ? .stopped : nil
    }

    private func stop(_ log: WatchedLog, _ finding: LogFinding) async throws -> End {
        var log = log
        log.state = .stopped
        log.problem = CertificateMessages.finding(finding.kind.rawValue).chinese
        log.updatedAt = clock()
        _ = try await casebook.keep(log, at: log.position, finding: finding)
        report(.broken(known, finding))
        return .broken
    }

    // MARK: - Beginning

    /// Where reading begins, kept; what lies between there and where it was is a gap.
    private func begin(
        _ stored: WatchedLog?, at head: SignedTreeHead
    ) async throws -> WatchedLog {
        var position: Int64 =
            switch settings.start ?? .head {
            case .head: head.size
            case .first: 0
            case .entry(let number): min(max(0, number), head.size)
            case .back(let count): max(0, head.size - max(0, count))
            }
        // A proof says nothing of a complete tree by itself; see LogClient.range.
        while position > 0, position != head.size, position & (position - 1) == 0 { position -= 1 }
        let now = clock()
        var log =
            stored
            ?? WatchedLog(
                id: known.id.text, description: known.description,
                url: known.address.description, start: position, position: position,
                updatedAt: now)
        var gap: LogGap?
        if let stored, position > stored.position {
            gap = LogGap(
                log: log.id, first: stored.position, last: position - 1, reason: .skipped,
                notedAt: now)
        }
        log.state = .following
        log.start = min(log.start, position)
        log.position = position
        log.peaks = position == 0 ? [] : nil
        if position == head.size, position.nonzeroBitCount == 1 { log.peaks = [head.root] }
        // Whoever has a stopped log read again takes its newest head as it is.
        if stored?.state == .stopped { log.head = nil }
        log.problem = nil
        log.updatedAt = now
        try await casebook.begin(log, leavingOut: gap)
        return log
    }

    // MARK: - Heads

    private enum Judgement {
        case continues
        /// It was signed before the one that is known, and fits it.
        case older
        case broken(LogFinding)
    }

    /// Whether `head` continues what was known; `nil` if that cannot be learnt.
    private mutating func judge(
        _ head: SignedTreeHead, against kept: SignedTreeHead?
    ) async -> Judgement? {
        guard let kept else { return .continues }
        func broken(_ kind: LogFinding.Kind, _ peaks: [TreeHash] = []) -> Judgement {
            .broken(
                LogFinding(
                    log: known.id.text, kind: kind, kept: kept, found: head, peaks: peaks,
                    notedAt: clock()))
        }
        if head.size == kept.size {
            guard head.root == kept.root else { return broken(.forked) }
            return head.milliseconds >= kept.milliseconds ? .continues : .older
        }
        if head.size < kept.size, head.milliseconds > kept.milliseconds { return broken(.shrunk) }
        let (small, large) = head.size < kept.size ? (head, kept) : (kept, head)
        let client = client
        guard
            let range = await patiently({ () async throws(LogTrouble) in
                try await client.range(small.size, root: small.root, in: large)
            })
        else { return nil }
        guard range.root == small.root else { return broken(.forked, range.peaks) }
        return head.size < kept.size ? .older : .continues
    }

    // MARK: - Patience

    /// Asks until an answer can be used, with longer and longer pauses.
    ///
    /// - Returns: `nil` if the task was cancelled, or the log gave nothing too often; then `givenUp`
    ///   says what it gave last.
    mutating func patiently<Value: Sendable>(
        _ ask: @Sendable () async throws(LogTrouble) -> Value
    ) async -> Value? {
        while !Task.isCancelled {
            do throws(LogTrouble) {
                let value = try await ask()
                let pause = pace.pause(after: .good, chance: 0)
                if pause > 0 { try? await Task.sleep(for: .seconds(pause)) }
                return value
            } catch {
                if Task.isCancelled { return nil }
                let pause = pace.pause(after: error.answer, chance: Double.random(in: 0...1))
                let isTooOften = pace.failures % max(1, settings.attempts) == 0
                if isTooOften { givenUp = error.message }
                if isTooOften, isToEnd { return nil }
                report(.trouble(known, error.message, seconds: pause))
                try? await Task.sleep(for: .seconds(pause))
                if isTooOften { return nil }
            }
        }
        return nil
    }
}
