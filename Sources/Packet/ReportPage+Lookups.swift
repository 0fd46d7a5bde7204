// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import FoundationEssentials
import Wording

extension ReportPage {
    /// What the bureau's own sources answered, a table for each.
    static func lookups(_ dossier: Dossier) -> String {
        guard !dossier.lookups.isEmpty else {
            return "<p class=\"none\">没有取得，原因见第九部分。</p>"
        }
        return dossier.lookups.map { facts in
            let fields = Set(facts.rows.flatMap { $0 }.map(\.field)).sorted()
            let rows = facts.rows.map { row in
                fields.map { field in
                    let values = row.filter { $0.field == field }.map(\.text)
                    return known(values.joined(separator: "、"), else: "—")
                }
            }
            let more = facts.rowCount - facts.rows.count
            return """
                <p>\(text(facts.title))　\(code(facts.subject))　\(text(facts.source.server))　\
                \(time(facts.source.askedAt))<br><small>原文 SHA-256 \
                \(code(facts.source.sha256))</small></p>
                \(table(
                    fields.map { LookupMessages.field($0.rawValue).chinese }, rows,
                    none: facts.problem?.message.chinese ?? "没有记录。"))
                \(more > 0 ? "<p>\(text(LookupMessages.moreRows(more).chinese))</p>" : "")
                \(facts.rows.isEmpty
                    ? "" : facts.problem.map { "<p>\(text($0.message.chinese))</p>" } ?? "")
                """
        }.joined(separator: "\n")
    }

    /// What pages show of ICP records beside what was found, by a source or by hand.
    var comparisons: String {
        let dossier = caseFile.dossier
        let none = LookupMessages.nothingShown.chinese
        var rows = (dossier?.icpComparisons ?? []).map { comparison in
            let found = [
                comparison.found.joined(separator: "、"), comparison.holders.joined(separator: "、"),
            ].filter { !$0.isEmpty }
            return [
                Self.code(comparison.subject),
                Self.known(comparison.shown.joined(separator: "、"), else: none),
                Self.known(
                    found.joined(separator: "　"), else: LookupMessages.nothingFound.chinese),
                "<strong>\(Self.text(LookupMessages.outcome(comparison.outcome.rawValue).chinese))"
                    + "</strong>",
                Self.text(comparison.source),
            ]
        }
        let shown = (dossier?.identifiers ?? []).filter { $0.kind == .icp }.map(\.value)
        rows += caseFile.attachments.filter { $0.kind == .icp }.map { attachment in
            [
                Self.code(caseFile.lead.address.host),
                Self.known(shown.joined(separator: "、"), else: none),
                Self.known(attachment.text, else: "见附加材料"), "由办案人员对照",
                Self.text("人工查询 \(attachment.by)（\(attachment.name)）"),
            ]
        }
        guard !rows.isEmpty else { return "" }
        return """
            <h3>ICP 备案：页面标注与查询结果对照</h3>
            \(Self.table(["对象", "页面标注", "查询结果", "对照", "来源"], rows, none: ""))
            """
    }

    /// What of the numbers on the pages nobody compared with a record; `nil` if nothing.
    var unchecked: String? {
        let kinds = Set(caseFile.attachments.map(\.kind))
        let knowsICP = caseFile.dossier?.lookups.contains(where: \.tellsOfICP) ?? false
        var unchecked: [String] = []
        if !knowsICP, !kinds.contains(.icp) { unchecked.append("ICP") }
        if !kinds.contains(.police) { unchecked.append("公安备案") }
        return unchecked.isEmpty
            ? nil : unchecked.joined(separator: "与") + "的官方登记：未核对，只记录页面出示的编号"
    }

    /// What analysts looked up by hand.
    var attached: String {
        guard !caseFile.attachments.isEmpty else { return "" }
        let parts = caseFile.attachments.map { attachment in
            let files = attachment.files.enumerated().map { index, file in
                let name = attachment.packetName(ofFile: index)
                return "<p><a href=\"attachments/\(Self.text(name))\">\(Self.text(name))</a>　"
                    + Self.text("\(file.format.rawValue)，原名 \(file.name)，")
                    + Self.text("\(ReportFormat.count(file.bytes)) 字节")
                    + "<br><small>SHA-256 \(Self.code(file.sha256))</small></p>\n"
                    + picture(file)
            }
            return """
                <h3>\(Self.text(attachment.name))</h3>
                \(Self.facts([
                    ("内容", Self.text(AttachmentMessages.kind(attachment.kind.rawValue).chinese)),
                    ("结果", Self.known(attachment.text, else: "见文件")
                        .replacing("\n", with: "<br>")),
                    ("来源", Self.known(attachment.source, else: "未注明")),
                    ("查询人", Self.text(attachment.by)),
                    ("附加时间", Self.time(attachment.at)),
                ]))
                \(files.joined())
                """
        }
        return """
            <section><h2>人工查询的附加材料</h2>
            <p>由办案人员人工查询并附加，程序只保存，不判断其内容。</p>
            \(parts.joined(separator: "\n"))
            </section>
            """
    }

    /// The picture itself, as data: a report that was printed or moved still shows it.
    private func picture(_ file: AttachedFile) -> String {
        guard let type = file.format.pictureType else { return "" }
        guard let bytes = contents.pictures[file.sha256] else {
            return "<p class=\"none\">图片较大，未嵌入本报告，请打开上述文件。</p>\n"
        }
        let data = Data(bytes).base64EncodedString()
        return "<p><img alt=\"\" src=\"data:\(type);base64,\(data)\"></p>\n"
    }
}
