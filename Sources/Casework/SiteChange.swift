// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// 变化: what a watch saw of a site that was otherwise the last time.
package struct SiteChange: Sendable, Hashable, Codable {
    package enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        /// It is watched for the first time.
        case new
        /// It answers for the first time.
        case live
        /// It answers no more.
        case gone
        /// It answers again.
        case back
        /// It looks like one that was known before under another name or address.
        case returned
        case content
        case address
        /// Another company announces its addresses, or another CDN stands before it.
        case host
        case certificate

        /// 新增, 上线, 关停, 恢复, 换名重现, 内容变化, 地址变化, 主机商变化 or 证书变化.
        package var chinese: String {
            switch self {
            case .new: "新增"
            case .live: "上线"
            case .gone: "关停"
            case .back: "恢复"
            case .returned: "换名重现"
            case .content: "内容变化"
            case .address: "地址变化"
            case .host: "主机商变化"
            case .certificate: "证书变化"
            }
        }
    }

    /// One thing that differs.
    package struct Detail: Sendable, Hashable, Codable {
        package enum Part: String, Sendable, Hashable, Codable, CaseIterable {
            /// Why it does not answer.
            case failure
            case status
            /// Where a visit ends.
            case landing
            case title
            case text
            case contacts
            case identifiers
            case level
            /// Whether a persona is answered at all, while others are.
            case visibility
            case address
            case host
            case certificate

            package var chinese: String {
                switch self {
                case .failure: "访问结果"
                case .status: "状态码"
                case .landing: "最终网址"
                case .title: "标题"
                case .text: "正文"
                case .contacts: "联系方式"
                case .identifiers: "标识编号"
                case .level: "判定"
                case .visibility: "是否对该身份显示"
                case .address: "IP 地址"
                case .host: "主机商"
                case .certificate: "证书"
                }
            }
        }

        package var part: Part
        /// The persona that saw it, where personas may see different things.
        package var persona: String?
        /// Hostile text, to be escaped wherever it is shown; empty if there was nothing.
        package var before: String
        package var after: String

        package init(_ part: Part, persona: String? = nil, before: String, after: String) {
            self.part = part
            self.persona = persona
            self.before = before
            self.after = after
        }
    }

    /// Another site that shares rare marks with this one.
    package struct Kin: Sendable, Hashable, Codable {
        /// The case's number: `JW-000042`.
        package var `case`: String
        package var host: String
        package var isLive: Bool
        package var marks: [SiteMark]

        package init(case number: CaseNumber, host: String, isLive: Bool, marks: [SiteMark]) {
            self.case = number.description
            self.host = host
            self.isLive = isLive
            self.marks = marks
        }
    }

    package var kind: Kind
    /// The case's number: `JW-000042`.
    package var `case`: String
    package var host: String
    package var url: String
    /// Whether it answers now.
    package var isLive: Bool
    /// The most suspect level that a persona's newest visit got.
    package var level: Verdict.Level?
    package var details: [Detail]
    /// For ``Kind/returned``: the sites that it looks like.
    package var kin: [Kin]

    package init(
        _ kind: Kind, case number: CaseNumber, address: WebAddress, isLive: Bool,
        level: Verdict.Level?, details: [Detail] = [], kin: [Kin] = []
    ) {
        self.kind = kind
        self.case = number.description
        host = address.host
        url = address.description
        self.isLive = isLive
        self.level = level
        self.details = details
        self.kin = kin
    }
}
