// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework

extension PacketNotice {
    /// The notice as a letter.
    package func form(of contents: PacketContents) -> EvidenceForm {
        let caseFile = contents.caseFile
        let count = parts > 1 ? "（第 \(part) 份，共 \(parts) 份）" : ""
        return EvidenceForm(
            name: fileName, title: "关于涉嫌假冒国家机关网站的告知函", number: contents.packetNumber,
            blocks: [
                .fields([
                    .init("致", FormText(name)),
                    .init("身份", FormText(addressee.chinese)),
                    .init(
                        "联系方式", ways.isEmpty ? nil : .lines(ways.map { .code($0, limit: 200) }),
                        else: "没有查得，由发函人员补充"),
                    .blank("发函单位", "名称，加盖公章"),
                    .blank("联系人及电话", "由发函人员填写"),
                    .blank("发函日期", "由发函人员填写"),
                ]),
                .heading("一、事由"),
                .paragraph(FormText(reason(caseFile))),
                .list(Self.facts(caseFile).map { FormText($0) }),
                .heading(FormText("二、涉及的地址\(count)")),
                .paragraph(FormText("主机 ") + .code(host) + FormText("，共 \(urls.count) 个地址：")),
                .table(
                    .init(
                        [.init("序号", 0.5), .init("地址", 6)],
                        urls.enumerated().map {
                            [FormText("\($0.offset + 1)"), .code($0.element)]
                        },
                        none: "没有。")),
                .heading("三、如何看到同样的页面"),
                .paragraph("该网站可能按访问者的浏览器、来源或所在地给出不同内容。本单位看到上述内容时的访问方式如下，请以相同方式核实。"),
            ] + Self.views(caseFile) + [
                .heading("四、请予处理"),
                .list(requests.map { FormText($0) }),
                .heading("五、证据"),
                .paragraph(
                    FormText("上述网页的原始数据已由本单位固定保全，证据包编号 \(contents.packetNumber)，")
                        + FormText(Self.seen(caseFile)) + "。本函不含公民身份证号码；办案机关依法调取时可提供全部数据。"),
                .heading("六、回执"),
                .fields([
                    .blank("受理编号", "由收函单位填写"),
                    .blank("受理人及时间", "由收函单位填写"),
                    .blank("处理结果", "由收函单位填写"),
                ]),
                .closing(.lines(["（发函单位公章）", "　　　　年　　月　　日"])),
            ])
    }

    private func reason(_ caseFile: CaseFile) -> String {
        let role: String =
            switch addressee {
            case .registrar: "你单位提供注册服务的域名"
            case .host: "你单位提供托管服务的网站"
            case .deliveryNetwork: "你单位提供加速或防护服务的网站"
            case .cac, .spam, .apac: "网站"
            }
        let categories = caseFile.verdict?.categories ?? []
        let what =
            categories.isEmpty ? "涉嫌违法" : "涉嫌：" + categories.map(\.chinese).joined(separator: "、")
        return "\(role) \(host) \(what)。程序自其公开页面发现下列情形，经办人员核实后发函："
    }

    /// What was found, by the titles of rules, at most ten.
    static func facts(_ caseFile: CaseFile) -> [String] {
        var seen: Set<String> = []
        let found = (caseFile.verdict?.findings ?? []).filter { $0.weight > 0 }
        let titles = found.map(\.title).filter { seen.insert($0).inserted }.prefix(10)
        var facts = titles.map { String($0.prefix(120)) }
        if let page = caseFile.pages.first, !page.title.isEmpty {
            facts.insert("页面标题：\(page.title.prefix(120))", at: 0)
        }
        return facts.isEmpty ? ["由办案人员填写：＿＿＿＿＿＿＿＿"] : facts
    }

    private static func seen(_ caseFile: CaseFile) -> String {
        guard let first = caseFile.captures.map(\.startedAt).min() else { return "尚未访问" }
        return "固定于 \(Timestamp.beijing(first))（北京时间）"
    }

    /// The way in, by the persona that saw the most suspect page and by the others.
    private static func views(_ caseFile: CaseFile) -> [EvidenceForm.Block] {
        var seen: Set<String> = []
        let captures = caseFile.captures.filter { capture in
            capture.visits.contains { $0.purpose == .page && $0.status != nil }
                && seen.insert(capture.persona.name).inserted
        }
        guard !captures.isEmpty else { return [.paragraph(.absent("尚未成功访问。"))] }
        return captures.map { capture in
            let hops = capture.visits.filter { $0.purpose == .redirect || $0.purpose == .page }
            let path = hops.prefix(10).map { hop in
                FormText.code(hop.address.description, limit: 300)
                    + FormText("　\(hop.status.map(String.init) ?? "无应答")")
            }
            return .fields([
                .init("身份", FormText(capture.persona.name)),
                .init("时间", PacketForms.time(capture.startedAt)),
                .init("User-Agent", .code(capture.persona.userAgent)),
                .init("Accept-Language", .code(capture.persona.acceptLanguage)),
                .init("Referer", capture.persona.referer.map { .code($0) }, else: "不发送"),
                .init("依次打开", .lines(path), else: "没有请求到页面"),
            ])
        }
    }

    private var requests: [String] {
        switch addressee {
        case .registrar:
            [
                "核验该域名注册人的真实身份；不属实的，依法暂停解析或者注销。",
                "保存注册资料、变更和登录记录、付款记录，以备公安机关调取。",
                "将处理结果和受理编号回复本单位。",
            ]
        case .host:
            [
                "停止为该网站提供服务，并保存其服务器镜像、数据库、访问日志，勿自行删除。",
                "保存租用人身份、登录、付款记录，以备公安机关调取。",
                "将处理结果和受理编号回复本单位。",
            ]
        case .deliveryNetwork:
            [
                "停止为该网站提供加速和防护，并告知其源站地址。",
                "保存账户身份、登录、付款和访问日志，以备公安机关调取。",
                "将处理结果和受理编号回复本单位。",
            ]
        case .cac, .spam:
            ["依法处置该网站，阻止其继续传播。", "告知受理编号和处理结果。"]
        case .apac:
            ["认定后暂停该域名的解析。", "告知受理编号和处理结果。"]
        }
    }
}
