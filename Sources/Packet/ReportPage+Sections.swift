// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework

extension ReportPage {
    var what: String {
        let pages = caseFile.pages.map { page in
            [
                Self.code(page.address.description),
                Self.known(page.title, else: "无标题"),
                Self.text("\(page.verdict.level.chinese) \(page.verdict.score)"),
                Self.text(page.verdict.categories.map(\.chinese).joined(separator: "、")),
            ]
        }
        return """
            <section><h2>一、是什么</h2>
            \(Self.table(["页面", "标题", "判定", "类别"], pages, none: "没有读到页面。"))
            </section>
            """
    }

    var place: String {
        let lead = caseFile.lead
        let origin = lead.origin
        let addresses = caseFile.captures.flatMap(\.names).flatMap(\.addresses)
        let shown = Array(Set(addresses.map(\.description))).sorted().joined(separator: "、")
        return """
            <section><h2>二、在哪里</h2>
            \(Self.facts([
                ("网址", Self.code(lead.address.description)),
                ("主机", Self.code(lead.address.host)),
                ("解析地址", Self.known(shown, else: "没有解析到地址")),
                ("线索来源", Self.text(Self.source(origin.source))),
                ("举报时间", Self.known(origin.reportedAt, else: "未提供")),
                ("举报编号", Self.known(origin.reporterReference, else: "未提供")),
                ("备注", Self.known(origin.note, else: "无")),
                ("发现于", Self.known(origin.foundOn, else: "不是由其他页面发现")),
                ("收到时间", Self.time(lead.addedAt)),
            ]))
            \(certificates)
            </section>
            """
    }

    /// What certificate-transparency logs prove of when the site had certificates.
    private var certificates: String {
        guard let earliest = caseFile.certificates.map(\.loggedAt).min() else { return "" }
        let rows = caseFile.certificates.map { certificate in
            [
                Self.text(certificate.log) + " 第 \(certificate.entry) 条",
                Self.text(certificate.kind == .precertificate ? "预证书" : "证书"),
                Self.text(Timestamp.beijing(certificate.loggedAt)),
                Self.text(certificate.names.joined(separator: "、")),
                Self.known(certificate.issuer, else: "未写明"),
                Self.code(certificate.sha256),
                Self.text(
                    Timestamp.beijing(certificate.head.time) + "，共 \(certificate.head.size) 条"
                        + (certificate.path == nil ? "，未取得审计路径" : "")),
            ]
        }
        return """
            <h3>证书公示</h3>
            <p>该网站的证书最早于 \(Self.text(Timestamp.beijing(earliest)))（北京时间）记入证书透明度日志。
            日志由第三方运营，其签名的树头证明证书不晚于签名时间存在；data/certificate-logs.json 中有证书、条目、
            树头和审计路径，可独立核验。</p>
            \(Self.table(
                ["日志与序号", "种类", "公示时间（北京）", "域名", "颁发者", "SHA-256", "树头签名时间（北京）"],
                rows, none: ""))
            """
    }

    var visits: String {
        let parts = caseFile.captures.map { capture in
            let persona = capture.persona
            let resolvers = capture.names.flatMap(\.answers).compactMap(\.resolver)
            let resolver = Array(Set(resolvers)).sorted().joined(separator: "、")
            let proxies = Set(capture.visits.compactMap { $0.remote?.proxy }).sorted()
            let rows = capture.visits.enumerated().map { Self.row($0.offset + 1, $0.element) }
            let robots = capture.visits.first { $0.purpose == .robots }
            return """
                <h3>\(Self.text(capture.name))</h3>
                \(Self.facts([
                    ("访问身份", Self.text(persona.name)),
                    ("User-Agent", Self.code(persona.userAgent)),
                    ("语言", Self.code(persona.acceptLanguage)),
                    ("Referer", Self.known(persona.referer, else: "不发送")),
                    ("视口", Self.text("\(persona.viewport.width)×\(persona.viewport.height)")),
                    ("开始", Self.time(capture.startedAt)),
                    ("结束", Self.time(capture.endedAt)),
                    ("本机时钟", Self.text(PacketForms.clock(capture))),
                    ("域名服务器", Self.known(resolver, else: "没有服务器应答，或地址由人工指定")),
                    ("网络出口", Self.known(
                        proxies.joined(separator: "、"), else: "本机直连，出口地址未记录")),
                    ("robots.txt", Self.text(robots.map(Self.outcome) ?? "未请求")),
                    ("软件", Self.text(capture.software)),
                ]))
                \(Self.table(
                    ["步", "时间（北京）", "地址", "由何到达", "结果", "服务器", "字节", "正文 SHA-256"],
                    rows, none: "没有发出请求。"))
                """
        }
        let body = parts.isEmpty ? "<p class=\"none\">尚未访问。</p>" : parts.joined(separator: "\n")
        return """
            <section><h2>三、何时、如何获取</h2>
            <p>方法：程序以下列身份用 GET 请求访问公开页面，原始字节在解析之前写入 WARC 归档。
            各步依次列出，包括跳转。</p>
            \(body)
            </section>
            """
    }

    static func row(_ step: Int, _ visit: ExchangeRecord) -> [String] {
        let purpose: String =
            switch visit.purpose {
            case .robots: "robots.txt"
            case .page: "页面"
            case .redirect: "跳转"
            case .favicon: "图标"
            }
        let by = visit.reachedBy.map { "\(purpose)（\($0)）" } ?? purpose
        return [
            String(step), text(Timestamp.beijing(visit.startedAt)),
            code(visit.address.description), text(by), text(outcome(visit)),
            known(visit.remote.map { "\($0.address) 端口 \($0.port)" }, else: "未连接"),
            text(ReportFormat.count(visit.bodyBytes)),
            visit.bodySHA256.map(code) ?? known(nil, else: "无正文"),
        ]
    }

    static func outcome(_ visit: ExchangeRecord) -> String {
        let status = visit.status.map { "\($0)" }
        let failed = visit.failure.map(failure)
        return [status, failed].compactMap { $0 }.joined(separator: "，")
    }

    static func source(_ source: LeadOrigin.Source) -> String {
        switch source {
        case .analyst: "分析人员录入"
        case .hotline: "热线举报"
        case .qrCode: "证件二维码"
        case .list: "名单"
        case .lookalike: "近似域名"
        case .certificateLog: "证书透明度日志"
        case .link: "其他页面的链接"
        }
    }

    var reasons: String {
        guard let verdict = caseFile.verdict else {
            return """
                <section><h2>四、为什么可疑</h2>
                <p class="none">没有读到可供判定的页面。</p></section>
                """
        }
        let rows = verdict.findings.map { finding in
            [
                Self.text(finding.title) + "<br><small>\(Self.text(finding.rule))</small>",
                Self.text(ReportFormat.weight(finding.weight)),
                Self.text(finding.field),
                Highlight(finding, in: caseFile.pages, url: verdict.url).html,
                Self.text(finding.why),
                Self.code(finding.page ?? verdict.url),
            ]
        }
        return """
            <section><h2>四、为什么可疑</h2>
            <p>正权重表示可疑，负权重表示不可疑。命中文字以黄色标出，前后为页面上下文。</p>
            \(Self.table(
                ["命中", "权重", "位置", "文字", "依据", "页面"], rows, none: "没有命中任何规则。",
                limit: Self.findings))
            <p><small>规则版本 SHA-256：\(Self.code(verdict.rules))</small></p>
            </section>
            """
    }
}
