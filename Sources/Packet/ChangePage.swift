// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework
import FoundationEssentials
import Wording

/// A watch's report for a person to read and print.
///
/// One file, in Chinese, of the same look as a packet's `report.html`; it loads nothing and runs
/// nothing.
package struct ChangePage {
    let report: WatchReport

    package init(_ report: WatchReport) {
        self.report = report
    }

    package var html: String {
        let title = "值守报告 第\(report.run)次"
        return """
            <!DOCTYPE html>
            <html lang="zh-CN">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" \
            content="default-src 'none'; style-src 'unsafe-inline'">
            <meta name="referrer" content="no-referrer">
            <meta name="viewport" content="width=device-width">
            <title>\(ReportPage.text(title))</title>
            <style>\(ReportPage.style)</style>
            </head>
            <body>
            <header>
            <h1>网站值守变化报告</h1>
            \(facts)
            \(notices)
            </header>
            \(summary)
            \(SiteChange.Kind.allCases.map(section).joined())
            \(undelivered)
            <section><h2>说明</h2><ul>
            <li>与上一次巡查相比;每项变化只报告一次。</li>
            <li>网站内容由对方提供,不可信;不可见字符以 ⟦U+编码⟧ 显示,居民身份证号码已遮盖。</li>
            <li>本报告由程序自动生成,只作提示和排序,不是认定结论。</li>
            </ul></section>
            </body>
            </html>

            """
    }

    private var facts: String {
        ReportPage.facts([
            ("任务", ReportPage.code(report.schedule)),
            ("第几次", ReportPage.text(String(report.run))),
            ("应于", ReportPage.time(report.due)),
            ("开始", ReportPage.time(report.startedAt)),
            ("结束", ReportPage.time(report.endedAt)),
            (
                "网站",
                ReportPage.text(
                    "共 \(report.sites) 个;有应答 \(report.serving),无应答 \(report.silent),"
                        + "未能查明 \(report.unknown)")
            ),
            ("变化", "<strong>\(report.changes.count)</strong> 项"),
            ("软件", ReportPage.text(report.software)),
        ])
    }

    private var notices: String {
        var texts: [String] = []
        if report.missed > 0 { texts.append(ChangeMessages.missed(report.missed).chinese) }
        if report.isBlind { texts.append(ChangeMessages.blind.chinese) }
        return texts.map { "<p class=\"notice\">\(ReportPage.text($0))</p>" }.joined()
    }

    private var summary: String {
        let rows = SiteChange.Kind.allCases.compactMap { kind -> [String]? in
            let count = report.changes.count { $0.kind == kind }
            return count == 0 ? nil : [ReportPage.text(kind.chinese), String(count)]
        }
        return "<section><h2>概况</h2>"
            + ReportPage.table(["变化", "数量"], rows, none: "与上次相比没有变化。") + "</section>"
    }

    private func section(_ kind: SiteChange.Kind) -> String {
        let own = report.changes.filter { $0.kind == kind }
        guard !own.isEmpty else { return "" }
        let rows = own.map { change in
            [
                ReportPage.code(change.host) + "<br>" + ReportPage.code(change.url),
                ReportPage.text(change.case),
                ReportPage.text(change.level?.chinese ?? "未判定"),
                ReportPage.text(change.isLive ? "在线" : "不在线"),
                details(of: change),
            ]
        }
        return "<section><h2>\(ReportPage.text(kind.chinese))</h2>"
            + ReportPage.table(["网站", "案件", "判定", "状态", "变化内容"], rows, none: "")
            + "</section>\n"
    }

    private func details(of change: SiteChange) -> String {
        let differences = change.details.map {
            "<li>\(ReportPage.text(ChangeLines.difference($0).chinese))</li>"
        }
        let kin = change.kin.map { kin in
            let marks = kin.marks.prefix(20).map { "\($0.kind.chinese) \($0.value)" }
            return "<li>与 \(ReportPage.code(kin.host))(\(ReportPage.text(kin.case)),"
                + "\(kin.isLive ? "在线" : "已关停"))相同:"
                + "\(ReportPage.text(marks.joined(separator: "、")))</li>"
        }
        let all = differences + kin
        return all.isEmpty ? "—" : "<ul>\(all.joined())</ul>"
    }

    private var undelivered: String {
        guard !report.undelivered.isEmpty else { return "" }
        let rows = report.undelivered.map { missing in
            [
                String(missing.run), ReportPage.code(missing.destination), String(missing.tries),
                ReportPage.text(missing.reason), missing.isGivenUp ? "不再重试" : "继续重试",
            ]
        }
        return "<section><h2>未能送达的报告</h2>"
            + ReportPage.table(["第几次", "送往", "已试", "原因", "处理"], rows, none: "") + "</section>"
    }
}
