// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// Why a text is no web address.
package enum WebAddressError: Error, Sendable, Hashable {
    case empty
    /// `mailto:`, `javascript:`, `weixin:` and the like; the text before the colon.
    case otherScheme(String)
    case noHost
    case invalidHost(String)
    case invalidPort(String)
    case tooLong(limit: Int)
}

extension WebAddress {
    /// The longest address that is read, in bytes: 8,192, what common servers take.
    package static let maximumBytes = 8192

    /// Turns a host name with letters beyond ASCII into its ASCII form, or `nil` if it has none.
    ///
    /// The room `HostNames` supplies one by UTS 46; without it only ASCII hosts are read.
    package typealias HostMapping = (String) -> String?

    /// Parses `text` as a browser would.
    ///
    /// - Parameters:
    ///   - text: an absolute address, or one relative to `base`.
    ///   - base: the address of the page that `text` stands on.
    ///   - mapping: how to read a host beyond ASCII.
    /// - Throws: ``WebAddressError`` if a browser would not go anywhere by it, or not by HTTP.
    package init(
        _ text: String, relativeTo base: WebAddress? = nil,
        mapping: HostMapping = { _ in nil }
    ) throws(WebAddressError) {
        guard text.utf8.count <= Self.maximumBytes else {
            throw .tooLong(limit: Self.maximumBytes)
        }
        self = try Self.parsed(Self.cleaned(text)[...], base, mapping)
        // Percent-encoding lengthens, at most threefold; what is written must be readable again.
        let longest = 3 * text.utf8.count + (base?.path.utf8.count ?? 0) + 300
        guard longest <= Self.maximumBytes || description.utf8.count <= Self.maximumBytes else {
            throw .tooLong(limit: Self.maximumBytes)
        }
    }

    /// Whether `text`, written in a page, can name another host than the page's own.
    ///
    /// Most links are relative, and this is much cheaper than to parse them.
    package static func mayNameHost(_ text: String) -> Bool {
        var bytes = text.utf8.lazy.filter { $0 > 0x20 }.makeIterator()
        guard let first = bytes.next() else { return false }
        return isSlash(first) ? isSlash(bytes.next()) : first | 0x20 == UInt8(ascii: "h")
    }

    /// The host of an absolute `text`, if it stands there as it would be parsed: letters in lower
    /// case, digits, hyphens and dots, the last label all letters.
    ///
    /// Nearly all hosts do, and this is much cheaper than to parse the address.
    package static func plainHost(of text: String) -> String? {
        var text = text
        return text.withUTF8 { bytes in
            let isShort = bytes.starts(with: "//".utf8)
            let isFull = bytes.starts(with: "http://".utf8) || bytes.starts(with: "https://".utf8)
            guard isShort || isFull, let slash = bytes.firstIndex(of: UInt8(ascii: "/")) else {
                return nil
            }
            let start = slash + 2
            var end = start
            var last: UInt8 = UInt8(ascii: ".")
            while end < bytes.count {
                let byte = bytes[end]
                if byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") {
                    // Empty labels and IDN are for the parser.
                    guard byte != last else { return nil }
                } else {
                    guard byte &- 0x61 < 26 || byte &- 0x30 < 10 else { break }
                }
                last = byte
                end += 1
            }
            // A number at the end may be an address in disguise, a dot is dropped, and what stands
            // behind a colon may be a password.
            let label = bytes[start..<end].reversed().prefix { $0 != UInt8(ascii: ".") }
            guard !label.isEmpty, label.allSatisfy({ $0 &- 0x61 < 26 }),
                end == bytes.count || "/?#:".utf8.contains(bytes[end]),
                !bytes[end...].contains(UInt8(ascii: "@"))
            else { return nil }
            return String(decoding: bytes[start..<end], as: UTF8.self)
        }
    }

    private static func parsed(
        _ text: ArraySlice<UInt8>, _ base: WebAddress?, _ mapping: HostMapping
    ) throws(WebAddressError) -> WebAddress {
        guard !text.isEmpty || base != nil else { throw .empty }
        var rest = text
        var fragment: String?
        if let hash = rest.firstIndex(of: UInt8(ascii: "#")) {
            fragment = encoded(rest[(hash + 1)...], in: .fragment)
            rest = rest[..<hash]
        }

        if let colon = schemeEnd(rest) {
            let name = String(decoding: rest[..<colon], as: UTF8.self).lowercased()
            guard let scheme = Scheme(rawValue: name) else { throw .otherScheme(name) }
            rest = rest[(colon + 1)...]
            // `https:page` and `https:/page` on an https page are relative: "special relative or
            // authority state".
            guard scheme == base?.scheme else {
                return try absolute(scheme, rest, fragment, mapping)
            }
        }
        guard let base else { throw .noHost }

        if isSlash(rest.first), isSlash(rest.dropFirst().first) {
            return try absolute(base.scheme, rest, fragment, mapping)
        }
        var address = base
        address.fragment = fragment
        if rest.isEmpty { return address }
        if rest.first == UInt8(ascii: "?") {
            address.path = String(base.pathOnly) + encoded(rest, in: .query)
        } else if isSlash(rest.first) {
            address.path = normalized(rest)
        } else {
            let folder = base.pathOnly.utf8.lastIndex(of: UInt8(ascii: "/"))
                .map { base.pathOnly.utf8[...$0] }
            address.path = normalized(Array(folder ?? "/".utf8[...])[...] + rest)
        }
        return address
    }

    /// Reads what follows the scheme: slashes of either kind, user, host, port and path.
    private static func absolute(
        _ scheme: Scheme, _ text: ArraySlice<UInt8>, _ fragment: String?, _ mapping: HostMapping
    ) throws(WebAddressError) -> WebAddress {
        let rest = text.drop { isSlash($0) }
        let end = rest.firstIndex { isSlash($0) || $0 == UInt8(ascii: "?") } ?? rest.endIndex
        var authority = rest[..<end]
        if let at = authority.lastIndex(of: UInt8(ascii: "@")) {
            authority = authority[(at + 1)...]
        }
        var portText: ArraySlice<UInt8> = []
        if let colon = authority.lastIndex(of: UInt8(ascii: ":")),
            !authority[colon...].contains(UInt8(ascii: "]"))
        {
            portText = authority[(colon + 1)...]
            authority = authority[..<colon]
        }
        var port = scheme.defaultPort
        if !portText.isEmpty {
            let written = String(decoding: portText, as: UTF8.self)
            guard portText.allSatisfy({ (0x30...0x39).contains($0) }), let number = UInt16(written)
            else { throw .invalidPort(written) }
            port = number
        }
        guard !authority.isEmpty else { throw .noHost }
        let host = try WebAddress.host(authority, mapping)
        let path = rest[end...]
        let normal =
            path.first == UInt8(ascii: "?") || path.isEmpty
            ? "/" + encoded(path, in: .query) : normalized(path)
        return WebAddress(scheme: scheme, host: host, port: port, path: normal, fragment: fragment)
    }

    /// Reads a host: percent-decoded, mapped to ASCII, lowercase, odd forms of IPv4 resolved.
    private static func host(
        _ bytes: ArraySlice<UInt8>, _ mapping: HostMapping
    ) throws(WebAddressError) -> String {
        let written = String(decoding: bytes, as: UTF8.self)
        if bytes.first == UInt8(ascii: "[") {
            guard bytes.last == UInt8(ascii: "]"),
                let address = IPAddress(String(written.dropFirst().dropLast())), address.isIPv6
            else { throw .invalidHost(written) }
            return address.description
        }
        if isPlainHost(written) { return written }
        let decoded = percentDecoded(bytes)
        var name = String(decoding: decoded, as: UTF8.self)
        if decoded.contains(where: { $0 >= 0x80 }) {
            guard let mapped = mapping(name) else { throw .invalidHost(written) }
            name = mapped
        }
        name = name.lowercased()
        // One trailing dot is the root of the DNS; a second one is an empty label.
        if name.utf8.last == UInt8(ascii: "."), !name.utf8.dropLast().isEmpty {
            name.unicodeScalars.removeLast()
        }
        guard name.utf8.last != UInt8(ascii: ".") else { throw .invalidHost(written) }
        if let address = IPAddress(looseIPv4: name) { return address.description }
        guard isHostName(name) else { throw .invalidHost(written) }
        return name
    }

    /// Whether `text` is a host as it is kept, which is how most are written: labels of lowercase
    /// letters, digits and hyphens, the last of letters only, so that it is no number.
    package static func isPlainHost(_ text: String) -> Bool {
        guard text.utf8.count <= 253 else { return false }
        var label = 0
        var hasOnlyLetters = true
        for byte in text.utf8 {
            switch byte {
            case 0x61...0x7A:
                label += 1
            case 0x30...0x39, UInt8(ascii: "-"), UInt8(ascii: "_"):
                label += 1
                hasOnlyLetters = false
            case UInt8(ascii: ".") where label > 0:
                label = 0
                hasOnlyLetters = true
            default:
                return false
            }
            guard label <= 63 else { return false }
        }
        return label > 0 && hasOnlyLetters
    }

    /// Whether `name` is a host name that the DNS can hold: RFC 1123, and `_`, which is in use.
    ///
    /// A name whose last label is a number is none, because browsers read it as an IPv4 address
    /// or refuse it: "ends in a number checker".
    package static func isHostName(_ name: String) -> Bool {
        guard (1...253).contains(name.utf8.count) else { return false }
        var label = 0
        for byte in name.utf8 {
            switch byte {
            case UInt8(ascii: "."):
                guard label > 0 else { return false }
                label = 0
            case 0x30...0x39, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"):
                label += 1
                guard label <= 63 else { return false }
            default:
                return false
            }
        }
        guard label > 0 else { return false }
        let last = Array(name.utf8.suffix(label))
        if last.allSatisfy({ (0x30...0x39).contains($0) }) { return false }
        return !(last.starts(with: "0x".utf8) && last.dropFirst(2).allSatisfy(\.isHexDigit))
    }
}
