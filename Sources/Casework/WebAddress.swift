// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// The address of a web page: what a lead names, a link points to and a request asks for.
///
/// Parsed as browsers do (WHATWG URL, <https://url.spec.whatwg.org>), for `http` and `https` only,
/// because a fraudster's address is read by a victim's browser: user names before `@`, back
/// slashes, tabs and line ends inside, numbers in odd bases and full-width letters must name the
/// same host here as there.
package struct WebAddress: Sendable, Hashable {
    package enum Scheme: String, Sendable, Hashable {
        case http
        case https

        /// The port that is meant if none is written.
        package var defaultPort: UInt16 {
            switch self {
            case .http: 80
            case .https: 443
            }
        }
    }

    package var scheme: Scheme
    /// The host in lowercase ASCII (punycode) without a trailing dot, or an IP address in its
    /// shortest form, without brackets.
    package var host: String
    package var port: UInt16
    /// What follows the host: begins with `/`, holds the query, never a fragment.
    package var path: String
    /// What follows `#`, which is never sent, but which some fakes key their pages by.
    package var fragment: String?

    package init(
        scheme: Scheme, host: String, port: UInt16? = nil, path: String = "/",
        fragment: String? = nil
    ) {
        self.scheme = scheme
        self.host = host
        self.port = port ?? scheme.defaultPort
        self.path = path
        self.fragment = fragment
    }

    /// The address with neither path nor fragment: `https://cx.mem.gov.cn`.
    package var origin: String {
        "\(scheme.rawValue)://\(authority)"
    }

    /// The host, in brackets if it is an IPv6 address, and the port if it is not the usual one.
    package var authority: String {
        let name = host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host
        return port == scheme.defaultPort ? name : "\(name):\(port)"
    }

    /// The path without the query.
    package var pathOnly: Substring {
        path.prefix { $0 != "?" }
    }

    /// The address as it is sent, without the fragment.
    package var requestText: String { origin + path }

    /// The host, if it is an IP address.
    package var hostAddress: IPAddress? { IPAddress(host) }
}

extension WebAddress: CustomStringConvertible {
    package var description: String {
        fragment.map { "\(requestText)#\($0)" } ?? requestText
    }
}

extension WebAddress: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        do {
            self = try WebAddress(text)
        } catch {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "'\(text)' is not a web address: \(error)")
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
