// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework

/// The packet for a person to read and print: `report.html`.
///
/// One file, in Chinese; it loads nothing and runs nothing.
///
/// The words of the form stand here, and not with the messages: they are one document, in the one
/// language that its readers need.
package struct ReportPage {
    let contents: PacketContents
    var caseFile: CaseFile { contents.caseFile }

    /// The most findings that the report shows; all are in `findings.csv`.
    static let findings = 200
    /// The most rows of any other table.
    static let rows = 1000

    package init(_ contents: PacketContents) {
        self.contents = contents
    }

    package var html: String {
        let number = Self.text(caseFile.lead.caseNumber.description)
        return """
            <!DOCTYPE html>
            <html lang="zh-CN">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" \
            content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
            <meta name="referrer" content="no-referrer">
            <meta name="viewport" content="width=device-width">
            <title>网页证据固定报告 \(number)</title>
            <style>\(Self.style)</style>
            </head>
            <body>
            \(heading)
            \(recipients)
            \(what)
            \(place)
            \(visits)
            \(reasons)
            \(hosting)
            \(numbers)
            \(attached)
            \(files)
            \(custody)
            \(missing)
            \(remarks)
            </body>
            </html>

            """
    }

    private var heading: String {
        let verdict = caseFile.verdict
        let level = verdict.map { $0.level.chinese } ?? "未判定"
        let score = verdict.map { "\($0.score) / 100" } ?? "—"
        let categories = verdict.map { $0.categories.map(\.chinese).joined(separator: "、") } ?? ""
        return """
            <header>
            <h1>网页证据固定报告</h1>
            \(Self.facts([
                ("案件编号", Self.text(caseFile.lead.caseNumber.description)),
                ("网址", "<code>\(Self.text(caseFile.lead.address.description))</code>"),
                ("判定", "<strong>\(Self.text(level))</strong>　分值 \(Self.text(score))"),
                ("类别", Self.text(categories.isEmpty ? "未归类" : categories)),
                ("导出", Self.time(contents.exportedAt) + "　" + Self.text(contents.exportedBy)),
                ("软件", Self.text(contents.software)),
            ]))
            <p class="notice">本报告由程序自动固定和排序，不是认定结论。
            是否违法由具名办案人员核实认定。</p>
            <table class="sign"><tr><td>核实人：</td><td>核实人：</td><td>日期：</td></tr></table>
            </header>
            """
    }

    private var missing: String {
        var gaps = caseFile.dossier?.gaps ?? []
        if let failure = caseFile.failure { gaps.append("访问未成功：\(Self.failure(failure))") }
        for capture in caseFile.captures {
            if capture.archive.isEmpty { gaps.append("\(capture.name) 的原始字节：没有归档") }
            for visit in capture.visits {
                if let failure = visit.failure {
                    gaps.append(
                        "\(capture.name) 访问 \(visit.address)：\(Self.failure(failure))")
                }
            }
        }
        if caseFile.captures.isEmpty { gaps.append("原始网页数据：尚未访问") }
        if caseFile.verdict == nil { gaps.append("判定：没有读到可供判定的页面") }
        if caseFile.dossier == nil { gaps.append("基础设施：尚未收集") }
        gaps.append("页面截图与录像：未采集，本版本不含浏览器渲染")
        if let gap = unchecked { gaps.append(gap) }
        for capture in caseFile.captures where capture.clock?.offset == nil {
            gaps.append("\(capture.name)：\(PacketForms.clock(capture))")
        }
        return """
            <section><h2>九、未能取得的内容及原因</h2>
            <ul>\(gaps.prefix(Self.rows).map { "<li>\(Self.text($0))</li>" }.joined())</ul>
            </section>
            """
    }

    private var remarks: String {
        """
        <section><h2>十、处理说明</h2>
        <ul>
        <li>\(contents.folder)/capture/ 中为服务器应答的原始字节；分块传输已合并、HTTP/2 状态行改写之处
        在各 metadata 记录中注明。</li>
        <li>除上述原始字节外，居民身份证号码（含 T 开头的证书编号）一律遮盖；电话号码不遮盖。</li>
        <li>不可见字符和改变书写方向的字符以 ⟦U+编码⟧ 显示。</li>
        <li>只访问公开页面；未登录，未提交任何表单。</li>
        <li>核验方法见 README.txt。本报告自身的校验值见 hashes.sha256。</li>
        </ul></section>
        """
    }
}
