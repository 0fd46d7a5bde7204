// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework

// 证据包封面: what a packet of several cases holds, and where.
extension PacketForms {
    func cover(of cases: [PacketContents]) -> EvidenceForm {
        let rows = cases.enumerated().map { index, contents in
            let verdict = contents.caseFile.verdict
            let categories = verdict?.categories.map(\.chinese).joined(separator: "、") ?? ""
            let none = contents.caseFile.captures.isEmpty ? Self.notVisited : "没有读到可供判定的页面"
            return [
                FormText("\(index + 1)"), FormText(contents.caseFile.lead.caseNumber.description),
                .code(contents.caseFile.lead.address.description, limit: 300),
                verdict.map { FormText("\($0.level.chinese) \($0.score)") } ?? .absent(none),
                categories.isEmpty ? .absent("未归类") : FormText(categories),
                PacketForms(contents).period ?? .absent(Self.notVisited),
                .code(contents.folder + "/"),
            ]
        }
        return form(
            "0-cover", "证据包封面",
            [
                limits("各案访问时本机时钟的偏差及来源，见各案《网页证据固定记录》首页"),
                .heading("一、所含案件"),
                .fields([
                    .init("案件数", FormText("\(cases.count)")),
                    .init("提取人员", officers, else: Self.noOfficers),
                    .init(
                        "导出",
                        Self.time(contents.exportedAt)
                            + FormText("　\(contents.exportedBy)　\(contents.software)")),
                ]),
                .table(
                    .init(
                        [
                            .init("序号", 0.6), .init("案件编号", 1.3), .init("网址", 3),
                            .init("程序排序", 1.1), .init("程序归类", 1.4), .init("访问时间", 2.2),
                            .init("文件夹", 1.7),
                        ], rows, none: "没有案件。")),
                .heading("二、各案共用的文件"),
                .list([
                    "data/forms/2-list：电子数据提取固定清单，各案文件连续编号。",
                    "data/custody.log：保管链，从各案的第一行到最后一行，不含他案内容。",
                    "data/tables.xlsx、cases.csv、findings.csv：案件表与命中表。",
                    "manifest-sha256.txt、hashes.sm3：全部文件的校验值，由一个签名和时间戳（如有）覆盖。",
                ]),
                signatures(),
            ])
    }
}
