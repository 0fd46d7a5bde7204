// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Packet
package import WebArchive
package import Wording

/// What came of checking a packet.
package struct PacketReport: Sendable, Hashable {
    package var path: String
    /// As in ``PacketSummary/bagDigest``, of what is there now; `nil` if its file is gone.
    package var bagDigest: String?
    package var files: Int
    package var bytes: Int
    /// WARC records that were read.
    package var records: Int
    package var problems: [PacketProblem]
    /// What the packet says of itself, and what became of checking that.
    package var claims: [PacketClaim]

    package var isIntact: Bool { problems.isEmpty }
}

/// One thing that a packet says of itself.
package struct PacketClaim: Sendable, Hashable {
    package enum Name: String, Sendable, Hashable, CaseIterable {
        case files, digest, sm3, records, custody, signature, signer, national, time, authority
    }

    package enum State: String, Sendable, Hashable {
        case kept, broken
        /// What it takes to check it is not here.
        case unchecked
        /// The packet does not say it.
        case unclaimed
    }

    package var name: Name
    package var state: State
    /// By whom or when, or what it takes to check it.
    package var detail: Message?
}

/// One thing that is wrong with a packet.
package enum PacketProblem: Sendable, Hashable {
    /// Two entries of a zip file bear this name: readers disagree which is meant.
    case duplicate(String)
    /// A name that leads out of the packet, or that systems take for another.
    case unsafeName(String)
    /// `bag-info.txt` promises it.
    case sealMissing(String)
    case signature(String)
    /// It is signed by the certificate with this SHA-256, which is not the one that it names.
    case otherSigner(String)
    case signer(String)
    case timestamp(String, String)
    case authority(String, String)
    /// The SM2 signature does not fit the key that the checker trusts.
    case nationalSignature
    /// It is signed by another SM2 key than the one that the checker trusts; its SHA-256.
    case otherNationalKey(String)
    /// The file's SM3 is not the one that is listed.
    case nationalSum(String)
    case changed(String)
    case missing(String)
    case added(String)
    case renamed(String, to: String)
    case malformed(String)
    case unreadable(String, ArchiveError)
    /// This list does not say what the manifest says.
    case manifestsDiffer(String)
    /// A WARC record that is not what its digest says, or breaks off.
    case record(String, offset: Int, String)
    case custody(CustodyLog.Problem)
    /// The zip file says one thing to one program and another to another.
    case zip(ZipDirectory.Fault)
    /// Everything fits together, but it is not the packet whose digest was recorded.
    case otherBag(String)

    package var message: Message {
        switch self {
        case .changed(let file): PacketMessages.changed(file)
        case .missing(let file): PacketMessages.gone(file)
        case .added(let file): PacketMessages.added(file)
        case .renamed(let old, let new): PacketMessages.renamed(old, to: new)
        case .malformed(let file): PacketMessages.malformed(file)
        case .unreadable(let file, let error): PacketMessages.unreadable(file, error.message)
        case .manifestsDiffer(let file): PacketMessages.manifestsDiffer(file)
        case .record(let file, let offset, let reason):
            PacketMessages.record(file, at: offset, reason)
        case .custody(let problem): PacketMessages.custodyLog(problem.message)
        case .zip(.otherName(let name, let other)):
            PacketMessages.zipNames(HostileText.visible(name), HostileText.visible(other))
        case .zip(.overlap(let name)): PacketMessages.zipOverlap(HostileText.visible(name))
        case .zip(.unlisted(let offset)): PacketMessages.zipUnlisted(at: offset)
        case .otherBag(let digest): PacketMessages.otherBag(digest)
        case .duplicate(let file): PacketMessages.duplicate(file)
        case .unsafeName(let file): PacketMessages.unsafeName(file)
        case .sealMissing(let file): SealMessages.sealMissing(file)
        case .signature(let reason): SealMessages.signatureFails(reason)
        case .otherSigner(let sha256): SealMessages.otherSigner(sha256)
        case .signer(let reason): SealMessages.signerFails(reason)
        case .timestamp(let file, let reason): SealMessages.timestampFails(file, reason)
        case .authority(let file, let reason): SealMessages.authorityFails(file, reason)
        case .nationalSignature: SealMessages.nationalSignatureFails
        case .otherNationalKey(let sha256): SealMessages.otherNationalKey(sha256)
        case .nationalSum(let file): SealMessages.nationalSumDiffers(file)
        }
    }

    /// The claim that it breaks.
    var claim: PacketClaim.Name {
        switch self {
        case .changed, .missing, .added, .renamed, .malformed, .unreadable, .manifestsDiffer,
            .duplicate, .unsafeName, .zip:
            .files
        case .record: .records
        case .custody: .custody
        case .otherBag: .digest
        case .signature, .otherSigner: .signature
        case .sealMissing(Bag.signatureName): .signature
        case .sealMissing(Bag.nationalSignatureName): .national
        case .sealMissing: .time
        case .nationalSignature, .otherNationalKey: .national
        case .nationalSum: .sm3
        case .signer: .signer
        case .timestamp: .time
        case .authority: .authority
        }
    }
}
