// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework

/// What a sweep tells as it goes.
package enum SweepEvent: Sendable {
    /// All personas have visited a lead.
    case finished(LeadOutcome)
    /// A link to an imitation was found and has become a lead.
    case discovered(WebAddress, on: CaseNumber)
}

/// What came of one lead.
package struct LeadOutcome: Sendable, Hashable, Codable {
    /// The case's number: `JW-000042`.
    package var `case`: String
    package var url: String
    /// Where the visit ended, if it was led elsewhere.
    package var landedOn: String?
    /// `nil` if no persona brought anything that could be judged.
    package var level: Verdict.Level?
    package var score: Int?
    package var categories: [Verdict.Category]
    /// ``FetchFailure/code`` if the site could not be read.
    package var failure: String?
    /// One line, in Chinese, that says why: the heaviest findings, or what went wrong.
    package var why: String
    package var pages: Int
    /// Whether a server answered at all.
    package var isLive: Bool

    package init(
        case number: CaseNumber, url: String, landedOn: String? = nil,
        level: Verdict.Level? = nil, score: Int? = nil, categories: [Verdict.Category] = [],
        failure: String? = nil, why: String, pages: Int, isLive: Bool
    ) {
        self.case = number.description
        self.url = url
        self.landedOn = landedOn
        self.level = level
        self.score = score
        self.categories = categories
        self.failure = failure
        self.why = why
        self.pages = pages
        self.isLive = isLive
    }
}
