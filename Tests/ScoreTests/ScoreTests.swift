// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation
import Sweep
import Testing

@testable import score

/// The goals of Jianwei's judgement, on pages written for this; `make score` shows the tables.
struct ScoreTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path
    private static let files = ["tuning", "heldout"]

    private static func measure(_ file: String) throws -> ConfusionTable {
        try Score.measure(
            file, below: root, try Knowledge.load(from: DataFolder(path: root)))
    }

    /// Files whose goals today's rules do not meet yet.
    ///
    /// Once they do, the test fails until the name is taken out, so that the goals hold from then on.
    private static let unmet: Set<String> = ["heldout"]

    /// What today's rules reach, so that nothing gets worse unseen; lower them when it gets better.
    private static let reached: [String: (missed: Int, falseAlarms: Int, notDismissed: Int)] = [
        "tuning": (0, 0, 0), "heldout": (5, 8, 1),
    ]

    @Test(arguments: files)
    func `Fakes and sales are found, and nobody innocent is accused`(file: String) throws {
        let measured = try Self.measure(file)
        let reached = try #require(Self.reached[file])

        #expect(measured.missed.count <= reached.missed, "\(measured.text)")
        #expect(measured.falseAlarms.count <= reached.falseAlarms, "\(measured.text)")
        #expect(measured.notDismissed.count <= reached.notDismissed, "\(measured.text)")
        withKnownIssue("the rules are being tuned") {
            #expect(measured.missRate <= ConfusionTable.tolerance, "\(measured.text)")
            #expect(measured.falseAlarms.isEmpty, "\(measured.text)")
            #expect(measured.notDismissed.isEmpty, "\(measured.text)")
        } when: {
            Self.unmet.contains(file)
        }
    }

    @Test func `Each file has pages enough of every kind that counts`() throws {
        for file in Self.files {
            let measured = try Self.measure(file)

            #expect(measured.results.count >= 75)
            #expect(measured.wanted.count >= 30)
            for kind in [MeasuredPage.Kind.news, .warning, .notice, .court, .school, .government] {
                #expect(measured.results.contains { $0.kind == kind }, "\(file): no \(kind)")
            }
        }
    }

    @Test func `A page goes over the wire in the encoding that it names`() throws {
        var page = MeasuredPage(
            id: "X1", kind: .news, note: "", url: "https://a.example/", contentType: nil,
            encoding: "gb18030", html: "证", dismiss: nil)
        guard case .bytes(let bytes) = try page.saved().body else {
            Issue.record("not the bytes of a page")
            return
        }
        #expect(bytes == [0xD6, 0xA4])

        page.encoding = "big5"
        #expect(throws: Complaint.self) { try page.saved() }
    }
}
