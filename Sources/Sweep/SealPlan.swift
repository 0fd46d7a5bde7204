// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework
import Digests
import Packet
package import PacketExport
package import Sealing
import Wording

/// How packets are sealed.
package struct SealPlan: Sendable {
    /// Signs; `nil` if packets are not signed.
    package var identity: SigningIdentity?
    /// Signs by SM2 as well; `nil` if nobody does.
    package var nationalKey: NationalSignature.Key?
    /// Stamp, each for itself, in this order.
    package var authorities: [WebAddress]
    /// Whom the authorities' certificates must lead to.
    package var roots: TrustRoots
    /// Whether a packet that cannot be sealed is exported without, with the reason on page one.
    ///
    /// If not, the export fails.
    package var goesOnWithout: Bool

    package init(
        identity: SigningIdentity? = nil, nationalKey: NationalSignature.Key? = nil,
        authorities: [WebAddress] = [],
        roots: TrustRoots = .system, goesOnWithout: Bool = false
    ) {
        self.identity = identity
        self.nationalKey = nationalKey
        self.authorities = authorities
        self.roots = roots
        self.goesOnWithout = goesOnWithout
    }

    /// Exports and seals: all or nothing.
    ///
    /// Page one says how the packet is sealed, and is itself under the seal. So it is written first,
    /// and written anew if what it says does not come true.
    package func export(_ request: PacketRequest, to path: String) async throws -> PacketSummary {
        var sealed = request
        sealed.signer = identity?.facts.sha256
        sealed.nationalSigner = nationalKey.map { Digest.hex($0.publicKey) }
        sealed.timestamps = min(authorities.count, Bag.timestamps)
        sealed.sealing = words + request.sealing
        let draft = try PacketDraft(sealed, to: path)
        let seal: PacketSeal
        do throws(SealError) {
            seal = try await made(over: draft.toSign)
        } catch {
            guard goesOnWithout else { throw error }
            var rest = self
            var request = request
            // What was reached so far counts, and why no more was.
            if authorities.isEmpty {
                (rest.identity, rest.nationalKey) = (nil, nil)
            } else {
                rest.authorities = []
            }
            request.sealing.append(SealMessages.failed(error.message))
            return try await rest.export(request, to: path)
        }
        try draft.seal(seal)
        return try draft.finish()
    }

    private func made(over content: [UInt8]) async throws(SealError) -> PacketSeal {
        var seal = PacketSeal()
        seal.signature = try identity?.sign(content)
        seal.nationalSignature = try nationalKey?.sign(content)
        for authority in authorities.prefix(Bag.timestamps) {
            seal.timestamps.append(
                try await TimestampDesk.stamp(
                    seal.signature ?? content, at: authority, roots: roots))
        }
        return seal
    }

    private var words: [String] {
        [
            identity.map { SealMessages.signed($0.facts.subject, $0.facts.sha256) }
                ?? SealMessages.unsigned,
            nationalKey.map { SealMessages.nationallySigned(Digest.hex($0.publicKey)) },
            authorities.isEmpty
                ? SealMessages.unstamped : SealMessages.stamped(authorities.map(\.host)),
        ].compactMap(\.self)
    }
}
