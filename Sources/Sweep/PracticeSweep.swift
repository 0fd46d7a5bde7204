// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework
package import Range

/// How the practice range is swept: for real, but without the waits that real sites are owed.
package enum PracticeSweep {
    /// The settings under which `jianwei demo` and the tests sweep the range.
    ///
    /// - Parameter hostsFile: the range's own names; see `RangeServer.hostsFile`.
    package static func settings(hostsFile: String) -> SweepSettings {
        var settings = SweepSettings()
        settings.hostsFile = hostsFile
        settings.allowedRanges = ["127.77.0.0/16"]
        settings.secondsBetweenRequests = 0.02
        settings.limits.connectSeconds = 2
        settings.limits.firstByteSeconds = 2
        settings.limits.totalSeconds = 6
        settings.limits.slowSeconds = 2
        settings.limits.bodyBytes = 4 << 20
        return settings
    }
}

extension PracticeSite.Expectation {
    /// Whether `outcome` is what must come of the site.
    package func isMet(by outcome: LeadOutcome?) -> Bool {
        switch self {
        case .verdict(let level, let categories):
            outcome?.level == level
                && categories.allSatisfy { outcome?.categories.contains($0) == true }
        case .failure(let code):
            outcome?.level == nil && outcome?.failure == code
        }
    }
}
