// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

// A year in some minutes
//
// The sites are real servers on loopback, the visits are real visits, and the casebook is a real one;
// only the clock and the start of the machine are given. Each simulated day the world changes once,
// and the watch is woken four times. What it tells is held against an oracle that knows the world and
// shares no code with the watch: each change must be told once, none twice, none lost.
//
// Troubles come as the seed says: weeks in which nobody watches, restarts of the machine, clocks set
// hours or days forward and back, and processes that are killed in the middle of a run. The clocks
// are those of Berlin, and the schedule falls into the hour that spring skips and autumn shows twice.

import Casebook
import Casework
import Foundation
import Frontier
import Glibc
import Sweep
import Synchronization

/// What is simulated.
package struct SimulationPlan: Sendable, Codable {
    package var sites: Int
    package var days: Int
    package var seed: UInt64
    /// A folder for the casebook, which is made.
    package var folder: String
    /// Where `Rules/` and `Seeds/` lie.
    package var data: String
    /// A program that does the work of a day as ``Simulation/work(_:)`` does, to be killed; `nil`
    /// for no kills.
    package var worker: String?

    package init(
        sites: Int, days: Int, seed: UInt64, folder: String, data: String, worker: String? = nil
    ) {
        self.sites = sites
        self.days = days
        self.seed = seed
        self.folder = folder
        self.data = data
        self.worker = worker
    }
}

/// What came of it.
package struct SimulationResult: Sendable {
    package var runs = 0
    package var visits = 0
    package var changes = 0
    package var kills = 0
    /// Runs that were cut off and went on.
    package var resumed = 0
    package var restarts = 0
    package var clockJumps = 0
    package var missedDays = 0
    package var kinds: [String: Int] = [:]
    /// What was told and should not have been, or the other way about; the first 100.
    package var faults: [String] = []
    package var faultCount = 0

    mutating func fault(_ text: String) {
        faultCount += 1
        if faults.count < 100 { faults.append(text) }
    }
}

/// What one process of the watch is told by the clock, and by the machine.
struct Moment: Sendable, Codable {
    var time: Double
    var boot: String
    var up: Double
}

/// The clock of the simulated machine.
final class SimulatedMachine: Sendable {
    private let state: Mutex<Moment>

    init(_ moment: Moment) { state = Mutex(moment) }

    var now: Date { Date(timeIntervalSince1970: state.withLock { $0.time }) }
    var uptime: Uptime { state.withLock { Uptime(boot: $0.boot, seconds: $0.up) } }
    var moment: Moment { state.withLock { $0 } }

    func pass(_ seconds: Double) {
        state.withLock { state in
            state.time += seconds
            state.up += seconds
        }
    }

    func setClock(by seconds: Double) { state.withLock { $0.time += seconds } }

    func restart() {
        state.withLock { state in
            state.boot = "boot-\(Int(state.time))-\(state.boot.count)"
            state.up = 5
        }
    }

    func open(_ folder: String) throws -> Casebook {
        try Casebook.open(
            folder, actor: "watch@year", uptime: { self.uptime }, clock: { self.now })
    }
}

package struct Simulation {
    private let plan: SimulationPlan
    private let machine: SimulatedMachine
    private let progress: @Sendable (String) -> Void
    private var world: World
    private var oracle = Oracle()
    private var dice: Dice
    private var result = SimulationResult()
    private let server: WorldServer
    private let knowledge: Knowledge
    private var book: Casebook
    private var desk: DeskSetting
    /// What was due and run, as far as the clock has not come before it again.
    private var served: Set<Date> = []
    private var checked: Set<Int64> = []

    private static let zone = "Europe/Berlin"
    /// 2026-01-01T00:00:00 in Berlin.
    private static let start = 1_767_222_000.0

    package init(
        _ plan: SimulationPlan, progress: @escaping @Sendable (String) -> Void = { _ in }
    ) throws {
        self.plan = plan
        self.progress = progress
        world = World(sites: plan.sites, seed: plan.seed)
        dice = Dice(plan.seed &+ 77)
        machine = SimulatedMachine(Moment(time: Self.start, boot: "first", up: 100))
        server = try WorldServer(world)
        try FileManager.default.createDirectory(
            atPath: plan.folder, withIntermediateDirectories: true)
        knowledge = try Knowledge.load(from: DataFolder(path: plan.data))
        book = try machine.open(plan.folder + "/casebook")
        desk = DeskSetting(
            data: plan.data, casebook: plan.folder + "/casebook", list: plan.folder + "/list.txt",
            hosts: plan.folder + "/hosts", resolver: server.resolver)
        try server.list(world).write(toFile: desk.list, atomically: true, encoding: .utf8)
        try server.hosts(world).write(toFile: desk.hosts, atomically: true, encoding: .utf8)
    }

    /// Lets the days pass.
    package mutating func run() async throws -> SimulationResult {
        defer { server.stop() }
        var skew = 0.0
        var missing = 0
        // The schedule begins before the first day is due.
        try await wake()
        for day in 0..<plan.days {
            if day > 0 { world.pass() }
            server.show(world)
            try server.hosts(world).write(toFile: desk.hosts, atomically: true, encoding: .utf8)
            if day % 45 == 20 { missing = 7 }
            if dice.once(in: 9) { try restart() }
            if skew != 0 {
                setClock(by: -skew)
                skew = 0
            } else if day > 3, dice.once(in: 17) {
                let hours = Double(Int.random(in: 1...40, using: &dice))
                skew = (dice.once(in: 2) ? -hours : hours) * 3600
                setClock(by: skew)
                result.clockJumps += 1
            }
            if missing > 0 {
                missing -= 1
                result.missedDays += 1
                machine.pass(86_400)
                continue
            }
            // 00:10, 02:45, 12:00 and 23:50, where no clock was set.
            var passed = 0.0
            for seconds in [600.0, 9900, 43_200, 85_800] {
                machine.pass(seconds - passed)
                passed = seconds
                if plan.worker != nil, seconds == 9900, dice.once(in: 7) { try await kill() }
                try await wake()
            }
            machine.pass(86_400 - passed)
            if day % 10 == 9 {
                progress(
                    "day \(day + 1): \(result.runs) runs, \(result.changes) changes, "
                        + "\(result.faultCount) faults")
            }
        }
        try await closeUp()
        return result
    }

    /// A time that comes again may be due again.
    private mutating func setClock(by seconds: Double) {
        machine.setClock(by: seconds)
        let now = machine.now
        served = served.filter { $0 <= now }
    }

    /// Wakes the watch as a service is woken, and holds what it tells against the oracle.
    private mutating func wake() async throws {
        let told = try await desk.work(book, knowledge, machine)
        for event in told {
            result.runs += 1
            if event.isResumed { result.resumed += 1 }
            result.visits += event.report.sites
            check(event.report)
        }
    }

    private mutating func check(_ report: WatchReport) {
        checked.insert(report.run)
        if !served.insert(report.due).inserted {
            result.fault("run \(report.run): what was due at \(report.due) was run twice")
        }
        if report.isBlind || report.unknown > 0 || report.sites != plan.sites {
            result.fault("run \(report.run): \(report.unknown) unknown of \(report.sites)")
        }
        let told = report.changes.map { change -> String in
            result.kinds[change.kind.rawValue, default: 0] += 1
            let line = "\(change.kind.rawValue) \(change.host)"
            return change.kind == .returned
                ? line + " < " + change.kin.map(\.host).sorted().joined(separator: ",") : line
        }.sorted()
        result.changes += told.count
        let expected = oracle.expect(world.sites)
        guard told != expected else { return }
        for (text, counts) in Self.difference(told, expected) {
            result.fault("run \(report.run): '\(text)' \(counts)")
        }
    }

    private static func difference(
        _ told: [String], _ expected: [String]
    ) -> [(String, String)] {
        var counts: [String: (told: Int, expected: Int)] = [:]
        for text in told { counts[text, default: (0, 0)].told += 1 }
        for text in expected { counts[text, default: (0, 0)].expected += 1 }
        return counts.filter { $0.value.told != $0.value.expected }
            .map { ($0.key, "told \($0.value.told), true \($0.value.expected)") }
            .sorted { $0.0 < $1.0 }
    }

    private mutating func restart() throws {
        try book.close()
        machine.restart()
        book = try machine.open(desk.casebook)
        result.restarts += 1
    }

    /// Lets another process begin, and kills it.
    private mutating func kill() async throws {
        guard let worker = plan.worker else { return }
        let task = WorkerTask(desk: desk, moment: machine.moment)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: worker)
        process.arguments = [
            "--worker", String(decoding: try JSONEncoder().encode(task), as: UTF8.self),
        ]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        // Until it is at work, or ends by itself because nothing is due; then a little longer.
        for _ in 0..<3000 where process.isRunning {
            if try await book.openWatchRun() != nil { break }
            try await Task.sleep(for: .milliseconds(10))
        }
        try await Task.sleep(
            for: .milliseconds(Int.random(in: 0..<(100 + plan.sites), using: &dice)))
        if process.isRunning {
            Glibc.kill(process.processIdentifier, SIGKILL)
            result.kills += 1
        }
        while process.isRunning { try await Task.sleep(for: .milliseconds(10)) }
        // What it ended before it was killed was told by it, and not by us.
        for run in try await book.watchRuns(limit: 10).reversed()
        where !checked.contains(run.number) {
            if run.endedAt != nil, let report = try await book.watchReport(run.number) {
                result.runs += 1
                result.visits += report.sites
                check(report)
            }
        }
    }

    /// Holds what the casebook kept against what was told.
    private mutating func closeUp() async throws {
        var kept = 0
        for site in world.sites {
            kept += try await book.history(of: site.host)?.events.count ?? 0
        }
        if kept != result.changes {
            result.fault("the casebook keeps \(kept) changes, told were \(result.changes)")
        }
        try book.close()
    }
}

/// A run of the watch, and what it told.
struct ToldRun: Sendable {
    var report: WatchReport
    var isResumed: Bool
}

/// How the watch is set up, in whatever process.
struct DeskSetting: Sendable, Codable {
    var data: String
    var casebook: String
    var list: String
    var hosts: String
    var resolver: String

    /// Runs what is due once, and returns what was told.
    func work(
        _ book: Casebook, _ knowledge: Knowledge, _ machine: SimulatedMachine
    ) async throws -> [ToldRun] {
        var visiting = SweepSettings()
        visiting.allowedRanges = ["127.80.0.0/16"]
        visiting.hostsFile = hosts
        visiting.resolvers = [resolver]
        visiting.secondsBetweenRequests = 0
        visiting.asksRegistries = false
        visiting.leadsInFlight = 100
        let schedule = WatchSchedule(
            id: "year", list: .file(list), when: try Schedule("30 2 * * *"),
            personas: ["desktop"], pagesPerSite: 1)
        let told = Mutex<[ToldRun]>([])
        let isResumed = Mutex(false)
        let desk = try WatchDesk(
            WatchDesk.Setting(
                plan: WatchPlan(zone: "Europe/Berlin", schedules: [schedule]),
                folder: DataFolder(path: data), visiting: visiting, environment: [:],
                software: "Jianwei/year", clock: { machine.now }),
            casebook: book, knowledge: knowledge
        ) { event in
            switch event {
            case .began(_, let resumed): isResumed.withLock { $0 = resumed }
            case .ended(let report):
                told.withLock {
                    $0.append(
                        ToldRun(report: report, isResumed: isResumed.withLock { $0 }))
                }
            default: break
            }
        }
        try await desk.run(once: true)
        return told.withLock { $0 }
    }
}

/// What a process that will be killed is told.
struct WorkerTask: Codable {
    var desk: DeskSetting
    var moment: Moment

    func work() async throws {
        let machine = SimulatedMachine(moment)
        let book = try machine.open(desk.casebook)
        _ = try await desk.work(
            book, try Knowledge.load(from: DataFolder(path: desk.data)), machine)
        try book.close()
    }
}
