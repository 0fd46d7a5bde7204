// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
package import Range

/// How the practice range is swept: for real, but without the waits that real sites are owed.
package enum PracticeSweep {
    /// The settings under which `jianwei demo` and the tests sweep the range.
    ///
    /// - Parameters:
    ///   - range: the range that is served.
    ///   - hostsFile: where its `hostsFile` was written.
    package static func settings(for range: RangeServer, hostsFile: String) -> SweepSettings {
        var settings = SweepSettings()
        settings.hostsFile = hostsFile
        settings.allowedRanges = range.allowedRanges.map(\.description)
        // The range's own names are in the hosts file; nothing is asked of any other server.
        settings.resolvers = ["127.0.0.1:9"]
        settings.secondsBetweenRequests = 0.02
        settings.limits.connectSeconds = 2
        settings.limits.firstByteSeconds = 2
        settings.limits.totalSeconds = 6
        settings.limits.slowSeconds = 2
        settings.limits.bodyBytes = 4 << 20
        return settings
    }
}

extension PracticeSite {
    /// What must come of the site when each of `personas` visits it: the most suspect of what each
    /// of them must see.
    package func expectation(for personas: [String]) -> Expectation {
        let each = personas.map { expectedAs[$0] ?? expected }
        return each.max { $0.rank < $1.rank } ?? expected
    }
}

extension PracticeSite.Expectation {
    /// By how much it is suspect: a failure less than any verdict.
    fileprivate var rank: Int {
        let level: Verdict.Level
        switch self {
        case .failure: return -1
        case .verdict(let expected, _): level = expected
        case .within(let levels, _): level = levels.lowerBound
        }
        return Verdict.Level.allCases.firstIndex(of: level) ?? 0
    }

    /// Whether `outcome` is what must come of the site.
    package func isMet(by outcome: LeadOutcome?) -> Bool {
        guard let outcome else { return false }
        guard let level = outcome.level else {
            if case .failure(let code) = self { return outcome.failure == code }
            return false
        }
        return isMet(
            by: Verdict(
                url: outcome.url, level: level, score: outcome.score ?? 0,
                categories: outcome.categories, findings: [], rules: ""))
    }
}
