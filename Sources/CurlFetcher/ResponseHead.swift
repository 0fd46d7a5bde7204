// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework

/// What the head of a response says.
package struct ResponseHead: Equatable {
    package var status: Int
    /// `HTTP/1.0`, `HTTP/1.1` or `h2`.
    package var httpVersion: String
    package var headers: [HeaderField]
}

extension ResponseHead {
    /// Reads the bytes of a head, which may break off anywhere after its first line.
    ///
    /// Lines may end without a carriage return, and a line that begins with a space goes on from
    /// the one before (RFC 9112, sections 2.2 and 5.2). Bytes that are not UTF-8 become U+FFFD.
    package init?(_ bytes: [UInt8]) {
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)[
            ...]
        guard let first = lines.popFirst() else { return nil }
        let parts = first.split(separator: UInt8(ascii: " "), maxSplits: 2)
        guard parts.count >= 2, parts[0].starts(with: "HTTP/".utf8),
            let status = Int(String(decoding: Self.trimmed(parts[1]), as: UTF8.self))
        else { return nil }
        let version = String(decoding: parts[0], as: UTF8.self)

        var headers: [HeaderField] = []
        for line in lines {
            let text = Self.trimmed(line)
            if text.isEmpty { continue }
            if line.first == UInt8(ascii: " ") || line.first == UInt8(ascii: "\t") {
                guard let last = headers.indices.last else { continue }
                headers[last].value += " " + String(decoding: text, as: UTF8.self)
            } else if let colon = text.firstIndex(of: UInt8(ascii: ":")) {
                headers.append(
                    HeaderField(
                        String(decoding: Self.trimmed(text[..<colon]), as: UTF8.self),
                        String(decoding: Self.trimmed(text[(colon + 1)...]), as: UTF8.self)))
            }
        }
        self.status = status
        self.httpVersion = version.hasPrefix("HTTP/2") ? "h2" : version
        self.headers = headers
    }

    /// `bytes` without spaces, tabs and carriage returns around.
    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }
        var rest = bytes.drop(while: isBlank)
        while let last = rest.last, isBlank(last) { rest.removeLast() }
        return rest
    }
}
