// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework

// 复现步骤: 刑诉解释, article 110 (3), asks whether the process of collecting can be repeated. Three
// ways, the first without a network.
extension PacketForms {
    var steps: EvidenceForm {
        form(
            "6-steps", "复现步骤",
            [
                .heading("一、核对字节未变（不联网）"),
                .list([
                    "将证据包解压到空文件夹，打开命令行进入该文件夹。",
                    FormText("逐个核对 SHA-256：") + .code("sha256sum -c hashes.sha256"),
                    FormText("整体核对：") + .code("bagit.py --validate ."),
                    FormText("核对网页原始数据：")
                        + .code("warcio check \(contents.folder)/capture/*.warc.gz"),
                    FormText("在 Windows 上逐个核对：") + .code("certutil -hashfile 文件名 SHA256"),
                    FormText("一次完成以上全部：") + .code("jianwei packet verify 文件夹或 zip 文件"),
                ]),
                .heading("二、重现当时的页面（不联网）"),
                .list([
                    "用 ReplayWeb.page（桌面版）打开 \(contents.folder)/capture/ 中的 WARC 文件，或直接打开 \(contents.folder)/replay/ 中的回放包，在地址列表中选择下表的地址。",
                    FormText("或用命令行取出某次应答：")
                        + .code("warcio extract --payload 文件.warc.gz 偏移"),
                ]),
                .heading("三、再次访问（联网；网站可能已改变或关闭）"),
                .paragraph(
                    "须使用与当时相同的访问身份，网站可能对不同身份给出不同内容；不得登录，不得提交表单。"),
            ] + reproductions + [
                .heading("四、复核结果"),
                .paragraph("同一身份多次访问的，以正文校验值比对首页是否相同。"),
                .table(repetitions),
                signatures(["复现人（一）", "复现人（二）"]),
            ])
    }

    private var reproductions: [EvidenceForm.Block] {
        guard !caseFile.captures.isEmpty else { return [.paragraph(.absent(Self.notVisited))] }
        var seen: Set<String> = []
        return caseFile.captures.reversed().filter { seen.insert($0.persona.name).inserted }
            .reversed().flatMap { capture -> [EvidenceForm.Block] in
                let persona = capture.persona
                var command = "curl -v -A '\(Self.quoted(persona.userAgent))'"
                command += " -H 'Accept-Language: \(Self.quoted(persona.acceptLanguage))'"
                if let referer = persona.referer { command += " -e '\(Self.quoted(referer))'" }
                let first = capture.visits.first { $0.purpose != .robots && $0.purpose != .favicon }
                let address = (first?.address ?? caseFile.lead.address).description
                command += " '\(Self.quoted(address))'"
                let hops = capture.visits.filter { $0.purpose == .page || $0.purpose == .redirect }
                return [
                    .subheading(FormText("身份 \(persona.name)（\(capture.name)）")),
                    .paragraph(FormText(entry(persona))),
                    .paragraph(FormText("等效命令：") + .code(command, limit: 2000)),
                    .table(
                        .init(
                            [
                                .init("步", 0.5), .init("地址", 4), .init("由何到达", 1.4),
                                .init("当时的应答", 1.4),
                            ],
                            hops.enumerated().map { index, visit in
                                [
                                    FormText("\(index + 1)"), .code(visit.address.description),
                                    FormText(Self.purpose(visit)),
                                    FormText(ReportPage.outcome(visit)),
                                ]
                            }, none: "没有请求到页面。")),
                ]
            }
    }

    /// What a person does to see what this persona saw.
    private func entry(_ persona: Persona) -> String {
        switch persona.name {
        case "wechat": "在手机微信中打开该地址（扫描证件上的二维码或点击聊天中的链接），不用其他浏览器。"
        case "phone": "在手机浏览器中打开该地址。"
        case "search": "从百度搜索结果点击进入，或以相同的 Referer 打开该地址。"
        default: "在电脑浏览器中打开该地址。"
        }
    }

    private var repetitions: EvidenceForm.Table {
        var rows: [[FormText]] = []
        var firsts: [String: String] = [:]
        for capture in caseFile.captures {
            let page = capture.visits.first { $0.purpose == .page }
            let digest = page?.bodySHA256
            let outcome: String
            if let failure = page?.failure ?? (page == nil ? caseFile.failure : nil) {
                outcome = "未取得完整页面：\(ReportPage.failure(failure))"
            } else if let first = firsts[capture.persona.name] {
                outcome = first == digest ? "与首次相同" : "与首次不同，作为新的数据另行固定"
            } else {
                outcome = "首次"
            }
            if let digest, firsts[capture.persona.name] == nil {
                firsts[capture.persona.name] = digest
            }
            rows.append([
                FormText(capture.name), FormText(Timestamp.beijing(capture.startedAt)),
                digest.map { .code($0) } ?? .absent("没有正文"), FormText(outcome),
            ])
        }
        return .init(
            [.init("访问", 1.6), .init("北京时间", 1.4), .init("首页正文 SHA-256", 3.4), .init("结果", 1.6)],
            rows,
            none: Self.notVisited)
    }

    /// Inside single quotes of a shell.
    private static func quoted(_ text: String) -> String { text.replacing("'", with: "'\\''") }
}
