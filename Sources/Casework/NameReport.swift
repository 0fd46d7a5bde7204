// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// What the DNS said about one host.
package struct NameReport: Sendable, Hashable, Codable {
    package var host: String
    package var liveness: Liveness
    /// The addresses to connect to, in the order the resolver gave them, IPv4 first.
    package var addresses: [IPAddress]
    /// Every answer, in the order asked.
    package var answers: [NameAnswer]
    /// Whether a random sibling label resolves to the same addresses; `nil` if not asked.
    package var isWildcard: Bool?

    package init(
        host: String, liveness: Liveness, addresses: [IPAddress] = [], answers: [NameAnswer] = [],
        isWildcard: Bool? = nil
    ) {
        self.host = host
        self.liveness = liveness
        self.addresses = addresses
        self.answers = answers
        self.isWildcard = isWildcard
    }

    /// Whether a name can be visited.
    ///
    /// Never a guess: what no server answered is `unknown`.
    package enum Liveness: String, Sendable, Hashable, Codable, CaseIterable {
        /// It has an address.
        case live
        /// A server said that it has none: NXDOMAIN, or no A and no AAAA record.
        case absent
        /// No server gave an answer that can be relied on.
        case unknown
    }
}

/// One question to the DNS, and what came of it.
package struct NameAnswer: Sendable, Hashable, Codable {
    package enum RecordType: String, Sendable, Hashable, Codable, CaseIterable {
        case a = "A"
        case aaaa = "AAAA"
        case cname = "CNAME"
        case ns = "NS"
        case mx = "MX"
        case txt = "TXT"
        case soa = "SOA"
        case ptr = "PTR"
    }

    package enum Status: String, Sendable, Hashable, Codable {
        case answered
        /// The name exists, but has no record of this type.
        case noRecords = "no-records"
        case noSuchName = "nxdomain"
        case timeout
        case refused
        case serverFailure = "servfail"
        case malformed
        /// Taken from a hosts override; no server was asked.
        case overridden
    }

    package var name: String
    package var type: RecordType
    package var status: Status
    /// `address:port` of the server that answered; `nil` if none did.
    package var resolver: String?
    package var records: [Record]
    package var askedAt: Date
    package var milliseconds: Double

    package init(
        name: String, type: RecordType, status: Status, resolver: String? = nil,
        records: [Record] = [], askedAt: Date, milliseconds: Double = 0
    ) {
        self.name = name
        self.type = type
        self.status = status
        self.resolver = resolver
        self.records = records
        self.askedAt = askedAt
        self.milliseconds = milliseconds
    }

    /// One resource record in presentation form.
    package struct Record: Sendable, Hashable, Codable {
        /// The owner name: another than was asked where a CNAME led there.
        package var name: String
        package var type: RecordType
        package var ttlSeconds: Int
        /// As `dig +short` prints it: `10 mail.example.`, `"v=spf1 -all"`.
        package var value: String

        package init(name: String, type: RecordType, ttlSeconds: Int, value: String) {
            self.name = name
            self.type = type
            self.ttlSeconds = ttlSeconds
            self.value = value
        }
    }
}
