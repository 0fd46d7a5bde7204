// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Digests
import Packet
import Sealing
import Wording

/// What is made over all other files of a bag: signature and timestamps.
struct BagSeal {
    var signature: [UInt8]?
    /// By SM2, without a container.
    var nationalSignature: [UInt8]?
    /// By their names in the bag.
    var timestamps: [(name: String, answer: [UInt8])]
    var tagManifest: [UInt8]
    /// `bag-info.txt`, which says what there must be.
    var info: String

    /// What is wrong, and the claims; a claim that something breaks is found out by its problem.
    func check(_ trust: PacketTrust) -> (problems: [PacketProblem], claims: [PacketClaim]) {
        let roots = trust.roots
        var problems = nationalProblems(trust.nationalKey)
        let stamps = timestamps.map { stamp in
            (
                stamp.name,
                SealCheck.timestamp(stamp.answer, over: signature ?? tagManifest, roots: roots)
            )
        }
        for (name, check) in stamps {
            if case .fails(let reason) = check.fits {
                problems.append(.timestamp(name, HostileText.visible(reason)))
            }
            if case .fails(let reason) = check.trust {
                problems.append(.authority(name, HostileText.visible(reason)))
            }
        }
        let promised = Bag.value(of: Bag.timestampsLabel, inInfo: info).flatMap { Int($0) } ?? 0
        for number in 1...Bag.timestamps where number <= promised {
            let name = Bag.timestampName(number)
            if !timestamps.contains(where: { $0.name == name }) {
                problems.append(.sealMissing(name))
            }
        }
        let trusted = stamps.filter { $0.1.trust == .holds }.compactMap(\.1.time).min()
        let signed = signature.map {
            SealCheck.signature($0, over: tagManifest, roots: roots, at: trusted)
        }
        let signer = Bag.value(of: Bag.signerLabel, inInfo: info)
        if let signed {
            if case .fails(let reason) = signed.fits {
                problems.append(.signature(HostileText.visible(reason)))
            } else if let sha256 = signed.signer?.sha256, sha256 != signer {
                problems.append(.otherSigner(sha256))
            }
            if case .fails(let reason) = signed.trust {
                problems.append(.signer(HostileText.visible(reason)))
            }
        } else if signer != nil {
            problems.append(.sealMissing(Bag.signatureName))
        }
        var claims = claims(signed, stamps.map(\.1), roots != nil)
        claims.insert(nationalClaim(trust.nationalKey), at: 2)
        return (problems, claims)
    }

    private func nationalProblems(_ key: NationalSignature.PublicKey?) -> [PacketProblem] {
        let promised = Bag.value(of: Bag.nationalSignerLabel, inInfo: info)
        guard let nationalSignature else {
            return promised == nil ? [] : [.sealMissing(Bag.nationalSignatureName)]
        }
        guard let key else { return [] }
        if let promised, promised != Digest.hex(key.publicKey) {
            return [.otherNationalKey(HostileText.visible(String(promised.prefix(64))))]
        }
        return key.verifies(nationalSignature, over: tagManifest) ? [] : [.nationalSignature]
    }

    private func nationalClaim(_ key: NationalSignature.PublicKey?) -> PacketClaim {
        guard nationalSignature != nil else {
            return PacketClaim(name: .national, state: .unclaimed)
        }
        return key == nil
            ? PacketClaim(name: .national, state: .unchecked, detail: SealMessages.noNationalKey)
            : PacketClaim(name: .national, state: .kept)
    }

    private func claims(
        _ signed: SealCheck?, _ stamps: [SealCheck], _ hasRoots: Bool
    ) -> [PacketClaim] {
        func trust(_ name: PacketClaim.Name, _ isClaimed: Bool) -> PacketClaim {
            guard isClaimed else { return PacketClaim(name: name, state: .unclaimed) }
            return hasRoots
                ? PacketClaim(name: name, state: .kept)
                : PacketClaim(name: name, state: .unchecked, detail: SealMessages.noRoots)
        }
        let subject = signed?.signer.map { SealMessages.by(HostileText.visible($0.subject)) }
        let first = stamps.compactMap { check in
            check.time.map { ($0, HostileText.visible(check.signer?.subject ?? "")) }
        }.min { $0.0 < $1.0 }
        let time = first.map { SealMessages.stampedAt(Timestamp.text($0.0), $0.1) }
        return [
            PacketClaim(
                name: .signature, state: signed == nil ? .unclaimed : .kept, detail: subject),
            trust(.signer, signed != nil),
            PacketClaim(name: .time, state: stamps.isEmpty ? .unclaimed : .kept, detail: time),
            trust(.authority, !stamps.isEmpty),
        ]
    }
}
