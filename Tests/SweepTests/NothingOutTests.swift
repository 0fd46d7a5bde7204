// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casebook
import Casework
import Range
import Sweep
import Testing

/// Whatever a suspect site says, this machine and its network are never connected to.
struct NothingOutTests {
    /// The attacks, each with the site that makes it, if one does.
    private static let sites: [PracticeSite] = Attack.all.enumerated().map { number, attack in
        site(number, attack)
    }

    @Test func `No way leads to a forbidden address, and each try is on record`() async throws {
        let (server, canary) = try Self.served()
        defer {
            server.stop()
            canary.stop()
        }
        let zone = try #require(Self.zone(server))
        defer { zone.stop() }
        let sweep = try SmallSweep()
        var leads: [Int: NewLead] = [:]
        for (number, attack) in Attack.all.enumerated() {
            let written =
                if case .lead = attack.way {
                    Self.text(attack.target, number)
                } else {
                    "http://\(Self.host(number)):{P}/"
                }
            guard
                let address = try? sweep.knowledge.address(
                    written.replacing("{P}", with: "\(server.port)"))
            else { continue }
            // Only what nobody named has its robots.txt obeyed, and so fetched first.
            var source = LeadOrigin.Source.list
            if case .robots = attack.way { source = .lookalike }
            leads[number] = NewLead(address: address, origin: LeadOrigin(source))
        }

        let isFinished = try await sweep.sweep(
            leads.sorted { $0.key < $1.key }.map(\.value),
            SmallSweep.settings(allowing: "127.88.0.0/16", resolver: zone.port))

        #expect(isFinished)
        #expect(Attack.all.count >= 60)
        #expect(canary.connections == 0)
        for (number, attack) in Attack.all.enumerated() {
            let label = "\(number): \(attack.way) \(attack.target)"
            guard let lead = leads[number] else {
                if case .unreadable = attack.outcome { continue }
                Issue.record("no lead: \(label)")
                continue
            }
            var visits = try await sweep.visits(of: lead.address)
            // A link to an imitation becomes a lead of its own.
            if attack.target.contains(".gov.cn."),
                let found = try await sweep.casebook.find("cx.mem.gov.cn.inner.test")
            {
                visits += found.captures.flatMap(\.visits)
            }
            let codes = visits.compactMap { $0.failure?.code }
            switch attack.outcome {
            case .refused: #expect(codes.contains("address-refused"), "\(label): \(codes)")
            case .redirectRefused:
                #expect(codes.contains("redirect-refused"), "\(label): \(codes)")
            case .nameUnknown: #expect(codes.contains { $0.hasPrefix("name-") }, "\(label)")
            case .unreadable: Issue.record("it became a lead: \(label)")
            case .ignored:
                #expect(!visits.isEmpty && !codes.contains("address-refused"), "\(label): \(codes)")
            }
        }
    }

    @Test func `A name that turns inward between two visits is refused the second time`()
        async throws
    {
        let (server, canary) = try Self.served()
        defer {
            server.stop()
            canary.stop()
        }
        let first = try #require(server.addresses["a0"]).description
        let zone = try #require(
            Zone(["rebinding.test": { [.address($0 == 0 ? first : "127.0.0.1")] }]))
        defer { zone.stop() }
        let sweep = try SmallSweep()
        let address = try sweep.knowledge.address("http://rebinding.test:\(server.port)/")
        var settings = SmallSweep.settings(allowing: "127.88.0.0/16", resolver: zone.port)

        settings.personas = ["desktop"]
        _ = try await sweep.sweep(
            [NewLead(address: address, origin: LeadOrigin(.analyst))], settings)
        _ = try await sweep.sweep(
            [NewLead(address: address, origin: LeadOrigin(.analyst))], settings)

        let visits = try await sweep.visits(of: address)
        #expect(canary.connections == 0)
        #expect(visits.first?.remote?.address.description == first)
        #expect(visits.last?.failure?.code == "address-refused")
    }

    // MARK: - The site of each attack

    private static func served() throws -> (RangeServer, Canary) {
        for _ in 0..<20 {
            let server = try RangeServer(sites: sites, firstAddress: IPAddress("127.88.0.1"))
            if let canary = Canary(port: server.port) { return (server, canary) }
            server.stop()
        }
        throw RangeError.systemCall("bind", reason: "no port is free on all addresses")
    }

    private static func host(_ number: Int) -> String { "a\(number).example" }

    private static func text(_ target: String, _ number: Int) -> String {
        target.replacing("{SITE}", with: host(number))
    }

    private static func site(_ number: Int, _ attack: Attack) -> PracticeSite {
        let fake = PracticeRange.site("bare-address")
        let target = text(attack.target, number)
        return PracticeSite(
            id: "a\(number)", summary: "", hosts: [host(number)],
            expected: .verdict(.dismiss, [])
        ) { request in
            let port = request.headers.first("Host")?.split(separator: ":").last ?? ""
            let there = target.replacing("{P}", with: port)
            let location = [HeaderField("Location", there)]
            switch (attack.way, request.pathOnly) {
            case (.redirect(let status), "/"):
                return .response(status: status, headers: location, body: [])
            case (.robots, "/robots.txt"), (.favicon, "/favicon.ico"):
                return .response(status: 302, headers: location, body: [])
            case (.favicon, "/"):
                // Only of what looks like a fake is the icon fetched.
                return fake?.reply(
                    RangeRequest(
                        method: "GET", path: fake?.entry ?? "/", host: request.host,
                        headers: request.headers)) ?? page("")
            case (.refreshHeader, "/"):
                return page("", [HeaderField("Refresh", "0; url=\(there)")])
            case (.metaRefresh, "/"):
                return page("<meta http-equiv=refresh content=\"0; url=\(there)\">")
            case (.script, "/"):
                return page("<script>location.href = '\(there)'</script>")
            case (.link, "/"):
                return page("<p>证书查询</p><a href=\"\(there)\">查询</a>")
            case (.header(let name), "/"):
                return page(
                    "<p>证书查询</p><a href=/chaxun>查询</a>", [HeaderField(name, there)])
            case (_, "/robots.txt"):
                return .response(status: 404, headers: [], body: [])
            default:
                return page("<p>公司简介</p>")
            }
        }
    }

    private static func page(_ html: String, _ headers: [HeaderField] = []) -> RangeReply {
        .response(
            status: 200,
            headers: [HeaderField("Content-Type", "text/html; charset=utf-8")] + headers,
            body: Array("<html><body>\(html)</body></html>".utf8))
    }

    /// The names of the sites, and those of the attacks.
    private static func zone(_ server: RangeServer) -> Zone? {
        var names: [String: @Sendable (Int) -> [Zone.Record]] = [:]
        for (number, _) in Attack.all.enumerated() {
            let address = server.addresses["a\(number)"]?.description ?? ""
            names[host(number)] = { _ in [.address(address)] }
            names["inner." + host(number)] = { _ in [.address("127.0.0.1")] }
        }
        names["inner.test"] = { _ in [.address("127.0.0.1")] }
        names["cx.mem.gov.cn.inner.test"] = { _ in [.address("127.0.0.1")] }
        names["inner6.test"] = { _ in [.address("::1")] }
        names["mapped.test"] = { _ in [.address("::ffff:127.0.0.1")] }
        names["localhost"] = { _ in [.address("127.0.0.1"), .address("::1")] }
        names["alias.test"] = { _ in [.alias("inner.test")] }
        // Nobody listens at the last address of the range that is allowed.
        names["mixed.test"] = { _ in
            [.address("127.0.0.1"), .address("127.88.255.254"), .address("::1")]
        }
        names["rebinding.test"] = { asked in
            [.address(asked == 0 ? "127.88.255.254" : "127.0.0.1")]
        }
        return Zone(names)
    }
}
