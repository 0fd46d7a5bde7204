// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation

/// Exchanges as a visit brings them.
enum Samples {
    static let time = Date(timeIntervalSince1970: 1_795_410_780.123)
    static let loopback = IPAddress("127.0.0.1")

    static func exchange(
        path: String = "/", body: [UInt8] = Array("<title>查询</title>".utf8),
        head: String? = nil, version: String = "HTTP/1.1", failure: FetchFailure? = nil,
        tls: TLSSession? = nil
    ) -> Exchange {
        let address = WebAddress(scheme: .http, host: "cx.example", path: path)
        let head =
            head ?? "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nServer: nginx\r\n\r\n"
        return Exchange(
            request: .init(
                address: address,
                head: Array("GET \(path) HTTP/1.1\r\nHost: cx.example\r\n\r\n".utf8)),
            response: .init(
                status: 200, httpVersion: version, head: Array(head.utf8), headers: [], body: body),
            failure: failure,
            remote: loopback.map { .init(address: $0, port: 80) }, tls: tls, startedAt: time,
            timing: .init(connectedMilliseconds: 1, totalMilliseconds: 5))
    }

    static let names = NameReport(
        host: "cx.example", liveness: .live, addresses: loopback.map { [$0] } ?? [],
        answers: [
            NameAnswer(
                name: "cx.example", type: .a, status: .answered, resolver: "127.0.0.1:53",
                records: [.init(name: "cx.example", type: .a, ttlSeconds: 60, value: "127.0.0.1")],
                askedAt: time),
            NameAnswer(name: "cx.example", type: .mx, status: .timeout, askedAt: time),
        ])
}
