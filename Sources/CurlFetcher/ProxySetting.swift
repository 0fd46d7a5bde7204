// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework
package import Wording

/// A proxy that requests go through: `http://name:password@host:port` or `socks5h://host:port`.
///
/// With either, the proxy resolves the names of sites. Name and password are never part of the
/// description.
package struct ProxySetting: Sendable {
    /// How to speak to the proxy.
    package enum Scheme: String, Sendable {
        /// HTTP: CONNECT for sites with TLS, the whole address for those without.
        case http
        /// SOCKS version 5, with names resolved by the proxy.
        case socks5h
    }

    package let scheme: Scheme
    /// A name or an IP address, without brackets.
    package let host: String
    package let port: UInt16
    /// The checked addresses of `host`: itself if it is one, otherwise empty until the caller,
    /// who resolves names, sets it.
    package var addresses: [IPAddress]
    let user: String?
    let password: String?

    /// Reads a proxy as people write it.
    ///
    /// - Throws: ``ProxySettingError``, which never repeats what was written before an `@`.
    package init(_ text: String) throws(ProxySettingError) {
        guard let mark = text.firstRange(of: "://") else { throw .noScheme }
        let schemeText = text[..<mark.lowerBound].lowercased()
        guard let scheme = Scheme(rawValue: schemeText) else { throw .unknownScheme(schemeText) }
        var authority = text[mark.upperBound...]
        if authority.last == "/" { authority = authority.dropLast() }

        var user: String?
        var password: String?
        if let at = authority.lastIndex(of: "@") {
            let parts = authority[..<at].split(
                separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            user = Self.percentDecoded(parts[0])
            password = parts.count > 1 ? Self.percentDecoded(parts[1]) : ""
            authority = authority[authority.index(after: at)...]
        }
        guard let colon = authority.lastIndex(of: ":"), authority.last != "]" else {
            throw .noPort
        }
        let portText = authority[authority.index(after: colon)...]
        guard let port = UInt16(portText), port > 0 else { throw .invalidPort }
        var host = authority[..<colon]
        if host.first == "[", host.last == "]" { host = host.dropFirst().dropLast() }
        let address = IPAddress(String(host))
        guard address != nil || WebAddress.isHostName(host.lowercased()) else {
            throw .invalidHost(String(host))
        }

        self.scheme = scheme
        self.host = host.lowercased()
        self.port = port
        self.addresses = address.map { [$0] } ?? []
        self.user = user
        self.password = password
    }

    /// The proxy as libcurl is told of it, by the address that was checked.
    func url(at address: IPAddress) -> String {
        "\(scheme.rawValue)://\(address.isIPv6 ? "[\(address)]" : "\(address)"):\(port)"
    }

    private static func percentDecoded(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.first {
            if byte == UInt8(ascii: "%"), rest.count > 2,
                let value = UInt8(
                    String(decoding: rest.dropFirst().prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(3)
            } else {
                bytes.append(byte)
                rest = rest.dropFirst()
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension ProxySetting: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The proxy without name and password.
    package var description: String {
        "\(scheme.rawValue)://\(host.contains(":") ? "[\(host)]" : host):\(port)"
    }

    package var debugDescription: String { description }

    // `dump` and the messages of failed tests look inside otherwise.
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// Why a text is not a proxy.
package enum ProxySettingError: Explained, Hashable {
    case noScheme
    case unknownScheme(String)
    case invalidHost(String)
    case noPort
    case invalidPort

    package var message: Message {
        switch self {
        case .noScheme: FetchMessages.proxyWithoutScheme
        case .unknownScheme(let scheme): FetchMessages.proxyOfUnknownScheme(scheme)
        case .invalidHost(let host): FetchMessages.proxyWithInvalidHost(host)
        case .noPort: FetchMessages.proxyWithoutPort
        case .invalidPort: FetchMessages.proxyWithInvalidPort
        }
    }
}
