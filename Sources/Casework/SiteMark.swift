// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

// How a site is known again under another name
//
// Whoever loses a name puts the same pages up under the next one, and forgets what gives them away:
// the id of a visitor counter, a WeChat name, a key. Two sites count as kin if the marks they share
// weigh enough together. What many sites have says nothing: a mark of more than a few sites is left
// out, and so is what belongs to the official site that both of them copy.

/// Something by which a site can be known again.
package struct SiteMark: Sendable, Hashable, Codable {
    package enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        case contact
        /// The id of a visitor counter.
        case analytics
        /// The public key of the certificate.
        case key
        case icon
        /// An ICP or police number that the pages show.
        case number
        /// The name of a file that the front page loads.
        case resource
        /// The text of the front page.
        case text
        /// The markup of the front page.
        case shape

        package var chinese: String {
            switch self {
            case .contact: "联系方式"
            case .analytics: "统计代码"
            case .key: "证书公钥"
            case .icon: "网站图标"
            case .number: "备案号"
            case .resource: "资源文件名"
            case .text: "页面正文"
            case .shape: "页面结构"
            }
        }

        /// How much it weighs; three files, or more, weigh as much as one icon.
        fileprivate var weight: Int {
            switch self {
            case .contact, .analytics, .key: 6
            case .icon, .number, .text, .shape: 3
            case .resource: 1
            }
        }
    }

    package var kind: Kind
    /// As the site has it: `wechat:abc123`; of text and markup, how much is common, in per cent.
    package var value: String

    package init(_ kind: Kind, _ value: String) {
        self.kind = kind
        self.value = value
    }

    /// The most sites that may share a mark for it to say anything: 20.
    package static let rare = 20
    /// The least part of two texts that must be common.
    package static let alikeText = 0.8
    /// The least part of two markups that must be common.
    package static let alikeShape = 0.9

    /// What `wechat:abc123` or `icp:京ICP备12345678号` is a mark of, if of anything: a landline is
    /// as often the copied office's, and so are the badges of an organ of the state.
    static func kind(of text: String) -> (Kind, value: String)? {
        guard let colon = text.firstIndex(of: ":") else { return nil }
        let (name, value) = (String(text[..<colon]), String(text[text.index(after: colon)...]))
        if let contact = Contact.Kind(rawValue: name) {
            return contact == .landline || contact == .hotline ? nil : (.contact, value)
        }
        switch Identifier.Kind(rawValue: name) {
        case .baiduAnalytics, .cnzz, .la51, .googleAnalytics: return (.analytics, value)
        case .icp, .police: return (.number, value)
        case .siteCode, .conac, .jiucuoAddress, nil: return nil
        }
    }

    /// Whether sites that share `marks` are kin.
    package static func areTelling(_ marks: some Collection<SiteMark>) -> Bool {
        let files = marks.count { $0.kind == .resource }
        let rest = marks.filter { $0.kind != .resource }.reduce(0) { $0 + $1.kind.weight }
        return rest + min(files, 3) * Kind.resource.weight >= 6
    }
}

extension SiteState {
    /// The marks of all that is shown, but for text and markup, which are compared and not looked
    /// up; without `official` values, which a copy has from the site that it copies.
    package func marks(without official: Set<String>) -> Set<SiteMark> {
        var marks: Set<SiteMark> = []
        for traits in shown.values {
            func add(_ kind: SiteMark.Kind, _ value: String?) {
                guard let value, !official.contains(value) else { return }
                marks.insert(SiteMark(kind, value))
            }
            for text in (traits.contacts + traits.identifiers + traits.further).prefix(300) {
                guard let (kind, value) = SiteMark.kind(of: text), !official.contains(value) else {
                    continue
                }
                add(kind, text)
            }
            add(.key, traits.certificate?.key)
            add(.icon, traits.icon)
            for name in traits.resources.prefix(100) { add(.resource, name) }
        }
        return marks
    }

    /// The sketches of what is shown.
    package var sketches: [PageSketch] {
        Set(
            shown.values.compactMap { traits in
                let text = traits.text.flatMap { MinHash(hexadecimal: $0) }
                let shape = traits.shape.flatMap { MinHash(hexadecimal: $0) }
                guard text != nil || shape != nil else { return nil }
                return PageSketch(text: text ?? MinHash(), shape: shape ?? MinHash())
            }
        ).sorted { $0.text.hexadecimal < $1.text.hexadecimal }
    }
}

extension [PageSketch] {
    /// What these pages have in common with others, if it is enough to say so.
    package func marks(sharedWith others: [PageSketch]) -> [SiteMark] {
        var (text, shape) = (0.0, 0.0)
        for one in self {
            for other in others {
                text = Swift.max(text, one.text.similarity(to: other.text) ?? 0)
                shape = Swift.max(shape, one.shape.similarity(to: other.shape) ?? 0)
            }
        }
        var marks: [SiteMark] = []
        if text >= SiteMark.alikeText { marks.append(.init(.text, "\(Int(text * 100))%")) }
        if shape >= SiteMark.alikeShape { marks.append(.init(.shape, "\(Int(shape * 100))%")) }
        return marks
    }
}
