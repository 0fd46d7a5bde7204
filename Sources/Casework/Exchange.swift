// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// 请求应答: one HTTP request and what came back, bytes as they crossed the wire.
package struct Exchange: Sendable, Hashable {
    package var request: Request
    /// What came, also if it broke off; `nil` if not even a status line did.
    package var response: Response?
    /// Why the response is not whole; `nil` if it is.
    package var failure: FetchFailure?
    /// Where the bytes went and came from; `nil` if no connection was made.
    package var remote: Endpoint?
    package var tls: TLSSession?
    package var startedAt: Date
    package var timing: Timing

    package init(
        request: Request, response: Response? = nil, failure: FetchFailure? = nil,
        remote: Endpoint? = nil, tls: TLSSession? = nil, startedAt: Date, timing: Timing = Timing()
    ) {
        self.request = request
        self.response = response
        self.failure = failure
        self.remote = remote
        self.tls = tls
        self.startedAt = startedAt
        self.timing = timing
    }

    package struct Request: Sendable, Hashable {
        package var address: WebAddress
        package var method: String
        /// The request line and header as sent, to the empty line; HTTP/2 in the form of HTTP/1.1.
        package var head: [UInt8]

        package init(address: WebAddress, method: String = "GET", head: [UInt8]) {
            self.address = address
            self.method = method
            self.head = head
        }
    }

    package struct Response: Sendable, Hashable {
        package var status: Int
        /// `HTTP/1.0`, `HTTP/1.1` or `h2`.
        package var httpVersion: String
        /// The status line and header as received, to the empty line.
        package var head: [UInt8]
        /// The fields of `head`, in order.
        package var headers: [HeaderField]
        /// The body as sent: chunks joined, content coding (gzip, br …) kept.
        package var body: [UInt8]

        package init(
            status: Int, httpVersion: String, head: [UInt8], headers: [HeaderField], body: [UInt8]
        ) {
            self.status = status
            self.httpVersion = httpVersion
            self.head = head
            self.headers = headers
            self.body = body
        }
    }

    package struct Endpoint: Sendable, Hashable, Codable {
        package var address: IPAddress
        package var port: UInt16
        /// The proxy that stood between, without credentials; the address is then the proxy's own.
        package var proxy: String?

        package init(address: IPAddress, port: UInt16, proxy: String? = nil) {
            self.address = address
            self.port = port
            self.proxy = proxy
        }
    }

    /// Milliseconds since the start of the request; `nil` if it did not get so far.
    package struct Timing: Sendable, Hashable, Codable {
        package var connectedMilliseconds: Double?
        package var securedMilliseconds: Double?
        package var firstByteMilliseconds: Double?
        package var totalMilliseconds: Double

        package init(
            connectedMilliseconds: Double? = nil, securedMilliseconds: Double? = nil,
            firstByteMilliseconds: Double? = nil, totalMilliseconds: Double = 0
        ) {
            self.connectedMilliseconds = connectedMilliseconds
            self.securedMilliseconds = securedMilliseconds
            self.firstByteMilliseconds = firstByteMilliseconds
            self.totalMilliseconds = totalMilliseconds
        }
    }
}

/// What TLS agreed on, and the certificates the server showed.
package struct TLSSession: Sendable, Hashable, Codable {
    /// `TLSv1.3`.
    package var version: String
    package var cipher: String
    /// The chain as the server sent it, leaf first, each certificate in DER.
    package var chain: [[UInt8]]
    /// Whether the chain leads to a trusted root and is in its time and for this host.
    package var isTrusted: Bool
    /// OpenSSL's words for why not: `self-signed certificate`; `nil` if it is trusted.
    package var distrust: String?

    package init(
        version: String, cipher: String, chain: [[UInt8]], isTrusted: Bool, distrust: String? = nil
    ) {
        self.version = version
        self.cipher = cipher
        self.chain = chain
        self.isTrusted = isTrusted
        self.distrust = distrust
    }
}
