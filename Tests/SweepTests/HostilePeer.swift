// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Range

/// A server that breaks the rules, and what must come of a visit to it.
struct HostilePeer: Sendable {
    var name: String
    var isSecure = false
    /// The failures that are right, by code; `whole` if there need be none.
    var outcomes: Set<String>
    var script: @Sendable (Peer) -> Void

    init(
        _ name: String, _ outcomes: Set<String>, isSecure: Bool = false,
        script: @escaping @Sendable (Peer) -> Void
    ) {
        self.name = name
        self.isSecure = isSecure
        self.outcomes = outcomes
        self.script = script
    }

    /// Answers every request with `bytes`.
    init(_ name: String, _ outcomes: Set<String>, answer bytes: [UInt8]) {
        self.init(name, outcomes) { peer in
            while peer.request() != nil {
                peer.send(bytes)
                peer.endSending()
            }
        }
    }

    init(_ name: String, _ outcomes: Set<String>, answer text: String) {
        self.init(name, outcomes, answer: Array(text.utf8))
    }

    private static let ok = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"

    static let all =
        headers + lengths + bodies + [
            HostilePeer("handshake-stalls", ["connect-timeout"], isSecure: true) { _ = $0.wait() },
            HostilePeer("handshake-drips", ["connect-timeout", "tls"], isSecure: true) { peer in
                // The head of a record of 16 KiB, a byte at a time.
                peer.send([0x16, 0x03, 0x03, 0x40, 0x00, 0x02, 0x00, 0x3F, 0xFC])
                peer.flood("\u{3}", every: 100)
            },
            HostilePeer("handshake-garbage", ["tls"], isSecure: true) { peer in
                peer.flood("HTTP/1.1 400 Bad Request\r\n")
            },
            HostilePeer("half-close", ["cut-short"]) { peer in
                peer.endSending()
                _ = peer.wait()
            },
            HostilePeer("answer-before-question", ["whole"]) { peer in
                peer.send("\(ok)Content-Length: 5\r\n\r\nhello")
                _ = peer.request()
            },
            HostilePeer("old-http", ["malformed"], answer: "<html>hello</html>"),
            HostilePeer("leaves-at-once", ["cut-short", "connection-reset"]) { _ in },
            HostilePeer("redirects-with-bodies", ["too-many-hops"]) { peer in
                while let path = peer.request() {
                    let next = (Int(path.dropFirst()) ?? 0) + 1
                    peer.send(
                        "HTTP/1.1 302 Found\r\nLocation: /\(next)\r\nContent-Length: 1000000\r\n\r\n"
                    )
                    peer.send([UInt8](repeating: 0x20, count: 1_000_000))
                }
            },
            HostilePeer("redirects-with-a-hundred-megabytes", ["too-many-hops"]) { peer in
                while let path = peer.request() {
                    let next = (Int(path.dropFirst()) ?? 0) + 1
                    peer.send("HTTP/1.1 302 Found\r\nLocation: /\(next)\r\n")
                    peer.send("Content-Length: 10000000\r\n\r\n")
                    peer.send([UInt8](repeating: 0x20, count: 10_000_000))
                }
            },
        ]

    private static let headers = [
        HostilePeer("line-of-a-megabyte", ["header-too-large"]) { peer in
            _ = peer.request()
            peer.send("\(ok)X-Long: \(String(repeating: "x", count: 1 << 20))\r\n\r\nhello")
        },
        HostilePeer("location-of-a-megabyte", ["header-too-large"]) { peer in
            _ = peer.request()
            peer.send("HTTP/1.1 302 Found\r\nLocation: /\(String(repeating: "x", count: 1 << 20))")
            peer.send("\r\n\r\n")
        },
        HostilePeer("ten-thousand-cookies", ["header-too-large"]) { peer in
            _ = peer.request()
            let cookies = (0..<10_000).map { "Set-Cookie: c\($0)=\($0)\r\n" }.joined()
            peer.send("\(ok)\(cookies)\r\nhello")
        },
        HostilePeer(
            "two-thousand-cookies", ["whole"],
            answer: ok + (0..<2000).map { "Set-Cookie: c\($0)=\($0)\r\n" }.joined()
                + "Content-Length: 5\r\n\r\nhello"),
        HostilePeer("nul-in-a-header", ["malformed"], answer: "\(ok)X-A: a\0b\r\n\r\nhello"),
        HostilePeer("endless-interim", ["header-too-large"]) { peer in
            _ = peer.request()
            peer.flood("HTTP/1.1 100 Continue\r\nX-A: b\r\n\r\n")
        },
        HostilePeer("dripping-header", ["too-slow", "total-timeout", "first-byte-timeout"]) {
            peer in
            _ = peer.request()
            peer.send(ok)
            peer.flood("X-A: b\r\n", every: 200)
        },
        HostilePeer("trailer-of-a-megabyte", ["header-too-large", "malformed"]) { peer in
            _ = peer.request()
            peer.send("\(ok)Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX-Long: ")
            peer.flood("xxxxxxxxxx")
        },
        HostilePeer(
            "status-of-no-kind", ["whole", "malformed"], answer: "HTTP/1.1 999 \r\n\r\nhello"),
        HostilePeer(
            "switches-protocols", ["whole", "malformed", "cut-short"],
            answer: "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n\0\0\0\u{4}"),
    ]

    private static let lengths = [
        HostilePeer("length-too-small", ["whole"]) { peer in
            _ = peer.request()
            peer.send("\(ok)Content-Length: 5\r\n\r\nhello\(String(repeating: "x", count: 5000))")
        },
        HostilePeer(
            "length-too-large", ["cut-short"], answer: "\(ok)Content-Length: 500000\r\n\r\nhello"),
        HostilePeer(
            "length-below-zero", ["malformed"], answer: "\(ok)Content-Length: -5\r\n\r\nhello"),
        HostilePeer(
            "length-beyond-numbers", ["whole", "malformed", "cut-short"],
            answer: "\(ok)Content-Length: 99999999999999999999\r\n\r\nhello"),
        HostilePeer(
            "two-lengths", ["whole", "malformed", "cut-short"],
            answer: "\(ok)Content-Length: 5\r\nContent-Length: 500\r\n\r\nhello"),
        HostilePeer(
            "chunk-beyond-numbers", ["malformed"],
            answer: "\(ok)Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\nhello"),
        HostilePeer(
            "chunk-of-all-numbers", ["malformed", "cut-short"],
            answer: "\(ok)Transfer-Encoding: chunked\r\n\r\n7FFFFFFFFFFFFFFF\r\nhello"),
        HostilePeer(
            "chunk-below-zero", ["malformed"],
            answer: "\(ok)Transfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n"),
        HostilePeer("chunk-of-endless-name", ["too-slow", "total-timeout", "malformed"]) { peer in
            _ = peer.request()
            peer.send("\(ok)Transfer-Encoding: chunked\r\n\r\n5;a=")
            peer.flood("xxxxxxxxxx", every: 50)
        },
        HostilePeer(
            "nothing-with-a-body", ["whole"],
            answer: "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\nhello"),
    ]

    private static let bodies =
        [
            HostilePeer("gzip-in-gzip-in-gzip", ["decoded-too-large", "whole"]) { peer in
                _ = peer.request()
                guard let bomb = gzipBomb else { return }
                let body = Stored.gzip(Stored.gzip(bomb))
                peer.send(
                    "\(ok)Content-Encoding: gzip, gzip, gzip\r\nContent-Length: \(body.count)\r\n\r\n"
                )
                peer.send(body)
            },
            HostilePeer("gzip-bomb", ["decoded-too-large"]) { peer in
                _ = peer.request()
                guard let bomb = gzipBomb else { return }
                peer.send("\(ok)Content-Encoding: gzip\r\nContent-Length: \(bomb.count)\r\n\r\n")
                peer.send(bomb)
            },
            HostilePeer(
                "coding-of-no-kind", ["whole"],
                answer: "\(ok)Content-Encoding: snappy, x\r\nContent-Length: 5\r\n\r\nhello"),
        ]
        + (BrotliBomb.bytes.map { bomb in
            [
                HostilePeer("br-bomb", ["decoded-too-large"]) { peer in
                    _ = peer.request()
                    peer.send("\(ok)Content-Encoding: br\r\nContent-Length: \(bomb.count)\r\n\r\n")
                    peer.send(bomb)
                }
            ]
        } ?? [])

    /// 64 MB of nothing in 64 KB of gzip, as the practice range serves it.
    private static let gzipBomb: [UInt8]? = {
        let request = RangeRequest(method: "GET", path: "/", host: "", headers: [])
        guard case .response(_, _, let body)? = PracticeRange.site("gzip-bomb")?.reply(request)
        else { return nil }
        return body
    }()
}
