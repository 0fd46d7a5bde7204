// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casebook
package import Casework
import FoundationEssentials
package import Wording

/// Judges every page that the casebook keeps again, by today's rules.
package struct Rejudgement: Sendable {
    private let casebook: Casebook
    private let knowledge: Knowledge
    /// How many visits are read at once.
    private let width: Int

    package init(
        casebook: Casebook, knowledge: Knowledge,
        width: Int = ProcessInfo.processInfo.activeProcessorCount
    ) {
        self.casebook = casebook
        self.knowledge = knowledge
        self.width = width
    }

    /// What is told as it goes.
    package enum Event: Sendable {
        case changed(Change)
        /// The bytes of a visit could not be read.
        case failed(capture: String, Message)
        case progress(done: Int, total: Int)
    }

    /// A visit that is judged otherwise now.
    package struct Change: Sendable, Hashable, Codable {
        /// The case's number: `JW-000042`.
        package var `case`: String
        package var capture: String
        package var url: String
        /// `nil` if it could not be judged then.
        package var before: Outcome?
        package var after: Outcome
        /// Whether the new verdict was written.
        package var isApplied: Bool

        package struct Outcome: Sendable, Hashable, Codable {
            package var level: Verdict.Level
            package var score: Int
            package var categories: [Verdict.Category]
            /// The rules that were found, heaviest first.
            package var found: [String]

            init(_ verdict: Verdict) {
                level = verdict.level
                score = verdict.score
                categories = verdict.categories
                found = verdict.findings.map(\.rule)
            }
        }

        /// Whether only the reasons differ.
        package var isOfReasonsOnly: Bool {
            before.map {
                $0.level == after.level && $0.score == after.score
                    && $0.categories == after.categories
            } ?? false
        }
    }

    /// How a rejudgement ended.
    package struct Tally: Sendable, Hashable, Codable {
        package var captures = 0
        package var pages = 0
        package var changed = 0
        /// Visits whose bytes could not be read.
        package var failed = 0
        /// Visits that did not see the site whole, and so keep the verdict that speaks against it.
        package var kept = 0
    }

    /// Judges all; tells of each visit that is judged otherwise, in the order of cases.
    ///
    /// - Parameter applies: whether new verdicts are written, each with its custody line. Otherwise
    ///   nothing is.
    package func run(
        applies: Bool, _ report: (Event) async -> Void
    ) async throws(CasebookError) -> Tally {
        let total = try await casebook.captureCount()
        var tally = Tally()
        var last: Capture?
        while true {
            let batch = try await casebook.captures(after: last, limit: 64)
            guard let end = batch.last else { return tally }
            last = end.capture
            for (stored, result) in zip(batch, await judge(batch)) {
                tally.captures += 1
                switch result {
                case .failure(let problem):
                    tally.failed += 1
                    await report(.failed(capture: stored.capture.name, problem.message))
                case .success(let judged):
                    tally.pages += judged.pages.count
                    if judged.keepsVerdict { tally.kept += 1 }
                    guard let verdict = judged.verdict else { continue }
                    var change = Change(stored, verdict)
                    if applies {
                        change.isApplied = try await casebook.rejudge(
                            stored, verdict: verdict, pages: judged.pages)
                        // Another process judged it meanwhile, by rules of its own.
                        guard change.isApplied else { continue }
                    }
                    tally.changed += 1
                    await report(.changed(change))
                }
            }
            await report(.progress(done: tally.captures, total: total))
        }
    }

    /// Judges some visits, `width` of them at once, and gives the results in their order.
    private func judge(
        _ batch: [StoredCapture]
    ) async -> [Result<RejudgedCapture, RejudgeError>] {
        await withTaskGroup(of: (Int, Result<RejudgedCapture, RejudgeError>).self) { group in
            var results: [Int: Result<RejudgedCapture, RejudgeError>] = [:]
            for (index, stored) in batch.enumerated() {
                if index >= width, let (place, result) = await group.next() {
                    results[place] = result
                }
                group.addTask { [self] in
                    let result = Result { () throws(RejudgeError) in
                        try RejudgedCapture(
                            stored, archive: casebook.archiveDirectory, knowledge)
                    }
                    return (index, result)
                }
            }
            for await (place, result) in group { results[place] = result }
            return batch.indices.compactMap { results[$0] }
        }
    }
}

extension Rejudgement.Change {
    fileprivate init(_ stored: StoredCapture, _ verdict: Verdict) {
        self.init(
            case: CaseNumber(stored.capture.lead).description, capture: stored.capture.name,
            url: stored.address.description, before: stored.verdict.map(Outcome.init),
            after: Outcome(verdict), isApplied: false)
    }
}
