// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// 基础设施: who hosts a site, and by what it can be known again.
package struct Dossier: Sendable, Hashable, Codable {
    package var host: String
    package var names: [NameReport]
    package var networks: [NetworkFacts]
    /// Leaf first; empty if the site was not reached by TLS.
    package var certificates: [CertificateFacts]
    /// What the server calls itself.
    package var servers: [String]
    /// CDNs and web firewalls whose marks were seen; the address is then theirs, not the host's.
    package var deliveryNetworks: [DeliveryNetwork]
    package var favicon: FaviconFacts?
    /// `hhh:1:` and the SHA-256 of the response's header names in order.
    package var headerOrder: String?
    /// The ICP and police numbers, analytics ids and contacts that its pages show.
    package var identifiers: [Identifier]
    package var contacts: [Contact]
    /// What registries and registrars say of the domains; the registry before the registrar.
    package var registrations: [RegistrationFacts]
    package var addressRegistrations: [AddressRegistration]
    /// What the bureau's own sources say.
    package var lookups: [LookupFacts]
    /// Of the known desks for abuse, those that answer for a company in this dossier.
    package var desks: [AbuseDesk]
    /// What could not be found out, and why, in Chinese.
    package var gaps: [String]

    package init(
        host: String, names: [NameReport] = [], networks: [NetworkFacts] = [],
        certificates: [CertificateFacts] = [], servers: [String] = [],
        deliveryNetworks: [DeliveryNetwork] = [], favicon: FaviconFacts? = nil,
        headerOrder: String? = nil, identifiers: [Identifier] = [], contacts: [Contact] = [],
        registrations: [RegistrationFacts] = [], addressRegistrations: [AddressRegistration] = [],
        lookups: [LookupFacts] = [], desks: [AbuseDesk] = [], gaps: [String] = []
    ) {
        self.host = host
        self.names = names
        self.networks = networks
        self.certificates = certificates
        self.servers = servers
        self.deliveryNetworks = deliveryNetworks
        self.favicon = favicon
        self.headerOrder = headerOrder
        self.identifiers = identifiers
        self.contacts = contacts
        self.registrations = registrations
        self.addressRegistrations = addressRegistrations
        self.lookups = lookups
        self.desks = desks
        self.gaps = gaps
    }

    /// Reads a dossier, also one that was stored before registries or look-ups were asked.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        host = try values.decode(String.self, forKey: .host)
        names = try values.decode([NameReport].self, forKey: .names)
        networks = try values.decode([NetworkFacts].self, forKey: .networks)
        certificates = try values.decode([CertificateFacts].self, forKey: .certificates)
        servers = try values.decode([String].self, forKey: .servers)
        deliveryNetworks = try values.decode([DeliveryNetwork].self, forKey: .deliveryNetworks)
        favicon = try values.decodeIfPresent(FaviconFacts.self, forKey: .favicon)
        headerOrder = try values.decodeIfPresent(String.self, forKey: .headerOrder)
        identifiers = try values.decode([Identifier].self, forKey: .identifiers)
        contacts = try values.decode([Contact].self, forKey: .contacts)
        registrations =
            try values.decodeIfPresent([RegistrationFacts].self, forKey: .registrations) ?? []
        addressRegistrations =
            try values.decodeIfPresent([AddressRegistration].self, forKey: .addressRegistrations)
            ?? []
        lookups = try values.decodeIfPresent([LookupFacts].self, forKey: .lookups) ?? []
        desks = try values.decodeIfPresent([AbuseDesk].self, forKey: .desks) ?? []
        gaps = try values.decode([String].self, forKey: .gaps)
    }
}

/// Which network an address lies in, and who runs it.
package struct NetworkFacts: Sendable, Hashable, Codable {
    package var address: IPAddress
    /// In CIDR form.
    package var network: String?
    package var asNumber: UInt32?
    package var asName: String?
    /// Two letters (ISO 3166-1).
    package var country: String?
    /// The names that the address points back to.
    package var reverseNames: [String]
    /// The data file that said so, and its date.
    package var source: String

    package init(
        address: IPAddress, network: String? = nil, asNumber: UInt32? = nil, asName: String? = nil,
        country: String? = nil, reverseNames: [String] = [], source: String
    ) {
        self.address = address
        self.network = network
        self.asNumber = asNumber
        self.asName = asName
        self.country = country
        self.reverseNames = reverseNames
        self.source = source
    }
}

/// A certificate's contents.
package struct CertificateFacts: Sendable, Hashable, Codable {
    package var subject: String
    package var issuer: String
    /// Names and addresses it is valid for.
    package var alternativeNames: [String]
    package var notBefore: Date
    package var notAfter: Date
    /// In hexadecimal.
    package var serial: String
    /// Of the DER form, in hexadecimal.
    package var sha256: String
    /// SHA-256 of the public key (SubjectPublicKeyInfo), in hexadecimal; `nil` of certificates that
    /// were read before this was asked.
    package var keySHA256: String?
    /// RFC 6962 timestamps inside it: when certificate logs first saw it.
    package var timestamps: [CertificateTimestamp]

    package init(
        subject: String, issuer: String, alternativeNames: [String], notBefore: Date,
        notAfter: Date, serial: String, sha256: String, keySHA256: String? = nil,
        timestamps: [CertificateTimestamp]
    ) {
        self.subject = subject
        self.issuer = issuer
        self.alternativeNames = alternativeNames
        self.notBefore = notBefore
        self.notAfter = notAfter
        self.serial = serial
        self.sha256 = sha256
        self.keySHA256 = keySHA256
        self.timestamps = timestamps
    }
}

/// A signed certificate timestamp (RFC 6962).
package struct CertificateTimestamp: Sendable, Hashable, Codable {
    /// The log's id in hexadecimal.
    package var log: String
    package var time: Date

    package init(log: String, time: Date) {
        self.log = log
        self.time = time
    }
}

/// A CDN or web firewall, and the mark that gave it away.
package struct DeliveryNetwork: Sendable, Hashable, Codable {
    package var name: String
    /// `header cf-ray`, `cookie acw_tc`, `cname *.kunlunca.com`.
    package var mark: String

    package init(name: String, mark: String) {
        self.name = name
        self.mark = mark
    }
}

package struct FaviconFacts: Sendable, Hashable, Codable {
    package var address: WebAddress
    package var sha256: String
    /// Signed MurmurHash3 over the Base64 form with lines of 76, as Shodan computes it.
    package var murmur3: Int32

    package init(address: WebAddress, sha256: String, murmur3: Int32) {
        self.address = address
        self.sha256 = sha256
        self.murmur3 = murmur3
    }
}
