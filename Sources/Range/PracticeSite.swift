// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework

/// One site of the practice range: a small site on loopback that plays one trick, or an innocent
/// one that could be mistaken for a fake.
///
/// Every word on its pages is ours, no name or number on them is a real person's, and its host ends
/// in `.example` or `.test`.
package struct PracticeSite: Sendable {
    /// A short name: `old-clone`.
    package var id: String
    /// What it plays, in one sentence in English, and why it must get its verdict.
    package var summary: String
    /// The hosts it answers to; the first is the one that a list names.
    ///
    /// A site without any is named by its IP address.
    package var hosts: [String]
    /// Whether it is reached by HTTPS, with a certificate of the range's own.
    package var isSecure: Bool
    /// What is wrong with its certificate, if it is reached by HTTPS.
    package var certificate: Certificate
    /// The path and fragment that a list names.
    package var entry: String
    /// The verdict it must get now, without a browser or an image reader.
    package var expected: Expectation
    /// The verdict it must get once a browser and an image reader look.
    package var expectedRendered: Expectation
    /// Answers one request.
    package var reply: @Sendable (RangeRequest) -> RangeReply

    package init(
        id: String, summary: String, hosts: [String], isSecure: Bool = false,
        certificate: Certificate = .selfSigned, entry: String = "/",
        expected: Expectation, expectedRendered: Expectation? = nil,
        reply: @escaping @Sendable (RangeRequest) -> RangeReply
    ) {
        self.id = id
        self.summary = summary
        self.hosts = hosts
        self.isSecure = isSecure
        self.certificate = certificate
        self.entry = entry
        self.expected = expected
        self.expectedRendered = expectedRendered ?? expected
        self.reply = reply
    }

    /// What is wrong with a site's certificate.
    package enum Certificate: Sendable, Hashable {
        /// Nothing but that no authority stands behind it.
        case selfSigned
        case expired
        case wrongHost
    }

    /// What must come of a visit.
    package enum Expectation: Sendable, Hashable {
        /// Judged, at this level, with at least these categories.
        case verdict(Verdict.Level, [Verdict.Category])
        /// Not judged, because of a failure with this ``FetchFailure/code``.
        case failure(String)
    }
}

/// What a visitor asked for.
package struct RangeRequest: Sendable {
    package var method: String
    /// With the query.
    package var path: String
    /// In lowercase, without the port.
    package var host: String
    package var headers: [HeaderField]

    package init(method: String, path: String, host: String, headers: [HeaderField]) {
        self.method = method
        self.path = path
        self.host = host
        self.headers = headers
    }

    /// The path without the query.
    package var pathOnly: String { String(path.prefix { $0 != "?" }) }

    package var userAgent: String { headers.first("User-Agent") ?? "" }
}

/// How a practice site answers, honestly or not.
package enum RangeReply: Sendable {
    /// A whole response. `Content-Length` and `Connection` are added.
    case response(status: Int, headers: [HeaderField], body: [UInt8])
    /// These bytes, then the end of the connection.
    case raw([UInt8])
    /// Nothing, ever.
    case stall
    /// The head, then one byte of the body at each interval.
    case drip(head: [UInt8], body: [UInt8], milliseconds: Int)
    /// These bytes, then a reset.
    case reset(after: [UInt8])
    /// The head, then the chunk again and again, up to so many bytes.
    case endless(head: [UInt8], chunk: [UInt8], bytes: Int)
}
