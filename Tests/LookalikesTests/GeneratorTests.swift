// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation
import HostNames
import Lookalikes
import RuleFiles
import Testing

/// Candidates of the seeds that come with Jianwei.
struct Generated {
    let sites: [ProtectedSite]
    let words: NameWords

    init() throws {
        sites = try Seeds.sites()
        func path(_ name: String) -> String { Seeds.folder.appendingPathComponent(name).path }
        words = try NameFiles.load(
            words: path("name-words.csv"), suffixes: path("name-suffixes.csv"),
            formerDomains: path("former-domains.csv"))
    }

    func hosts(of site: String?, budget: Int) -> [String] {
        var candidates = NameGenerator(sites: sites, words: words, for: site.map { [$0] })
            .candidates(budget: budget)
        var hosts: [String] = []
        var host: [UInt8] = []
        while candidates.next(&host) != nil { hosts.append(String(decoding: host, as: UTF8.self)) }
        return hosts
    }
}

@Suite struct GeneratorTests {
    private struct Fake {
        var host: String
        var site: String
        var shape: String
    }

    private static func fakes() throws -> [Fake] {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("plausible-fakes.tsv")
        return try Seeds.lines(file).map { line in
            let fields = line.split(separator: "\t").map(String.init)
            return Fake(host: fields[0], site: fields[1], shape: fields[2])
        }
    }

    @Test func `Nine of ten plausible fakes are among the first 20,000 of their site`() throws {
        let generated = try Generated()
        let fakes = try Self.fakes()
        var missed: [Fake] = []
        for (site, fakes) in Dictionary(grouping: fakes, by: \.site).sorted(by: { $0.key < $1.key })
        {
            let hosts = Set(generated.hosts(of: site, budget: 20_000))
            let without = fakes.filter { !hosts.contains($0.host) }
            print("\(site): \(fakes.count - without.count) of \(fakes.count)")
            missed += without
        }

        print("missed:", missed.map { "\($0.shape) \($0.host)" }.joined(separator: ", "))
        #expect(fakes.count >= 200)
        #expect(Set(fakes.map(\.site)).count >= 10)
        #expect(Double(missed.count) <= 0.1 * Double(fakes.count))
    }

    @Test func `What is made can be registered, is nobody's official name, and comes once`() throws
    {
        let generated = try Generated()
        let names = try HostNames()
        let hosts = generated.hosts(of: nil, budget: 20_000)

        #expect(Set(hosts).count == hosts.count)
        var wrong: [String] = []
        for host in hosts {
            let parts = names.parts(of: host)
            let isRegistrable =
                names.ascii(host) == host && parts.registrableDomain != nil
                && !parts.isClosedGovernmentSuffix
            if !isRegistrable || generated.sites.contains(where: { $0.owns(host) }) {
                wrong.append(host)
            }
        }
        #expect(wrong.isEmpty, "\(wrong.prefix(20))")
    }

    @Test func `What the quick look calls harmless is dismissed by the full one too`() throws {
        let generated = try Generated()
        let names = try HostNames()
        let explainer = Explainer(
            sites: generated.sites,
            vocabulary: NameVocabulary.standard.extended(by: generated.words),
            known: ["named.example"])
        var scratch: [UInt8] = []
        var quick = 0
        let hosts =
            generated.hosts(of: nil, budget: 1_000) + (try Self.fakes().map(\.host)) + [
                "remember.com", "memcached.org", "cxmemory.example", "www.named.example",
                "chuksi.com", "a-b--c.example", "weather.example", "shop.test",
            ]
        for host in hosts where !explainer.mayImitate(Array(host.utf8), &scratch) {
            quick += 1
            let level = explainer.explain(names.parts(of: host)).level
            #expect(level == .dismiss || level == .official, "\(host)")
        }
        #expect(quick > 0)
        #expect(explainer.mayImitate(Array("www.named.example".utf8), &scratch))
    }

    @Test func `The best come first, and each run makes the same`() throws {
        let generated = try Generated()
        var candidates = NameGenerator(sites: generated.sites, words: generated.words)
            .candidates(budget: 5_000)
        var host: [UInt8] = []
        var last = 1.0
        var count = 0
        while let candidate = candidates.next(&host) {
            #expect(candidate.prior <= last)
            last = candidate.prior
            count += 1
        }

        #expect(count == 5_000 * generated.sites.count)
        #expect(
            generated.hosts(of: "mem-cx", budget: 3_000)
                == generated.hosts(of: "mem-cx", budget: 3_000))
        #expect(
            Array(generated.hosts(of: "mem-cx", budget: 3_000).prefix(1_000))
                == generated.hosts(of: "mem-cx", budget: 1_000))
    }

    @Test func `Nothing is made without words and suffixes, or for a site that is not there`()
        throws
    {
        let sites = try Seeds.sites()
        var empty = NameGenerator(sites: sites, words: NameWords()).candidates(budget: 10)
        var none = NameGenerator(sites: sites, words: try Generated().words, for: ["no-such-site"])
            .candidates(budget: 10)
        var host: [UInt8] = []

        #expect(empty.next(&host) == nil)
        #expect(none.next(&host) == nil)
    }

    @Test(arguments: [
        ("应急管理部", "xn--tiqv5bv5jpwmw8ecr1a"), ("学信网", "xn--9iqz1o3rd"), ("a查询", "xn--a-6g6a40m"),
        ("mem", "mem"),
    ])
    func `Labels in Chinese are written as libidn2 writes them`(label: String, _: String) throws {
        let names = try HostNames()
        #expect(String(decoding: Punycode.label(label), as: UTF8.self) == names.ascii(label))
    }

    @Test func `Mistakes in the tables are said with file and line`() throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("names-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let words = folder.appendingPathComponent("name-words.csv").path
        try Data(
            """
            # comment
            word,pinyin,kind,use,sites,source
            查询,,modifier,1,,own
            cert,,modifier,12,,own
            query,,verb,1,,own
            one,two

            """.utf8
        ).write(to: URL(fileURLWithPath: words))

        let error = #expect(throws: RuleFileError.self) {
            try NameFiles.load(words: words, suffixes: "/nowhere", formerDomains: "/nowhere")
        }

        #expect(error?.mistakes.map(\.line) == [3, 4, 5, 6])
        #expect(error?.mistakes.allSatisfy { $0.file == "name-words.csv" } == true)
    }
}
