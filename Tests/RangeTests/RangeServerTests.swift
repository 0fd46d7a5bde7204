// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Glibc
import Range
import Testing
import Wording

struct RangeServerTests {
    @Test func `A response comes whole, and a kept connection takes the next request`() throws {
        let server = try RangeServer(sites: [.replying { .text("你好 \($0.path)") }])

        let url = server.url(of: server.sites[0])
        let outcome = try Tool.run(
            "curl", "-s", "--resolve", "plain.example:\(server.port):127.77.0.1",
            "-w", "[%{http_code} %{num_connects}]", url + "?a", url + "?b")

        #expect(outcome.text == "你好 /?a[200 1]你好 /?b[200 0]")
        #expect(server.requests(of: "plain").map(\.path) == ["/?a", "/?b"])
        #expect(server.requests(of: "plain").first?.host == "plain.example")
    }

    @Test func `Requests that come together are answered one after the other`() throws {
        let server = try RangeServer(sites: [.replying { .text("[\($0.path)]") }])
        let visitor = try #require(
            Visitor(
                to: [127, 77, 0, 1], port: server.port,
                sending: "GET /1 HTTP/1.1\r\n\r\nGET /2 HTTP/1.1\r\n\r\n"
                    + "GET /3 HTTP/1.1\r\nConnection: close\r\n\r\n"))

        let answers = visitor.receiveAll()

        #expect(answers.matches(of: /\[.*?\]/).map(\.output) == ["[/1]", "[/2]", "[/3]"])
    }

    @Test func `HEAD brings the head alone, and no other method is taken`() throws {
        let server = try RangeServer(sites: [.replying { _ in .text("body") }])
        let url = "http://127.77.0.1:\(server.port)/"

        let head = try Tool.run("curl", "-s", "-I", url)
        let post = try Tool.run(
            "curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", "-d", "x=1", url)

        #expect(head.text.contains("Content-Length: 4"))
        #expect(!head.text.contains("body"))
        #expect(post.text == "405")
        #expect(server.requests(of: "plain").count == 1)
    }

    @Test func `A site that stalls says nothing until the visitor gives up`() throws {
        let server = try RangeServer(sites: [.replying { _ in .stall }])

        let outcome = try Tool.run("curl", "-s", "-m", "0.3", "http://127.77.0.1:\(server.port)/")

        #expect(outcome.status == 28)
        #expect(outcome.output.isEmpty)
    }

    @Test func `A reset arrives as a reset, after the bytes before it`() throws {
        let head = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf"
        let server = try RangeServer(sites: [.replying { _ in .reset(after: Array(head.utf8)) }])

        let outcome = try Tool.run("curl", "-s", "http://127.77.0.1:\(server.port)/")

        #expect(outcome.status == 56)
        #expect(outcome.text == "half")
    }

    @Test func `A drip comes byte by byte, and whole in the end`() throws {
        let server = try RangeServer(
            sites: [
                .replying { _ in
                    .drip(
                        head: Array("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".utf8),
                        body: Array("drops".utf8), milliseconds: 10)
                }
            ])

        let outcome = try Tool.run("curl", "-s", "http://127.77.0.1:\(server.port)/")

        #expect(outcome.status == 0)
        #expect(outcome.text == "drops")
    }

    @Test func `Raw bytes need not be HTTP`() throws {
        let server = try RangeServer(sites: [.replying { _ in .raw(Array("SSH-2.0-x\r\n".utf8)) }])

        let outcome = try Tool.run("curl", "-s", "http://127.77.0.1:\(server.port)/")

        #expect(outcome.status == 1)
    }

    @Test func `A body far larger than memory should hold is sent without being held`() throws {
        let bytes = 2 << 30
        let server = try RangeServer(
            sites: [
                .replying { _ in
                    .endless(
                        head: Array("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".utf8),
                        chunk: [UInt8](repeating: 0x20, count: 1 << 16), bytes: bytes)
                }
            ])

        let outcome = try Tool.run(
            "curl", "-s", "-o", "/dev/null", "-w", "%{size_download}",
            "http://127.77.0.1:\(server.port)/")

        #expect(outcome.text == "\(bytes)")
    }

    @Test(arguments: [
        (PracticeSite.Certificate.selfSigned, "18"), (.expired, "10"), (.wrongHost, "62"),
    ])
    func `A secure site shows the certificate it was given`(
        kind: PracticeSite.Certificate, code: String
    ) throws {
        var site = PracticeSite.replying { _ in .text("secret") }
        site.isSecure = true
        site.certificate = kind
        let server = try RangeServer(sites: [site])

        let page = try Tool.run(
            "curl", "-s", "-k", "--resolve", "plain.example:\(server.securePort):127.77.0.1",
            server.url(of: site))
        let session = try Tool.run(
            "openssl", "s_client", "-connect", "127.77.0.1:\(server.securePort)",
            "-verify_hostname", "plain.example", "-no-CAfile", "-no-CApath")

        #expect(page.text == "secret")
        #expect(session.text.contains("id-ecPublicKey"))
        // OpenSSL tells the last reason only; a wrong host and a date come after the signer.
        #expect(session.text.contains("Verify return code: \(code) "))
    }

    @Test func `Plain HTTP on a secure port is refused as TLS, and harms nobody`() throws {
        var site = PracticeSite.replying { _ in .text("secret") }
        site.isSecure = true
        let server = try RangeServer(sites: [site])

        let plain = try Tool.run("curl", "-s", "http://127.77.0.1:\(server.securePort)/")
        let secure = try Tool.run("curl", "-sk", "https://127.77.0.1:\(server.securePort)/")

        #expect(plain.status != 0)
        #expect(secure.text == "secret")
    }

    @Test func `Hundreds of visitors wait at a tarpit while another is served`() throws {
        let server = try RangeServer(
            sites: [.replying { $0.path == "/pit" ? .stall : .text("served") }])
        let visitors = (0..<400).compactMap { _ in
            Visitor(to: [127, 77, 0, 1], port: server.port, sending: "GET /pit HTTP/1.1\r\n\r\n")
        }

        let outcome = try Tool.run("curl", "-s", "http://127.77.0.1:\(server.port)/")

        #expect(visitors.count == 400)
        #expect(outcome.text == "served")
        #expect(server.connectionCount >= 400)
    }

    @Test func `A header without end is refused at 64 KiB`() throws {
        let server = try RangeServer(sites: [.replying { _ in .text("never") }])

        let outcome = try Tool.run(
            "curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", "-H",
            "X: " + String(repeating: "a", count: 70_000), "http://127.77.0.1:\(server.port)/")

        #expect(outcome.text == "431")
        #expect(server.requests(of: "plain").isEmpty)
    }

    @Test func `Each site has its own address, on one port`() throws {
        let sites = ["a", "b", "c"].map { id in
            PracticeSite.replying(id: id, hosts: ["\(id).example", "www.\(id).example"]) { _ in
                .text(id)
            }
        }
        let server = try RangeServer(sites: sites, firstAddress: IPAddress("127.88.0.254"))

        let outcome = try Tool.run("curl", "-s", "http://127.88.1.0:\(server.port)/")

        #expect(outcome.text == "c")
        #expect(
            server.hostsFile == """
                127.88.0.254 a.example www.a.example
                127.88.0.255 b.example www.b.example
                127.88.1.0 c.example www.c.example

                """)
        #expect(server.url(of: "b") == "http://b.example:\(server.port)/")
    }

    @Test func `At the one IPv6 loopback address, the Host field tells sites apart`() throws {
        let sites = ["a", "b"].map { id in
            PracticeSite.replying(id: id, hosts: ["\(id).example"]) { _ in .text(id) }
        }
        let server = try RangeServer(sites: sites, firstAddress: IPAddress("::1"))
        let url = "http://[::1]:\(server.port)/"

        let named = try Tool.run("curl", "-s", "-H", "Host: b.example", url)
        let unnamed = try Tool.run("curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", url)

        #expect(named.text == "b")
        #expect(unnamed.text == "421")
    }

    @Test func `After stop, nothing listens and nobody is connected`() throws {
        let server = try RangeServer(
            sites: [.replying { _ in .text("here") }], firstAddress: IPAddress("127.99.0.1"))
        server.stop()
        server.stop()

        let outcome = try Tool.run("curl", "-s", "http://127.99.0.1:\(server.port)/")

        #expect(outcome.status == 7)
        #expect(server.connectionCount == 0)
    }

    @Test func `The range never opens where others could reach it`() {
        let error = #expect(throws: RangeError.self) {
            try RangeServer(
                sites: [.replying { _ in .stall }], firstAddress: IPAddress("192.0.2.1"))
        }

        #expect(
            error?.message.english
                == "the practice range cannot open at 192.0.2.1, because that is not an address of "
                + "this machine alone; choose one in 127.0.0.0/8, or ::1")
    }

    @Test func `A port that is taken is named in the error`() throws {
        let sites = [PracticeSite.replying { _ in .stall }]
        let first = try RangeServer(sites: sites)

        let error = #expect(throws: RangeError.self) {
            try RangeServer(sites: sites, port: first.port)
        }

        let place = "127.77.0.1:\(first.port)"
        #expect(error == .cannotListen(place: place, reason: "Address already in use"))
    }
}

extension PracticeSite {
    static func replying(
        id: String = "plain", hosts: [String] = ["plain.example"],
        _ reply: @escaping @Sendable (RangeRequest) -> RangeReply
    ) -> PracticeSite {
        PracticeSite(
            id: id, summary: "For a test.", hosts: hosts, expected: .verdict(.dismiss, []),
            reply: reply)
    }
}

extension RangeReply {
    static func text(_ text: String) -> RangeReply {
        .response(status: 200, headers: [], body: Array(text.utf8))
    }
}

/// A connection that sends something and then only waits.
private final class Visitor {
    private let descriptor: Int32

    init?(to address: [UInt8], port: UInt16, sending text: String) {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_port = port.bigEndian
        withUnsafeMutableBytes(of: &place.sin_addr) { $0.copyBytes(from: address) }
        let descriptor = self.descriptor
        let status = withUnsafePointer(to: place) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0, send(descriptor, text, text.utf8.count, 0) == text.utf8.count else {
            return nil
        }
    }

    /// What comes until the other side ends.
    func receiveAll() -> String {
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while case let count = recv(descriptor, &buffer, buffer.count, 0), count > 0 {
            all += buffer.prefix(count)
        }
        return String(decoding: all, as: UTF8.self)
    }

    deinit { close(descriptor) }
}
