// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// Whether a host imitates a protected site, of which, by which shape, and why.
package struct NameOpinion: Sendable, Hashable, Codable {
    package var host: String
    package var level: Level
    /// 0 to 100.
    package var score: Int
    /// The ``ProtectedSite/id`` that is imitated, or that owns the host if ``level`` is `official`.
    package var site: String?
    package var shape: Shape?
    /// Reasons in Chinese, strongest first; also those that speak against.
    package var why: [String]

    package init(
        host: String, level: Level, score: Int, site: String? = nil, shape: Shape? = nil,
        why: [String] = []
    ) {
        self.host = host
        self.level = level
        self.score = score
        self.site = site
        self.shape = shape
        self.why = why
    }

    package enum Level: String, Sendable, Hashable, Codable, CaseIterable {
        /// The host belongs to a protected site, or stands under a closed government suffix.
        case official
        case high
        case suspect
        case doubtful
        case dismiss
    }

    /// How a name imitates: the grammar of names that fraudsters register.
    package enum Shape: String, Sendable, Hashable, Codable, CaseIterable {
        /// `cx.mem.gov.cn.pay.example`
        case embedding
        /// `cx-mem-gov.cn`, `sdds-gov-cn.example`
        case hyphen
        /// `cxmemgov.cn`
        case joined
        /// One or two letters added, dropped, changed or swapped.
        case edit
        /// Letters that look alike: `rn` for `m`, `0` for `o`.
        case confusable
        /// The same label under another suffix.
        case suffix
        /// Pinyin words or initials: `yjglt`, `aqsc`, `chaxun`.
        case pinyin
        /// A brand word and a generic one: `mem-cx`.
        case combination
        /// Chinese labels, or scripts mixed in one label.
        case international
    }
}
