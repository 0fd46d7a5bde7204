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
import Digests
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
    private var read: Int64 = 0
    /// Since when entries wait in an incomplete tile.
    private var waitsSince: ContinuousClock.Instant?

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
    private static let hitsPerStride = 256
    /// The most audit paths that are asked for after one stride: the rest can be had later.
    private static let pathsPerStride = 64

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

    // MARK: - Entries

    private enum Step {
        case read(WatchedLog)
        case raced
        case broken(LogFinding)
    }

    /// Reads the next entries of `log`, and keeps them; `nil` if there are none, or they did not come.
    private mutating func stride(_ log: WatchedLog) async throws -> Step? {
        guard let head = log.head, let target = target(log, head), !Task.isCancelled else {
            return nil
        }
        for attempt in 1...2 {
            guard let start = await beginning(of: log, head),
                let scan = await scan(from: start, to: target, head)
            else { return nil }
            guard let proven = await proven(scan.range, head) else { return nil }
            if proven == scan.range { return try await keep(scan, of: log, head) }
            // One bad answer on the way is not yet a log's fault.
            if attempt == 1 { continue }
            return .broken(
                LogFinding(
                    log: log.id, kind: .otherEntries, kept: nil, found: head,
                    peaks: scan.range.peaks, notedAt: clock()))
        }
        return nil
    }

    /// Up to which entry to read now.
    private mutating func target(_ log: WatchedLog, _ head: SignedTreeHead) -> Int64? {
        var target = min(head.size, log.position + settings.entriesPerStride)
        if let limit = settings.limit { target = min(target, log.position + limit - read) }
        guard target > log.position else {
            waitsSince = nil
            return nil
        }
        guard known.interface == .tiled, !isToEnd, target == head.size,
            target % Tile.width != 0
        else { return target }
        // An incomplete tile is one request for each new entry, if it is read each time.
        let full = target - target % Tile.width
        if full > log.position {
            waitsSince = .now
            return full
        }
        let since = waitsSince ?? .now
        waitsSince = since
        guard ContinuousClock.now - since >= .seconds(settings.patienceWithTiles) else {
            return nil
        }
        waitsSince = nil
        return target
    }

    /// The tree before the next entry.
    private mutating func beginning(
        of log: WatchedLog, _ head: SignedTreeHead
    ) async -> CompactRange? {
        if let peaks = log.peaks { return CompactRange(size: log.position, peaks: peaks) }
        let client = client
        let position = log.position
        return await patiently { () async throws(LogTrouble) in
            try await client.range(position, root: nil, in: head)
        }
    }

    private mutating func scan(
        from start: CompactRange, to target: Int64, _ head: SignedTreeHead
    ) async -> EntryScan? {
        var scan = EntryScan(start, screen)
        let client = client
        while scan.range.size < target, scan.found.count < Self.hitsPerStride {
            let position = scan.range.size
            let most = min(settings.entriesPerRequest, target - position)
            guard
                let batch = await patiently({ () async throws(LogTrouble) in
                    try await client.batch(from: position, most: most, in: head)
                })
            else { return nil }
            scan.take(batch, limit: Int(target - position))
        }
        return scan
    }

    /// What the log says of the tree that was read.
    private mutating func proven(_ range: CompactRange, _ head: SignedTreeHead) async
        -> CompactRange?
    {
        // The whole tree: what was signed is its root.
        if range.size == head.size {
            return range.root == head.root ? range : CompactRange()
        }
        let client = client
        let root = range.root
        return await patiently { () async throws(LogTrouble) in
            try await client.range(range.size, root: root, in: head)
        }
    }

    private mutating func keep(
        _ scan: EntryScan, of log: WatchedLog, _ head: SignedTreeHead
    ) async throws -> Step? {
        let now = clock()
        var found: [FoundCertificate] = []
        for (place, one) in scan.found.enumerated() {
            var path: [TreeHash]?
            if place < Self.pathsPerStride {
                let client = client
                path = try? await client.path(of: one.leafHash, at: one.index, in: head)
            }
            found += certificates(one, head, path, now)
        }
        if Task.isCancelled { return nil }
        var gaps: [LogGap] = []
        for index in scan.unreadable {
            if let last = gaps.indices.last, gaps[last].last == index - 1 {
                gaps[last].last = index
                gaps[last].entries += 1
            } else {
                gaps.append(
                    LogGap(
                        log: log.id, first: index, last: index, reason: .unreadable, notedAt: now))
            }
        }
        var next = log
        let count = scan.range.size - log.position
        next.position = scan.range.size
        next.peaks = scan.range.peaks
        next.entries += count
        next.names += scan.names
        next.hits += Int64(scan.found.count)
        next.problem = nil
        next.updatedAt = now
        guard
            let leads = try await casebook.advance(
                next, from: log.position, found: found, gaps: gaps)
        else { return .raced }
        read += count
        watch.count { counts in
            counts.entries += count
            counts.names += scan.names
            counts.hits += Int64(scan.found.count)
            counts.newLeads += Int64(leads.count { $0.isNew })
            counts.unreadable += Int64(scan.unreadable.count)
        }
        for gap in gaps { report(.gap(known, gap)) }
        for (one, lead) in zip(found, leads) { report(.found(one.sighting, lead)) }
        return .read(next)
    }

    /// One record for each hit of a certificate.
    private func certificates(
        _ found: EntryScan.Found, _ head: SignedTreeHead, _ path: [TreeHash]?, _ now: Date
    ) -> [FoundCertificate] {
        let facts = found.content
        let isKept = found.certificate.count <= EntryScan.maximumCertificate
        let logged = Date(timeIntervalSince1970: Double(facts.milliseconds) / 1000)
        return found.hits.map { hit in
            let sighting = CertificateSighting(
                log: known.description, logID: known.id.text,
                logURL: known.address.description, logKey: known.key, entry: found.index,
                kind: facts.isPrecertificate ? .precertificate : .certificate,
                host: hit.opinion.host, level: hit.opinion.level, score: hit.opinion.score,
                names: facts.names, loggedAt: logged, extensions: facts.extensions,
                serial: Hexadecimal.text(facts.serial.prefix(64)), issuer: facts.issuer,
                notBefore: facts.validity.from, notAfter: facts.validity.until,
                certificate: isKept ? found.certificate : [],
                sha256: Digest.hex(found.certificate), leaf: isKept ? found.leaf : [],
                leafHash: found.leafHash, head: head, path: path, seenAt: now)
            let note = CertificateMessages.leadNote(
                log: known.description, entry: found.index, time: Timestamp.beijing(logged))
            let lead = NewLead(
                address: WebAddress(scheme: .https, host: hit.opinion.host), schemeIsGuess: true,
                origin: LeadOrigin(.certificateLog, note: note.chinese))
            return FoundCertificate(lead: lead, site: hit.site, sighting: sighting)
        }
    }

    // MARK: - Patience

    /// Asks until an answer can be used, with longer and longer pauses.
    ///
    /// - Returns: `nil` if the task was cancelled, or the log gave nothing too often; then `givenUp`
    ///   says what it gave last.
    private mutating func patiently<Value: Sendable>(
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
