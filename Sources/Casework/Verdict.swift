// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// 判定: how suspect a page or a lead is, and why.
///
/// A machine never confirms: it ranks.
package struct Verdict: Sendable, Hashable, Codable {
    package var url: String
    package var level: Level
    /// 0 to 100; see `Rules/scoring.yml` for the curve.
    package var score: Int
    /// In the order of ``Category``'s cases; empty for an innocent page.
    package var categories: [Category]
    /// Heaviest first.
    package var findings: [Finding]
    /// SHA-256 of the rules that judged, so that a verdict can be repeated.
    package var rules: String

    package init(
        url: String, level: Level, score: Int, categories: [Category], findings: [Finding],
        rules: String
    ) {
        self.url = url
        self.level = level
        self.score = score
        self.categories = categories
        self.findings = findings
        self.rules = rules
    }

    package enum Level: String, Sendable, Hashable, Codable, CaseIterable, Comparable {
        case dismiss
        case doubtful
        case suspect
        case high

        package static func < (a: Level, b: Level) -> Bool { a.rank < b.rank }

        private var rank: Int {
            switch self {
            case .dismiss: 0
            case .doubtful: 1
            case .suspect: 2
            case .high: 3
            }
        }

        /// 高度可疑, 可疑, 存疑 or 排除.
        package var chinese: String {
            switch self {
            case .dismiss: "排除"
            case .doubtful: "存疑"
            case .suspect: "可疑"
            case .high: "高度可疑"
            }
        }
    }

    package enum Category: String, Sendable, Hashable, Codable, CaseIterable {
        case fakeQuery = "fake_query"
        case saleForged = "sale_forged"
        case examBypass = "exam_bypass"
        case mirrorSpam = "mirror_spam"

        /// What an officer calls it.
        package var chinese: String {
            switch self {
            case .fakeQuery: "假冒查询网站"
            case .saleForged: "兜售假证"
            case .examBypass: "免考保过"
            case .mirrorSpam: "镜像垃圾站"
            }
        }
    }
}

/// 命中: one rule that matched, or one that speaks against.
package struct Finding: Sendable, Hashable, Codable {
    package var rule: String
    /// The rule's title in Chinese.
    package var title: String
    /// Where it matched, such as `text`, `title`, `form` or `host`.
    package var field: String
    /// What stands there, as the page writes it; hostile, to be escaped wherever it is shown.
    package var text: String
    /// Where `text` stands, in Unicode code points: in the decoded source of the page for what is
    /// on the page, in the value itself for `host`, `url` and header fields.
    package var start: Int
    package var end: Int
    /// Bits for (positive) or against (negative).
    package var weight: Double
    /// The fact or law behind the rule, in Chinese.
    package var why: String
    /// The page it was found on, if a lead's verdict joins several.
    package var page: String?

    package init(
        rule: String, title: String, field: String, text: String, start: Int, end: Int,
        weight: Double, why: String, page: String? = nil
    ) {
        self.rule = rule
        self.title = title
        self.field = field
        self.text = text
        self.start = start
        self.end = end
        self.weight = weight
        self.why = why
        self.page = page
    }
}

extension Verdict {
    /// The same verdict with citizens' identity numbers masked, as it is kept and shown.
    ///
    /// A masked number is as long as the number, so that every place stays true.
    package var masked: Verdict {
        var verdict = self
        for index in verdict.findings.indices {
            verdict.findings[index].text = IdentityNumbers.masked(verdict.findings[index].text)
        }
        return verdict
    }
}
