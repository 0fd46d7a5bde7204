// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework

// 案件移送书, as a draft with blanks. What it must hold and bring: 国务院令第310号, article 6, and
// 应急〔2019〕54号, article 8. It bears no document number: that is for the bureau to give.
extension PacketForms {
    var referral: EvidenceForm {
        form(
            "4-referral", "案件移送书（草稿）",
            [
                .notice([
                    FormText("草稿：", .strong)
                        + "由程序依据案卷生成，须经本单位负责人批准、填写空白并加盖公章后方可使用；"
                        + "涉嫌罪名由办案人员确定。"
                ]),
                .fields([
                    .blank("移送单位", "名称"),
                    .blank("文号", "由移送单位编制"),
                    .blank("送达机关", "有管辖权的公安机关；副本抄送同级人民检察院"),
                    .blank("涉嫌罪名", FormText(offences)),
                    .blank("当事人", "姓名或名称、证件号码、住址；未掌握的，写明“不明”"),
                    .blank(
                        "主办人及联系方式",
                        contents.officers.isEmpty
                            ? "姓名、执法证号、电话"
                            : FormText(
                                contents.officers.map(\.shown).joined(separator: "、") + "；电话")),
                ]),
                .heading("一、案件来源"),
                .paragraph(
                    FormText(
                        "\(Timestamp.beijing(caseFile.lead.addedAt).prefix(10))，本单位通过"
                            + "\(ReportPage.source(caseFile.lead.origin.source))收到线索，涉及网址 ")
                        + .code(caseFile.lead.address.description) + FormText(reference)),
                .heading("二、查明的事实"),
                .list(facts),
                .heading("三、证据与依据"),
                .paragraph(
                    "网页数据的提取过程、完整性校验值见《网页证据固定记录》和《电子数据提取固定清单》；"
                        + "认定所依据的页面文字和上下文见《涉案网站情况报告》；页面所用变体字、暗语的含义见《术语与变体字说明》。"),
                .list([
                    "《中华人民共和国刑法》第二百八十条第一款、第二百八十七条之一、第二百八十七条之二（由办案人员择定）",
                    "《最高人民法院、最高人民检察院关于办理非法利用信息网络、帮助信息网络犯罪活动等刑事案件适用法律若干问题的解释》（法释〔2019〕15号）第八条至第十二条",
                    "《行政执法机关移送涉嫌犯罪案件的规定》（国务院令第310号）",
                    "《安全生产行政执法与刑事司法衔接工作办法》（应急〔2019〕54号）",
                ]),
                .heading("四、已采取的措施"),
                .paragraph(
                    FormText(
                        "固定网页证据；发出告知 \(caseFile.notices.count) 次，"
                            + "见《涉案网站情况报告》第九部分。其他措施：＿＿＿＿＿＿＿＿")),
                .heading("五、移送材料"),
                .table(materials),
                .heading("六、审批与签收"),
                .table(
                    .init(
                        [.init("环节", 1.4), .init("期限（自然日）", 2.6), .init("签名、日期", 3)],
                        [
                            ["承办人（两人以上）报告", "核实后提出书面报告", .absent("待签")],
                            ["负责人决定", "自接到报告之日起 3 日内", .absent("待签")],
                            ["移送公安机关", "批准之时起 24 小时内", .absent("待签")],
                            ["公安机关回执", "在回执上签字；不属于其管辖的，24 小时内转送", .absent("待签")],
                            ["立案或不立案决定", "自接受之日起 3 日内", .absent("待签")],
                            ["移交涉案物品", "自接到立案通知书之日起 3 日内", .absent("待签")],
                        ], none: "没有。")),
                .paragraph(
                    "期限依国务院令第310号；是否遇节假日顺延，由办案单位依有关规定确定。"),
                .closing(.lines(["（移送单位公章）", "　　　　年　　月　　日"])),
            ])
    }

    private var offences: String {
        let categories = caseFile.verdict?.categories ?? []
        var hints: [String] = []
        if categories.contains(.fakeQuery) || categories.contains(.saleForged) {
            hints += ["伪造、买卖国家机关证件、印章", "非法利用信息网络"]
        }
        if categories.contains(.examBypass) { hints.append("组织考试作弊类、诈骗") }
        return hints.isEmpty
            ? "由办案人员确定；程序没有提示" : "由办案人员确定；程序归类提示：\(hints.joined(separator: "；"))"
    }

    private var reference: String {
        caseFile.lead.origin.reporterReference.map { "（举报编号 \($0)）。" } ?? "。"
    }

    private var facts: [FormText] {
        var facts: [FormText] = []
        if let period {
            facts.append(
                FormText("本单位于 ") + period
                    + FormText(" 以普通访问者身份访问该网址，共 \(caseFile.captures.count) 次取证访问。"))
        } else {
            facts.append("尚未访问该网址，待访问后补充事实。")
        }
        if let page = caseFile.pages.first {
            facts.append(
                FormText("页面标题为“") + FormText(page.title.isEmpty ? "（无标题）" : page.title, limit: 200)
                    + "”。")
        }
        let titles = (caseFile.verdict?.findings ?? []).filter { $0.weight > 0 }.map(\.title)
        var seen: Set<String> = []
        let shown = titles.filter { seen.insert($0).inserted }.prefix(8)
        if !shown.isEmpty {
            facts.append(FormText("页面存在下列情形：\(shown.joined(separator: "；"))。"))
        }
        let hosts = (caseFile.dossier?.recipients ?? []).map { "\($0.role.chinese)：\($0.name)" }
        facts.append(
            hosts.isEmpty
                ? "尚未查明由谁注册和托管。" : FormText("所查得的服务提供者：\(hosts.prefix(6).joined(separator: "；"))。"))
        facts.append("网站控制人、违法所得、证件购买人：未掌握，须由公安机关侦查。补充事实：＿＿＿＿＿＿＿＿")
        return facts
    }

    private var materials: EvidenceForm.Table {
        let folder = contents.folder
        let files = contents.files.filter { $0.path.hasPrefix("data/") }.count
        let rows: [(String, String)] = [
            ("案件移送书", "本件，批准盖章后"),
            ("涉案网站情况报告", "\(folder)/forms/3-report.pdf，作为调查报告的附件"),
            ("调查报告", "由办案人员撰写"),
            ("网页证据固定记录", "\(folder)/forms/1-record.pdf，签名后"),
            ("电子数据提取固定清单", "data/forms/2-list.pdf，签名后；本案文件 \(files) 个"),
            ("术语与变体字说明、复现步骤", "\(folder)/forms/5-terms.pdf、6-steps.pdf"),
            ("涉案物品清单", "没有扣押物品的，写明“无”"),
            ("检验报告或者鉴定意见", "由办案人员补充；没有的，写明“无”"),
            ("电子数据", "本证据包全部文件，随案移送光盘或存储介质一份"),
        ]
        return .init(
            [.init("序号", 0.6), .init("材料", 3), .init("说明", 4)],
            rows.enumerated().map {
                [FormText("\($0.offset + 1)"), FormText($0.element.0), FormText($0.element.1)]
            },
            none: "没有。")
    }
}
