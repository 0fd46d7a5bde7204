// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework

extension PacketNotice {
    /// The notice as text to paste into a mail or a form: Chinese, and English below it for those
    /// who are abroad.
    package func mail(of contents: PacketContents) -> String {
        let urls = urls.map { HostileText.visible($0) }.joined(separator: "\n")
        let words = Self.bounded(explanation(contents), Self.justification)
        return """
            收件人 To: \(Self.line(ways.joined(separator: ", "), or: "（由发函人员补充）"))
            主题 Subject: 涉嫌假冒国家机关网站 \(host) / Website impersonating a Chinese authority: \(host)

            【地址 URLs】\(self.urls.count)
            \(urls)

            【说明与复现 Justification and steps】
            \(words)

            """
    }

    private func explanation(_ contents: PacketContents) -> String {
        let caseFile = contents.caseFile
        let facts = Self.facts(caseFile).map { "- " + Self.line($0, or: "") }
        var views: [String] = []
        var seen: Set<String> = []
        for capture in caseFile.captures where seen.insert(capture.persona.name).inserted {
            let persona = capture.persona
            views += [
                "User-Agent: \(persona.userAgent)", "Accept-Language: \(persona.acceptLanguage)",
            ]
            if let referer = persona.referer { views.append("Referer: \(referer)") }
            let hops = capture.visits.filter { $0.purpose == .redirect || $0.purpose == .page }
            views += hops.prefix(4).map { hop in
                "  \(Timestamp.text(hop.startedAt))  \(hop.status.map(String.init) ?? "-")  "
                    + String(Self.line(hop.address.description, or: "").prefix(200))
            }
        }
        let addresses = Set(
            caseFile.captures.flatMap(\.names).flatMap(\.addresses).map(\.description))
        return """
            致\(Self.line(name, or: addressee.chinese))：
            网站 \(host) 涉嫌假冒国家机关名义，用于兜售或“验证”假冒的安全生产证书。所见：
            \(facts.joined(separator: "\n"))
            网站可能对不同访问者给出不同内容，请以下列方式核实：
            \(views.isEmpty ? "（尚未成功访问）" : views.joined(separator: "\n"))
            解析地址 Addresses: \(addresses.sorted().prefix(30).joined(separator: ", "))
            请停止服务，保存日志和身份资料以备调取，并回复受理编号。
            证据包编号 Evidence: \(contents.packetNumber)

            The site \(host) poses as a Chinese government authority in order to sell forged \
            work-safety certificates, or to make forged ones look valid. It may show other visitors \
            other content: please look with the User-Agent above, step by step. Please end your \
            service to it, preserve logs and subscriber data for law enforcement, and send us your \
            reference number. The captured bytes, with hashes and times, are kept by us under the \
            evidence number above.
            """
    }

    private static func line(_ text: String, or other: String) -> String {
        let shown = HostileText.line(text)
        return shown.isEmpty ? other : shown
    }

    private static func bounded(_ text: String, _ limit: Int) -> String {
        let visible = HostileText.visible(text)
        guard visible.unicodeScalars.count > limit else { return visible }
        return String(String.UnicodeScalarView(visible.unicodeScalars.prefix(limit - 1))) + "…"
    }
}
