// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework

/// Where a DNS server listens.
package struct ServerAddress: Sendable, Hashable {
    package var address: IPAddress
    package var port: UInt16

    package init(_ address: IPAddress, port: UInt16 = 53) {
        self.address = address
        self.port = port
    }

    /// Reads `127.0.0.1`, `127.0.0.1:5300`, `::1` or `[::1]:53`; without a port it is 53.
    package init?(_ text: String) {
        var host = Substring(text)
        var port: UInt16 = 53
        if let end = text.lastIndex(of: "]"), text.first == "[" {
            host = text[text.index(after: text.startIndex)..<end]
            let rest = text[text.index(after: end)...]
            guard rest.isEmpty || rest.first == ":" else { return nil }
            if !rest.isEmpty {
                guard let read = Self.port(rest.dropFirst()) else { return nil }
                port = read
            }
            guard host.contains(":") else { return nil }
        } else if let colon = text.firstIndex(of: ":"), colon == text.lastIndex(of: ":") {
            guard let read = Self.port(text[text.index(after: colon)...]) else { return nil }
            host = text[..<colon]
            port = read
        }
        guard let address = IPAddress(String(host)) else { return nil }
        self.address = address
        self.port = port
    }

    private static func port(_ digits: Substring) -> UInt16? {
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = UInt16(digits)
        else { return nil }
        return port == 0 ? nil : port
    }
}

extension ServerAddress: CustomStringConvertible {
    /// Always with the port: `127.0.0.1:53`, `[::1]:53`.
    package var description: String {
        address.isIPv6 ? "[\(address)]:\(port)" : "\(address):\(port)"
    }
}
