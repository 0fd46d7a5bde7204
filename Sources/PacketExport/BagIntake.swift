// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Digests
import Packet
import Sealing
import WebArchive
import Wording

/// Takes a bag's files in any order, once, and says at the end what is wrong with the bag.
///
/// Memory is bounded: sums of all files, and the texts of the few that must be read.
final class BagIntake {
    /// In `bag-info.txt`: the last line that `custody.log` had.
    static let custodyEndLabel = "Custody-Log-End"

    private static let custodyName = "data/custody.log"
    private static let textBytes = 64 * 1024 * 1024
    private static let infoBytes = 1024 * 1024
    /// How far one archive's records may unpack: 4 GiB, and beyond that 64 times what was read.
    ///
    /// Pages of zeros are packed to a thousandth, so a real case may unpack to much; an enemy's
    /// file may not cost hours.
    private static let recordBytes = 4 << 30
    private static let tagNames = [
        Bag.declarationName, Bag.infoName, Bag.hashesName, Bag.manifestName, Bag.tagManifestName,
        Bag.sm3Name,
    ]
    /// Whether each file's SM3 is compared as well, which takes several times as long.
    private let takesNationalSums: Bool

    init(takesNationalSums: Bool = false) { self.takesNationalSums = takesNationalSums }

    private var sums: [String: String] = [:]
    private var nationalSums: [String: String] = [:]
    private var names: Set<String> = []
    private var texts: [String: [UInt8]] = [:]
    private var problems: [PacketProblem] = []
    private var bytes = 0
    private var records = 0

    // Of the file that is being taken:
    private var path = ""
    private var digest: Digest?
    private var nationalDigest: Digest?
    private var scanner: ArchiveScanner?

    /// Begins the file at `path`, from the bag's root.
    func begin(_ path: String) {
        self.path = path
        digest = Digest(.sha256)
        if takesNationalSums { nationalDigest = Digest(.sm3) }
        if !Self.isPlain(path) { problems.append(.unsafeName(HostileText.visible(path))) }
        if !names.insert(path).inserted { problems.append(.duplicate(path)) }
        scanner = path.hasSuffix(".warc.gz") ? ArchiveScanner() : nil
        if Self.tagNames.contains(path) || path == Self.custodyName || Self.isSeal(path) {
            texts[path] = []
        }
    }

    func take(_ piece: UnsafeRawBufferPointer) {
        bytes += piece.count
        digest?.update(piece)
        nationalDigest?.update(piece)
        let path = path
        scanner?.push(piece) { record in
            records += 1
            problems += record.faults.map {
                .record(path, offset: record.offset, $0.rawValue)
            }
        }
        if let scanner, scanner.unpackedBytes > Self.recordBytes + 64 * bytes {
            self.scanner = nil
            problems.append(.record(path, offset: 0, "its records unpack to too much"))
        }
        if let count = texts[path]?.count {
            let most = Self.isSeal(path) || path == Bag.infoName ? Self.infoBytes : Self.textBytes
            if count + piece.count <= most {
                texts[path]? += piece
            } else {
                texts[path] = nil
                problems.append(
                    .unreadable(path, .tooLarge(path, limit: most)))
            }
        }
    }

    /// Ends the file; `damage` says why not all of it could be read.
    func end(damage: ArchiveError? = nil) {
        if let value = digest.take()?.finish() { sums[path] = Hexadecimal.text(value) }
        if let value = nationalDigest.take()?.finish() {
            nationalSums[path] = Hexadecimal.text(value)
        }
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
        problems.append(
            Self.isPlain(path) ? .added(path) : .unsafeName(HostileText.visible(path)))
    }

    /// Whether every system takes `path` for the same file below the bag's root.
    ///
    /// Jianwei writes names of ASCII only, so a letter that only looks like one is seen.
    private static func isPlain(_ path: String) -> Bool {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        return parts.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
            && path.utf8.allSatisfy { (0x20...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }
            && !path.contains(":")
    }

    private static func isSeal(_ path: String) -> Bool {
        path == Bag.signatureName || path == Bag.nationalSignatureName
            || (1...Bag.timestamps).contains { path == Bag.timestampName($0) }
    }

    /// Notes what is wrong around the bag.
    func note(_ problem: PacketProblem) { problems.append(problem) }

    var isBag: Bool {
        [Bag.declarationName, Bag.manifestName, Bag.tagManifestName].contains { sums[$0] != nil }
    }

    /// What is wrong with the bag, now that all of it was taken.
    ///
    /// `expected` is the digest that was recorded at export, if it is known.
    func report(
        _ path: String, expecting expected: String?, trusting trust: PacketTrust
    ) -> PacketReport {
        compareLists()
        compareNationalHashes()
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
        let seal = BagSeal(
            signature: texts[Bag.signatureName],
            nationalSignature: texts[Bag.nationalSignatureName],
            timestamps: (1...Bag.timestamps).compactMap { number in
                texts[Bag.timestampName(number)].map { (Bag.timestampName(number), $0) }
            },
            tagManifest: texts[Bag.tagManifestName] ?? [], info: text(Bag.infoName) ?? "")
        let (faults, sealClaims) = seal.check(trust)
        problems += faults
        let claims = ownClaims(expected) + sealClaims
        return PacketReport(
            path: path, bagDigest: bagDigest, files: sums.count, bytes: bytes, records: records,
            problems: problems,
            claims: claims.map { claim in
                var claim = claim
                if problems.contains(where: { $0.claim == claim.name }) { claim.state = .broken }
                return claim
            })
    }

    private func ownClaims(_ expected: String?) -> [PacketClaim] {
        [
            PacketClaim(name: .files, state: .kept),
            PacketClaim(
                name: .digest, state: expected == nil ? .unchecked : .kept,
                detail: expected == nil ? SealMessages.noDigest : nil),
            PacketClaim(name: .records, state: records > 0 ? .kept : .unclaimed),
            PacketClaim(
                name: .custody, state: sums[Self.custodyName] == nil ? .unclaimed : .kept),
            PacketClaim(
                name: .sm3,
                state: sums[Bag.sm3Name] == nil
                    ? .unclaimed : takesNationalSums ? .kept : .unchecked,
                detail: sums[Bag.sm3Name] == nil || takesNationalSums ? nil : SealMessages.noSM3),
        ]
    }

    private func text(_ path: String) -> String? {
        texts[path].map { String(decoding: $0, as: UTF8.self) }
    }

    private func compareLists() {
        var missing: [Bag.Line] = []
        // Of those that are over all others no list can speak.
        var added = Set(sums.keys.filter { !Self.isSeal($0) })
        added.remove(Bag.tagManifestName)
        if sums[Bag.tagManifestName] == nil { problems.append(.missing(Bag.tagManifestName)) }

        for list in [Bag.tagManifestName, Bag.manifestName] {
            guard let written = text(list) else {
                // Of files that no list speaks of, nothing can be said.
                let isPayload = list == Bag.manifestName
                added = added.filter { $0.hasPrefix("data/") != isPayload }
                continue
            }
            guard let lines = Bag.lines(ofManifest: written),
                lines.count <= PacketVerifier.files
            else {
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

        // By sum, the first name last; looking through all for each would let an enemy cost hours.
        var moved = Dictionary(grouping: added.sorted(by: >)) { sums[$0] ?? "" }
        for line in missing {
            if let new = moved[line.sha256]?.popLast() {
                added.remove(new)
                problems.append(.renamed(line.path, to: new))
            } else {
                problems.append(.missing(line.path))
            }
        }
        problems += added.sorted().map { .added($0) }
    }

    /// Holds `hashes.sm3` against the files of the payload.
    private func compareNationalHashes() {
        guard takesNationalSums, let written = text(Bag.sm3Name) else { return }
        // Its lines have the form of a manifest's: SM3 is as long as SHA-256.
        guard let lines = Bag.lines(ofManifest: written), lines.count <= PacketVerifier.files else {
            problems.append(.malformed(Bag.sm3Name))
            return
        }
        let listed = Dictionary(lines.map { ($0.path, $0.sha256) }, uniquingKeysWith: { a, _ in a })
        for (path, sum) in nationalSums.sorted(by: { $0.key < $1.key })
        where path.hasPrefix("data/") && listed[path] != sum {
            problems.append(.nationalSum(path))
        }
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
