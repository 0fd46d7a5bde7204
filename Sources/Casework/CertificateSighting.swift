// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// 证书公示记录: a certificate for a suspect name that stands in a certificate-transparency log, with
/// all that proves when.
///
/// The log's owner is a third party that signed its ``head``, and ``path`` leads from the entry to
/// what was signed: the certificate existed at ``SignedTreeHead/time`` at the latest, whoever says
/// otherwise. ``loggedAt`` is the earlier time of the certificate's own timestamp (SCT), which is
/// part of the entry.
package struct CertificateSighting: Sendable, Hashable, Codable {
    package enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        case certificate
        /// What was submitted before the certificate was made (RFC 6962, section 3.1).
        case precertificate
    }

    /// The log's description: `Google 'Argon2026h2' log`.
    package var log: String
    /// SHA-256 of the log's public key, in hexadecimal.
    package var logID: String
    /// Where its entries are read.
    package var logURL: String
    /// The log's public key in DER (SubjectPublicKeyInfo), so that a packet can be checked alone.
    package var logKey: Data
    /// The number of the entry, from 0.
    package var entry: Int64
    package var kind: Kind
    /// The host that became the lead.
    package var host: String
    package var level: NameOpinion.Level
    package var score: Int
    /// Further names of the certificate, 20 at most.
    package var names: [String]
    /// The time in the entry: when the log took it and gave its timestamp (SCT).
    package var loggedAt: Date
    /// The timestamp's extensions, which for a static-ct log name the entry.
    package var extensions: Data
    /// In lowercase hexadecimal.
    package var serial: String
    /// The issuer's common name or organization.
    package var issuer: String?
    package var notBefore: Date?
    package var notAfter: Date?
    /// The certificate in DER; of a precertificate, as it was submitted.
    package var certificate: Data
    /// SHA-256 of ``certificate``, in hexadecimal.
    package var sha256: String
    /// The entry as it stands in the tree (`MerkleTreeLeaf`).
    package var leaf: Data
    package var leafHash: TreeHash
    package var head: SignedTreeHead
    /// The audit path from ``leafHash`` to ``head``'s root; `nil` if it could not be had.
    package var path: [TreeHash]?
    /// When Jianwei read it.
    package var seenAt: Date

    package init(
        log: String, logID: String, logURL: String, logKey: [UInt8], entry: Int64, kind: Kind,
        host: String, level: NameOpinion.Level, score: Int, names: [String], loggedAt: Date,
        extensions: [UInt8], serial: String, issuer: String?, notBefore: Date?, notAfter: Date?,
        certificate: [UInt8], sha256: String, leaf: [UInt8], leafHash: TreeHash,
        head: SignedTreeHead, path: [TreeHash]?, seenAt: Date
    ) {
        self.log = log
        self.logID = logID
        self.logURL = logURL
        self.logKey = Data(logKey)
        self.entry = entry
        self.kind = kind
        self.host = host
        self.level = level
        self.score = score
        self.names = names
        self.loggedAt = loggedAt
        self.extensions = Data(extensions)
        self.serial = serial
        self.issuer = issuer
        self.notBefore = notBefore
        self.notAfter = notAfter
        self.certificate = Data(certificate)
        self.sha256 = sha256
        self.leaf = Data(leaf)
        self.leafHash = leafHash
        self.head = head
        self.path = path
        self.seenAt = seenAt
    }

    /// As custody lines name it: `certificate-` and the first digits of log, then the entry.
    package var recordName: String { "certificate-\(logID.prefix(16))-\(entry)" }
}
