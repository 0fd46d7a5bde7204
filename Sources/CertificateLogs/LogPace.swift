// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// How long a log is left alone, after what it answered last.
///
/// A pure state machine: it knows no clock, and is told what came.
package struct LogPace: Sendable, Hashable {
    package enum Answer: Sendable, Hashable {
        /// What was asked for.
        case good
        /// It is asked too much, or busy (429, 503); with the seconds that it asks for, if it does.
        case busy(retryAfter: Double?)
        /// Nothing that can be used.
        case bad
    }

    /// The pause after each good answer, in seconds.
    package var delay: Double
    /// The longest pause that a log gets for what it answered: an hour.
    package static let longest: Double = 3600
    /// The longest pause that grows by itself: 5 minutes.
    package static let longestGrown: Double = 300
    /// How many answers in a row were not good.
    package private(set) var failures = 0

    package init(delay: Double = 0) { self.delay = delay }

    /// Takes an answer.
    ///
    /// - Parameter chance: from 0 to 1, so that many who failed at once do not come again at once.
    /// - Returns: the pause before the next question, in seconds.
    package mutating func pause(after answer: Answer, chance: Double) -> Double {
        if case .good = answer {
            failures = 0
            return delay
        }
        failures += 1
        let doubled = Double(1 << min(failures - 1, 16))
        let grown = min(doubled, Self.longestGrown) * (0.75 + chance / 2)
        guard case .busy(let asked?) = answer, asked.isFinite else { return grown }
        return max(grown, min(max(0, asked), Self.longest))
    }
}
