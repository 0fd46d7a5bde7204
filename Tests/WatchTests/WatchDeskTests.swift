// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casebook
import Casework
import Foundation
import Frontier
import Range
import Sweep
import Synchronization
import Testing
import Wording

/// The watch over real sites on loopback, with a clock that the test sets.
struct WatchDeskTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    /// Sites that answer or break off, as the test says.
    private final class Town: Sendable {
        let range: RangeServer
        private let shared: Holder

        init(_ ids: [String], page: @escaping @Sendable (String) -> String) throws {
            let holder = Holder()
            shared = holder
            range = try RangeServer(
                sites: ids.map { id in
                    PracticeSite(
                        id: id, summary: "", hosts: ["\(id).town.example"], expected: .failure("")
                    ) { request in
                        if holder.contains(id) { return .reset(after: []) }
                        guard request.pathOnly == "/" else {
                            return .response(status: 404, headers: [], body: [])
                        }
                        return .response(
                            status: 200,
                            headers: [HeaderField("Content-Type", "text/html; charset=utf-8")],
                            body: Array(page(id).utf8))
                    }
                }, firstAddress: IPAddress("127.83.0.1"))
        }

        final class Holder: Sendable {
            private let ids = Mutex<Set<String>>([])
            func contains(_ id: String) -> Bool { ids.withLock { $0.contains(id) } }
            func set(_ new: Set<String>) { ids.withLock { $0 = new } }
        }

        func breaks(_ ids: String...) { shared.set(Set(ids)) }
    }

    private final class Clock: Sendable {
        private let time = Mutex(1_800_000_000.0)
        var now: Date { Date(timeIntervalSince1970: time.withLock { $0 }) }
        func pass(hours: Double) { time.withLock { $0 += hours * 3600 } }
    }

    private final class Events: Sendable {
        private let all = Mutex<[WatchDesk.Event]>([])
        func add(_ event: WatchDesk.Event) { all.withLock { $0.append(event) } }
        var reports: [WatchReport] {
            all.withLock { events in
                events.compactMap { if case .ended(let report) = $0 { report } else { nil } }
            }
        }
        var failures: [String] {
            all.withLock { events in
                events.compactMap { event in
                    if case .failed(_, let why) = event { why.english } else { nil }
                }
            }
        }
    }

    private let folder: Folder
    private let clock: Clock
    private let book: Casebook
    private let knowledge: Knowledge

    init() throws {
        folder = try Folder()
        let clock = Clock()
        self.clock = clock
        book = try Casebook.open(folder.path + "/book", actor: "li@bureau", clock: { clock.now })
        knowledge = try Knowledge.load(from: DataFolder(path: Self.root))
    }

    private func desk(
        _ town: RangeServer, _ schedules: [WatchSchedule], _ events: Events = Events()
    ) throws -> WatchDesk {
        let hosts = try folder.write(town.hostsFile, to: "hosts")
        var visiting = SweepSettings()
        visiting.allowedRanges = ["127.83.0.0/16"]
        visiting.hostsFile = hosts
        visiting.resolvers = ["127.0.0.1:9"]
        visiting.secondsBetweenRequests = 0
        visiting.asksRegistries = false
        visiting.limits.connectSeconds = 2
        visiting.limits.totalSeconds = 4
        let clock = clock
        return try WatchDesk(
            WatchDesk.Setting(
                plan: WatchPlan(schedules: schedules), folder: DataFolder(path: Self.root),
                visiting: visiting, environment: [:], software: "Jianwei/test",
                clock: { clock.now }),
            casebook: book, knowledge: knowledge
        ) { events.add($0) }
    }

    private func list(_ town: RangeServer, _ name: String = "list.txt") throws -> WatchList {
        .file(
            try folder.write(
                town.sites.map { town.url(of: $0) }.joined(separator: "\n"), to: name))
    }

    private func schedule(
        _ id: String, _ list: WatchList, _ when: String = "daily 02:00"
    ) throws -> WatchSchedule {
        WatchSchedule(
            id: id, list: list, when: try Schedule(when), personas: ["desktop"], pagesPerSite: 1)
    }

    @Test func `A schedule that was missed for weeks is made up once`() async throws {
        let town = try Town(["a"]) { "<title>\($0)</title>" }
        let schedule = try schedule("daily", list(town.range))
        let events = Events()
        try await desk(town.range, [schedule], events).run(once: true)
        #expect(events.reports.isEmpty)

        clock.pass(hours: 24 * 20)
        try await desk(town.range, [schedule], events).run(once: true)
        try await desk(town.range, [schedule], events).run(once: true)

        #expect(events.reports.map(\.missed) == [19])
        #expect(events.reports.first?.changes.map(\.kind) == [.new])
    }

    @Test func `What one schedule told, another does not tell again`() async throws {
        let town = try Town(["a", "b"]) { "<title>\($0)</title>" }
        let list = try list(town.range)
        let schedules = [try schedule("one", list), try schedule("two", list)]
        let events = Events()

        try await desk(town.range, schedules, events).run(once: true, now: true)
        town.breaks("a")
        try await desk(town.range, schedules, events).run(once: true, now: true)

        #expect(
            events.reports.map { $0.changes.map(\.kind) } == [[.new, .new], [], [.gone], []])
    }

    @Test func `Only one process watches a casebook`() async throws {
        let town = try Town(["a"]) { "<title>\($0)</title>" }
        #expect(try await book.takeWatch(owner: "other-machine/1/1", leaseSeconds: 120))

        await #expect(throws: WatchError.taken) {
            try await desk(town.range, [try schedule("one", list(town.range))]).run(
                once: true, now: true)
        }
        try await book.endWatch(owner: "other-machine/1/1")
        try await desk(town.range, [try schedule("one", list(town.range))]).run(
            once: true, now: true)
    }

    @Test func `If nothing at all answers, no site is taken for gone, unless it lasts`()
        async throws
    {
        let ids = (1...6).map { "s\($0)" }
        let town = try Town(ids) { "<title>\($0)</title>" }
        let schedule = try schedule("one", list(town.range))
        let events = Events()
        try await desk(town.range, [schedule], events).run(once: true, now: true)

        town.breaks("s1", "s2", "s3", "s4", "s5", "s6")
        try await desk(town.range, [schedule], events).run(once: true, now: true)
        try await desk(town.range, [schedule], events).run(once: true, now: true)

        #expect(events.reports.map(\.isBlind) == [false, true, false])
        #expect(events.reports.map(\.changes.count) == [6, 0, 6])
        #expect(events.reports.last?.changes.allSatisfy { $0.kind == .gone } == true)
    }

    @Test func `A site that does not answer three times is left to the schedule for the dead`()
        async throws
    {
        let town = try Town(["a", "b"]) { "<title>\($0)</title>" }
        let schedules = [
            try schedule("daily", list(town.range)), try schedule("dead", .dead, "weekly"),
        ]
        town.breaks("a")
        let events = Events()
        // A run of `dead` with nothing to do is a run as well; look at the daily ones.
        func daily() async throws -> Int? {
            clock.pass(hours: 24)
            try await desk(town.range, schedules, events).run(once: true)
            return events.reports.last { $0.schedule == "daily" }?.sites
        }
        try await desk(town.range, schedules, events).run(once: true)
        var sites: [Int?] = []
        for _ in 0..<4 { sites.append(try await daily()) }
        #expect(sites == [2, 2, 2, 1])

        for _ in 0..<14 { _ = try await daily() }
        let visited = events.reports.filter { $0.schedule == "dead" && $0.sites > 0 }
        #expect(visited.count == 1)
        let history = try #require(try await book.history(of: "a.town.example"))
        #expect(history.sites.first?.restsUntil ?? .distantPast > clock.now)
        #expect(history.sites.first?.silences == 4)
    }

    @Test func `A site that comes back under another name is known by its marks`() async throws {
        let page: @Sendable (String) -> String = { id in
            id == "old" || id == "fresh"
                ? """
                <title>\(id)</title><p>加微信 微信:jianzheng8888 办理</p>
                <script src="https://hm.baidu.com/hm.js?0123456789abcdef0123456789abcdef"></script>
                """ : "<title>\(id)</title><p>别的网站</p>"
        }
        let town = try Town(["old", "fresh", "other"], page: page)
        let schedule = try schedule("one", list(town.range))
        let events = Events()
        town.breaks("fresh")
        try await desk(town.range, [schedule], events).run(once: true, now: true)
        town.breaks("old", "fresh")
        try await desk(town.range, [schedule], events).run(once: true, now: true)
        town.breaks("old")
        try await desk(town.range, [schedule], events).run(once: true, now: true)

        let last = try #require(events.reports.last)
        #expect(last.changes.map(\.kind) == [.live, .returned])
        let kin = try #require(last.changes.last?.kin.first)
        #expect(kin.host == "old.town.example")
        #expect(!kin.isLive)
        #expect(Set(kin.marks.map(\.kind)).isSuperset(of: [.contact, .analytics]))
        let history = try #require(try await book.history(of: "old.town.example"))
        #expect(history.laterNames.map(\.change.host) == ["fresh.town.example"])
    }

    @Test func `A list that is gone is told, and stops no other schedule`() async throws {
        let town = try Town(["a"]) { "<title>\($0)</title>" }
        let events = Events()
        let schedules = [
            try schedule("lost", .file(folder.path + "/none.txt")),
            try schedule("kept", list(town.range)),
        ]
        try await desk(town.range, schedules, events).run(once: true, now: true)

        #expect(events.failures.count == 1)
        #expect(events.reports.map(\.schedule) == ["lost", "kept"])
        #expect(events.reports.last?.changes.count == 1)
    }

    @Test func `A stop in the middle of a run leaves it to the next time`() async throws {
        let town = try Town((1...40).map { "s\($0)" }) { "<title>\($0)</title>" }
        let schedule = try schedule("one", list(town.range))
        let events = Events()
        let first = try desk(town.range, [schedule], events)
        async let running: Void = first.run(once: true, now: true)
        while try await book.openWatchRun() == nil { try await Task.sleep(for: .milliseconds(5)) }
        first.stop()
        try await running
        #expect(try await book.watchOwner() == nil)

        try await desk(town.range, [schedule], events).run(once: true)

        #expect(events.reports.map { $0.changes.count } == [40])
        #expect(try await book.openWatchRun() == nil)
    }
}
