// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

// How a WHOIS question goes through libcurl
//
// WHOIS (RFC 3912) is one line to the server, and then all that it sends until it closes. That is
// Gopher (RFC 1436) to the byte, which libcurl speaks: of `gopher://host:43/0text` it sends what
// follows the type, percent-decoded, with CR and LF. So WHOIS has the address check, the limits and
// the proxies that every other request has.

package import Casework
package import FoundationEssentials

/// One line to send to a server that answers with text and closes.
package struct LineQuestion: Sendable {
    package var host: String
    package var port: UInt16
    /// Without a line end; anything from U+0020 up.
    package var line: String
    /// The addresses that the host's name led to, already checked; tried in this order.
    package var connectTo: [IPAddress]
    package var limits: FetchLimits
    package var proxy: ProxySetting?

    package init(
        host: String, port: UInt16, line: String, connectTo: [IPAddress] = [],
        limits: FetchLimits = FetchLimits(), proxy: ProxySetting? = nil
    ) {
        self.host = host
        self.port = port
        self.line = line
        self.connectTo = connectTo
        self.limits = limits
        self.proxy = proxy
    }
}

/// What came of a ``LineQuestion``.
package struct LineAnswer: Sendable {
    package var bytes: [UInt8]
    /// Why it is not whole, or `nil`.
    package var failure: FetchFailure?
    package var remote: Exchange.Endpoint?
    package var startedAt: Date
}

extension CurlFetcher {
    /// Sends one line, and returns all that the server says until it closes.
    ///
    /// Never throws, like ``fetch(_:)``, and has the same checks and limits. A line that could end
    /// early and ask more than one thing is not sent.
    package func ask(_ question: LineQuestion) async -> LineAnswer {
        let isOneLine = question.line.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
        guard isOneLine, !question.line.isEmpty else {
            return LineAnswer(
                bytes: [], failure: .malformed("a question of more than one line"),
                startedAt: Date())
        }
        let persona = Persona(
            name: "registry", userAgent: "", viewport: .init(width: 0, height: 0))
        var request = FetchRequest(
            address: WebAddress(scheme: .http, host: question.host, port: question.port),
            connectTo: question.connectTo, persona: persona, limits: question.limits,
            proxy: question.proxy)
        request.line = question.line
        let result = await fetch(request)
        return LineAnswer(
            bytes: result.raw, failure: result.exchange.failure, remote: result.exchange.remote,
            startedAt: result.exchange.startedAt)
    }
}

extension FetchRequest {
    /// The request as libcurl is told of it.
    var url: String {
        guard let line else { return address.requestText }
        let host = address.host.contains(":") ? "[\(address.host)]" : address.host
        // `0` is Gopher's type of a text, which is not sent.
        return "gopher://\(host):\(address.port)/0\(Self.encoded(line))"
    }

    /// `line` with everything but letters, digits and `-._` as `%XX`.
    private static func encoded(_ line: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in line.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"):
                bytes.append(byte)
            default:
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
