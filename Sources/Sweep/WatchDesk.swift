// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

// How a watch goes on
//
// One process at a time watches a casebook: it holds a lease there. Schedules that are due are run one
// after the other, so that no two runs overlap, and what each finds is held against what the one
// before it found. A run is an ordinary sweep with a number of its own, so that a kill costs what it
// costs a sweep: whoever watches next finishes the run before it begins another.
//
// What time it is is asked anew at least twice a minute, so that a clock that is set is noticed.

package import Casebook
package import Casework
package import CurlFetcher
package import Foundation
package import Frontier
import NameResolver
import Synchronization
package import Wording

/// Runs what is due, keeps what changed, and says so.
package final class WatchDesk: Sendable {
    /// What a watch needs to know.
    package struct Setting: Sendable {
        package var plan: WatchPlan
        package var folder: DataFolder
        /// How sites are visited; personas and depth are the schedules' own.
        package var visiting: SweepSettings
        package var proxies: [String: ProxySetting]
        package var environment: [String: String]
        /// Name and version.
        package var software: String
        /// What time it is; the system's clock by default.
        package var clock: @Sendable () -> Date

        package init(
            plan: WatchPlan, folder: DataFolder, visiting: SweepSettings = SweepSettings(),
            proxies: [String: ProxySetting] = [:],
            environment: [String: String] = ProcessInfo.processInfo.environment,
            software: String, clock: @escaping @Sendable () -> Date = { Date() }
        ) {
            self.plan = plan
            self.folder = folder
            self.visiting = visiting
            self.proxies = proxies
            self.environment = environment
            self.software = software
            self.clock = clock
        }
    }

    package enum Event: Sendable {
        case began(WatchRun, isResumed: Bool)
        case ended(WatchReport)
        /// A list that could not be read; the schedule goes on with the next time.
        case failed(schedule: String, Message)
        case note(Message)
        case delivered(WatchPost.Outcome)
    }

    private let setting: Setting
    private let casebook: Casebook
    private let knowledge: Knowledge
    private let zone: ZoneRules
    private let owner = ProcessOwner.current.name
    private let report: @Sendable (Event) async -> Void
    private let state = Mutex(State())

    private struct State {
        var stops = false
        var sweeper: Sweeper?
        var names: NameSweep?
    }

    /// For so long nobody else watches after this process was last heard of.
    private static let leaseSeconds = 120.0

    /// - Parameter report: told what happens; one call at a time from each of two tasks.
    /// - Throws: `WatchError` if the plan names an unknown zone.
    package init(
        _ setting: Setting, casebook: Casebook, knowledge: Knowledge,
        report: @escaping @Sendable (Event) async -> Void = { _ in }
    ) throws(WatchError) {
        guard let zone = ZoneRules(named: setting.plan.zone) else {
            throw .unknownZone(setting.plan.zone)
        }
        self.setting = setting
        self.casebook = casebook
        self.knowledge = knowledge
        self.zone = zone
        self.report = report
    }

    /// The number of the process that watches a casebook; `nil` if nobody does, also if one did that
    /// is gone by now.
    package static func watcher(of casebook: Casebook) async throws -> String? {
        guard let name = try await casebook.watchOwner() else { return nil }
        guard let owner = ProcessOwner(name: name) else { return name }
        return owner.isGone ? nil : String(owner.process)
    }

    /// Asks it to begin nothing more, and to leave the run that is under way to the next time.
    package func stop() {
        let (sweeper, names) = state.withLock { state in
            state.stops = true
            return (state.sweeper, state.names)
        }
        sweeper?.stop()
        names?.stop()
    }

    private var stops: Bool { state.withLock { $0.stops } || Task.isCancelled }

    // MARK: - Going on

    /// Runs what is due, and what was missed, until ``stop()``; or only once.
    ///
    /// - Parameters:
    ///   - once: whether to end when nothing is due.
    ///   - now: whether every schedule counts as due at first.
    /// - Throws: `WatchError` if somebody else watches; the error of whatever cannot be kept.
    package func run(once: Bool = false, now: Bool = false) async throws {
        try await takeOver()
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { [self] in try await keepTurn() }
                if !once {
                    group.addTask { [self] in
                        do {
                            while !stops {
                                try await deliver()
                                await nap(10)
                            }
                        } catch {
                            stop()
                            throw error
                        }
                    }
                }
                do {
                    try await work(once: once, now: now)
                } catch {
                    group.cancelAll()
                    throw error
                }
                group.cancelAll()
                try await group.waitForAll()
            }
            if once, !stops { try await deliver() }
        } catch {
            try? await casebook.endWatch(owner: owner)
            throw error
        }
        try await casebook.endWatch(owner: owner)
    }

    private func takeOver() async throws {
        if let other = try await casebook.watchOwner(), other != owner,
            try await Self.watcher(of: casebook) == nil
        {
            try await casebook.endWatch(owner: other)
        }
        guard try await casebook.takeWatch(owner: owner, leaseSeconds: Self.leaseSeconds) else {
            throw WatchError.taken
        }
    }

    /// Renews the lease for as long as we watch; stops the watch if another has it.
    private func keepTurn() async throws {
        while true {
            await nap(Self.leaseSeconds / 4)
            if stops { return }
            do {
                guard try await casebook.takeWatch(owner: owner, leaseSeconds: Self.leaseSeconds)
                else { throw WatchError.taken }
            } catch {
                stop()
                throw error
            }
        }
    }

    private func nap(_ seconds: Double) async {
        let end = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < end, !stops {
            try? await Task.sleep(for: .milliseconds(min(200, max(1, Int(seconds * 1000)))))
        }
    }

    private func work(once: Bool, now: Bool) async throws {
        if let open = try await casebook.openWatchRun() {
            try await finish(open, setting.plan.schedules.first { $0.id == open.schedule }, true)
        }
        var isFirst = now
        while !stops {
            for schedule in setting.plan.schedules where !stops {
                guard let due = try await due(schedule, isFirst: isFirst) else { continue }
                try await begin(schedule, due)
            }
            isFirst = false
            if once { return }
            try await nap(secondsToNext())
        }
    }

    /// What a schedule owes now.
    private func due(
        _ schedule: WatchSchedule, isFirst: Bool
    ) async throws -> Schedule.Due? {
        let now = setting.clock()
        let known = try await casebook.anchor(of: schedule.id, first: now)
        let anchor = schedule.when.anchor(known, now: now, in: zone)
        if anchor != known { try await casebook.setAnchor(anchor, of: schedule.id) }
        return schedule.when.due(after: anchor, now: now, in: zone)
            ?? (isFirst ? Schedule.Due(at: now, missed: 0) : nil)
    }

    /// How long nothing will be due; at most half a minute.
    private func secondsToNext() async throws -> Double {
        let now = setting.clock()
        var seconds = 30.0
        for schedule in setting.plan.schedules {
            let anchor = try await casebook.anchor(of: schedule.id, first: now)
            guard let next = schedule.when.next(after: max(anchor, now), in: zone) else { continue }
            seconds = min(seconds, max(0.05, next.timeIntervalSince(now)))
        }
        return seconds
    }

    // MARK: - One run

    private func begin(_ schedule: WatchSchedule, _ due: Schedule.Due) async throws {
        var settings = setting.visiting
        settings.personas = schedule.personas
        settings.pagesPerSite = schedule.pagesPerSite
        settings.isWatched = true
        let run = try await casebook.startWatchRun(
            schedule: schedule.id, due: due.at, missed: due.missed,
            settings: String(decoding: CaseworkJSON.encode(settings), as: UTF8.self),
            personas: settings.personas)
        try await finish(run, schedule, false)
    }

    /// Makes the visits of a run that are left, and ends it.
    ///
    /// - Parameter schedule: `nil` if the plan has it no more; then only what its list was is
    ///   finished.
    private func finish(
        _ run: WatchRun, _ schedule: WatchSchedule?, _ isResumed: Bool
    ) async throws {
        guard let sweep = try await casebook.run(run.sweep) else { return }
        await report(.began(run, isResumed: isResumed))
        let settings = try CaseworkJSON.decode(SweepSettings.self, from: sweep.settings.utf8)
        if sweep.filledAt == nil {
            if let schedule {
                let list = WatchListReader(
                    setting: setting, casebook: casebook, knowledge: knowledge)
                do {
                    guard try await fill(run, schedule, settings, list) else { return }
                } catch let error as WatchError {
                    await report(.failed(schedule: schedule.id, error.message))
                }
            }
            try await casebook.markFilled(run.sweep)
        }
        guard try await visit(run, settings) else { return }
        if case .names = schedule?.list { try await casebook.settleNames(ofRun: run.sweep) }
        let told = setting.plan.destinations.filter {
            schedule?.reportTo?.contains($0.id) ?? true
        }
        let ended = try await casebook.endWatchRun(
            WatchEnd(
                run: run, official: knowledge.officialMarks, destinations: told.map(\.id),
                always: Set(told.filter(\.tellsAlways).map(\.id)), software: setting.software))
        await report(.ended(ended))
    }

    /// Hands the run its leads.
    ///
    /// - Returns: whether that was not stopped.
    private func fill(
        _ run: WatchRun, _ schedule: WatchSchedule, _ settings: SweepSettings,
        _ list: WatchListReader
    ) async throws -> Bool {
        if case .names(let sites, let budget) = schedule.list {
            let names = try await list.sweep(run: run.sweep, settings)
            let isStopped = state.withLock { state in
                state.names = names
                return state.stops
            }
            defer { state.withLock { $0.names = nil } }
            if isStopped { return false }
            let feed = list.feed(sites: sites, budget: budget)
            return try await names.work({ await feed.next() }) { _ in }
        }
        let (leads, notes) = try await list.leads(of: schedule)
        for note in notes { await report(.note(note)) }
        try await casebook.addLeads(leads, toRun: run.sweep, siteOf: knowledge.site(of:))
        return true
    }

    /// - Returns: whether all visits are made.
    private func visit(_ run: WatchRun, _ settings: SweepSettings) async throws -> Bool {
        let session = try await SweepSession(
            run: run.sweep, settings: settings, casebook: casebook, knowledge: knowledge,
            proxies: setting.proxies, environment: setting.environment,
            software: setting.software)
        let isStopped = state.withLock { state in
            state.sweeper = session.sweeper
            return state.stops
        }
        if isStopped { session.sweeper.stop() }
        defer { state.withLock { $0.sweeper = nil } }
        do {
            let isFinished = try await session.sweeper.work { _ in }
            try session.close()
            return isFinished
        } catch {
            try? session.close()
            throw error
        }
    }

    // MARK: - Telling

    private func deliver() async throws {
        let post = WatchPost(
            casebook: casebook, destinations: setting.plan.destinations,
            environment: setting.environment,
            resolving: try setting.visiting.resolving(), clock: setting.clock)
        let report = report
        try await post.deliver { await report(.delivered($0)) }
    }
}

/// Why a watch cannot be kept.
package enum WatchError: Explained, Hashable {
    /// Another process watches this casebook.
    case taken
    case unknownZone(String)
    case noList(String)

    package var message: Message {
        switch self {
        case .taken: WatchRunMessages.taken
        case .unknownZone(let zone): WatchFileMessages.unknownZone(zone)
        case .noList(let path): WatchRunMessages.noList(path)
        }
    }
}

extension ZoneRules {
    /// The rules of a place by its name; `nil` if it is unknown.
    package init?(named name: String) {
        guard TimeZone.knownTimeZoneIdentifiers.contains(name) || name == "UTC",
            let zone = TimeZone(identifier: name)
        else { return nil }
        self.init(name: name) {
            zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double($0)))
        }
    }
}
