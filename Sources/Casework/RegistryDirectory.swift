// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// Which server knows about which domain or address, and how to read what it says.
///
/// Filled from `Seeds/registries.yml` and IANA's bootstrap files (RFC 9224); nothing of it stands
/// in code.
package struct RegistryDirectory: Sendable, Hashable {
    /// Where to ask.
    package struct Source: Sendable, Hashable {
        package var whois: WhoisServer?
        /// Base addresses, best first; each ends in `/`.
        package var rdap: [WebAddress]

        package init(whois: WhoisServer? = nil, rdap: [WebAddress] = []) {
            self.whois = whois
            self.rdap = rdap
        }
    }

    package struct WhoisServer: Sendable, Hashable {
        package var host: String
        package var port: UInt16
        /// What is sent, with `{}` for what is asked about: `n + {}`.
        package var form: String

        package init(host: String, port: UInt16 = Self.usualPort, form: String = "{}") {
            self.host = host
            self.port = port
            self.form = form
        }

        /// Reads `host` or `host:port`; `nil` if it is neither.
        package init?(_ text: String) {
            let parts = text.split(separator: ":", omittingEmptySubsequences: false)
            var host = parts[0].lowercased()
            if host.utf8.last == UInt8(ascii: ".") { host.removeLast() }
            guard parts.count <= 2, WebAddress.isHostName(host) || IPAddress(host) != nil else {
                return nil
            }
            var port = Self.usualPort
            if parts.count == 2 {
                guard let written = UInt16(parts[1]), written > 0 else { return nil }
                port = written
            }
            self.init(host: host, port: port)
        }

        /// RFC 3912.
        package static let usualPort: UInt16 = 43

        package var authority: String { "\(host):\(port)" }
    }

    package struct RangeEntry: Sendable, Hashable {
        package var range: AddressRange
        package var source: Source

        package init(range: AddressRange, source: Source) {
            self.range = range
            self.source = source
        }
    }

    /// How servers say what is no fact, in lowercase.
    package struct Phrases: Sendable, Hashable {
        package var limited: [String] = []
        package var absent: [String] = []
        package var refused: [String] = []

        package init() {}
    }

    /// By suffix, without a dot before it; `*` is for all that no other entry names.
    package var suffixes: [String: Source] = [:]
    package var ranges: [RangeEntry] = []
    package var phrases = Phrases()
    package var desks: [AbuseDesk] = []
    /// The least time between two questions to one server: 2 seconds.
    package var secondsBetweenQuestions: Double = 2
    /// How long an answer is used again: 24 hours.
    package var hoursKept: Double = 24

    package init() {}

    /// Where to ask about a domain: the entry of its longest suffix, or `nil` if there is none.
    ///
    /// Names that can never be registered (RFC 2606, RFC 6761) are asked about only where an entry
    /// names their suffix: they stand in tests and examples.
    package func source(ofDomain domain: String) -> Source? {
        var rest = domain.lowercased()[...]
        while let dot = rest.firstIndex(of: ".") {
            if let source = suffixes[String(rest)] { return source }
            rest = rest[rest.index(after: dot)...]
        }
        if let source = suffixes[String(rest)] { return source }
        return Self.canBeRegistered(domain) ? suffixes["*"] : nil
    }

    /// Whether anybody can register `domain`.
    package static func canBeRegistered(_ domain: String) -> Bool {
        !neverRegistered.contains { domain.lowercased().isSameOrUnder($0) }
    }

    /// Where to ask about an address: the entry of its smallest range.
    ///
    /// Addresses that are not part of the public Internet are asked about only where an entry names
    /// a range that is as small as theirs: nobody else can know them.
    package func source(of address: IPAddress) -> Source? {
        let isReserved = ReservedRange.containing(address) != nil
        return
            ranges
            .filter { $0.range.contains(address) && !(isReserved && $0.range.prefixLength < 8) }
            .max { $0.range.prefixLength < $1.range.prefixLength }?.source
    }

    /// A server that another one referred to, with the form that an entry knows for it.
    package func known(_ server: WhoisServer) -> WhoisServer {
        let sources = Array(suffixes.values) + ranges.map(\.source)
        let same = sources.compactMap(\.whois).first { $0.authority == server.authority }
        return same ?? server
    }

    private static let neverRegistered = ["example", "test", "invalid", "localhost"]
}

/// Where a company takes reports of abuse, as it publishes it.
package struct AbuseDesk: Sendable, Hashable, Codable {
    package var name: String
    /// Parts of the names by which it is known, in lowercase: of a CDN, a registrar, a network's
    /// holder or a certificate's issuer.
    package var matches: [String]
    package var mails: [String]
    package var phones: [String]
    /// Addresses of forms.
    package var forms: [String]

    package init(
        name: String, matches: [String], mails: [String] = [], phones: [String] = [],
        forms: [String] = []
    ) {
        self.name = name
        self.matches = matches
        self.mails = mails
        self.phones = phones
        self.forms = forms
    }

    package func isMeant(by name: String) -> Bool {
        let name = name.lowercased()
        return matches.contains { name.contains($0) }
    }
}
