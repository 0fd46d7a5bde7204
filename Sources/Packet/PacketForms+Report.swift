// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Wording

// 涉案网站情况报告: what 法释〔2019〕15号, articles 10 and 11, ask about a site. It states what was seen;
// what it amounts to is for the officers to say.
extension PacketForms {
    var report: EvidenceForm {
        form(
            "3-report", "涉案网站情况报告",
            [
                limits,
                .heading("一、基本情况"),
                .fields(summary),
                .heading("二、网站以何名义出现"),
                .table(claims),
                .heading("三、为何不是该机关"),
                .table(contradictions),
            ] + comparisons + [
                .heading("四、命中的规则及所在上下文"),
                .paragraph("正权重表示可疑，负权重表示不可疑。命中文字以黄底和下划线标出，前后为页面原文。"),
                .table(findings),
                .heading("五、截图"),
                .paragraph(
                    pictures.isEmpty
                        ? "没有截图：程序不含浏览器渲染，也无人工附加的图片；网页可用 WARC 原始数据离线重现。"
                        : "以下图片由人工附加。"),
            ] + pictures + [
                .heading("六、由谁注册、托管、加速"),
                .table(recipients),
                .table(networks),
                .fields(hosting),
                .heading("七、页面出示的编号与联系方式"),
                .table(numbers),
                .heading("八、法释〔2019〕15号第十条所涉事项"),
                .paragraph("下列数量为程序从公开页面所见，只供办案人员核查时参考，不是认定。"),
                .table(counts),
                .heading("九、告知记录"),
                .paragraph("法释〔2019〕15号第十一条所称“经监管部门告知后仍然实施有关行为”，以下列记录为凭。"),
                .table(notified),
                .heading("十、报告人"),
                signatures(["报告人（一）", "报告人（二）"]),
            ])
    }

    private var summary: [EvidenceForm.Field] {
        let verdict = caseFile.verdict
        let none = caseFile.captures.isEmpty ? Self.notVisited : "没有读到可供判定的页面"
        return [
            .init("案件编号", FormText(caseFile.lead.caseNumber.description)),
            .init("网址", .code(caseFile.lead.address.description)),
            .init(
                "程序排序",
                verdict.map { FormText("\($0.level.chinese)，分值 \($0.score) / 100") }, else: none),
            .init(
                "程序归类", categories.isEmpty ? nil : FormText(categories),
                else: verdict == nil ? none : "没有规则将其归类"),
            .init("访问时间", period, else: Self.notVisited),
            .init("规则版本", verdict.map { FormText("SHA-256 ") + .code($0.rules) }, else: none),
        ]
    }

    private var claims: EvidenceForm.Table {
        let rows = caseFile.pages.map { page in
            [
                FormText.code(page.address.description, limit: 200),
                page.title.isEmpty ? .absent("页面没有标题") : FormText(page.title),
                FormText("\(page.verdict.level.chinese) \(page.verdict.score)"),
                FormText(page.verdict.categories.map(\.chinese).joined(separator: "、")),
            ]
        }
        return .init(
            [.init("页面", 3), .init("标题（页面自称）", 3), .init("排序", 1), .init("归类", 1.4)], rows,
            none: "没有读到页面：\(Self.notVisited)，或访问未成功。")
    }

    /// What contradicts the claim: the name of the host, and numbers that belong to others.
    private var contradictions: EvidenceForm.Table {
        let fields: Set = ["host", "url", "identifier", "link", "target", "certificate"]
        let found = (caseFile.verdict?.findings ?? []).filter { finding in
            finding.weight > 0 && fields.contains(finding.field)
        }
        var rows = [
            [
                FormText("主机名"), FormText.code(caseFile.lead.address.host),
                FormText(
                    caseFile.lead.address.host.hasSuffix(".gov.cn")
                        ? "以 .gov.cn 结尾，须人工核实是否为其所有"
                        : "不以 .gov.cn 结尾；国办函〔2018〕55号规定政府网站使用 .gov.cn 或 .政务 域名"),
            ]
        ]
        rows += found.map { [FormText($0.title), FormText($0.text, .marked), FormText($0.why)] }
        return .init([.init("事项", 1.6), .init("所见", 2.6), .init("依据", 3)], rows, none: "没有。")
    }

    private var comparisons: [EvidenceForm.Block] {
        let rows = (caseFile.dossier?.icpComparisons ?? []).map { comparison in
            [
                FormText.code(comparison.subject),
                comparison.shown.isEmpty
                    ? .absent("页面未标注") : FormText(comparison.shown.joined(separator: "、")),
                comparison.found.isEmpty && comparison.holders.isEmpty
                    ? .absent("没有记录")
                    : FormText((comparison.found + comparison.holders).joined(separator: "　")),
                FormText(LookupMessages.outcome(comparison.outcome.rawValue).chinese, .strong),
                FormText(comparison.source),
            ]
        }
        guard !rows.isEmpty else {
            return [
                .paragraph(
                    FormText(
                        ReportPage(contents).unchecked ?? "ICP 备案由人工查询，见附加材料。"))
            ]
        }
        return [
            .table(
                .init(
                    [
                        .init("对象", 2), .init("页面标注", 2), .init("查询结果", 2), .init("对照", 1.2),
                        .init("来源", 1.4),
                    ], rows, none: "没有。"))
        ]
    }

    private var findings: EvidenceForm.Table {
        let rows = (caseFile.verdict?.findings ?? []).prefix(200).enumerated().map {
            index, finding in
            let highlight = Highlight(
                finding, in: caseFile.pages, url: caseFile.lead.address.description)
            return [
                FormText("\(index + 1)"),
                .lines([FormText(finding.title), .absent(finding.rule)]),
                FormText(ReportFormat.weight(finding.weight)),
                FormText(highlight.before) + FormText(highlight.match, .marked, limit: 300)
                    + FormText(highlight.after),
                .lines([
                    FormText(finding.why),
                    .code(finding.page ?? caseFile.lead.address.description, limit: 160),
                ]),
            ]
        }
        return .init(
            [
                .init("序号", 0.6), .init("规则", 1.8), .init("权重", 0.7), .init("上下文", 3.6),
                .init("依据与页面", 3),
            ], rows, none: caseFile.verdict == nil ? "没有读到可供判定的页面。" : "没有命中任何规则。")
    }

    private var recipients: EvidenceForm.Table {
        let rows = (caseFile.dossier?.recipients ?? []).map { recipient in
            let ways = recipient.mails + recipient.phones + recipient.forms
            return [
                FormText(recipient.role.chinese), FormText(recipient.name),
                ways.isEmpty
                    ? .absent(RegistryMessages.noContact.chinese)
                    : .lines(ways.map { .code($0, limit: 200) }),
                FormText(recipient.why),
            ]
        }
        return .init(
            [.init("身份", 1.2), .init("名称", 2), .init("联系方式", 2.4), .init("为何告知", 2.6)], rows,
            none: RegistryMessages.nobodyKnown.chinese)
    }

    private var networks: EvidenceForm.Table {
        let rows = (caseFile.dossier?.networks ?? []).map { network in
            [
                FormText.code(network.address.description),
                network.network.map { .code($0) } ?? .absent("数据库未收录"),
                network.asNumber.map { FormText("AS\($0) \(network.asName ?? "")") }
                    ?? .absent("数据库未收录"),
                network.country.map { FormText($0) } ?? .absent("数据库未收录"),
                FormText(network.source),
            ]
        }
        return .init(
            [
                .init("地址", 2), .init("网段", 2), .init("自治系统", 2), .init("国家", 0.8),
                .init("数据来源", 2),
            ], rows, none: "没有解析到地址，或尚未收集。")
    }

    private var hosting: [EvidenceForm.Field] {
        let dossier = caseFile.dossier
        let gone = dossier == nil ? "尚未收集" : nil
        let registration = dossier?.registrations.last { !$0.isEmpty }
        let unknown = gone ?? "没有取得，原因见《网页证据固定记录》第八部分"
        let marks = (dossier?.deliveryNetworks ?? []).map { "\($0.name)（依据 \($0.mark)）" }
        return [
            .init("域名", registration.map { .code($0.domain) }, else: unknown),
            .init("注册时间", registration?.created, else: registration == nil ? unknown : "未公布"),
            .init("到期时间", registration?.expires, else: registration == nil ? unknown : "未公布"),
            .init(
                "注册人（如所公布）", registration?.registrant, else: registration == nil ? unknown : "未公布"),
            .init(
                "域名服务器", registration.map { .code($0.nameServers.joined(separator: "、")) },
                else: unknown),
            .init(
                "CDN 或防护", marks.isEmpty ? nil : FormText(marks.joined(separator: "；")),
                else: gone ?? "未见标志，上列地址应为源站"),
            .init(
                "服务器自称", dossier.map { FormText($0.servers.joined(separator: "、")) },
                else: gone ?? "应答中没有 Server 字段"),
        ]
    }

    private var numbers: EvidenceForm.Table {
        let identifiers = caseFile.dossier?.identifiers ?? caseFile.pages.flatMap(\.identifiers)
        let contacts = caseFile.dossier?.contacts ?? caseFile.pages.flatMap(\.contacts)
        let rows =
            identifiers.map { identifier in
                [
                    FormText(ReportPage.name(identifier.kind)), FormText.code(identifier.value),
                    FormText(identifier.written.text, limit: 200),
                ]
            }
            + contacts.map { contact in
                [
                    FormText(ReportPage.name(contact.kind)), FormText.code(contact.value),
                    FormText(contact.written.text, limit: 200),
                ]
            }
        return .init(
            [.init("种类", 1.4), .init("值", 2), .init("页面写法", 3)], rows,
            none: caseFile.pages.isEmpty ? "没有读到页面。" : "页面未出示编号，也未出示联系方式。")
    }

    private var counts: EvidenceForm.Table {
        let isFake = caseFile.verdict?.categories.contains(.fakeQuery) ?? false
        let pages = caseFile.pages.filter { $0.verdict.level >= .doubtful }.count
        let unknown: FormText = .absent("公开页面无从得知，须调取后台数据")
        return .init(
            [.init("项", 0.7), .init("事项", 3.2), .init("所见数量", 1.6), .init("说明", 3)],
            [
                [
                    "（一）", "假冒国家机关、金融机构名义设立的网站", FormText(isFake ? "1 个" : "0 个"),
                    isFake
                        ? "程序归类为假冒查询网站；是否假冒国家机关名义由办案人员依第二、三、四部分认定。"
                        : "程序未归类为假冒查询网站。",
                ],
                [
                    "（二）", "设立用于实施违法犯罪活动的网站；注册账号", "网站 1 个",
                    .lines(["只计本案；同一团伙的其他网站另案计算。注册账号数：", unknown]),
                ],
                ["（三）", "通讯群组及成员账号", .absent("未见"), unknown],
                [
                    "（四）", "网站上发布的违法犯罪信息",
                    FormText(
                        "可疑页面 \(pages) 个，命中 \((caseFile.verdict?.findings ?? []).filter { $0.weight > 0 }.count) 处"
                    ),
                    "只计程序读到的页面；每站至多读十余页。",
                ],
                ["（五）", "违法所得", .absent("未知"), unknown],
                ["（六）", "二年内曾受行政处罚又实施", .absent("未知"), .absent("须由办案人员查询处罚记录")],
            ], none: "没有。")
    }

    private var notified: EvidenceForm.Table {
        let rows = caseFile.notices.map { notice in
            [
                FormText(Timestamp.beijing(notice.sentAt)),
                .lines([FormText(notice.to.chinese), FormText(notice.name, limit: 200)]),
                .lines([
                    FormText(notice.way, limit: 200),
                    notice.receipt.map { FormText("回执：\($0)", limit: 400) }
                        ?? .absent("记录时尚无回执"),
                ]),
                .lines([FormText(notice.by, limit: 100), .absent(notice.recordName)]),
            ]
        }
        return .init(
            [.init("时间（北京）", 1.4), .init("告知对象", 2), .init("方式与回执", 3), .init("经办", 1.4)], rows,
            none: "截至导出时没有告知记录。")
    }
}
