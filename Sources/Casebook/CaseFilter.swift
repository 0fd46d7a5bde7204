// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework
package import FoundationEssentials

/// Which cases to list; what is `nil` does not matter.
package struct CaseFilter: Sendable, Hashable {
    /// This level or a higher one.
    package var level: Verdict.Level?
    package var category: Verdict.Category?
    /// Part of the host, in ASCII form.
    package var host: String?
    package var state: CaseFile.State?
    /// Only cases that changed at this time or later.
    package var since: Date?
    /// Only cases of this run.
    package var run: Int64?
    /// At most so many cases: 100 by default.
    package var limit: Int
    /// How many of the first to leave out.
    package var offset: Int

    package init(
        level: Verdict.Level? = nil, category: Verdict.Category? = nil, host: String? = nil,
        state: CaseFile.State? = nil, since: Date? = nil, run: Int64? = nil, limit: Int = 100,
        offset: Int = 0
    ) {
        self.level = level
        self.category = category
        self.host = host
        self.state = state
        self.since = since
        self.run = run
        self.limit = limit
        self.offset = offset
    }
}

/// One line of a list of cases.
package struct CaseSummary: Sendable, Hashable, Codable {
    package var number: Int64
    package var address: WebAddress
    package var state: CaseFile.State
    /// The level of the verdict that stands; `nil` if it was never judged.
    package var level: Verdict.Level?
    package var score: Int?
    package var categories: [Verdict.Category]
    /// The heaviest reasons, in Chinese; empty if there are none.
    package var why: String
    /// The ``FetchFailure/code`` of the newest visit, or `nil` if it succeeded.
    package var failure: String?
    package var updatedAt: Date

    package var caseNumber: CaseNumber { CaseNumber(number) }
}
