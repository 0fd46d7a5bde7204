// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// By how much the clocks of a place are ahead of UTC, and when that changes.
///
/// The rules themselves are read elsewhere; here they are only asked.
package struct ZoneRules: Sendable {
    /// `Asia/Shanghai`.
    package let name: String
    /// Seconds that clocks are ahead of UTC at a time, in seconds since 1970.
    package let offset: @Sendable (Int) -> Int

    package init(name: String, offset: @escaping @Sendable (Int) -> Int) {
        self.name = name
        self.offset = offset
    }

    /// A place whose clocks are never set.
    package static func fixed(_ name: String, hours: Int) -> ZoneRules {
        ZoneRules(name: name) { _ in hours * 3600 }
    }

    /// Clocks are never set twice within so many seconds.
    private static let calm = 26 * 3600

    /// Whether clocks are not set within a day and two hours of the time `local`.
    func isCalm(around local: Int) -> Int? {
        let before = offset(local - Self.calm)
        return before == offset(local + Self.calm + 86_400) ? before : nil
    }

    /// The times at which clocks show `local`, in seconds as if they were UTC's.
    ///
    /// What clocks skip comes when they have been set. What they show twice comes once, the first
    /// time; or both times, if `bothTimes`.
    func instants(showing local: Int, bothTimes: Bool) -> [Int] {
        let (one, other) = (offset(local - Self.calm), offset(local + Self.calm))
        guard one != other else { return [local - one] }
        let (early, late) = (local - max(one, other), local - min(one, other))
        switch (offset(early) == max(one, other), offset(late) == min(one, other)) {
        case (true, true): return bothTimes ? [early, late] : [early]
        case (true, false): return [early]
        case (false, true): return [late]
        case (false, false): return [change(after: early, by: late)]
        }
    }

    /// The first second at which clocks differ from what they are at `early`.
    private func change(after early: Int, by late: Int) -> Int {
        let before = offset(early)
        var (low, high) = (early, late)
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if offset(middle) == before { low = middle } else { high = middle }
        }
        return high
    }
}
