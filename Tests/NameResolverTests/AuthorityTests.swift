// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import NameResolver
import Testing

/// What a real server's answers become.
@Suite(
    .enabled(if: NameServer.isInstalled, "nsd is not installed: apt-get install nsd"), .nameServer)
struct AuthorityTests {
    private let resolver: NameResolver

    init() throws {
        let server = try #require(NameServer.current)
        resolver = try NameResolver(ResolverConfiguration(servers: [server.address]))
    }

    private func record(
        _ name: String, _ type: NameAnswer.RecordType, _ ttl: Int, _ value: String
    ) -> NameAnswer.Record {
        NameAnswer.Record(name: name, type: type, ttlSeconds: ttl, value: value)
    }

    @Test func `A name with addresses is live, IPv4 first`() async throws {
        let report = await resolver.resolve("Both.Fake.Example.", depth: .addresses)

        #expect(report.host == "Both.Fake.Example.")
        #expect(report.liveness == .live)
        #expect(Set(report.addresses.prefix(2).map(\.description)) == ["127.0.0.5", "127.0.0.6"])
        #expect(report.addresses.last?.description == "::1")
        #expect(report.answers.map(\.type) == [.a, .aaaa])
        #expect(report.answers.allSatisfy { $0.status == .answered })
        #expect(report.answers[0].resolver == NameServer.current?.address.description)
    }

    @Test func `A name with an IPv6 address only is live`() async {
        let report = await resolver.resolve("six.fake.example", depth: .addresses)

        #expect(report.liveness == .live)
        #expect(report.answers.map(\.status) == [.noRecords, .answered])
    }

    @Test func `A name that the server does not know is absent`() async {
        let report = await resolver.resolve("gone.fake.example", depth: .addresses)

        #expect(report.liveness == .absent)
        #expect(report.answers.map(\.status) == [.noSuchName, .noSuchName])
    }

    @Test func `A name that has other records but no address is absent`() async {
        let report = await resolver.resolve("empty.fake.example", depth: .addresses)

        #expect(report.liveness == .absent)
        #expect(report.answers.map(\.status) == [.noRecords, .noRecords])
    }

    @Test func `A zone that the server does not hold is unknown`() async {
        let report = await resolver.resolve("www.nowhere.example", depth: .addresses)

        #expect(report.liveness == .unknown)
        #expect(report.answers.map(\.status) == [.refused, .refused])
    }

    @Test func `A chain of aliases is kept, each link with its time to live`() async {
        let report = await resolver.resolve("www.fake.example", depth: .addresses)

        #expect(report.liveness == .live)
        #expect(
            report.answers[0].records.prefix(2) == [
                record("www.fake.example", .cname, 300, "step.fake.example."),
                record("step.fake.example", .cname, 200, "both.fake.example."),
            ])
        #expect(report.answers[1].records.last == record("both.fake.example", .aaaa, 600, "::1"))
    }

    @Test func `An alias into another zone is followed by asking again`() async {
        let report = await resolver.resolve("elsewhere.fake.example", depth: .addresses)

        #expect(report.addresses.map(\.description) == ["127.0.0.7"])
        #expect(
            report.answers[0].records == [
                record("elsewhere.fake.example", .cname, 600, "www.second.example."),
                record("www.second.example", .a, 600, "127.0.0.7"),
            ])
    }

    @Test func `An alias to a name that is gone is absent, and the alias is kept`() async {
        let report = await resolver.resolve("dangling.fake.example", depth: .addresses)

        #expect(report.liveness == .absent)
        #expect(report.answers[0].records.map(\.value) == ["gone.fake.example."])
    }

    @Test(arguments: ["lost.fake.example", "loop1.fake.example", "outer1.fake.example"])
    func `An alias that leads nowhere or in a circle is unknown`(host: String) async {
        let report = await resolver.resolve(host, depth: .addresses)

        #expect(report.liveness == .unknown)
    }

    @Test func `A full look-up asks for NS and SOA at the zone`() async throws {
        let report = await resolver.resolve(
            "both.fake.example", depth: .full, zone: "fake.example")

        #expect(report.answers.map(\.type) == [.a, .aaaa, .ns, .soa, .mx, .txt])
        #expect(
            Set(report.answers[2].records.map(\.value)) == [
                "ns1.fake.example.", "ns2.fake.example.",
            ])
        #expect(
            report.answers[3].records.map(\.value) == [
                "ns1.fake.example. hostmaster.fake.example. 7 3600 600 86400 60"
            ])
        #expect(report.answers[4].status == .noRecords)
    }

    @Test func `Mail and text records are written as dig writes them`() async {
        let report = await resolver.resolve("fake.example", depth: .full)

        #expect(report.answers[4].records.map(\.value) == ["10 mail.fake.example."])
        #expect(report.answers[5].records.map(\.value) == [#""v=spf1 -all" "two \"parts\"""#])
    }

    @Test func `An answer too large for one packet comes whole`() async {
        let report = await resolver.resolve("many.fake.example", depth: .addresses)

        #expect(report.addresses.count == 120)
    }

    @Test func `An address tells the names it points back to`() async throws {
        let mail = await resolver.reverse(try #require(IPAddress("127.0.0.4")))
        let none = await resolver.reverse(try #require(IPAddress("127.0.0.5")))

        #expect(mail.name == "4.0.0.127.in-addr.arpa")
        #expect(mail.records.map(\.value) == ["mail.fake.example."])
        #expect(none.status == .noSuchName)
    }

    @Test func `A random sibling tells a wildcard from a name of its own`() async {
        let wild = await resolver.probeWildcard("own.any.fake.example", under: "any.fake.example")
        let other = await resolver.probeWildcard(
            "other.any.fake.example", under: "any.fake.example")
        let plain = await resolver.probeWildcard("both.fake.example", under: "fake.example")
        let unknown = await resolver.probeWildcard("www.nowhere.example", under: "nowhere.example")

        #expect(wild == true)
        #expect(other == false)
        #expect(plain == false)
        #expect(unknown == nil)
    }

    @Test func `A thousand names at one time are all answered`() async {
        let reports = await withTaskGroup(of: NameReport.self) { group in
            for index in 0..<1000 {
                group.addTask {
                    let isLive = index.isMultiple(of: 2)
                    let name = isLive ? "n\(index).any.fake.example" : "n\(index).fake.example"
                    return await resolver.resolve(name, depth: .addresses)
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }

        #expect(reports.count { $0.liveness == .live } == 500)
        #expect(reports.count { $0.liveness == .absent } == 500)
    }

    @Test func `A survey and the resolver say the same of every name`() async throws {
        let server = try #require(NameServer.current).address
        let names = [
            "Both.Fake.Example.", "fake.example", "six.fake.example", "gone.fake.example",
            "empty.fake.example", "www.nowhere.example", "www.fake.example",
            "elsewhere.fake.example", "dangling.fake.example", "lost.fake.example",
            "loop1.fake.example", "outer1.fake.example", "many.fake.example",
            "own.any.fake.example", "127.0.0.9", "a..example", "hidden.onion", "a b.example", "",
            String(repeating: "a", count: 64) + ".example",
            String(repeating: "abcdefg.", count: 40) + "example", #"a\046b.example"#,
        ]
        let survey = try NameSurvey(
            ResolverConfiguration(servers: [server]), types: [.a, .aaaa, .ns, .soa, .mx, .txt])

        let reports = await answers(of: survey, to: names)

        #expect(reports.count == names.count)
        for name in names {
            let theirs = await resolver.resolve(name, depth: .full)
            let ours = try #require(reports[name])
            #expect(ours.liveness == theirs.liveness, "\(name)")
            #expect(Set(ours.addresses) == Set(theirs.addresses), "\(name)")
            #expect(ours.answers.map(\.status) == theirs.answers.map(\.status), "\(name)")
            #expect(ours.answers.map(\.type) == theirs.answers.map(\.type), "\(name)")
            #expect(ours.answers.map(\.name) == theirs.answers.map(\.name), "\(name)")
            #expect(ours.answers.map(\.resolver) == theirs.answers.map(\.resolver), "\(name)")
            for (our, their) in zip(ours.answers, theirs.answers) {
                #expect(Set(our.records) == Set(their.records), "\(name) \(our.type)")
            }
        }
    }
}
