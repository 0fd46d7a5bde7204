// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casebook
package import Casework
import CurlFetcher
import FoundationEssentials
package import NameResolver
import NetworkRegistry
package import WebArchive
package import Wording

/// Asks the bureau's own sources about a suspect, in the manner of ``RegistryDesk``: each source
/// has a desk, and a fetcher, of its own, so that what one may reach no other can.
///
/// Call ``shutDown()`` before releasing it.
package final class LookupDesk: Sendable {
    /// What came of asking.
    package struct Findings: Sendable {
        package var facts: [LookupFacts] = []
        /// Where the raw answers lie.
        package var places: [ArchivePlace] = []
        /// The raw answers, without secrets.
        package var answers: [[UInt8]] = []
        package var gaps: [Message] = []
    }

    /// The most domains, hosts or addresses that one source is asked about for one lead.
    private static let subjects = 3

    private struct Counter: Sendable {
        var source: LookupSource
        var desk: RegistryDesk
        var fetcher: CurlFetcher
        var secrets: Secrets
    }

    private let counters: [Counter]
    private let secondsPerLead: Double
    /// The sources that are not asked, and why.
    package let gaps: [Message]

    /// - Parameters:
    ///   - environment: where the secrets stand.
    ///   - bounds: how much one lead may cost; the time for a question is the source's own.
    package init(
        sources: [LookupSource], resolver: NameResolver, casebook: Casebook,
        archive: ArchiveWriter, environment: [String: String],
        bounds: RegistryDesk.Bounds = RegistryDesk.Bounds(), software: String
    ) {
        var counters: [Counter] = []
        var gaps: [Message] = []
        for source in sources {
            let (secrets, missing) = Secrets.take(source.secrets, from: environment)
            if let first = missing.first {
                gaps.append(LookupMessages.skipped(source.title, first))
                continue
            }
            let policy = AddressPolicy(allowed: source.allowed)
            var fetching = FetcherConfiguration(shards: 1, maximumInFlight: 4, policy: policy)
            if let file = source.trustStore { fetching.trustStore = file }
            let fetcher: CurlFetcher
            do throws(FetchFailure) {
                fetcher = try CurlFetcher(fetching)
            } catch {
                gaps.append(LookupMessages.skipped(source.title, error.message))
                continue
            }
            var directory = RegistryDirectory()
            directory.secondsBetweenQuestions = source.secondsBetweenQuestions
            directory.hoursKept = source.hoursKept
            var bounds = bounds
            bounds.secondsPerQuestion = source.seconds
            // No redirect is followed, so no second server is asked.
            bounds.servers = 1
            // No proxy: it hides us from suspects, and does not reach the bureau's network.
            let desk = RegistryDesk(
                directory: directory, fetcher: fetcher, resolver: resolver, casebook: casebook,
                archive: archive, policy: policy, bounds: bounds, software: software)
            counters.append(
                Counter(source: source, desk: desk, fetcher: fetcher, secrets: secrets))
        }
        self.counters = counters
        self.gaps = gaps
        secondsPerLead = bounds.secondsPerLead
    }

    package func shutDown() {
        for counter in counters { counter.fetcher.shutDown() }
    }

    /// Asks every source about what it answers for, all at the same time.
    ///
    /// - Parameters:
    ///   - domains: registrable domains, in ASCII.
    ///   - capture: the visit that the raw answers are kept for.
    /// - Throws: only if an answer could not be stored.
    package func ask(
        domains: [String], hosts: [String], addresses: [IPAddress], capture: String
    ) async throws -> Findings {
        let deadline = ContinuousClock.now + .seconds(secondsPerLead)
        return try await withThrowingTaskGroup(of: (Int, Findings).self) { group in
            var count = 0
            for counter in counters {
                let subjects =
                    switch counter.source.about {
                    case .domain: domains
                    case .host: hosts.filter { IPAddress($0) == nil }
                    case .address: addresses.map(\.description)
                    }
                for subject in subjects.prefix(Self.subjects) {
                    let index = count
                    count += 1
                    group.addTask {
                        (index, try await Self.ask(counter, subject, capture, by: deadline))
                    }
                }
            }
            var parts: [(Int, Findings)] = []
            for try await part in group { parts.append(part) }
            var findings = Findings(gaps: gaps)
            for (_, part) in parts.sorted(by: { $0.0 < $1.0 }) {
                findings.facts += part.facts
                findings.places += part.places
                findings.answers += part.answers
                findings.gaps += part.gaps
            }
            return findings
        }
    }

    private static func ask(
        _ counter: Counter, _ subject: String, _ capture: String,
        by deadline: ContinuousClock.Instant
    ) async throws -> Findings {
        let (source, desk) = (counter.source, counter.desk)
        var findings = Findings()
        func note(_ reason: Message) {
            findings.gaps.append(LookupMessages.gap(of: subject, at: source.title, reason))
        }
        let question: LookupQuestion
        do {
            question = try LookupQuestion(source, about: subject, counter.secrets)
        } catch {
            note(LookupMessages.badAddress)
            return findings
        }
        switch try await desk.answer(to: .lookup(question), capture: capture, by: deadline) {
        case .none(_, let reason, let places):
            findings.places = places
            note(reason)
        case .answer(let answer, let places):
            findings.places = places
            let facts = LookupReader.facts(of: subject, in: answer, from: source)
            findings.facts = [facts]
            findings.answers = [answer.body]
            switch facts.problem {
            case nil: try await desk.remember(answer)
            case .noRecord:
                try await desk.remember(answer)
                note(RegistryMessages.noRecord)
            case .limited:
                let until = try await desk.casebook.leaveRegistryAlone(
                    answer.server, seconds: desk.bounds.secondsLeftAlone)
                note(RegistryMessages.leftAlone(until: Timestamp.beijing(until)))
            case .some(let problem):
                note(LookupMessages.withStatus(problem.message, answer.status))
            }
        }
        return findings
    }
}
