// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

// How a schedule is kept when clocks are set
//
// A schedule names times as clocks show them. In spring clocks skip an hour: what is due in it is
// due once, when they have been set. In autumn they show an hour twice: what is due in it is due once,
// the first time. What is due in every hour goes by hours that pass, and is due both times. (cron(8)
// of Debian does the same.)

import Casework
package import FoundationEssentials

/// When something is due, again and again, by the clocks of a place.
///
/// Pure: it knows neither what time it is, nor where. See ``init(_:)`` for how it is written.
package struct Schedule: Sendable, Hashable {
    /// As it was written.
    package let text: String
    let patterns: [Pattern]

    /// Times of day on certain days; bit *n* of each set stands for *n*.
    struct Pattern: Sendable, Hashable {
        var minutes: UInt64
        var hours: UInt32
        var days: UInt32 = 0xFFFF_FFFE
        var months: UInt16 = 0x1FFE
        /// Sunday is 0.
        var weekdays: UInt8 = 0x7F
        /// Whether days of the month, and of the week, were named: if both were, either will do.
        var namesDays = false
        var namesWeekdays = false

        var isEveryHour: Bool { hours == 0xFF_FFFF }

        func isOn(_ day: CalendarDay) -> Bool {
            guard months >> day.month & 1 == 1 else { return false }
            let isDay = days >> day.day & 1 == 1
            let isWeekday = weekdays >> day.weekday & 1 == 1
            return namesDays && namesWeekdays ? isDay || isWeekday : isDay && isWeekday
        }

        /// Whether there is any such day, in a leap year at the latest.
        var canBe: Bool {
            if namesDays, namesWeekdays { return months != 0 }
            let lengths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
            return (1...12).contains { month in
                months >> month & 1 == 1
                    && (1...lengths[month - 1]).contains { days >> $0 & 1 == 1 }
            }
        }
    }

    /// So many days hold every day that can be: 29 February is missing for up to eight years, and
    /// falls on a given weekday after up to forty.
    private static let horizon = 366 * 41

    /// The first time after `date` at which it is due; `nil` if there is none in forty years.
    package func next(after date: Date, in zone: ZoneRules) -> Date? {
        let start = Int(date.timeIntervalSince1970.rounded(.down))
        let local = start + zone.offset(start)
        let today = Int((Double(local) / 86_400).rounded(.down))
        // A day earlier, for places that skipped one.
        for number in (today - 1)...(today + Self.horizon) {
            let day = CalendarDay(number: number)
            let due = patterns.filter { $0.isOn(day) }
                .compactMap { first($0, on: number, after: start, in: zone) }.min()
            if let due { return Date(timeIntervalSince1970: Double(due)) }
        }
        return nil
    }

    /// The first time of `pattern` on a day that comes after `start`.
    private func first(
        _ pattern: Pattern, on day: Int, after start: Int, in zone: ZoneRules
    ) -> Int? {
        let calm = zone.isCalm(around: day * 86_400)
        var first: Int?
        for hour in 0..<24 where pattern.hours >> hour & 1 == 1 {
            for minute in 0..<60 where pattern.minutes >> minute & 1 == 1 {
                let local = day * 86_400 + hour * 3600 + minute * 60
                if let calm {
                    if local - calm > start { return local - calm }
                    continue
                }
                for time in zone.instants(showing: local, bothTimes: pattern.isEveryHour)
                where time > start && time < first ?? .max {
                    first = time
                }
            }
        }
        return first
    }

    // MARK: - What is owed

    /// What a schedule owes: it was due at ``at``, and was missed ``missed`` times before.
    package struct Due: Sendable, Hashable {
        /// The last time at which it was due.
        package var at: Date
        /// How many times before that it was due and nothing came of it; counted up to 1,000.
        package var missed: Int

        package init(at: Date, missed: Int) {
            self.at = at
            self.missed = missed
        }
    }

    /// What is owed at `now` if all up to `last` was done; `nil` if nothing is.
    ///
    /// Whatever was missed is owed once.
    package func due(after last: Date, now: Date, in zone: ZoneRules) -> Due? {
        guard var next = next(after: last, in: zone), next <= now else { return nil }
        let at = latest(upTo: now, in: zone) ?? next
        var missed = 0
        while next < at, missed < 1000, let following = self.next(after: next, in: zone) {
            next = following
            missed += 1
        }
        return Due(at: at, missed: missed)
    }

    /// The last time at which it was due, up to and with `now`.
    private func latest(upTo now: Date, in zone: ZoneRules) -> Date? {
        var seconds = 120.0
        while seconds < Double(Self.horizon) * 86_400 {
            if var at = next(after: now.addingTimeInterval(-seconds), in: zone), at <= now {
                while let next = next(after: at, in: zone), next <= now { at = next }
                return at
            }
            seconds *= 2
        }
        return nil
    }

    /// From when on it counts, if all up to `last` was done as far as is known: `last` itself, or
    /// `now`, if the clock was wrong then.
    ///
    /// A time that was noted while the clock was ahead would keep the schedule silent until the
    /// clock has caught up. It is taken for wrong if the schedule would be due before it.
    package func anchor(_ last: Date, now: Date, in zone: ZoneRules) -> Date {
        guard last > now, let next = next(after: now, in: zone), next < last else { return last }
        return now
    }
}
