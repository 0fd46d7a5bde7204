// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import FoundationEssentials

/// A form as HTML that an office can change: one file, which loads nothing and runs nothing.
///
/// Browsers let a reader write into it; word processors open it as a document.
package struct FormPage {
    private let form: EvidenceForm

    package init(_ form: EvidenceForm) { self.form = form }

    package var html: String {
        """
        <!DOCTYPE html>
        <html lang="zh-CN" dir="ltr">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" \
        content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
        <meta name="referrer" content="no-referrer">
        <meta name="viewport" content="width=device-width">
        <title>\(Self.escaped(form.title)) \(Self.escaped(form.number))</title>
        <style>\(Self.style)@page{size:A4\(form.isLandscape ? " landscape" : "");margin:2cm}</style>
        </head>
        <body\(form.isLandscape ? " class=\"wide\"" : "")>
        <p class="edit">可直接在本页修改、填写后打印或另存；固定版本为同名 PDF，\
        修改本页不影响其校验值。</p>
        <main contenteditable="true" spellcheck="false">
        <h1>\(Self.escaped(form.title))</h1>
        <p class="number">编号：\(Self.escaped(form.number))</p>
        \(form.blocks.map(Self.block).joined(separator: "\n"))
        </main>
        </body>
        </html>

        """
    }

    private static func block(_ block: EvidenceForm.Block) -> String {
        switch block {
        case .heading(let text): "<h2>\(html(text))</h2>"
        case .subheading(let text): "<h3>\(html(text))</h3>"
        case .paragraph(let text): "<p>\(html(text))</p>"
        case .closing(let text): "<p class=\"closing\">\(html(text))</p>"
        case .notice(let lines):
            "<div class=\"notice\">\(lines.map { "<p>\(html($0))</p>" }.joined())</div>"
        case .list(let items):
            "<ol>\n\(items.map { "<li>\(html($0))</li>\n" }.joined())</ol>"
        case .fields(let fields):
            "<table class=\"fields\">\n\(fields.map(row).joined())</table>"
        case .table(let table): html(table)
        case .picture(let picture):
            "<figure><img alt=\"\" src=\"data:\(picture.type);base64,"
                + Data(picture.bytes).base64EncodedString()
                + "\"><figcaption>\(html(picture.caption))</figcaption></figure>"
        case .signatures(let signatures):
            "<table class=\"sign\">\n\(signatures.map(row).joined())</table>"
        }
    }

    private static func row(_ field: EvidenceForm.Field) -> String {
        let value =
            switch field.content {
            case .value(let text), .absent(let text): html(text)
            case .blank(let hint): "<span class=\"blank\"></span><small>（\(html(hint))）</small>"
            }
        return "<tr><th>\(html(field.label))</th><td>\(value)</td></tr>\n"
    }

    private static func html(_ table: EvidenceForm.Table) -> String {
        guard !table.rows.isEmpty else { return "<p>\(html(table.none))</p>" }
        let total = table.columns.reduce(0) { $0 + $1.share }
        let head = table.columns.map { column in
            let width = Int((column.share / total * 100).rounded())
            return "<th style=\"width:\(width)%\">\(html(column.title))</th>"
        }
        let rows = table.rows.map { row in
            "<tr>\(row.map { "<td>\(html($0))</td>" }.joined())</tr>\n"
        }
        let more = table.more.map { "<p>\(html($0))</p>" } ?? ""
        return "<table>\n<thead><tr>\(head.joined())</tr></thead>\n<tbody>\n"
            + "\(rows.joined())</tbody></table>\(more)"
    }

    private static func row(_ signature: EvidenceForm.Signature) -> String {
        let person = signature.person.map { FormText($0.shown) } ?? .absent("姓名、执法证号：")
        return """
            <tr><th>\(html(signature.role))</th><td>\(html(.lines([person, signature.note])))</td>\
            <td>签名：</td><td class="date">　　年　　月　　日</td></tr>

            """
    }

    private static func html(_ text: FormText) -> String {
        text.runs.map { run in
            let shown = escaped(run.text).replacing("\n", with: "<br>")
            return switch run.style {
            case .plain: shown
            case .marked: "<mark>\(shown)</mark>"
            case .strong: "<strong>\(shown)</strong>"
            case .code: "<code>\(shown)</code>"
            case .faint: "<span class=\"none\">\(shown)</span>"
            }
        }.joined()
    }

    /// What ``FormText`` made safe to see is here made safe to parse.
    private static func escaped(_ text: String) -> String { HostileText.escaped(text) }

    private static let style = """
        body{font:10.5pt/1.6 "Noto Serif CJK SC","SimSun",serif;color:#111;background:#fff;\
        max-width:21cm;margin:1em auto;padding:0 1em}body.wide{max-width:29.7cm}
        h1{font-size:18pt;text-align:center;margin:.6em 0 .2em}.number{text-align:right;margin:0}
        h2,h3,th,strong{font-family:"Noto Sans CJK SC","SimHei","Microsoft YaHei",sans-serif}
        h2{font-size:12pt;margin:1.2em 0 .4em}h3{font-size:10.5pt;margin:1em 0 .3em}
        p{margin:.4em 0}.closing{text-align:right;white-space:pre-line}
        table{border-collapse:collapse;width:100%;margin:.5em 0;table-layout:fixed}
        th,td{border:1px solid #444;padding:.2em .4em;text-align:left;vertical-align:top;\
        overflow-wrap:anywhere;unicode-bidi:isolate;font-size:9pt;font-weight:normal}
        th{background:#f0f0f0}.fields th{width:9em}.sign th{width:8em}.sign td{height:2.6em}
        code{font:.95em "Noto Sans Mono CJK SC",monospace}small,.none,.edit{color:#555}
        .edit{font-size:9pt;border-bottom:1px dashed #999}
        mark{background:#ff0;text-decoration:underline}.notice{border:1.5pt solid #b00;\
        padding:.2em .8em;margin:.6em 0}
        .blank{display:inline-block;min-width:14em;border-bottom:1px solid #111}
        figure{margin:.5em 0}img{max-width:100%;border:1px solid #888}
        figcaption{font-size:9pt}
        @media print{.edit{display:none}body,body.wide{max-width:none;margin:0;padding:0}\
        h2,h3{break-after:avoid}tr,figure{break-inside:avoid}thead{display:table-header-group}}

        """
}
