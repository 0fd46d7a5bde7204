// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// Who is told of a site: somebody who can act against it, or an office that takes reports.
package enum Addressee: String, Sendable, Hashable, Codable, CaseIterable {
    case registrar
    case host
    case deliveryNetwork = "cdn"
    /// 中央网信办违法和不良信息举报中心.
    case cac = "12377"
    /// 12321 网络不良与垃圾信息举报受理中心.
    case spam = "12321"
    /// 中国反钓鱼网站联盟.
    case apac

    package var chinese: String {
        switch self {
        case .registrar: "域名注册商"
        case .host: "托管服务商"
        case .deliveryNetwork: "CDN 或防护服务商"
        case .cac: "中央网信办违法和不良信息举报中心（12377）"
        case .spam: "12321 网络不良与垃圾信息举报受理中心"
        case .apac: "中国反钓鱼网站联盟（APAC）"
        }
    }
}

/// 告知记录: a notice that somebody sent, and the receipt that came back.
///
/// Source: 法释〔2019〕15号, article 11 (1): who goes on after an authority has told him is taken to
/// know.
package struct SentNotice: Sendable, Hashable, Codable {
    /// Counts through the casebook, from 1.
    package var number: Int64
    package var lead: Int64
    package var to: Addressee
    /// The addressee's name; empty if the kind says it.
    package var name: String
    /// How it was sent: an address, a form, a letter.
    package var way: String
    package var sentAt: Date
    /// The addressee's own reference, or what it answered; `nil` if nothing came yet.
    package var receipt: String?
    /// Who sent it, as they named themselves, or the account.
    package var by: String
    /// When it was put on record.
    package var at: Date

    package init(
        number: Int64, lead: Int64, to: Addressee, name: String, way: String, sentAt: Date,
        receipt: String?, by: String, at: Date
    ) {
        self.number = number
        self.lead = lead
        self.to = to
        self.name = name
        self.way = way
        self.sentAt = sentAt
        self.receipt = receipt
        self.by = by
        self.at = at
    }

    /// As custody lines name it: `notice-1`.
    package var recordName: String { "notice-\(number)" }
}
