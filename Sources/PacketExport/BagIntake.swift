// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Digests
import Packet
import WebArchive

/// Takes a bag's files in any order, once, and says at the end what is wrong with the bag.
///
/// Memory is bounded: sums of all files, and the texts of the few that must be read.
final class BagIntake {
    /// In `bag-info.txt`: the last line that `custody.log` had.
    static let custodyEndLabel = "Custody-Log-End"

    private static let custodyName = "data/custody.log"
    private static let textBytes = 256 * 1024 * 1024
    private static let tagNames = [
        Bag.declarationName, Bag.infoName, Bag.hashesName, Bag.manifestName, Bag.tagManifestName,
    ]

    private var sums: [String: String] = [:]
    private var texts: [String: [UInt8]] = [:]
    private var problems: [PacketProblem] = []
    private var bytes = 0
    private var records = 0

    // Of the file that is being taken:
    private var path = ""
    private var digest: Digest?
    private var scanner: ArchiveScanner?

    /// Begins the file at `path`, from the bag's root.
    func begin(_ path: String) {
        self.path = path
        digest = Digest(.sha256)
        if sums[path] != nil { problems.append(.added(path)) }
        scanner = path.hasSuffix(".warc.gz") ? ArchiveScanner() : nil
        if Self.tagNames.contains(path) || path == Self.custodyName { texts[path] = [] }
    }

    func take(_ piece: UnsafeRawBufferPointer) {
        bytes += piece.count
        digest?.update(piece)
        let path = path
        scanner?.push(piece) { record in
            records += 1
            problems += record.faults.map {
                .record(path, offset: record.offset, $0.rawValue)
            }
        }
        if let count = texts[path]?.count {
            if count + piece.count <= Self.textBytes {
                texts[path]? += piece
            } else {
                texts[path] = nil
                problems.append(
                    .unreadable(path, .tooLarge(path, limit: Self.textBytes)))
            }
        }
    }

    /// Ends the file; `damage` says why not all of it could be read.
    func end(damage: ArchiveError? = nil) {
        if let value = digest.take()?.finish() { sums[path] = Hexadecimal.text(value) }
        if let damage { problems.append(.unreadable(path, damage)) }
        switch scanner?.finish() {
        case .torn(let offset): problems.append(.record(path, offset: offset, "it breaks off"))
        case .damaged(let offset, let reason):
            problems.append(.record(path, offset: offset, reason))
        case .whole, nil: break
        }
        scanner = nil
    }

    /// Notes what is no file and no folder: a link, a device, a name outside the bag.
    func refuse(_ path: String) {
        problems.append(.added(path))
    }

    var isBag: Bool {
        [Bag.declarationName, Bag.manifestName, Bag.tagManifestName].contains { sums[$0] != nil }
    }

    /// What is wrong with the bag, now that all of it was taken.
    ///
    /// `expected` is the digest that was recorded at export, if it is known.
    func report(_ path: String, expecting expected: String?) -> PacketReport {
        compareLists()
        if let log = text(Self.custodyName) {
            let end = text(Bag.infoName).flatMap {
                Bag.value(of: Self.custodyEndLabel, inInfo: $0)
            }
            problems += CustodyLog.problems(inFile: log, end: end) { Digest.hex($0) }
                .map { .custody($0) }
        }
        let bagDigest = sums[Bag.tagManifestName]
        if let expected, expected.lowercased() != bagDigest {
            problems.append(.otherBag(bagDigest ?? "—"))
        }
        return PacketReport(
            path: path, bagDigest: bagDigest, files: sums.count, bytes: bytes, records: records,
            problems: problems)
    }

    private func text(_ path: String) -> String? {
        texts[path].map { String(decoding: $0, as: UTF8.self) }
    }

    private func compareLists() {
        var missing: [Bag.Line] = []
        var added = Set(sums.keys)
        added.remove(Bag.tagManifestName)
        if sums[Bag.tagManifestName] == nil { problems.append(.missing(Bag.tagManifestName)) }

        for list in [Bag.tagManifestName, Bag.manifestName] {
            guard let written = text(list) else {
                // Of files that no list speaks of, nothing can be said.
                let isPayload = list == Bag.manifestName
                added = added.filter { $0.hasPrefix("data/") != isPayload }
                continue
            }
            guard let lines = Bag.lines(ofManifest: written) else {
                problems.append(.malformed(list))
                continue
            }
            for line in lines {
                added.remove(line.path)
                if let sum = sums[line.path] {
                    if sum != line.sha256 { problems.append(.changed(line.path)) }
                } else {
                    missing.append(line)
                }
            }
        }
        compareHashes()

        for line in missing {
            if let new = added.sorted().first(where: { sums[$0] == line.sha256 }) {
                added.remove(new)
                problems.append(.renamed(line.path, to: new))
            } else {
                problems.append(.missing(line.path))
            }
        }
        problems += added.sorted().map { .added($0) }
    }

    private func compareHashes() {
        guard let hashes = text(Bag.hashesName), let manifest = text(Bag.manifestName) else {
            return
        }
        if hashes != manifest { problems.append(.manifestsDiffer(Bag.hashesName)) }
        if text(Bag.declarationName).map({ $0 != Bag.declaration }) == true {
            problems.append(.malformed(Bag.declarationName))
        }
    }
}
