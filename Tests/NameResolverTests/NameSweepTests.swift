// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casebook
import Casework
import Foundation
import HostNames
import NameResolver
import RuleFiles
import Sweep
import Synchronization
import Testing

/// A sweep of names, with a real DNS server and a casebook on disk.
@Suite(
    .enabled(if: NameServer.isInstalled, "nsd is not installed: apt-get install nsd"), .nameServer)
struct NameSweepTests {
    private static let hosts = [
        "fake.example", "both.fake.example", "six.fake.example", "gone.fake.example",
        "empty.fake.example", "dangling.fake.example", "elsewhere.fake.example",
        "own.any.fake.example", "other.any.fake.example", "both.fake.example",
    ]

    /// A casebook in a folder of its own, and what Jianwei ships.
    private final class Desk: Sendable {
        let casebook: Casebook
        let knowledge: Knowledge
        private let path: String

        init() throws {
            path =
                FileManager.default.temporaryDirectory
                .appending(path: "jianwei-names-\(UUID().uuidString)").path
            casebook = try Casebook.open(path, actor: "li@bureau")
            let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
                .deletingLastPathComponent().deletingLastPathComponent()
            knowledge = try Knowledge.load(from: DataFolder(path: root.path))
        }

        deinit { try? FileManager.default.removeItem(atPath: path) }

        func run() async throws -> Int64 {
            try await casebook.startRun(settings: "{}", personas: ["desktop"]).number
        }

        func sweep(
            _ run: Int64, areMade: Bool, server: ServerAddress? = nil
        ) async throws -> NameSweep {
            let server = try #require(server ?? NameServer.current?.address)
            let allowed = try #require(AddressRange("127.0.0.0/8"))
            return try await NameSweep(
                ResolverConfiguration(servers: [server], timeoutMilliseconds: 5000),
                casebook: casebook, run: run, knowledge: knowledge,
                marks: AnswerMarks(domains: ["second.example": .parked]), areMade: areMade,
                policy: AddressPolicy(allowed: [allowed]))
        }

        func states() async throws -> [String: KnownName.State] {
            try await casebook.nameStates()
        }
    }

    /// Hands out hosts, a few at a time.
    private static func feed(_ hosts: [String]) -> @Sendable () async -> [String]? {
        let rest = Mutex(hosts[...])
        return {
            rest.withLock { rest in
                let next = Array(rest.prefix(3))
                rest = rest.dropFirst(3)
                return next.isEmpty ? nil : next
            }
        }
    }

    @Test func `Made names that live become leads, parked ones and those of a wildcard do not`()
        async throws
    {
        let desk = try Desk()
        let run = try await desk.run()
        let sweep = try await desk.sweep(run, areMade: true)

        #expect(try await sweep.work(Self.feed(Self.hosts)) { _ in })

        // `six` has an address that may not be visited.
        #expect(sweep.counts.live == 3)
        #expect(sweep.counts.blocked == 1)
        #expect(sweep.counts.parked == 1)
        #expect(sweep.counts.wildcard == 1)
        #expect(sweep.counts.unknown == 0)
        let states = try await desk.states()
        #expect(
            Set(states.keys) == [
                "fake.example", "both.fake.example", "six.fake.example", "elsewhere.fake.example",
                "other.any.fake.example",
            ])
        #expect(states["elsewhere.fake.example"] == .parked)
        #expect(states["six.fake.example"] == .down)
        #expect(try await desk.casebook.counts(of: run).leads == 3)
        #expect(try await desk.casebook.namesAsked(ofRun: run) == Self.hosts.count)
    }

    @Test func `A name that an analyst listed is visited although a wildcard answers for it`()
        async throws
    {
        let desk = try Desk()
        let run = try await desk.run()
        let sweep = try await desk.sweep(run, areMade: false)

        #expect(try await sweep.work(Self.feed(["own.any.fake.example"])) { _ in })

        #expect(sweep.counts.live == 1)
        #expect(try await desk.casebook.counts(of: run).leads == 1)
    }

    @Test func `A sweep that goes on asks only for what was not dealt with`() async throws {
        let desk = try Desk()
        let run = try await desk.run()
        let first = try await desk.sweep(run, areMade: true)
        #expect(try await first.work(Self.feed(Array(Self.hosts.prefix(6)))) { _ in })

        let second = try await desk.sweep(run, areMade: true)
        #expect(try await second.work(Self.feed(Self.hosts)) { _ in })

        #expect(second.counts.asked == Self.hosts.count - 6)
        #expect(try await desk.casebook.counts(of: run).leads == 3)
        #expect(try await desk.casebook.namesAsked(ofRun: run) == Self.hosts.count)
    }

    @Test func `Names that no server speaks of keep their state`() async throws {
        let desk = try Desk()
        let first = try await desk.run()
        #expect(
            try await desk.sweep(first, areMade: true).work(Self.feed(Self.hosts)) { _ in })
        let before = try await desk.states()
        let second = try await desk.run()
        let closed = try #require(ServerAddress("127.0.0.1:1"))
        let sweep = try await desk.sweep(second, areMade: true, server: closed)

        #expect(try await sweep.work(Self.feed(Self.hosts)) { _ in })

        #expect(sweep.counts.unknown == Set(Self.hosts).count)
        #expect(try await desk.states() == before)
        #expect(try await desk.casebook.changedNames(inRun: second).isEmpty)
    }

    @Test func `What changed is told once, and what is as before is not`() async throws {
        let desk = try Desk()
        let book = desk.casebook
        let first = try await desk.run()
        try await book.note(
            [
                NameSighting(host: "a.test", sighting: .resolved),
                NameSighting(host: "b.test", sighting: .parked),
                NameSighting(host: "never.test", sighting: .absent),
            ], run: first)
        try await book.note([NameSighting(host: "a.test", sighting: .served)], run: first)
        #expect(
            try await book.changedNames(inRun: first).map { "\($0.host) \($0.state)" }
                == ["a.test live", "b.test parked"])

        let second = try await desk.run()
        for _ in 0..<2 {
            try await book.note(
                [
                    NameSighting(host: "a.test", sighting: .absent),
                    NameSighting(host: "b.test", sighting: .parked),
                ], run: second)
        }
        let changes = try await book.changedNames(inRun: second)
        #expect(changes.map(\.host) == ["a.test"])
        #expect(changes.first?.formerState == .live)
        #expect(changes.first?.state == .absent)

        let third = try await desk.run()
        try await book.note([NameSighting(host: "a.test", sighting: .resolved)], run: third)
        try await book.note([NameSighting(host: "a.test", sighting: .served)], run: third)
        #expect(try await book.changedNames(inRun: third).map(\.state) == [.back])
        #expect(try await book.knownNames().count == 2)
    }
}
