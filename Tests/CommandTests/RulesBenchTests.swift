// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

struct RulesBenchTests {
    @Test func `The rules are measured on the range, and every one is named`() async throws {
        let result = try await Program.run("rules", "bench", "--seconds", "0.01", "--json")
        let rules = try await Program.run("rules", "check", "--json")

        let value = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
        let found = try #require(value as? [String: Any])
        let counts = try JSONSerialization.jsonObject(with: Data(rules.output.utf8))
        #expect(found["pages"] as? Int ?? 0 >= 30)
        #expect((found["rules"] as? [Any])?.count == (counts as? [String: Any])?["rules"] as? Int)
        let judging = try #require(found["judging"] as? [String: Double])
        #expect(judging.values.allSatisfy { $0 > 0 })
    }

    @Test func `A folder of pages is measured, and one without any is misuse`() async throws {
        let folder = try TemporaryFolder()
        _ = try folder.write("<p>电工证免考直出</p>", to: "a.html")
        _ = try folder.write("<p>天气</p>", to: "b.html")

        let shown = try await Program.run(
            "rules", "bench", folder.path, "--seconds", "0.01", "--slowest", "1")
        let none = try await Program.run("rules", "bench", folder.path + "/none", "--seconds", "1")
        let long = try await Program.run("rules", "bench", "--seconds", "9999")

        #expect(shown.output.contains("2 pages"), "\(shown.errors)")
        #expect(shown.output.contains("MB/s"))
        #expect(none.code == 64)
        #expect(long.code == 64)
    }
}
