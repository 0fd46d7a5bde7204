// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// What a registry, or a registrar that it refers to, says of one domain.
///
/// Times stand as published: CNNIC gives Beijing time without saying so, most others end in `Z`.
package struct RegistrationFacts: Sendable, Hashable, Codable {
    package var domain: String
    package var registrar: String?
    /// The registrar's number in IANA's list.
    package var registrarID: String?
    package var registrarURL: String?
    /// As published, which is often only that it is withheld.
    package var registrant: String?
    package var registrantMail: String?
    package var created: String?
    package var changed: String?
    package var expires: String?
    /// In lowercase, without the last dot.
    package var nameServers: [String]
    package var statuses: [String]
    package var dnssec: String?
    package var abuseMail: String?
    package var abusePhone: String?
    package var source: RegistrySource
    /// Why the answer is not to be relied on as it stands, or `nil`.
    package var problem: RegistryProblem?

    package init(domain: String, source: RegistrySource, problem: RegistryProblem? = nil) {
        self.domain = domain
        self.nameServers = []
        self.statuses = []
        self.source = source
        self.problem = problem
    }

    /// Whether it says anything that is worth a row.
    package var isEmpty: Bool {
        registrar == nil && registrant == nil && created == nil && expires == nil
            && nameServers.isEmpty
    }
}

/// What a regional registry says of the network that an address lies in.
package struct AddressRegistration: Sendable, Hashable, Codable {
    package var address: IPAddress
    /// `192.0.2.0 - 192.0.2.255`, or in CIDR form.
    package var network: String?
    /// The network's name: `EXAMPLE-NET`.
    package var name: String?
    package var holder: String?
    /// Two letters, as published.
    package var country: String?
    package var abuseMail: String?
    package var abusePhone: String?
    package var source: RegistrySource
    /// Why the answer is not to be relied on as it stands, or `nil`.
    package var problem: RegistryProblem?

    package init(address: IPAddress, source: RegistrySource, problem: RegistryProblem? = nil) {
        self.address = address
        self.source = source
        self.problem = problem
    }

    package var isEmpty: Bool { network == nil && holder == nil && name == nil }
}

/// Who was asked, when, and by what the raw answer in the archive is known.
package struct RegistrySource: Sendable, Hashable, Codable {
    package var method: RegistryAnswer.Method
    /// `whois.example:43`, `rdap.example`.
    package var server: String
    package var askedAt: Date
    /// SHA-256, in hexadecimal, of the answer as it was kept.
    package var sha256: String

    package init(_ answer: RegistryAnswer, sha256: String) {
        method = answer.method
        server = answer.server
        askedAt = answer.askedAt
        self.sha256 = sha256
    }
}

/// One answer of a registry, bytes as they came.
package struct RegistryAnswer: Sendable, Hashable, Codable {
    package enum Method: String, Sendable, Hashable, Codable {
        /// RFC 3912.
        case whois
        /// RFC 9082 and RFC 9083.
        case rdap
        /// JSON of a source of the bureau's own.
        case lookup
    }

    package var method: Method
    /// Host and port, as rate limits and records name the server.
    package var server: String
    /// What was asked: `whois://whois.example:43/site.example`, or the address of an RDAP resource.
    package var question: String
    /// The head and body that were sent, without secrets, or `nil` if the question says it all.
    package var request: [UInt8]?
    package var remote: IPAddress?
    /// The status of an answer by HTTP.
    package var status: Int?
    package var contentType: String?
    /// The body without content coding.
    package var body: [UInt8]
    /// Why it is not whole, or `nil`.
    package var failure: FetchFailure?
    package var askedAt: Date

    package init(
        method: Method, server: String, question: String, remote: IPAddress? = nil,
        status: Int? = nil, contentType: String? = nil, body: [UInt8],
        failure: FetchFailure? = nil, askedAt: Date
    ) {
        self.method = method
        self.server = server
        self.question = question
        self.remote = remote
        self.status = status
        self.contentType = contentType
        self.body = body
        self.failure = failure
        self.askedAt = askedAt
    }
}
