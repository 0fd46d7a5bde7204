// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation
import Packet
import Testing
import Wording

struct WatchReportTests {
    private static let hostile =
        "<script>alert(1)</script>\u{202E}gpj\r\nBcc: x@y.example 11010519491231002X"

    private static var report: WatchReport {
        let time = Date(timeIntervalSince1970: 1_800_000_000)
        var report = WatchReport(
            run: 7, schedule: "known", due: time, missed: 2, startedAt: time, endedAt: time,
            sites: 3, serving: 2, silent: 1, software: "Jianwei/test")
        let address = WebAddress(scheme: .https, host: "cx-mem.example")
        report.changes = [
            SiteChange(
                .content, case: CaseNumber(12), address: address, isLive: true, level: .high,
                details: [.init(.title, persona: "wechat", before: "旧", after: hostile)]),
            SiteChange(
                .returned, case: CaseNumber(13), address: address, isLive: true, level: .high,
                kin: [
                    .init(
                        case: CaseNumber(2), host: "old.example", isLive: false,
                        marks: [SiteMark(.contact, "wechat:\(hostile)")])
                ]),
        ]
        report.undelivered = [
            .init(run: 6, destination: "duty", tries: 3, reason: hostile, isGivenUp: false)
        ]
        return report
    }

    @Test func `What a site says is shown in the report, and never acts`() {
        let html = ChangePage(Self.report).html

        #expect(html.contains("&lt;script&gt;"))
        #expect(!html.contains("<script"))
        #expect(!html.contains("\u{202E}"))
        #expect(!html.contains("11010519491231002X"))
        #expect(html.contains("default-src 'none'"))
        #expect(!html.contains("http-equiv=\"refresh\""))
        for word in ["内容变化", "换名重现", "此前错过 2 次", "old.example", "未能送达的报告"] {
            #expect(html.contains(word), "\(word)")
        }
        let text = ChangeLines.lines(Self.report).map(\.chinese)
        #expect(text.allSatisfy { !$0.contains("\n") && !$0.contains("\u{202E}") })
    }

    @Test func `The JSON form can be read again`() throws {
        let bytes = try CaseworkJSON.encode(Self.report)
        #expect(try CaseworkJSON.decode(WatchReport.self, from: bytes) == Self.report)
    }

    /// Read by Python's `email`, which shares no code with us.
    @Test func `A mail holds what it was given, and no header more`() async throws {
        let from = try #require(MailAddress("鉴伪 <jianwei@bureau.example>"))
        let to = try #require(MailAddress("duty@bureau.example"))
        let subject = "【鉴伪值守】" + String(repeating: "很长的主题", count: 20) + Self.hostile
        let message = MailMessage(
            from: from, to: [to, to], subject: subject, text: "第一行\r\n.\r\n第三行\r\n",
            attachments: [
                .init(
                    name: "watch-7.html", type: "text/html; charset=utf-8",
                    bytes: Array(ChangePage(Self.report).html.utf8))
            ], date: Date(timeIntervalSince1970: 1_800_000_000), id: "jianwei-watch-7-duty")
        let path = FileManager.default.temporaryDirectory.path + "/mail-\(UUID().uuidString)"
        try Data(message.bytes).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let script = """
            import email, email.policy, json, sys
            m = email.message_from_binary_file(open(sys.argv[1], 'rb'), policy=email.policy.default)
            parts = list(m.iter_parts())
            print(json.dumps({
                'headers': sorted(set(m.keys())), 'subject': m['subject'], 'from': str(m['from']),
                'to': str(m['to']), 'date': m['date'].datetime.isoformat(),
                'text': parts[0].get_content(), 'html': parts[1].get_content(),
                'name': parts[1].get_filename(), 'parts': len(parts),
                'defects': [str(d) for d in m.defects],
                'longest': max(len(l) for l in open(sys.argv[1], 'rb').read().split(b'\\r\\n'))}))
            """
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", script, path]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        while process.isRunning { try await Task.sleep(for: .milliseconds(10)) }
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        let found = try #require(
            try JSONSerialization.jsonObject(with: data) as? [String: Any])

        #expect(
            found["headers"] as? [String] == [
                "Auto-Submitted", "Content-Type", "Date", "From", "MIME-Version", "Message-ID",
                "Subject", "To",
            ])
        #expect((found["subject"] as? String)?.hasPrefix("【鉴伪值守】很长的主题") == true)
        #expect((found["subject"] as? String)?.contains("⟦U+202E⟧") == true)
        #expect(found["from"] as? String == "鉴伪 <jianwei@bureau.example>")
        #expect(found["date"] as? String == "2027-01-15T16:00:00+08:00")
        #expect((found["text"] as? String)?.contains("第三行") == true)
        #expect(found["html"] as? String == ChangePage(Self.report).html)
        #expect(found["name"] as? String == "watch-7.html")
        #expect(found["parts"] as? Int == 2)
        #expect(found["defects"] as? [String] == [])
        #expect((found["longest"] as? Int ?? 999) <= 78)
    }
}
