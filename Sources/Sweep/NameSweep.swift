// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

// How very many names are asked for
//
// Two surveys in a row. The first asks only for an address, and most names are absent and done
// with. Those that are not go on to the second, which asks for all records, and beside them, once for
// each parent, goes a name that nobody registered: if that has an address as well, the parent
// answers for all names (a wildcard), or the resolver does (a hijack). What is left is kept, and
// becomes a lead, in batches; after each batch the casebook learns how far the sweep is, so that a
// kill costs a second of questions at most.

package import Casebook
package import Casework
import Foundation
package import NameResolver
import Synchronization

/// How far a sweep of names is.
package struct NameSweepCounts: Sendable, Hashable, Codable {
    package var asked = 0
    package var absent = 0
    /// Names that someone holds and can be visited.
    package var live = 0
    package var parked = 0
    /// Names that exist, but are blocked.
    package var blocked = 0
    /// Made names that only exist because their parent, or the resolver, answers for all.
    package var wildcard = 0
    /// Names of which no server would speak.
    package var unknown = 0

    package init() {}
}

/// Asks the DNS for names, keeps those in use, and makes leads of what can be visited.
package final class NameSweep: Sendable {
    private let casebook: Casebook
    private let run: Int64
    private let knowledge: Knowledge
    private let marks: AnswerMarks
    /// Whether the names were made, and not listed by an analyst.
    private let areMade: Bool
    private let policy: AddressPolicy
    private let addresses: NameSurvey
    private let rest: NameSurvey
    private let state: Mutex<State>

    private struct State {
        var line: NameLine
        var counts = NameSweepCounts()
        var known: [String: KnownName.State]
        /// The names that would tell a wildcard, to the parent.
        var probes: [String: String] = [:]
        var parents: [String: Set<IPAddress>] = [:]
        /// Names that wait for the answer about their parent.
        var held: [String: [NameReport]] = [:]
        var sightings: [NameSighting] = []
        var leads: [NewLead] = []
        var dealtWith: [String] = []
    }

    /// The most names between the first that waits and the one last taken up.
    private static let window = 12_000
    /// So many names dealt with are kept at once, and at least once a second.
    private static let batch = 4_000

    /// - Parameters:
    ///   - marks: what answers give away.
    ///   - areMade: whether names were made; a name that a wildcard answers for is then nobody's.
    ///   - policy: which addresses may be visited.
    /// - Throws: `ResolverError` if there is no server to ask, `CasebookError`.
    package init(
        _ configuration: ResolverConfiguration, casebook: Casebook, run: Int64,
        knowledge: Knowledge, marks: AnswerMarks, areMade: Bool, policy: AddressPolicy
    ) async throws {
        self.casebook = casebook
        self.run = run
        self.knowledge = knowledge
        self.marks = marks
        self.areMade = areMade
        self.policy = policy
        addresses = try NameSurvey(configuration, types: [.a])
        rest = try NameSurvey(configuration, types: [.a, .aaaa, .ns, .mx])
        state = Mutex(
            State(
                line: NameLine(done: try await casebook.namesAsked(ofRun: run)),
                known: try await casebook.nameStates()))
    }

    /// Works until every name is dealt with, or ``stop()`` is called.
    ///
    /// - Parameters:
    ///   - next: the next names in ASCII, in the same order each time the run is resumed; `nil` at
    ///     the end.
    ///   - report: told now and then how far it is.
    /// - Returns: whether it came to the end.
    package func work(
        _ next: @escaping @Sendable () async -> [String]?,
        _ report: @escaping @Sendable (NameSweepCounts) -> Void
    ) async throws -> Bool {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask { [self] in
                let isWhole = await feed(next)
                addresses.finish()
                return isWhole
            }
            group.addTask { [self] in
                while let reports = await addresses.next() { try await passOn(reports) }
                rest.finish()
                return true
            }
            group.addTask { [self] in
                var savedAt = ContinuousClock.now
                while let reports = await rest.next() {
                    take(reports)
                    guard hasBatch || ContinuousClock.now - savedAt > .seconds(1) else { continue }
                    try await save()
                    savedAt = .now
                    report(counts)
                }
                return true
            }
            group.addTask { [self] in
                // Where nothing lives, the second survey is silent, and the first is still at work.
                while !isOver.withLock({ $0 }) {
                    try? await Task.sleep(for: .milliseconds(500))
                    report(counts)
                }
                return true
            }
            do {
                var isWhole = true
                for _ in 0..<3 { isWhole = try await group.next() == true && isWhole }
                isOver.withLock { $0 = true }
                isWhole = try await group.next() == true && isWhole
                try await save()
                report(counts)
                return isWhole && !isStopping.withLock { $0 }
            } catch {
                isOver.withLock { $0 = true }
                stop()
                throw error
            }
        }
    }

    private let isStopping = Mutex(false)
    private let isOver = Mutex(false)

    /// Asks for nothing more; what is not dealt with is left to the next time.
    package func stop() {
        isStopping.withLock { $0 = true }
        addresses.shutDown()
        rest.shutDown()
    }

    package var counts: NameSweepCounts { state.withLock { $0.counts } }

    // MARK: - Names in

    private func feed(_ next: @Sendable () async -> [String]?) async -> Bool {
        var toSkip = state.withLock { $0.line.done }
        while !isStopping.withLock({ $0 }), var hosts = await next() {
            if toSkip > 0 {
                let count = min(toSkip, hosts.count)
                hosts.removeFirst(count)
                toSkip -= count
            }
            guard !hosts.isEmpty else { continue }
            let new = state.withLock { state in hosts.filter { state.line.takeUp($0) } }
            await addresses.add(new)
            while state.withLock({ $0.line.waiting }) > Self.window,
                !isStopping.withLock({ $0 })
            {
                try? await Task.sleep(for: .milliseconds(5))
            }
        }
        return !isStopping.withLock { $0 }
    }

    /// Counts what is absent, and hands on what is not.
    private func passOn(_ reports: [NameReport]) async throws {
        let names = state.withLock { state -> [String] in
            var names: [String] = []
            for report in reports {
                state.counts.asked += 1
                let answer = report.answers.first?.status
                if answer == .noSuchName {
                    settleAbsent(report.host, &state)
                } else if report.liveness == .unknown {
                    // Nothing was learnt: the name keeps the state that it has.
                    state.counts.unknown += 1
                    state.dealtWith.append(report.host)
                } else {
                    if let probe = probe(beside: report.host, &state) { names.append(probe) }
                    names.append(report.host)
                }
            }
            return names
        }
        await rest.add(names)
        if hasBatch { try await save() }
    }

    /// A name that nobody registered, under the parent of `host`; `nil` if one was asked already.
    private func probe(beside host: String, _ state: inout State) -> String? {
        guard let dot = host.firstIndex(of: ".") else { return nil }
        let parent = String(host[host.index(after: dot)...])
        guard state.parents[parent] == nil, state.held[parent] == nil else { return nil }
        // Bounded; a parent that was forgotten is asked again.
        if state.parents.count > 100_000 { state.parents.removeAll(keepingCapacity: true) }
        let random = String(UInt64.random(in: 0 ... .max), radix: 36)
        let probe = "jw\(random)q.\(parent)"
        state.held[parent] = []
        state.probes[probe] = parent
        return probe
    }

    // MARK: - Answers out

    private func take(_ reports: [NameReport]) {
        state.withLock { state in
            for report in reports {
                if let parent = state.probes.removeValue(forKey: report.host) {
                    state.parents[parent] = Set(report.addresses)
                    for held in state.held.removeValue(forKey: parent) ?? [] {
                        settle(held, parent, &state)
                    }
                    continue
                }
                let host = report.host
                let parent = host.firstIndex(of: ".").map { String(host[host.index(after: $0)...]) }
                if let parent, state.held[parent] != nil {
                    state.held[parent]?.append(report)
                } else {
                    settle(report, parent ?? "", &state)
                }
            }
        }
    }

    private func settleAbsent(_ host: String, _ state: inout State) {
        state.counts.absent += 1
        if state.known[host] != nil {
            state.sightings.append(NameSighting(host: host, sighting: .absent))
        }
        state.dealtWith.append(host)
    }

    /// Decides what a name is of which all is known.
    private func settle(_ report: NameReport, _ parent: String, _ state: inout State) {
        let host = report.host
        let addresses = report.addresses
        if report.liveness == .unknown {
            state.counts.unknown += 1
            state.dealtWith.append(host)
            return
        }
        guard !addresses.isEmpty else {
            // It exists, with mail or name servers perhaps, and nothing that can be visited.
            let isHeld = report.answers.contains { $0.status == .answered }
            guard isHeld else { return settleAbsent(host, &state) }
            return keep(host, .silent, \.blocked, isWildcard: false, &state)
        }
        let kind = marks.kind(of: report)
        if kind == .hijack { return settleAbsent(host, &state) }
        let isWildcard = !(state.parents[parent] ?? []).isDisjoint(with: addresses)
        if isWildcard, areMade {
            state.counts.wildcard += 1
            state.counts.absent += 1
            if state.known[host] != nil {
                state.sightings.append(NameSighting(host: host, sighting: .absent))
            }
            state.dealtWith.append(host)
            return
        }
        switch kind {
        case .parked: keep(host, .parked, \.parked, isWildcard: isWildcard, &state)
        case .sinkhole: keep(host, .silent, \.blocked, isWildcard: isWildcard, &state)
        default:
            guard addresses.contains(where: { policy.refusal(of: $0) == nil }) else {
                return keep(host, .silent, \.blocked, isWildcard: isWildcard, &state)
            }
            keep(host, .resolved, \.live, isWildcard: isWildcard, &state)
            state.leads.append(
                NewLead(
                    address: WebAddress(scheme: .https, host: host), schemeIsGuess: true,
                    origin: LeadOrigin(areMade ? .lookalike : .list)))
        }
    }

    private func keep(
        _ host: String, _ sighting: KnownName.Sighting,
        _ count: WritableKeyPath<NameSweepCounts, Int>, isWildcard: Bool, _ state: inout State
    ) {
        let opinion = knowledge.opinion(on: host, isWildcard: isWildcard)
        state.counts[keyPath: count] += 1
        state.sightings.append(
            NameSighting(
                host: host, site: opinion.site, shape: opinion.shape, sighting: sighting))
        state.dealtWith.append(host)
    }

    // MARK: - Keeping

    private var hasBatch: Bool { state.withLock { $0.dealtWith.count > Self.batch } }

    /// Keeps what is decided, then how far the sweep is: in this order, so that a kill between the
    /// two asks for some names again, and forgets none.
    private func save() async throws {
        let (sightings, leads, hosts) = state.withLock { state in
            defer {
                state.sightings = []
                state.leads = []
                state.dealtWith = []
            }
            return (state.sightings, state.leads, state.dealtWith)
        }
        try await casebook.note(sightings, run: run)
        if !leads.isEmpty {
            try await casebook.addLeads(leads, toRun: run, siteOf: knowledge.site(of:))
        }
        let done = state.withLock { state in
            for host in hosts { state.line.finish(host) }
            return state.line.done
        }
        try await casebook.noteNamesAsked(done, ofRun: run)
    }
}
