// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// 值守报告: what one run of a watch found that was otherwise the last time.
///
/// Its JSON form is a promise to users: `Documentation/Watch.md` says what each field means.
package struct WatchReport: Sendable, Hashable, Codable {
    /// The form's name and version.
    package static let format = "jianwei-watch/1"

    package var format: String
    /// Counts the runs of all schedules of a casebook, from 1.
    package var run: Int64
    /// The schedule's name.
    package var schedule: String
    /// When it was due.
    package var due: Date
    /// How many times before that it was due and missed.
    package var missed: Int
    package var startedAt: Date
    package var endedAt: Date
    /// How many addresses the list had.
    package var sites: Int
    package var serving: Int
    package var silent: Int
    /// Those of which nothing could be learnt; what they were they still are.
    package var unknown: Int
    /// Whether nothing answered at all, so that it was taken for this machine's own trouble, and
    /// nothing is said of any site.
    package var isBlind: Bool
    package var changes: [SiteChange]
    /// Earlier reports that could not be handed over yet.
    package var undelivered: [Undelivered]
    /// Name and version.
    package var software: String

    /// A report that waits to be handed over.
    package struct Undelivered: Sendable, Hashable, Codable {
        package var run: Int64
        package var destination: String
        package var tries: Int
        /// Why the last try failed, in Chinese; empty before the first.
        package var reason: String
        /// Whether no further try is made.
        package var isGivenUp: Bool

        package init(
            run: Int64, destination: String, tries: Int, reason: String, isGivenUp: Bool
        ) {
            self.run = run
            self.destination = destination
            self.tries = tries
            self.reason = reason
            self.isGivenUp = isGivenUp
        }
    }

    package init(
        run: Int64, schedule: String, due: Date, missed: Int, startedAt: Date, endedAt: Date,
        sites: Int = 0, serving: Int = 0, silent: Int = 0, unknown: Int = 0, isBlind: Bool = false,
        changes: [SiteChange] = [], undelivered: [Undelivered] = [], software: String
    ) {
        format = Self.format
        self.run = run
        self.schedule = schedule
        self.due = due
        self.missed = missed
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.sites = sites
        self.serving = serving
        self.silent = silent
        self.unknown = unknown
        self.isBlind = isBlind
        self.changes = changes
        self.undelivered = undelivered
        self.software = software
    }
}

/// One change of a site's life, with its time.
package struct SiteEvent: Sendable, Hashable, Codable {
    package var at: Date
    /// The run of the watch that saw it; see ``WatchReport/run``.
    package var run: Int64
    package var change: SiteChange

    package init(at: Date, run: Int64, change: SiteChange) {
        self.at = at
        self.run = run
        self.change = change
    }
}

/// 网站经历: all that the casebook knows of one host over time.
package struct SiteHistory: Sendable, Hashable, Codable {
    /// One address of the host.
    package struct Site: Sendable, Hashable, Codable {
        /// The case's number: `JW-000042`.
        package var `case`: String
        package var url: String
        package var level: Verdict.Level?
        /// `nil` if no watch looked at it.
        package var phase: SiteState.Phase?
        /// How many times in a row it did not answer.
        package var silences: Int
        package var visits: Int
        package var firstVisit: Date?
        package var lastVisit: Date?
        /// Until when the schedule for dead sites leaves it alone.
        package var restsUntil: Date?
        package var addresses: [String]
        package var hosting: [String]

        package init(
            case number: CaseNumber, url: String, level: Verdict.Level?, phase: SiteState.Phase?,
            silences: Int, visits: Int, firstVisit: Date?, lastVisit: Date?, restsUntil: Date?,
            addresses: [String], hosting: [String]
        ) {
            self.case = number.description
            self.url = url
            self.level = level
            self.phase = phase
            self.silences = silences
            self.visits = visits
            self.firstVisit = firstVisit
            self.lastVisit = lastVisit
            self.restsUntil = restsUntil
            self.addresses = addresses
            self.hosting = hosting
        }
    }

    package var host: String
    package var sites: [Site]
    /// Oldest first.
    package var events: [SiteEvent]
    /// Later sites that were taken for this one under another name, oldest first.
    package var laterNames: [SiteEvent]

    package init(
        host: String, sites: [Site], events: [SiteEvent], laterNames: [SiteEvent]
    ) {
        self.host = host
        self.sites = sites
        self.events = events
        self.laterNames = laterNames
    }
}
