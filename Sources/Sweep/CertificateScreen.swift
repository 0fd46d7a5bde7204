// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework
package import CertificateLogs
import HostNames
import Lookalikes
package import FoundationEssentials

/// Says which certificates are for names that imitate.
package struct CertificateScreen: Sendable {
    /// A name that imitates, the most suspect of its registrable domain in one certificate.
    package struct Hit: Sendable, Hashable {
        package var opinion: NameOpinion
        /// The registrable domain.
        package var site: String
    }

    /// Room to work in, used again from certificate to certificate.
    package struct Scratch: Sendable {
        fileprivate var host: [UInt8] = []
        fileprivate var folded: [UInt8] = []

        package init() {}
    }

    private let knowledge: Knowledge
    private let least: Verdict.Level

    /// - Parameter least: names below this level are no hits.
    package init(_ knowledge: Knowledge, least: Verdict.Level) {
        self.knowledge = knowledge
        self.least = least
    }

    /// The hits among the names of a certificate, the most suspect first; empty for most.
    package func hits(
        in bytes: Span<UInt8>, _ names: [Range<Int>], _ scratch: inout Scratch
    ) -> [Hit] {
        var hits: [Hit] = []
        for name in names {
            let form = LoggedName.read(bytes, name, into: &scratch.host)
            let host: String
            switch form {
            case .none: continue
            case .plain:
                guard
                    least == .dismiss
                        || knowledge.explainer.mayImitate(scratch.host, &scratch.folded)
                else { continue }
                host = String(decoding: scratch.host, as: UTF8.self)
            case .odd:
                let written = String(decoding: scratch.host, as: UTF8.self)
                guard let mapped = knowledge.names.ascii(written) else { continue }
                host = mapped
            }
            consider(host, &hits)
        }
        return hits.count > 1 ? hits.sorted { $0.opinion.score > $1.opinion.score } : hits
    }

    private func consider(_ host: String, _ hits: inout [Hit]) {
        let opinion = knowledge.opinion(on: host)
        guard let level = Verdict.Level(rawValue: opinion.level.rawValue), level >= least else {
            return
        }
        let site = knowledge.names.parts(of: host).site
        if let same = hits.firstIndex(where: { $0.site == site }) {
            if opinion.score > hits[same].opinion.score { hits[same].opinion = opinion }
        } else if hits.count < 100 {
            hits.append(Hit(opinion: opinion, site: site))
        }
    }
}

/// Reads entries in their order: their place in the tree, their names, what of them is a hit.
package struct EntryScan: Sendable {
    /// A certificate with a hit.
    package struct Found: Sendable {
        package var index: Int64
        package var hits: [CertificateScreen.Hit]
        package var leafHash: TreeHash
        package var leaf: [UInt8]
        package var certificate: [UInt8]
        package var content: EntryFacts
    }

    /// What is kept of an entry that has a hit.
    package struct EntryFacts: Sendable {
        package var milliseconds: UInt64
        package var isPrecertificate: Bool
        package var extensions: [UInt8]
        package var names: [String]
        package var serial: [UInt8]
        package var issuer: String?
        package var validity: (from: Date?, until: Date?)
    }

    /// The longest certificate that is kept: 256 KiB; of a longer one only the beginning is.
    package static let maximumCertificate = 256 * 1024

    /// The tree of all entries that were read.
    package private(set) var range: CompactRange
    package private(set) var names: Int64 = 0
    package private(set) var found: [Found] = []
    /// The numbers of entries without a certificate that can be read, in order.
    package private(set) var unreadable: [Int64] = []
    private let screen: CertificateScreen
    private var scratch = CertificateScreen.Scratch()

    package init(_ range: CompactRange, _ screen: CertificateScreen) {
        self.range = range
        self.screen = screen
    }

    /// Takes the next entries, `limit` of them at most.
    package mutating func take(_ batch: EntryBatch, limit: Int = .max) {
        let bytes = batch.bytes.span
        for entry in batch.entries.prefix(limit) {
            let index = range.size
            let hash = TreeHash.leaf(batch.bytes, entry.leaf, prefix: batch.leafPrefix)
            range.append(hash)
            guard let content = entry.content,
                let walk = CertificateWalk(
                    bytes, content.certificate, isPart: content.isPrecertificate)
            else {
                unreadable.append(index)
                continue
            }
            names += Int64(walk.names.count)
            let hits = screen.hits(in: bytes, walk.names, &scratch)
            guard !hits.isEmpty else { continue }
            found.append(
                Found(
                    index: index, hits: hits, leafHash: hash, leaf: batch.leaf(of: entry),
                    certificate: batch.certificate(of: entry),
                    content: EntryFacts(
                        milliseconds: content.milliseconds,
                        isPrecertificate: content.isPrecertificate,
                        extensions: Array(batch.bytes[content.extensions]),
                        names: walk.names.prefix(20).map {
                            VisibleText.line(
                                String(decoding: batch.bytes[$0].prefix(255), as: UTF8.self))
                        }, serial: Array(batch.bytes[walk.serial]),
                        issuer: walk.issuerName(bytes), validity: walk.validity(bytes))))
        }
    }
}
