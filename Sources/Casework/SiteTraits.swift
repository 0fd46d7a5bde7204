// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// What one visit says of a site that the next may say otherwise, and by which the site would be
/// known again elsewhere.
///
/// Holds nothing that differs between two visits to a site that did not change: no times, no digests
/// of whole pages.
package struct SiteTraits: Sendable, Hashable, Codable {
    package var outcome: Outcome
    /// ``FetchFailure/code`` of a visit that brought nothing.
    package var failure: String?
    /// What the DNS said of the host, sorted.
    package var addresses: [String] = []
    /// Who announces the addresses, and which CDNs stand before them.
    ///
    /// `AS64500 Example Hosting (HK)` and `CDN Cloudflare`, sorted; empty if nobody knows.
    package var hosting: [String] = []
    package var certificate: Certificate?
    /// Where the visit ended: scheme, host and path.
    package var landing: String?
    package var status: Int?
    package var title: String = ""
    package var level: Verdict.Level?
    /// Those of the front page: `wechat:abc123`, sorted, hotlines of the government left out.
    package var contacts: [String] = []
    /// Those of the front page: `icp:京ICP备12345678号`, sorted.
    package var identifiers: [String] = []
    /// Contacts and identifiers of further pages, of which a visit may read more or fewer: no
    /// change, but marks to be known by.
    package var further: [String] = []
    /// ``Fingerprints/textSimilarity`` of the front page.
    package var textHash: String?
    /// ``PageSketch`` of the front page, in hexadecimal.
    package var text: String?
    package var shape: String?
    /// Names of files that the front page loads; see ``Page/resourceNames``.
    package var resources: [String] = []
    /// SHA-256 of the icon.
    package var icon: String?

    package init(_ outcome: Outcome, failure: String? = nil) {
        self.outcome = outcome
        self.failure = failure
    }

    package enum Outcome: String, Sendable, Hashable, Codable, CaseIterable {
        /// A server answered.
        case served
        /// No server answered.
        case silent
        /// The DNS says that there is no such name.
        case absent
        /// The visit says nothing about the site: no name server spoke, or this machine was short
        /// of something.
        case unknown
    }

    /// What is told of a certificate.
    package struct Certificate: Sendable, Hashable, Codable {
        package var sha256: String
        /// SHA-256 of the public key; `nil` if it could not be read.
        package var key: String?
        package var issuer: String
        package var notAfter: Date

        package init(sha256: String, key: String?, issuer: String, notAfter: Date) {
            self.sha256 = sha256
            self.key = key
            self.issuer = issuer
            self.notAfter = notAfter
        }
    }
}

extension FetchFailure {
    /// What a visit that failed so says about the site.
    package var outcome: SiteTraits.Outcome {
        switch self {
        case .nameAbsent: .absent
        case .nameUnknown, .proxy, .robotsDisallowed, .cancelled, .outOfResources, .internalFault:
            .unknown
        case .addressRefused, .connectionRefused, .unreachable, .connectionReset, .tls, .malformed,
            .cutShort, .limitReached, .tooManyHops, .redirectRefused:
            .silent
        }
    }
}

extension SiteTraits {
    /// The least part of two texts that must be common for them to count as one: counters, dates
    /// and news tickers differ at each visit.
    package static let sameText = 0.85
    /// The most bits of 64 in which the hashes of two short texts may differ.
    private static let sameBits = 8

    /// Whether the front page still says the same, but for what changes by itself.
    func saysTheSame(as other: SiteTraits) -> Bool {
        if textHash == other.textHash { return true }
        if let one = text.flatMap({ MinHash(hexadecimal: $0) }),
            let two = other.text.flatMap({ MinHash(hexadecimal: $0) }),
            let similarity = one.similarity(to: two)
        {
            return similarity >= Self.sameText
        }
        guard let one = textHash.flatMap({ UInt64($0, radix: 16) }),
            let two = other.textHash.flatMap({ UInt64($0, radix: 16) })
        else { return false }
        return (one ^ two).nonzeroBitCount <= Self.sameBits
    }
}
