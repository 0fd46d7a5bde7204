// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// A number by which an official site or its owner is known, found on a page.
package struct Identifier: Sendable, Hashable, Codable {
    package enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        /// 政府网站标识码: 10 digits, or `bm` and 8 digits.
        case siteCode = "site-code"
        /// The id of a 党政机关 or 事业单位 badge at bszs.conac.cn, or of its script.
        case conac
        /// ICP备案号.
        case icp
        /// 公安备案号: 14 digits.
        case police
        /// The address that a 找错 link or script names as its owner.
        case jiucuoAddress = "jiucuo-url"
        case baiduAnalytics = "baidu-tongji"
        case cnzz
        case la51 = "51la"
        case googleAnalytics = "google-analytics"
    }

    package var kind: Kind
    /// In its usual form: `京ICP备12345678号-1`, 32 capital hexadecimal digits.
    package var value: String
    /// As the page writes it.
    package var written: Quote

    package init(kind: Kind, value: String, written: Quote) {
        self.kind = kind
        self.value = value
        self.written = written
    }
}

/// A way to reach whoever is behind a page.
package struct Contact: Sendable, Hashable, Codable {
    package enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        case wechat
        case qq
        case mobile
        case landline
        case email
        case telegram
        /// A government hotline such as 12345 or 12350: no way to reach a seller.
        case hotline
    }

    package var kind: Kind
    /// In its usual form: digits only, letters in lower case.
    package var value: String
    /// As the page writes it.
    package var written: Quote

    package init(kind: Kind, value: String, written: Quote) {
        self.kind = kind
        self.value = value
        self.written = written
    }
}
