// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation
import Frontier
import RuleFiles
import Testing
import Wording

struct WatchFileTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private func load(path: String) throws -> WatchPlan {
        try WatchFiles.load(
            path: path, sites: ["mem-cx"], personas: ["wechat", "desktop"]
        ) { $0 == "Asia/Shanghai" || $0 == "Europe/Berlin" }
    }

    private func load(_ text: String) throws -> WatchPlan {
        let path = FileManager.default.temporaryDirectory.path + "/watch-\(UUID().uuidString).yml"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try load(path: path)
    }

    @Test func `The example is read, and says what holds without a file`() throws {
        let plan = try load(path: Self.root.path + "/Seeds/watch.example.yml")

        #expect(
            plan.schedules.map(\.id) == ["confirmed", "known", "found", "dead", "names"])
        #expect(plan.destinations.map(\.id) == ["duty", "console"])
        #expect(
            plan.destinations.flatMap(\.secrets)
                == ["SMTP_USER", "SMTP_PASSWORD", "JIANWEI_WEBHOOK_KEY"])
        for (own, standard) in zip(plan.schedules, WatchPlan.standard.schedules) {
            #expect(own.list == standard.list)
            #expect(own.pagesPerSite == standard.pagesPerSite)
            let zone = ZoneRules.fixed("Asia/Shanghai", hours: 8)
            let now = Date(timeIntervalSince1970: 1_800_000_000)
            #expect(
                own.when.next(after: now, in: zone) == standard.when.next(after: now, in: zone))
        }
    }

    @Test func `A file that only names a mailbox keeps the default schedules`() throws {
        let plan = try load(
            "mail: [{id: duty, server: 10.1.2.3, security: none, from: a@b.example, "
                + "to: [c@d.example]}]")

        #expect(plan.schedules == WatchPlan.standard.schedules)
        guard case .mail(let mail)? = plan.destinations.first?.way else {
            Issue.record("no mail")
            return
        }
        #expect(mail.port == 25)
    }

    @Test(arguments: [
        ("schedules: [{id: a, list: known, when: 0 0 30 2 *}]", "1:40", "would never be due"),
        ("schedules:\n  - {id: a, list: known, when: daily 25:00}", "2:32", "no time of day"),
        ("schedules: [{id: a, list: all, when: hourly}]", "1:27", "'all'"),
        ("schedules: [{id: A b, list: known, when: hourly}]", "1:18", "is no id"),
        ("schedules: [{id: a, list: file, when: hourly}]", "1:13", "'file'"),
        (
            "schedules: [{id: a, list: file, file: none.txt, when: hourly}]", "1:39",
            "no such file"
        ),
        ("schedules: [{id: a, list: known, sites: [mem-cx], when: hourly}]", "1:41", "no meaning"),
        ("schedules: [{id: a, list: names, sites: [x], when: hourly}]", "1:41", "'x'"),
        ("schedules: [{id: a, list: known, when: hourly, personas: [tv]}]", "1:58", "'tv'"),
        ("schedules: [{id: a, list: known, when: hourly, report-to: [b]}]", "1:59", "'b'"),
        (
            "schedules: [{id: a, list: known, when: hourly}, {id: a, list: dead, when: hourly}]",
            "1:49", "'a'"
        ),
        ("zone: Mars/Olympus", "1:7", "no time zone"),
        ("times: []", "1:1", "'times'"),
        (
            "mail: [{id: m, server: 'a b', from: a@b.example, to: c@d.example}]", "1:24",
            "no mail server"
        ),
        (
            "mail: [{id: m, server: s.example, from: \"a@b.example\\nBcc: x@y.example\", "
                + "to: c@d.example}]", "1:41", "no mail address"
        ),
        (
            "mail: [{id: m, server: s.example, from: a@b.example, to: c@d.example, user: joe, "
                + "password: secret12}]", "1:77", "variable of the environment"
        ),
        (
            "mail: [{id: m, server: s.example, from: a@b.example, to: c@d.example, user: '${U}', "
                + "password: '${P}', security: none}]", "1:113", "never sent in the clear"
        ),
        ("webhook: [{id: w, url: 'ftp://x.example/', secret: '${S}'}]", "1:24", "http://"),
        (
            "webhook: [{id: w, url: 'https://u:p@x.example/', secret: '${S}'}]", "1:24", "http://"
        ),
        ("webhook: [{id: w, url: 'https://x.example/', secret: abc}]", "1:54", "environment"),
    ])
    func `A mistake is told with its place`(text: String, place: String, what: String) {
        let error = #expect(throws: RuleFileError.self) { try load(text) }
        let words = error?.message.english ?? ""
        #expect(words.contains(":\(place): "), "\(words)")
        #expect(words.contains(what), "\(words)")
    }
}
