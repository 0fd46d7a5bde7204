// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import FastMatcher
import Foundation
@testable import Judgement
import PageReader
import RuleFiles
import Testing

/// Indicators of kits mean what their reference engine makes of them.
struct IndicatorTests {
    /// Whether an indicator with this detection holds for this page.
    private func holds(
        _ detection: String, html: String = "", headers: [HeaderField] = [],
        url: String = "http://kit.example/a"
    ) throws -> Bool {
        let folder = NSTemporaryDirectory() + "/indicators-\(UUID())"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let indented = detection.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n")
        try Data("title: a kit\ndetection:\n\(indented)\n".utf8)
            .write(to: URL(fileURLWithPath: folder + "/kit.yml"))
        let loaded = try IndicatorFiles.load(
            directory: folder, compile: RegularExpression.compiler)
        var page = PageReader.read(
            Array(html.utf8), at: try WebAddress(url), contentType: "text/html; charset=utf-8")
        page.headers = headers
        let subject = IndicatorSubject(page)
        return loaded.indicators.first.map { $0.evidence(in: subject) != nil } ?? false
    }

    @Test(arguments: [
        ("html|contains: Log In", true), ("html|contains: log in", false),
        ("html|startswith: <p>Log", true), ("html|startswith: <P>", false),
        ("html|endswith: </p>", true), ("html|endswith: </P>", false),
        // Without a modifier it is the whole text, whatever its case.
        ("html: <P>LOG IN a*b?</p>", true), ("html: Log In", false),
        ("hostname: KIT.EXAMPLE", true),
        // No wildcards and no escapes.
        ("html|contains: 'a*b?'", true), ("html|contains: 'a*'", true),
        ("html|contains: 'L*In'", false), (#"html|contains: 'a\*b'"#, false),
        ("html|re: '[A-Z]og +In'", true), ("html|re: '^Log'", false),
        ("html|contains:\n  - nothing\n  - Log", true),
        ("html|contains|all:\n  - nothing\n  - Log", false),
        ("html|contains|all:\n  - <p>\n  - Log", true),
    ])
    func `A modifier compares as the reference engine does`(test: String, expected: Bool) throws {
        let detection = "s:\n  " + test.replacing("\n", with: "\n  ") + "\ncondition: s"

        #expect(try holds(detection, html: "<p>Log In a*b?</p>") == expected)
    }

    @Test(arguments: [
        ("a", true), ("b", false), ("missing", false), ("not b", true), ("not a", false),
        ("a and c1", true), ("a and b", false), ("b or a", true), ("b or c1 and a", true),
        ("(b or a) and b", false), ("not (a and b)", true), ("NOT b AND a", true),
        ("1 of them", true), ("all of them", false), ("1 of c*", true), ("all of c*", false),
        ("1 of b*", false), ("a and (1 of c*)", true), ("not not a", true),
    ])
    func `A condition is read as the reference engine reads it`(
        condition: String, expected: Bool
    ) throws {
        let detection = """
            a:
              html|contains: yes
            b:
              html|contains: no
            c1:
              html|contains: yes
            c2:
              html|contains: no
            condition: \(condition)
            """.replacing("yes", with: "here").replacing("no\n", with: "nowhere\n")

        #expect(try holds(detection, html: "<p>here</p>") == expected)
    }

    @Test func `Tests of one selection hold together, and selections in a list are alternatives`()
        throws
    {
        let html = "<title> A </title><script>go()</script><style>b{}</style>"
        let both = "s:\n  title: a\n  js|contains: go\n  css|contains: b{\ncondition: s"
        let one = "s:\n  title: a\n  js|contains: stop\ncondition: s"
        let list = "s:\n  - js|contains: stop\n  - js|contains: go\ncondition: s"

        #expect(try holds(both, html: html))
        #expect(try !holds(one, html: html))
        #expect(try holds(list, html: html))
    }

    @Test func `Headers, cookies and requests are what a visit saw`() throws {
        let headers = [
            HeaderField("x-powered-by", "PHP/7"), HeaderField("set-cookie", "SID=1; Path=/"),
        ]
        let html = "<script src=/s.js></script><img src=b.png><link rel='shortcut icon' href=i.ico>"

        #expect(
            try holds("s:\n  headers|contains: 'X-Powered-By: PHP'\ncondition: s", headers: headers)
        )
        #expect(try holds("s:\n  cookies: sid=1\ncondition: s", headers: headers))
        for file in ["http://kit.example/s.js", "/b.png", "/i.ico", "http://kit.example/a"] {
            #expect(
                try holds("s:\n  requests|endswith: \(file)\ncondition: s", html: html), "\(file)")
        }
    }

    @Test(arguments: [
        "s:\n  html|sounds: x\ncondition: s", "s:\n  smell: x\ncondition: s",
        "s:\n  html|re: '('\ncondition: s", "s:\n  html: x\ncondition: s and", "s:\n  html: x",
        "s:\n  html: x\ncondition: (s", "s:\n  html: '%hosts%'\ncondition: s",
        "s:\n  html: x\ncondition: 2 of them",
    ])
    func `A mistake in an indicator names its place`(detection: String) throws {
        let error = try #require(throws: RuleFileError.self) { try holds(detection) }

        #expect(error.mistakes.allSatisfy { $0.file == "kit.yml" && $0.line >= 1 })
    }

    @Test func `All indicators of the collection load unchanged`() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let folder = root.path + "/shared/data/iok/indicators"
        guard FileManager.default.fileExists(atPath: folder) else {
            print("skipped: no collection of indicators at \(folder)")
            return
        }

        let loaded = try IndicatorFiles.load(
            directory: folder, compile: RegularExpression.compiler)

        #expect(loaded.indicators.count == 263)
        #expect(Set(loaded.indicators.map(\.id)).count == 263)
    }
}
