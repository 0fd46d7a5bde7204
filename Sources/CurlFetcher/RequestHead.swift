// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework

/// The request head that libcurl sends, which we know because we choose every field of it.
package enum RequestHead {
    /// What a browser accepts when it opens a page.
    static let accept =
        "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"

    /// The fields after Host and Cookie, which are libcurl's to write, in the order they are sent.
    ///
    /// A field of the persona's replaces ours of the same name. One that could end its line early
    /// is left out.
    static func fields(persona: Persona, referer: String?) -> [HeaderField] {
        var fields = [
            HeaderField("User-Agent", persona.userAgent),
            HeaderField("Accept", accept),
            HeaderField("Accept-Language", persona.acceptLanguage),
            HeaderField("Accept-Encoding", "gzip, deflate, br"),
        ]
        if let referer = referer ?? persona.referer {
            fields.append(HeaderField("Referer", referer))
        }
        fields.removeAll { persona.extraHeaders.first($0.name) != nil }
        fields += persona.extraHeaders
        return fields.filter { isOneLine($0.name) && isOneLine($0.value) && !$0.name.isEmpty }
    }

    /// The fields as bytes, with the empty line that ends a head.
    static func tail(_ fields: [HeaderField]) -> [UInt8] {
        var bytes: [UInt8] = []
        for field in fields {
            bytes += field.name.utf8
            bytes += (field.value.isEmpty ? ":" : ": ").utf8
            bytes += field.value.utf8
            bytes += "\r\n".utf8
        }
        bytes += "\r\n".utf8
        return bytes
    }

    /// The request line and Host, which come before the fields.
    static func start(_ address: WebAddress, isHTTP2: Bool) -> [UInt8] {
        Array(
            "GET \(address.path) HTTP/\(isHTTP2 ? "2" : "1.1")\r\nHost: \(address.authority)\r\n"
                .utf8)
    }

    /// `head` without what we tell a proxy to be let through.
    package static func withoutCredentials(_ head: [UInt8]) -> [UInt8] {
        let secret = Array("proxy-authorization:".utf8)
        let newline = UInt8(ascii: "\n")
        var kept: [UInt8] = []
        for line in head.split(separator: newline, omittingEmptySubsequences: false) {
            let isSecret = line.prefix(secret.count).elementsEqual(secret) {
                $0 | 0x20 == $1 | 0x20
            }
            if isSecret { continue }
            kept += line
            kept.append(newline)
        }
        return Array(kept.dropLast())
    }

    private static func isOneLine(_ text: String) -> Bool {
        !text.utf8.contains { $0 == 0x0D || $0 == 0x0A || $0 == 0 }
    }
}
