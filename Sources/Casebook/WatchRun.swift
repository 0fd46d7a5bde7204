// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// One run of a watch: a sweep that was due.
package struct WatchRun: Sendable, Hashable {
    /// Counts the runs of all schedules, from 1.
    package var number: Int64
    package var schedule: String
    package var due: Date
    /// How many times before that it was due and missed.
    package var missed: Int
    /// The sweep that visits: ``Run/number``.
    package var sweep: Int64
    package var startedAt: Date
    /// When its report was kept; `nil` if it is not over.
    package var endedAt: Date?
    /// How many changes it reported; `nil` if it is not over.
    package var changes: Int?
}

/// A report that is to be handed over.
package struct Delivery: Sendable, Hashable {
    package enum State: String, Sendable, Hashable, Codable {
        case waiting
        case sent
        /// It was tried as often as is any use.
        case givenUp = "given-up"
    }

    package var number: Int64
    package var run: Int64
    package var destination: String
    package var state: State
    package var tries: Int
    package var nextTry: Date
    /// Why the last try failed, in Chinese; empty if none did.
    package var reason: String
    package var sentAt: Date?

    /// The waits between tries in seconds, 5 minutes to 12 hours: ten tries in some two days.
    package static let waits: [Double] = [
        300, 900, 3600, 3 * 3600, 6 * 3600, 6 * 3600, 12 * 3600, 12 * 3600, 12 * 3600,
    ]
}
