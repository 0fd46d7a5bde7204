// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import CertificateLogs
import ContentCoding
import CurlFetcher
import FoundationEssentials
import NameResolver
import Sealing
import Wording

/// Why a log gave nothing that can be used.
enum LogTrouble: Error {
    /// It is asked too much, or busy; with the seconds that it asks for.
    case busy(Int, retryAfter: Double?)
    /// It has no such thing (404, 410).
    case missing(String)
    case failed(Message)

    var message: Message {
        switch self {
        case .busy(let status, _): CertificateMessages.busy(status)
        case .missing(let path): CertificateMessages.missing(path)
        case .failed(let message): message
        }
    }

    var answer: LogPace.Answer {
        if case .busy(_, let seconds) = self { .busy(retryAfter: seconds) } else { .bad }
    }
}

/// Asks one log, and checks what it answers by what it signed.
///
/// A log's word counts by its signature, whichever way it came: what TLS says of the server is not
/// asked, so that a bureau's own proxy may stand between.
struct LogClient: Sendable {
    let log: KnownLog
    let key: LogKey
    let fetcher: CurlFetcher
    let resolver: NameResolver
    let policy: AddressPolicy
    let proxy: ProxySetting?
    let persona: Persona
    let bounds: CertificateWatchSettings.Bounds

    /// How many seconds ahead of our clock a log's may be.
    static let secondsAhead = 300.0
    /// The longest tree head, proof or tile of hashes: 64 KiB.
    static let smallBytes = 64 * 1024

    // MARK: - Heads

    /// What the log signed last; its signature fits, and it is not dated in the future.
    func head(now: Date) async throws(LogTrouble) -> SignedTreeHead {
        let head: SignedTreeHead?
        switch log.interface {
        case .rfc6962:
            head = LogAnswers.head(try await get("ct/v1/get-sth", Self.smallBytes))
        case .tiled:
            head = Checkpoint.head(
                try await get("checkpoint", Self.smallBytes), origin: log.origin, logID: log.id)
        }
        guard let head else { throw .failed(CertificateMessages.noHead) }
        guard let signature = head.signatureBytes, key.verifies(signature, over: head.signedBytes)
        else { throw .failed(CertificateMessages.badSignature) }
        guard head.time.timeIntervalSince(now) < Self.secondsAhead else {
            throw .failed(CertificateMessages.headInFuture(Timestamp.beijing(head.time)))
        }
        return head
    }

    /// The hashes of the first `size` entries of the tree that `head` stands for.
    ///
    /// - Parameter root: what they should come to, if that is known.
    /// - Throws: also if what the log answers does not lead to `head`.
    func range(
        _ size: Int64, root: TreeHash?, in head: SignedTreeHead
    ) async throws(LogTrouble) -> CompactRange {
        guard size > 0 else { return CompactRange() }
        switch log.interface {
        case .tiled:
            guard let range = try await tiles(head, boundary: size).range else {
                throw .failed(CertificateMessages.unproven)
            }
            return range
        case .rfc6962:
            // A proof leaves out what it takes for known: a first tree that is complete. Asked for
            // one entry more, it says what that tree is, also if it is not what we know.
            let isComplete = size & (size - 1) == 0
            let asked = isComplete && size > 1 && size + 1 < head.size ? size + 1 : size
            let path = "ct/v1/get-sth-consistency?first=\(asked)&second=\(head.size)"
            guard
                let proof = asked == head.size
                    ? [] : LogAnswers.consistency(try await get(path, Self.smallBytes)),
                let range = MerkleProof.range(asked, root: root, in: head, proof: proof)
            else { throw .failed(CertificateMessages.unproven) }
            if asked == size { return range }
            guard let first = CompactRange(size: size, peaks: Array(range.peaks.prefix(1))) else {
                throw .failed(CertificateMessages.unproven)
            }
            return first
        }
    }

    /// The audit path of an entry; `nil` if the log does not give one that leads to `head`.
    func path(
        of leaf: TreeHash, at index: Int64, in head: SignedTreeHead
    ) async throws(LogTrouble) -> [TreeHash]? {
        let path: [TreeHash]?
        switch log.interface {
        case .tiled: path = try await tiles(head, boundary: index).path
        case .rfc6962:
            let hash = Data(leaf.bytes).base64EncodedString().map { letter in
                switch letter {
                case "+": "%2B"
                case "/": "%2F"
                case "=": "%3D"
                default: String(letter)
                }
            }.joined()
            path = LogAnswers.auditPath(
                try await get(
                    "ct/v1/get-proof-by-hash?hash=\(hash)&tree_size=\(head.size)",
                    Self.smallBytes))
        }
        guard let path, MerkleProof.includes(leaf, at: index, in: head, path: path) else {
            return nil
        }
        return path
    }

    private func tiles(
        _ head: SignedTreeHead, boundary: Int64
    ) async throws(LogTrouble) -> HashTiles {
        var tiles = HashTiles(head: head, boundary: boundary)
        for tile in tiles.needed {
            guard tiles.add(tile, try await bytes(of: tile, Self.smallBytes)) else {
                throw .failed(CertificateMessages.noTile(tile.path))
            }
        }
        return tiles
    }

    // MARK: - Entries

    /// Entries from `position` on, at least one and none beyond `head`.
    ///
    /// - Parameter most: so many are wanted; a log gives as many as it likes.
    func batch(
        from position: Int64, most: Int64, in head: SignedTreeHead
    ) async throws(LogTrouble) -> EntryBatch {
        switch log.interface {
        case .tiled:
            let tile = Tile.data(holding: position, size: head.size)
            let bytes = try await bytes(of: tile, bounds.answerBytes)
            guard var batch = EntryBatch(tile: bytes, count: tile.count) else {
                throw .failed(CertificateMessages.noTile(tile.path))
            }
            batch.drop(first: Int(position % Tile.width))
            return batch
        case .rfc6962:
            let last = min(head.size, position + max(1, most)) - 1
            let path = "ct/v1/get-entries?start=\(position)&end=\(last)"
            guard let batch = EntryBatch(answer: try await get(path, bounds.answerBytes)) else {
                throw .failed(CertificateMessages.noEntries)
            }
            // Fewer than were asked for are usual; none, or more, are a fault.
            guard (1...Int(last - position + 1)).contains(batch.entries.count) else {
                throw .failed(CertificateMessages.otherCount(batch.entries.count))
            }
            return batch
        }
    }

    /// A tile; the full one in its place if the partial one is gone, as it may be once that is there.
    private func bytes(of tile: Tile, _ limit: Int) async throws(LogTrouble) -> [UInt8] {
        do throws(LogTrouble) {
            return try await get(tile.path, limit)
        } catch {
            guard case .missing = error, !tile.isFull else { throw error }
            return try await get(tile.whole.path, limit)
        }
    }

    // MARK: - One request

    private func get(_ path: String, _ limit: Int) async throws(LogTrouble) -> [UInt8] {
        guard let address = try? WebAddress(log.address.description + path) else {
            throw .failed(CertificateMessages.missing(path))
        }
        let targets = try await targets(of: address.host)
        var limits = FetchLimits()
        limits.connectSeconds = min(limits.connectSeconds, bounds.seconds)
        limits.firstByteSeconds = bounds.seconds
        limits.totalSeconds = bounds.seconds
        limits.bodyBytes = limit
        limits.decodedBytes = limit
        let exchange = await fetcher.fetch(
            FetchRequest(
                address: address, connectTo: targets, persona: persona, limits: limits,
                keepsConnection: true, proxy: proxy)
        ).exchange
        if let failure = exchange.failure { throw .failed(failure.message) }
        guard let response = exchange.response else {
            throw .failed(FetchFailure.cutShort.message)
        }
        switch response.status {
        case 200: break
        case 404, 410: throw .missing(path)
        case 429, 503:
            // A date, which is also allowed, is answered by our own pauses.
            let asked = response.headers.first("Retry-After").flatMap(Double.init)
            throw .busy(response.status, retryAfter: asked)
        default: throw .failed(CertificateMessages.status(response.status, path))
        }
        let decoded = ContentCoding.decode(
            response.body, coding: response.headers.first("Content-Encoding"), limit: limit)
        guard decoded.problem == nil else { throw .failed(CertificateMessages.badCoding(path)) }
        return decoded.bytes
    }

    private func targets(of host: String) async throws(LogTrouble) -> [IPAddress] {
        let report = await resolver.resolve(host, depth: .addresses)
        guard let sample = report.addresses.first else {
            // A proxy resolves names itself.
            if proxy != nil { return [] }
            throw .failed(CertificateMessages.noAddress(host))
        }
        let open = report.addresses.filter { policy.refusal(of: $0) == nil }
        if open.isEmpty, let why = policy.refusal(of: sample) {
            throw .failed(FetchFailure.addressRefused(sample, why).message)
        }
        return open
    }
}
