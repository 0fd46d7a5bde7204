// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casebook
import Casework
import Foundation
import Synchronization
import Testing

/// What a server can do with TLS and HTTP/2, by real servers: nginx and OpenSSL's.
@Suite(.serialized)
struct HostileTLSTests {
    private static let page = "return 200 '<html><p>hello</p></html>';"

    private static func lead(_ host: String, _ port: UInt16) -> NewLead {
        NewLead(
            address: WebAddress(scheme: .https, host: host, port: port),
            origin: LeadOrigin(.analyst))
    }

    @Test func `Chains and certificates beyond all measure fail, smaller ones are kept whole`()
        async throws
    {
        let server = try SecureServer(names: ["cert.test"])
        let one = server.text("cert.pem")
        try server.write(String(repeating: one, count: 1000), to: "thousand.pem")
        try server.write(String(repeating: one, count: 100), to: "hundred.pem")
        for (file, length) in [("long", 40_000), ("endless", 400_000)] {
            try server.makeCertificate(
                file, names: ["cert.test"],
                extensions: ["1.2.3.4.5 = ASN1:UTF8String:\(String(repeating: "x", count: length))"]
            )
        }
        let cases = [
            ("thousand.pem", "tls", 0), ("hundred.pem", "whole", 100), ("long.pem", "whole", 1),
            ("endless.pem", "tls", 0),
        ]
        try server.serve(
            cases.enumerated().map { index, each in
                .init(
                    address: "127.92.0.\(index + 1)", port: 18443, certificates: each.0,
                    answer: Self.page)
            })
        let zone = try #require(Zone([:]))
        defer { zone.stop() }
        let sweep = try SmallSweep()
        let leads = cases.indices.map { Self.lead("127.92.0.\($0 + 1)", 18443) }

        let isFinished = try await sweep.sweep(
            leads, SmallSweep.settings(allowing: "127.92.0.0/16", resolver: zone.port))

        #expect(isFinished)
        for ((file, outcome, chain), lead) in zip(cases, leads) {
            let found = try #require(try await sweep.casebook.find(lead.address.description))
            #expect((found.failure?.code ?? "whole") == outcome, "\(file)")
            let capture = try #require(found.captures.first)
            #expect(capture.visits.first?.tls?.chain.count ?? 0 == chain, "\(file)")
        }
    }

    @Test func `No connection of one name carries a request for another`() async throws {
        // One certificate for all names, as a content network has it; h2 lets a client reuse it.
        let server = try SecureServer(names: ["one.test", "inner.test", "two.test"])
        let names = "one.test inner.test two.test"
        try server.serve([
            .init(
                address: "127.92.1.1", port: 18444,
                answer: """
                    if ($http_host = 'one.test:18444') {
                      return 302 https://$arg_to:18444/secret; }
                    return 200 '<html><p>\(names)</p></html>';
                    """)
        ])
        // The inner name leads to where nobody may go; the other to where nobody listens.
        let zone = try #require(
            Zone([
                "one.test": { _ in [.address("127.92.1.1")] },
                "inner.test": { _ in [.address("127.0.0.1")] },
                "two.test": { _ in [.address("127.92.1.2")] },
            ]))
        defer { zone.stop() }
        let sweep = try SmallSweep()
        let leads = ["inner.test", "two.test"].map { target in
            NewLead(
                address: WebAddress(
                    scheme: .https, host: "one.test", port: 18444, path: "/?to=\(target)"),
                origin: LeadOrigin(.analyst))
        }

        _ = try await sweep.sweep(
            leads, SmallSweep.settings(allowing: "127.92.0.0/16", resolver: zone.port))

        let failures = try await [
            sweep.casebook.find(leads[0].address.description)?.failure?.code,
            sweep.casebook.find(leads[1].address.description)?.failure?.code,
        ]
        #expect(failures == ["address-refused", "connection-refused"])
        #expect(server.requests.count >= 2)
        #expect(server.requests.allSatisfy { $0[1] == "one.test:18444" && $0[2] == "HTTP/2.0" })
    }

    @Test func `A server that renegotiates without end ends by its own error`() async throws {
        let server = try SecureServer(names: ["again.test"])
        let openssl = Process()
        let commands = Pipe()
        openssl.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        openssl.arguments = [
            "openssl", "s_server", "-accept", "127.92.3.1:18446", "-tls1_2", "-cert",
            server.folder + "/cert.pem", "-key", server.folder + "/key.pem",
            "-legacy_renegotiation",
        ]
        let said = Pipe()
        openssl.standardInput = commands
        openssl.standardOutput = said
        openssl.standardError = FileHandle.nullDevice
        try openssl.run()
        let rounds = Mutex(0)
        let isListening = Mutex(false)
        DispatchQueue(label: "renegotiate").async {
            signal(SIGPIPE, SIG_IGN)
            var text = ""
            while !text.contains("GET / ") {
                let more = said.fileHandleForReading.availableData
                if more.isEmpty { return }
                text += String(decoding: more, as: UTF8.self)
                if text.contains("ACCEPT") { isListening.withLock { $0 = true } }
            }
            // A line `r` asks the visitor, who waits for his answer, for a new handshake.
            while openssl.isRunning {
                guard
                    (try? commands.fileHandleForWriting.write(contentsOf: Data("r\n".utf8))) != nil
                else { return }
                rounds.withLock { $0 += 1 }
                usleep(10_000)
            }
        }
        defer { kill(openssl.processIdentifier, SIGKILL) }
        while openssl.isRunning, !isListening.withLock({ $0 }) {
            try await Task.sleep(for: .milliseconds(10))
        }
        let zone = try #require(Zone([:]))
        defer { zone.stop() }
        let sweep = try SmallSweep()
        let lead = Self.lead("127.92.3.1", 18446)

        let isFinished = try await sweep.sweep(
            [lead], SmallSweep.settings(allowing: "127.92.0.0/16", resolver: zone.port))

        #expect(isFinished)
        let found = try await sweep.casebook.find(lead.address.description)
        let code = found?.failure?.code ?? "whole"
        #expect(
            ["first-byte-timeout", "total-timeout", "too-slow", "tls", "cut-short"].contains(code),
            "\(code)")
        #expect(rounds.withLock { $0 } > 0)
        let visits = try #require(found?.captures.first?.visits)
        #expect(visits.allSatisfy { $0.timing.totalMilliseconds < 6000 })
    }
}
