// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework
package import FoundationEssentials

/// One sweep: its settings, so that it can be resumed with them, and how far it got.
package struct Run: Sendable, Hashable {
    package var number: Int64
    /// What the sweep was asked for, as the top wrote it; the casebook does not read it.
    package var settings: String
    /// The names of the personas that visit each lead.
    package var personas: [String]
    package var startedAt: Date
    /// When all its leads had been handed over; `nil` if that was cut off.
    package var filledAt: Date?
    package var finishedAt: Date?
}

/// How far a run is.
package struct RunCounts: Sendable, Hashable {
    /// How many leads it has.
    package var leads: Int
    /// Jobs, of which each lead has one for each persona, by what became of them.
    package var waiting: Int
    package var working: Int
    package var done: Int
    package var failed: Int
    /// Leads by the highest level that a visit of this run gave them.
    package var levels: [Verdict.Level: Int]

    /// All jobs.
    package var jobs: Int { waiting + working + done + failed }
}

/// What became of leads that were handed over.
package struct AddedLeads: Sendable, Hashable {
    /// Leads that the casebook did not know.
    package var new = 0
    /// Leads that it knew, and that are new to the run.
    package var known = 0
    /// Leads that the run already had.
    package var repeated = 0

    package init(new: Int = 0, known: Int = 0, repeated: Int = 0) {
        self.new = new
        self.known = known
        self.repeated = repeated
    }
}

/// One visit to make: a lead, seen by one persona, for the `attempt`-th time.
package struct Job: Sendable, Hashable {
    package var id: Int64
    package var run: Int64
    package var lead: Lead
    /// The persona's name.
    package var persona: String
    package var attempt: Int
    /// Higher is earlier.
    package var priority: Int
    /// Until when nobody else gets it.
    package var leaseUntil: Date
}

/// What came of a job.
package struct JobResult: Sendable {
    package var job: Job
    package var capture: Capture
    /// `nil` if there was nothing to judge.
    package var verdict: Verdict?
    package var dossier: Dossier?
    /// The front page first.
    package var pages: [PageRecord]
    /// Why the lead could not be visited, or `nil` if it was.
    package var failure: FetchFailure?
    /// What a watch compares with the last time; `nil` if nobody watches.
    package var traits: SiteTraits?

    package init(
        job: Job, capture: Capture, verdict: Verdict? = nil, dossier: Dossier? = nil,
        pages: [PageRecord] = [], failure: FetchFailure? = nil, traits: SiteTraits? = nil
    ) {
        self.job = job
        self.capture = capture
        self.verdict = verdict
        self.dossier = dossier
        self.pages = pages
        self.failure = failure
        self.traits = traits
    }
}

/// Whether a result was kept.
package enum Landing: Sendable, Hashable {
    case landed
    /// The same visit had landed before, from whoever had the job when our lease ran out; nothing
    /// was changed.
    case landedBefore
}
