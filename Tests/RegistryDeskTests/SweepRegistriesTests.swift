// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casebook
import Casework
import CurlFetcher
import Foundation
import Range
import Sweep
import Testing
import WebArchive
import Wording

struct SweepRegistriesTests {
    @Test func `A sweep asks about a suspect, and never about a protected site`() async throws {
        let registry = try LineServer.whois { .text(Answers.registry(of: $0)) }
        let bench = try SweepBench(registryPort: registry.port)
        defer { bench.remove() }

        let files = try await bench.sweep(asksRegistries: true)

        let suspect = try #require(files[0])
        let dossier = try #require(suspect.dossier)
        #expect(suspect.verdict.map { $0.level >= .doubtful } ?? false)
        #expect(dossier.registrations.map(\.registrar) == ["示例域名服务有限公司"])
        #expect(dossier.recipients.first?.role == .registrar)
        #expect(files[1]?.dossier?.registrations == [])
        // Two personas visited, and one question was enough.
        #expect(registry.asked.count == 1)
        #expect(registry.asked.allSatisfy { !$0.hasSuffix("test") })
        for capture in suspect.captures {
            let kept = try capture.archive.flatMap { place in
                try ArchiveReader(path: bench.archive + "/" + place.segment).records(at: place)
            }
            #expect(kept.contains { $0.target?.hasPrefix("whois://") ?? false })
        }
    }

    @Test func `A sweep without registries asks nobody, and says so`() async throws {
        let registry = try LineServer.whois { .text(Answers.registry(of: $0)) }
        let bench = try SweepBench(registryPort: registry.port)
        defer { bench.remove() }

        let files = try await bench.sweep(asksRegistries: false)

        #expect(registry.asked.isEmpty)
        let gaps = try #require(files[0]?.dossier?.gaps)
        #expect(gaps.contains(RegistryMessages.notAsked.chinese))
    }

    @Test func `A registry that never answers fails no lead`() async throws {
        let bench = try SweepBench(registryPort: 9)
        defer { bench.remove() }

        let files = try await bench.sweep(asksRegistries: true)

        #expect(files[0]?.state == .done)
        #expect(files[0]?.dossier?.gaps.contains { $0.contains("whois.test:9") } ?? false)
    }

    @Test func `A question of more than one line is not sent`() async throws {
        let registry = try LineServer.whois { .text($0) }
        let counter = try Counter(RegistryDirectory())
        defer { counter.remove() }

        let answer = await counter.fetcher.ask(
            LineQuestion(
                host: "127.0.0.1", port: registry.port, line: "a.example\r\nb.example"))

        #expect(answer.bytes.isEmpty)
        #expect(answer.failure?.code == "malformed")
        #expect(registry.asked.isEmpty)
    }

    @Test func `Settings of a run that an earlier version began are read`() throws {
        var text = String(decoding: try CaseworkJSON.encode(SweepSettings()), as: UTF8.self)
        text = text.replacing("\"asksRegistries\":true,", with: "")
        #expect(!text.contains("asksRegistries"))

        let settings = try CaseworkJSON.decode(SweepSettings.self, from: text.utf8)

        #expect(settings == SweepSettings())
    }
}

/// Two practice sites, a fake and the official one, and the list of registries that a test needs.
final class SweepBench: Sendable {
    let folder = NSTemporaryDirectory() + "/sweep-registries-" + UUID().uuidString
    private let range: RangeServer
    private let registryPort: UInt16

    var archive: String { folder + "/casebook/archive" }

    init(registryPort: UInt16) throws {
        self.registryPort = registryPort
        let sites = PracticeRange.sites()
        let fake = try #require(
            sites.first { site in
                guard case .verdict(let level, _) = site.expected else { return false }
                return level == .high && !site.isSecure
                    && site.hosts.first?.hasSuffix(".example") ?? false
            })
        let official = try #require(sites.first { $0.hosts.contains("official.test") })
        range = try RangeServer(sites: [fake, official])
        try FileManager.default.createDirectory(
            atPath: folder + "/data/Seeds", withIntermediateDirectories: true)
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../..").standardizedFileURL.path
        for name in ["Rules", "Seeds/protected-sites.yml"] {
            try FileManager.default.createSymbolicLink(
                atPath: "\(folder)/data/\(name)", withDestinationPath: "\(root)/\(name)")
        }
        try write(
            """
            seconds-between-questions: 0.2
            domains:
              - suffixes: [example, test]
                whois: "whois.test:\(registryPort)"
            """, to: "data/Seeds/registries.yml")
        try write(range.hostsFile + "127.0.0.1 whois.test lookup.test\n", to: "hosts")
    }

    func remove() {
        range.stop()
        try? FileManager.default.removeItem(atPath: folder)
    }

    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/" + name))
    }

    /// Sweeps both sites, and returns their cases in order.
    func sweep(
        asksRegistries: Bool, lookups: String? = nil, environment: [String: String] = [:]
    ) async throws -> [CaseFile?] {
        let knowledge = try Knowledge.load(
            from: DataFolder(path: folder + "/data"), additional: PracticeRange.protectedSites)
        var settings = PracticeSweep.settings(for: range, hostsFile: folder + "/hosts")
        settings.allowedRanges.append("127.0.0.1/32")
        settings.asksRegistries = asksRegistries
        settings.pagesPerSite = 1
        settings.lookupsFile = lookups.map { folder + "/" + $0 }
        let book = try Casebook.open(folder + "/casebook", actor: "li@bureau")
        let leads = try range.sites.map {
            NewLead(
                address: try knowledge.address(range.url(of: $0)), origin: LeadOrigin(.analyst))
        }
        let run = try await book.startRun(
            settings: "{}", personas: settings.personas, leads: leads
        ).run.number
        let session = try await SweepSession(
            run: run, settings: settings, casebook: book, knowledge: knowledge,
            environment: environment, software: "test/1")
        _ = try await session.sweeper.work { _ in }
        try session.close()
        var files: [CaseFile?] = []
        for number in 1...Int64(leads.count) { files.append(try await book.caseFile(number)) }
        try book.close()
        return files
    }
}
