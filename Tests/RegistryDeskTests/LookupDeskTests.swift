// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import CurlFetcher
import Foundation
import Sweep
import Testing
import WebArchive
import Wording

struct LookupDeskTests {
    static let secret = "s3cr/t \"Key\"+42"
    private static let record = #"{"data": [{"icp": "蜀ICP备2024000001号", "unit": "某某商贸"}]}"#

    /// A source at `port`, asked by GET with a secret in a header and in the address.
    private func source(
        _ port: UInt16, host: String = "lookup.test", allowed: [String] = ["127.0.0.1/32"]
    ) throws -> LookupSource {
        let address = try #require(
            LookupTemplate(
                "http://\(host):\(port)/icp?d={domain}&key=${ICP_TOKEN}", about: .domain))
        var source = LookupSource(id: "icp", title: "备案接口", about: .domain, address: address)
        source.headers = [
            .init(
                name: "X-Token",
                value: try #require(LookupTemplate("Bearer ${ICP_TOKEN}", about: .domain)))
        ]
        source.rows = try #require(FieldPath("/data/*"))
        source.fields = [
            .icpNumber: try #require(FieldPath("/icp")),
            .icpHolder: try #require(FieldPath("/unit")),
        ]
        source.allowed = allowed.compactMap { AddressRange($0) }
        source.secondsBetweenQuestions = 0
        return source
    }

    /// The desk of `sources`, with nothing allowed to the sweep itself.
    private func ask(
        _ sources: [LookupSource], in counter: Counter, domains: [String] = ["cx-mem.example"],
        environment: [String: String] = ["ICP_TOKEN": LookupDeskTests.secret],
        bounds: RegistryDesk.Bounds = RegistryDesk.Bounds()
    ) async throws -> LookupDesk.Findings {
        let desk = LookupDesk(
            sources: sources, resolver: counter.resolver, casebook: counter.casebook,
            archive: counter.archive, environment: environment, bounds: bounds, software: "test/1")
        defer { desk.shutDown() }
        return try await desk.ask(
            domains: domains, hosts: domains, addresses: [], capture: "JW-000001-wechat-1")
    }

    private func counter() throws -> Counter {
        try Counter(RegistryDirectory(), allowed: [])
    }

    @Test func `A source is asked with its secrets, and the records hold marks instead`()
        async throws
    {
        let server = try LineServer(until: "\r\n\r\n") { head in
            // What a careless service does: it repeats the key, in other spellings.
            .rdap(
                #"{"data": [{"icp": "蜀ICP备1号", "unit": "u"}], "you": "s3cr\/t \"Key\"+42","#
                    + #" "url": "k=s3cr%2ft%20%22Key%22%2B42", "uni": "s3cr\u002Ft \u0022Key\"+42"}"#
            )
        }
        let counter = try counter()
        defer { counter.remove() }

        let findings = try await ask([try source(server.port)], in: counter)

        let asked = try #require(server.asked.first)
        #expect(asked.contains("GET /icp?d=cx-mem.example&key=s3cr%2Ft%20%22Key%22%2B42 HTTP/1.1"))
        #expect(asked.contains("X-Token: Bearer \(Self.secret)"))
        #expect(findings.facts.first?.values(.icpNumber) == ["蜀ICP备1号"])
        #expect(findings.gaps.isEmpty)
        let place = try #require(findings.places.first)
        let records = try counter.records(at: place)
        #expect(records.map(\.type) == ["request", "resource"])
        let text = String(decoding: records.flatMap(\.block), as: UTF8.self)
        #expect(text.contains("X-Token: Bearer [secret:ICP_TOKEN]"))
        #expect(text.contains("GET /icp?d=cx-mem.example&key=[secret:ICP_TOKEN] HTTP/1.1"))
        #expect(text.contains(#""you": "[secret:ICP_TOKEN]", "url": "k=[secret:ICP_TOKEN]","#))
        #expect(text.contains(#""uni": "[secret:ICP_TOKEN]""#))
        #expect(!text.contains("Key"))
        #expect(records.allSatisfy { !($0.target ?? "").contains("Key") })
    }

    @Test func `A body is posted as JSON, and kept without the secret`() async throws {
        let server = try LineServer(until: "\"}") { _ in .rdap(Self.record) }
        var source = try source(server.port)
        source.method = .post
        source.address = try #require(
            LookupTemplate("http://lookup.test:\(server.port)/icp", about: .domain))
        source.headers = [
            .init(
                name: "Content-Type",
                value: try #require(LookupTemplate("application/json", about: .domain)))
        ]
        source.body = LookupTemplate(
            #"{"d": "{domain}", "k": "${ICP_TOKEN}"}"#, about: .domain)
        let counter = try counter()
        defer { counter.remove() }

        let findings = try await ask([source], in: counter)

        let asked = try #require(server.asked.first)
        #expect(asked.hasPrefix("POST /icp HTTP/1.1\r\n"))
        #expect(asked.contains("Content-Type: application/json\r\n"))
        #expect(asked.hasSuffix(#"{"d": "cx-mem.example", "k": "s3cr/t \"Key\"+42"#))
        #expect(findings.facts.first?.values(.icpHolder) == ["某某商贸"])
        let records = try counter.records(at: try #require(findings.places.first))
        let sent = String(decoding: try #require(records.first).block, as: UTF8.self)
        #expect(sent.hasPrefix("POST /icp HTTP/1.1\r\n"))
        #expect(sent.hasSuffix(#"{"d": "cx-mem.example", "k": "[secret:ICP_TOKEN]"}"#))
    }

    @Test func `An answer is used again, until the description changes`() async throws {
        let server = try LineServer.rdap { _ in .rdap(Self.record) }
        let counter = try counter()
        defer { counter.remove() }
        var changed = try source(server.port)
        changed.headers[0].name = "X-Other"

        let first = try await ask([try source(server.port)], in: counter)
        let second = try await ask([try source(server.port)], in: counter)
        #expect(server.asked.count == 1)
        let third = try await ask([changed], in: counter)

        #expect(server.asked.count == 2)
        #expect(first.facts.first?.rows == second.facts.first?.rows)
        #expect(first.facts.first?.source.sha256 == second.facts.first?.source.sha256)
        #expect(third.facts.first?.rows == first.facts.first?.rows)
        // Each visit has the answer in its own records, with the request.
        #expect(try counter.records(at: try #require(second.places.first)).count == 2)
    }

    @Test func `A private address is refused, unless this source allows it`() async throws {
        let server = try LineServer.rdap { _ in .rdap(Self.record) }
        let counter = try counter()
        defer { counter.remove() }
        var other = try source(server.port, allowed: ["10.0.0.0/8"])
        other.id = "other"
        other.title = "另一接口"

        let findings = try await ask([try source(server.port), other], in: counter)

        #expect(findings.facts.map(\.id) == ["icp"])
        #expect(findings.gaps.count == 1)
        #expect(findings.gaps.first?.chinese.contains("另一接口") ?? false)
        #expect(findings.gaps.first?.english.contains("127.0.0.1") ?? false)
        #expect(server.asked.count == 1)
    }

    @Test func `A redirect is not followed, and what comes of it is a gap`() async throws {
        let other = try LineServer.rdap { _ in .rdap(Self.record) }
        let own = other.port
        let server = try LineServer.rdap { path in
            .redirect(to: "http://lookup.test:\(own)\(path)")
        }
        let counter = try counter()
        defer { counter.remove() }

        let findings = try await ask([try source(server.port)], in: counter)

        #expect(other.asked.isEmpty)
        #expect(findings.facts.first?.problem == .redirected)
        #expect(findings.gaps.first?.english.contains("(HTTP 302)") ?? false)
        #expect(findings.gaps.allSatisfy { !$0.english.contains("Key") })
    }

    @Test func `Who says that it is asked too much is left alone`() async throws {
        let server = try LineServer.rdap { _ in .rdap("{}", status: "429 Too Many Requests") }
        let counter = try counter()
        defer { counter.remove() }

        let first = try await ask([try source(server.port)], in: counter)
        let second = try await ask([try source(server.port)], in: counter)

        #expect(server.asked.count == 1)
        #expect(first.gaps.first?.english.contains("left alone until") ?? false)
        #expect(second.gaps.first?.english.contains("left alone until") ?? false)
        #expect(second.facts.isEmpty)
    }

    @Test func `Refusals, nonsense, silence, resets and floods are gaps, each with its reason`()
        async throws
    {
        let counter = try counter()
        defer { counter.remove() }
        let replies: [(LineServer.Reply, String)] = [
            (.rdap("<html>blocked</html>", status: "403 Forbidden"), "refuses"),
            (.rdap("<!DOCTYPE html>Log in"), "no known form"),
            (.rdap(#"{"data": []}"#), "no value where"),
            (.silence, "not"),
            (.reset(after: "HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{\"data\""), "broke off"),
            (
                .endless("HTTP/1.1 200 OK\r\n\r\n" + String(repeating: " ", count: 4096)),
                "broke off"
            ),
        ]
        for (reply, reason) in replies {
            let server = try LineServer(until: "\r\n\r\n") { _ in reply }
            var source = try source(server.port)
            source.seconds = 1

            let findings = try await ask([source], in: counter)

            #expect(findings.facts.allSatisfy { $0.rows.isEmpty })
            #expect(findings.gaps.count == 1, "\(reason)")
            let gap = findings.gaps.first?.english ?? ""
            #expect(gap.contains(reason), "\(gap)")
        }
    }

    @Test(arguments: [
        ([:], "the environment has no ICP_TOKEN"),
        (["ICP_TOKEN": "short"], "too short"),
        (["ICP_TOKEN": "line\r\nX-Evil: 1"], "control character"),
    ])
    func `A source without its secret is not asked, and the reason is said`(
        environment: [String: String], reason: String
    ) async throws {
        let server = try LineServer.rdap { _ in .rdap(Self.record) }
        let counter = try counter()
        defer { counter.remove() }

        let findings = try await ask(
            [try source(server.port)], in: counter, environment: environment)

        #expect(server.asked.isEmpty)
        #expect(findings.gaps.first?.english.contains(reason) ?? false)
        #expect(findings.facts.isEmpty)
    }
}
