// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework

// 术语与变体字说明: 刑诉解释, article 115, has courts check that words that are not readily understood
// were explained.
extension PacketForms {
    var terms: EvidenceForm {
        let found = contents.terms ?? []
        return form(
            "5-terms", "术语与变体字说明",
            [
                .paragraph(
                    "兜售假证的页面常以形近、音近的字或行话代替通行用语，以避开检索。下表列出在本案页面上发现的此类文字、所对应的通行用语及其所在之处。对应关系由程序按词表给出，由办案人员核实。"
                ),
                .heading("一、变体字"),
                .table(table(found.filter(\.isVariant), "没有发现变体字。")),
                .heading("二、行话"),
                .table(table(found.filter { !$0.isVariant }, "没有发现行话。")),
                .heading("三、隐藏或改变显示的字符"),
                .table(hidden),
                signatures(["说明人（一）", "说明人（二）"]),
            ])
    }

    private func table(_ terms: [SellingTerm], _ none: String) -> EvidenceForm.Table {
        let rows = terms.prefix(300).enumerated().map { index, term in
            [
                FormText("\(index + 1)"), FormText(term.written, .marked, limit: 100),
                FormText(term.word, .strong), FormText(term.meaning),
                FormText(term.before) + FormText(term.written, .marked, limit: 100)
                    + FormText(term.after),
                .code(term.page.description, limit: 160), FormText("\(term.count)"),
            ]
        }
        return .init(
            [
                .init("序号", 0.6), .init("页面写法", 1.2), .init("通行用语", 1.2), .init("所指", 1.8),
                .init("上下文", 2.8), .init("首见页面", 2), .init("次数", 0.6),
            ], rows,
            none: contents.terms == nil
                ? "未作查找：导出时没有读到规则文件。" : caseFile.pages.isEmpty ? "没有读到页面。" : none)
    }

    /// Characters that readers do not see, by page.
    private var hidden: EvidenceForm.Table {
        var rows: [[FormText]] = []
        for page in caseFile.pages {
            var counts: [Unicode.Scalar: Int] = [:]
            for text in [page.title, page.text, page.hiddenText] {
                for scalar in text.unicodeScalars where HostileText.isHidden(scalar) {
                    counts[scalar, default: 0] += 1
                }
            }
            for (scalar, count) in counts.sorted(by: { $0.key.value < $1.key.value }).prefix(20) {
                rows.append([
                    .code("U+\(String(scalar.value, radix: 16, uppercase: true))"),
                    FormText(scalar.properties.name ?? "控制字符"), FormText("\(count)"),
                    .code(page.address.description, limit: 160),
                ])
            }
        }
        return .init(
            [.init("编码", 1), .init("Unicode 名称", 3), .init("次数", 0.8), .init("页面", 3)], rows,
            none: caseFile.pages.isEmpty ? "没有读到页面。" : "没有发现。")
    }
}
