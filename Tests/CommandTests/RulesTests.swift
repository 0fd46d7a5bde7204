// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// What whoever writes rules sees of them.
struct RulesTests {
    /// A folder with the rules that are shipped, to be changed.
    private func copiedRules() async throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        let root = Program.packageRoot.path
        _ = try await tool("cp", "-R", root + "/Rules", root + "/Seeds", folder.path)
        return folder
    }

    private func json(_ line: String?) throws -> [String: Any] {
        let data = Data((line ?? "").utf8)
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    @Test func `The rules that are shipped have no mistake, and hold`() async throws {
        let check = try await Program.run("rules", "check")
        let test = try await Program.run("rules", "test", language: "zh_CN.UTF-8")

        #expect(check.code == 0)
        #expect(check.output.contains("no mistake"), "\(check.output)\(check.errors)")
        #expect(test.code == 0, "\(test.output)")
        #expect(test.output.contains("全部符合预期"))
    }

    @Test func `Every mistake is a line with its place, and the exit code 1`() async throws {
        let folder = try await copiedRules()
        _ = try folder.write(
            "rules:\n  - id: broken\n    wieght: 3\n  - {id: x}\n", to: "Rules/broken.yml")

        let result = try await Program.run("rules", "check", folder.path + "/Rules")
        let lines = try await Program.run("rules", "check", folder.path + "/Rules", "--json")

        #expect(result.code == 1)
        #expect(result.output.contains("broken.yml:3:5: error: unknown key 'wieght'"))
        #expect(result.output.contains("broken.yml:4:5: error: 'title' is missing"))
        let first = try json(lines.lines.first { $0.contains("wieght") })
        #expect(first["file"] as? String == "broken.yml")
        #expect(first["line"] as? Int == 3)
        #expect(first["column"] as? Int == 5)
    }

    @Test func `A page that comes out otherwise is named, with what it must be`() async throws {
        let folder = try await copiedRules()
        _ = try folder.write(
            """
            rules:
              - id: test.weather
                title: 天气
                why: 试验
                group: test
                weight: 1
                when: {shorter: 3}
                match: [今天天气很好]
                not: [雨]
            pages:
              - {note: 天气预报, level: high, category: sale_forged, text: 明天有雨}
            """, to: "Rules/weather.yml")

        let result = try await Program.run("rules", "test", "--data", folder.path, "--json")

        #expect(result.code == 1)
        #expect(result.errors.contains("3 of "), "\(result.errors)")
        let found = try result.lines.map(json)
        #expect(
            found.map { $0["origin"] as? String } == [
                "weather.yml:8", "weather.yml:9", "weather.yml:11",
            ])
        #expect(found.first?["expected"] as? String == "match")
        #expect(found.first?["found"] as? String == "no match")
        #expect(found.last?["expected"] as? String == "high sale_forged")
        #expect(found.last?["found"] as? String == "dismiss (0)")
    }

    @Test func `An explanation adds up to the verdict, and names what was lacking`() async throws {
        let folder = try TemporaryFolder()
        let page = try folder.write(
            "<title>电工证</title><p>操作证免考直出,官网可查,三天出证\u{1B}[31m</p>", to: "page.html")
        let arguments = [page, "--url", "http://a.example/"]

        let shown = try await Program.run(["rules", "explain"] + arguments)
        let told = try json(
            try await Program.run(["rules", "explain", "--json"] + arguments).lines.first)
        let judged = try json(try await Program.run(["judge", "--json"] + arguments).lines.first)

        #expect(shown.code == 0, "\(shown.errors)")
        #expect(shown.output.contains("sale.contact"), "\(shown.output)")
        #expect(shown.output.contains("lacks: contact:"))
        #expect(!shown.output.contains("\u{1B}"))
        #expect(told["verdict"] as? NSDictionary == judged as NSDictionary)
        let sum = try #require(told["sum"] as? [String: Any])
        let groups = try #require(sum["groups"] as? [[String: Any]])
        let counted = groups.compactMap { $0["counted"] as? Double }.reduce(0, +)
        #expect(sum["bits"] as? Double == counted)
        #expect(sum["score"] as? Int == judged["score"] as? Int)
        #expect((told["fired"] as? [Any])?.count == (judged["findings"] as? [Any])?.count)
    }

    @Test func `A page that is not there is misuse`() async throws {
        let result = try await Program.run(
            "rules", "explain", "/nonexistent.html", "--url", "http://a.example/")

        #expect(result.code == 64)
        #expect(result.errors.contains("/nonexistent.html"))
    }
}
