// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casebook
import Casework
import CertificateLogs
import Digests
import FoundationEssentials
import Wording

// What lies between two heads.
extension LogDesk {
    enum Step {
        case read(WatchedLog)
        case raced
        case broken(LogFinding)
    }

    /// Reads the next entries of `log`, and keeps them; `nil` if there are none, or they did not come.
    mutating func stride(_ log: WatchedLog) async throws -> Step? {
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
}
