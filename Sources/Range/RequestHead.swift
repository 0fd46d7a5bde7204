// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework

/// The head of a request, as far as the range needs it (RFC 9112, sections 3 and 5).
struct RequestHead {
    let request: RangeRequest
    /// Whether the visitor may send another request on this connection.
    let keepsConnection: Bool

    enum End {
        case incomplete
        case tooLong
        /// The offset behind the empty line.
        case at(Int)
    }

    /// Where the first head in `input` ends.
    static func end(in input: [UInt8], limit: Int) -> End {
        var lineLength = 0
        for (index, byte) in input.prefix(limit).enumerated() {
            if byte == UInt8(ascii: "\n") {
                if lineLength == 0, index > 1 { return .at(index + 1) }
                lineLength = 0
            } else if byte != UInt8(ascii: "\r") {
                lineLength += 1
            }
        }
        return input.count >= limit ? .tooLong : .incomplete
    }

    init?(_ bytes: ArraySlice<UInt8>) {
        let lines = String(decoding: bytes, as: UTF8.self)
            .split(whereSeparator: { $0 == "\n" || $0 == "\r\n" })
        guard let first = lines.first else { return nil }
        let parts = first.split(separator: " ")
        guard parts.count == 3, parts[2].hasPrefix("HTTP/1.") else { return nil }
        var headers: [HeaderField] = []
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { return nil }
            headers.append(
                HeaderField(
                    String(line[..<colon]), Self.trimmed(line[line.index(after: colon)...])))
        }
        // An absolute target names the host itself (RFC 9112, section 3.2.2).
        var path = String(parts[1])
        var authority = headers.first("Host") ?? ""
        if let scheme = ["http://", "https://"].first(where: { path.hasPrefix($0) }) {
            let rest = path.dropFirst(scheme.utf8.count)
            let slash = rest.firstIndex(of: "/") ?? rest.endIndex
            authority = String(rest[..<slash])
            path = slash == rest.endIndex ? "/" : String(rest[slash...])
        }
        request = RangeRequest(
            method: String(parts[0]), path: path, host: Self.host(of: authority),
            headers: headers)
        let connection = headers.first("Connection")?.lowercased() ?? ""
        keepsConnection =
            parts[2] == "HTTP/1.0" ? connection == "keep-alive" : connection != "close"
    }

    /// The host without its port, in lowercase.
    private static func host(of authority: String) -> String {
        if authority.hasPrefix("[") {
            return String(authority.dropFirst().prefix { $0 != "]" }).lowercased()
        }
        return authority.prefix { $0 != ":" }.lowercased()
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return String(text)
    }
}

/// The head of an honest response.
enum ResponseHead {
    /// The status line and the header; `Content-Length` and `Connection` are added.
    static func bytes(status: Int, headers: [HeaderField], bodyBytes: Int, keep: Bool) -> [UInt8] {
        var text = "HTTP/1.1 \(status) \(reasons[status] ?? "Status")\r\n"
        for field in headers { text += "\(field.name): \(field.value)\r\n" }
        text += "Content-Length: \(bodyBytes)\r\n"
        text += "Connection: \(keep ? "keep-alive" : "close")\r\n\r\n"
        return Array(text.utf8)
    }

    private static let reasons = [
        200: "OK", 301: "Moved Permanently", 302: "Found", 400: "Bad Request", 403: "Forbidden",
        404: "Not Found", 405: "Method Not Allowed", 421: "Misdirected Request",
        431: "Request Header Fields Too Large", 500: "Internal Server Error",
    ]
}

extension RangeReply {
    /// A short plain answer of the range itself.
    static func text(_ status: Int, _ text: String) -> RangeReply {
        .response(
            status: status, headers: [HeaderField("Content-Type", "text/plain; charset=utf-8")],
            body: Array((text + "\n").utf8))
    }
}
