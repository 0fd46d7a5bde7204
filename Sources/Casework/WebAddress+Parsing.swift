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
    package init(
        _ text: String, relativeTo base: WebAddress? = nil,
        mapping: HostMapping = { _ in nil }
    ) throws(WebAddressError) {
        guard text.utf8.count <= Self.maximumBytes else {
            throw .tooLong(limit: Self.maximumBytes)
        }
        var rest = Self.cleaned(text)[...]
        guard !rest.isEmpty || base != nil else { throw .empty }

        var fragment: String?
        if let hash = rest.firstIndex(of: UInt8(ascii: "#")) {
            fragment = Self.encoded(rest[rest.index(after: hash)...])
            rest = rest[..<hash]
        }

        var scheme = base?.scheme
        if let colon = Self.schemeEnd(rest) {
            let name = String(decoding: rest[..<colon], as: UTF8.self).lowercased()
            guard let known = Scheme(rawValue: name) else { throw .otherScheme(name) }
            rest = rest[rest.index(after: colon)...]
            // `https:page` on an https page is relative, as browsers read it.
            if let base, known == base.scheme, !Self.isSlash(rest.first) {
                scheme = known
            } else {
                self = try Self.absolute(known, rest, fragment, mapping)
                return
            }
        }
        guard let base, let scheme else { throw .noHost }

        if Self.isSlash(rest.first), Self.isSlash(rest.dropFirst().first) {
            self = try Self.absolute(scheme, rest, fragment, mapping)
            return
        }
        self = base
        self.fragment = fragment
        if rest.isEmpty { return }
        if rest.first == UInt8(ascii: "?") {
            self.path = String(base.pathOnly) + Self.encoded(rest)
        } else if Self.isSlash(rest.first) {
            self.path = Self.normalized(rest)
        } else {
            let folder = base.pathOnly.utf8.lastIndex(of: UInt8(ascii: "/"))
                .map { base.pathOnly.utf8[...$0] } ?? "/".utf8[...]
            self.path = Self.normalized(Array(folder)[...] + rest)
        }
    }

    /// Reads what follows the scheme: slashes of either kind, user, host, port and path.
    private static func absolute(
        _ scheme: Scheme, _ text: ArraySlice<UInt8>, _ fragment: String?, _ mapping: HostMapping
    ) throws(WebAddressError) -> WebAddress {
        let rest = text.drop { isSlash($0) }
        let end = rest.firstIndex { isSlash($0) || $0 == UInt8(ascii: "?") } ?? rest.endIndex
        var authority = rest[..<end]
        if let at = authority.lastIndex(of: UInt8(ascii: "@")) {
            authority = authority[authority.index(after: at)...]
        }
        var portText: ArraySlice<UInt8> = []
        if let colon = authority.lastIndex(of: UInt8(ascii: ":")),
            !authority[colon...].contains(UInt8(ascii: "]"))
        {
            portText = authority[authority.index(after: colon)...]
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
            ? "/" + encoded(path) : normalized(path)
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
        let decoded = percentDecoded(bytes)
        var name = String(decoding: decoded, as: UTF8.self)
        if decoded.contains(where: { $0 >= 0x80 }) {
            guard let mapped = mapping(name) else { throw .invalidHost(written) }
            name = mapped
        }
        name = name.lowercased()
        while name.utf8.last == UInt8(ascii: ".") { name.removeLast() }
        if let address = IPAddress(looseIPv4: name) { return address.description }
        guard isHostName(name) else { throw .invalidHost(written) }
        return name
    }

    /// Whether `name` is a host name that the DNS can hold: RFC 1123, and `_`, which is in use.
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
        // A last label of digits only would be read as an IPv4 address.
        let last = name.utf8.reversed().prefix { $0 != UInt8(ascii: ".") }
        return label > 0 && !last.allSatisfy { (0x30...0x39).contains($0) }
    }
}

// MARK: - Bytes

extension WebAddress {
    private static func isSlash(_ byte: UInt8?) -> Bool {
        byte == UInt8(ascii: "/") || byte == UInt8(ascii: "\\")
    }

    /// `text` without surrounding controls and spaces, and without tabs and line ends inside.
    private static func cleaned(_ text: String) -> [UInt8] {
        let bytes = text.utf8.drop { $0 <= 0x20 }
        var kept = bytes.filter { $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }
        while let last = kept.last, last <= 0x20 { kept.removeLast() }
        return kept
    }

    /// The index of the colon after a scheme, if `text` begins with one.
    private static func schemeEnd(_ text: ArraySlice<UInt8>) -> Int? {
        guard let first = text.first, (0x61...0x7A).contains(first | 0x20) else { return nil }
        for (index, byte) in zip(text.indices, text) {
            switch byte {
            case UInt8(ascii: ":"): return index
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "+"), UInt8(ascii: "-"),
                UInt8(ascii: "."):
                continue
            default: return nil
            }
        }
        return nil
    }

    /// `path` with `.` and `..` resolved, back slashes turned, and the rest percent-encoded.
    private static func normalized(_ text: ArraySlice<UInt8>) -> String {
        let queryStart = text.firstIndex(of: UInt8(ascii: "?")) ?? text.endIndex
        let segments = text[..<queryStart].split(
            omittingEmptySubsequences: false, whereSeparator: { isSlash($0) })
        var kept: [ArraySlice<UInt8>] = []
        for (index, segment) in segments.dropFirst().enumerated() {
            let isLast = index == segments.count - 2
            switch String(decoding: segment, as: UTF8.self).lowercased() {
            case ".", "%2e":
                if isLast { kept.append([]) }
            case "..", ".%2e", "%2e.", "%2e%2e":
                if !kept.isEmpty { kept.removeLast() }
                if isLast { kept.append([]) }
            default:
                kept.append(segment)
            }
        }
        return "/" + encoded(Array(kept.joined(separator: [UInt8(ascii: "/")]))[...])
            + encoded(text[queryStart...])
    }

    /// `bytes` as text in which controls, spaces, quotes and bytes beyond ASCII are `%XX`.
    private static func encoded(_ bytes: ArraySlice<UInt8>) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        for byte in bytes {
            switch byte {
            case 0x00...0x20, 0x22, 0x3C, 0x3E, 0x60, 0x7F...0xFF:
                let digits = Array("0123456789ABCDEF".utf8)
                text += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            default:
                text.append(byte)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func percentDecoded(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var decoded: [UInt8] = []
        var index = bytes.startIndex
        while index < bytes.endIndex {
            if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.endIndex,
                let value = UInt8(
                    String(decoding: bytes[(index + 1)...(index + 2)], as: UTF8.self), radix: 16)
            {
                decoded.append(value)
                index += 3
            } else {
                decoded.append(bytes[index])
                index += 1
            }
        }
        return decoded
    }
}
