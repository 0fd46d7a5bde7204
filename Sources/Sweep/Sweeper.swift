// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casebook
import Casework
import ClockReader
import FoundationEssentials
import Synchronization
import WebArchive
import Wording

/// The main loop: claims leads, has them visited, and keeps what came of it.
///
/// What is never lost, and what may be done twice: a lead that was claimed and not finished goes
/// back when its lease ends; a visit whose bytes are stored, but which a crash kept out of the
/// casebook, is made anew; a visit that is in the casebook is never made again by the same run.
package final class Sweeper: Sendable {
    private let rooms: Rooms
    private let settings: SweepSettings
    private let casebook: Casebook
    private let run: Int64
    private let owner = ProcessOwner.current.name
    private let software: String
    private let isStopping = Mutex(false)

    /// - Parameter software: name and version, kept with each capture.
    package init(
        rooms: Rooms, settings: SweepSettings, casebook: Casebook, run: Int64,
        software: String
    ) {
        self.rooms = rooms
        self.settings = settings
        self.casebook = casebook
        self.run = run
        self.software = software
    }

    /// Asks the sweep to claim nothing more and to give back what it has not finished.
    package func stop() {
        isStopping.withLock { $0 = true }
    }

    private var stops: Bool { isStopping.withLock { $0 } || Task.isCancelled }

    /// Works until no lead of the run is left, or ``stop()`` is called.
    ///
    /// - Parameter report: told of each lead as it is done; from any task, one call at a time.
    /// - Returns: whether the run is finished.
    /// - Throws: `CasebookError` or `ArchiveError` if nothing can be kept any more, such as on a
    ///   full disk. What was finished before is kept; the rest goes on with `--resume`.
    package func work(_ report: @escaping @Sendable (SweepEvent) async -> Void) async throws -> Bool
    {
        try await releaseTheDead()
        return try await withThrowingTaskGroup(of: Ended?.self) { group in
            var queue: [Job] = []
            // What this machine was too short of everything to visit; kept to the end, so that it is
            // not tried over and over.
            var postponed: [Job] = []
            var atWork: [Int64: Job] = [:]
            // When all is claimed, others may still give something back, but not at once.
            var nextClaim = ContinuousClock.now
            var nextRenewal = ContinuousClock.now + .seconds(settings.leaseSeconds / 3)
            group.addTask { [self] in try await ticks() }
            do {
                while true {
                    while !stops, atWork.count < settings.leadsInFlight {
                        if queue.isEmpty, ContinuousClock.now >= nextClaim {
                            queue = try await claim(room: settings.leadsInFlight - atWork.count)
                            if queue.isEmpty { nextClaim = .now + .milliseconds(200) }
                        }
                        guard !queue.isEmpty else { break }
                        let job = queue.removeFirst()
                        atWork[job.id] = job
                        group.addTask { [self] in
                            Ended(job: job, isPostponed: try await !visit(job, report))
                        }
                    }
                    if atWork.isEmpty, queue.isEmpty, try await isOver(but: postponed) { break }
                    if stops { group.cancelAll() }
                    if let ended = try await group.next() ?? nil {
                        atWork[ended.job.id] = nil
                        if ended.isPostponed { postponed.append(ended.job) }
                    } else if !stops {
                        group.addTask { [self] in try await ticks() }
                    }
                    if ContinuousClock.now >= nextRenewal {
                        nextRenewal = .now + .seconds(settings.leaseSeconds / 3)
                        try await casebook.renew(
                            Array(atWork.values) + queue + postponed, owner: owner,
                            leaseSeconds: settings.leaseSeconds)
                        try await casebook.forgetTurns()
                    }
                }
            } catch {
                group.cancelAll()
                // The lease ends by itself if even this fails; the first error is the one to say.
                try? await casebook.release(
                    Array(atWork.values) + queue + postponed, owner: owner)
                throw error
            }
            group.cancelAll()
            try await casebook.release(queue + postponed, owner: owner)
            let counts = try await casebook.counts(of: run)
            guard counts.waiting == 0, counts.working == 0 else { return false }
            try await casebook.finishRun(run)
            return true
        }
    }

    /// Whether nothing is left to claim, now or when another sweep's leases end.
    private func isOver(but postponed: [Job]) async throws -> Bool {
        if stops { return true }
        let counts = try await casebook.counts(of: run)
        return counts.waiting == 0 && counts.working <= postponed.count
    }

    /// Gives back what sweeps that were killed still hold.
    private func releaseTheDead() async throws {
        for owner in try await casebook.owners(ofRun: run)
        where ProcessOwner(name: owner)?.isGone == true {
            try await casebook.releaseAll(of: run, heldBy: owner)
        }
        for owner in try await casebook.turnOwners()
        where ProcessOwner(name: owner)?.isGone == true {
            try await casebook.endTurns(
                of: owner, pauseSeconds: settings.secondsBetweenRequests)
        }
        try await casebook.forgetTurns()
    }

    /// Comes back once a second, so that leases are renewed and a stop is seen in time.
    private func ticks() async throws -> Ended? {
        try? await Task.sleep(for: .seconds(1))
        return nil
    }

    private func claim(room: Int) async throws -> [Job] {
        try await casebook.claim(
            min(room, 256), of: run, owner: owner, leaseSeconds: settings.leaseSeconds)
    }

    /// A visit that is over, or was put off.
    private struct Ended {
        var job: Job
        var isPostponed: Bool
    }

    /// Makes the visit that `job` asks for, and keeps what came of it in one transaction.
    ///
    /// - Returns: whether it was made; if not, it says nothing about the site, and is to be made by
    ///   another sweep.
    private func visit(
        _ job: Job, _ report: @escaping @Sendable (SweepEvent) async -> Void
    ) async throws -> Bool {
        guard let persona = Persona.named(job.persona) else {
            preconditionFailure("a run names persona '\(job.persona)', which sweep did not check")
        }
        var visit = SiteVisit(
            rooms: rooms, settings: settings, lead: job.lead, persona: persona,
            attempt: job.attempt)
        visit.clock = await rooms.clock.check()
        let result = try await visit.run()
        if Task.isCancelled {
            try await casebook.release([job], owner: owner)
            return true
        }
        if visit.wasStarved { return false }
        let isSuspect = (result.verdict?.level ?? .dismiss) >= .doubtful
        let dossier = try await visit.dossier(landedOn: result.landedOn, isSuspect: isSuspect)
        // Before the visit lands: after it, a kill would lose them, and the run could end without.
        for imitation in visit.imitations {
            let lead = NewLead(
                address: imitation.address,
                origin: LeadOrigin(
                    .link, foundOn: "\(job.lead.caseNumber) \(imitation.foundOn)"))
            let added = try await casebook.addLeads(
                [lead], toRun: run, priority: -1, siteOf: rooms.knowledge.site(of:))
            if added.repeated == 0 {
                await report(.discovered(imitation.address, on: job.lead.caseNumber))
            }
        }
        // The bytes are on disk before the casebook says that they are.
        try await rooms.archive.sync()
        let capture = visit.capture(attempt: job.attempt, software: software)
        let landing = try await casebook.finish(
            JobResult(
                job: job, capture: capture, verdict: result.verdict, dossier: dossier,
                pages: visit.pages, failure: result.failure,
                traits: settings.isWatched ? visit.traits(of: result, dossier) : nil))
        guard landing == .landed,
            let standing = try await casebook.standing(of: job.lead.number, inRun: run)
        else { return true }
        await report(.finished(LeadOutcome(standing, visit: visit, landedOn: result.landedOn)))
        return true
    }
}

extension LeadOutcome {
    /// What the user sees of a lead all of whose visits of this run are made.
    init(_ standing: CaseSummary, visit: SiteVisit, landedOn: WebAddress?) {
        let isElsewhere = landedOn.map { $0.host != visit.lead.address.host } ?? false
        self.init(
            case: standing.caseNumber, url: standing.address.description,
            landedOn: isElsewhere ? landedOn?.description : nil, level: standing.level,
            score: standing.score, categories: standing.categories, failure: standing.failure,
            why: standing.why.isEmpty
                ? standing.failure.map { FailureWords.message(forCode: $0).chinese } ?? ""
                : standing.why,
            pages: visit.pages.count,
            isLive: visit.records.contains { $0.status != nil })
    }
}
