// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import FoundationEssentials
import Wording

extension ReportPage {
    /// Text from anywhere, escaped.
    static func text(_ text: String) -> String { HostileText.html(text) }

    static func code(_ text: String) -> String { "<code>\(HostileText.html(text))</code>" }

    /// A value, or why there is none.
    static func known(_ value: String?, else reason: String) -> String {
        guard let value, !value.isEmpty else {
            return "<span class=\"none\">\(text(reason))</span>"
        }
        return text(value)
    }

    /// Beijing time, and UTC beside it.
    static func time(_ date: Date) -> String {
        "\(Timestamp.beijing(date))（北京时间）<small>\(Timestamp.text(date))</small>"
    }

    static func failure(_ failure: FetchFailure) -> String {
        PacketMessages.failure(failure.code).chinese + "（\(failure.code)）"
    }

    /// A table of names and values; the values are HTML.
    static func facts(_ facts: [(name: String, value: String)]) -> String {
        let rows = facts.map { "<tr><th>\(text($0.name))</th><td>\($0.value)</td></tr>\n" }
        return "<table class=\"facts\">\n\(rows.joined())</table>"
    }

    /// A table with a heading; the cells are HTML.
    ///
    /// Says so if there is nothing, or too much.
    static func table(
        _ heading: [String], _ rows: [[String]], none: String, limit: Int = Self.rows
    ) -> String {
        guard !rows.isEmpty else { return "<p class=\"none\">\(text(none))</p>" }
        let head = heading.map { "<th>\(text($0))</th>" }.joined()
        let body = rows.prefix(limit).map { row in
            "<tr>\(row.map { "<td>\($0)</td>" }.joined())</tr>\n"
        }
        let more =
            rows.count > limit
            ? "<p class=\"none\">另有 \(rows.count - limit) 行，见同名数据文件。</p>" : ""
        return "<table>\n<tr>\(head)</tr>\n\(body.joined())</table>\(more)"
    }

    static let style = """
        body{font:14px/1.6 "Noto Sans CJK SC","Microsoft YaHei","SimSun",sans-serif;\
        max-width:60em;margin:2em auto;padding:0 1em;color:#111;background:#fff}
        h1{font-size:1.6em;text-align:center}h2{font-size:1.2em;border-bottom:2px solid #111;\
        margin-top:2em}h3{font-size:1em}
        table{border-collapse:collapse;width:100%;margin:.5em 0}
        th,td{border:1px solid #888;padding:.25em .5em;text-align:left;vertical-align:top;\
        overflow-wrap:anywhere}
        th{background:#eee}table.facts th{width:9em}
        table.sign td{height:3em;width:33%}
        code{font-family:monospace;font-size:.92em;overflow-wrap:anywhere}
        small{color:#555;margin-left:.5em}mark{background:#ff0;font-weight:bold}
        img{max-width:100%;border:1px solid #888}
        .notice{border:2px solid #b00;padding:.5em 1em}.none{color:#555}
        @media print{body{max-width:none;margin:0;font-size:10.5pt}h2{break-after:avoid}\
        tr{break-inside:avoid}mark{background:none;text-decoration:underline}}
        @page{size:A4;margin:2cm}
        """
}
