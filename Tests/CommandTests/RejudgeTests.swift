// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Stored pages, judged again.
@Suite(.serialized)
struct RejudgeTests {
    private func cases(_ casebook: String) async throws -> [String] {
        try await Program.run("cases", "--json", "--casebook", casebook).lines.map { line in
            let value = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            let level = value?["level"] as? String ?? "failed"
            return "\(value?["case"] as? String ?? "") \(level) \(value?["score"] as? Int ?? -1)"
        }.sorted()
    }

    /// Some sites of the range, in a list of its own: `count` of the first, and one that breaks off.
    private func some(_ count: Int, of range: ServedRange, in folder: TemporaryFolder) throws
        -> String
    {
        let lines = try String(contentsOfFile: range.list, encoding: .utf8).split(separator: "\n")
        let chosen = lines.prefix(count) + lines.filter { $0.contains("//cut.") }
        return try folder.write(chosen.joined(separator: "\n"), to: "list.txt")
    }

    @Test func `The same rules change nothing; other rules only when they are applied`()
        async throws
    {
        let folder = try TemporaryFolder()
        let range = try await ServedRange(in: folder)
        let book = folder.path + "/book"
        let list = try some(20, of: range, in: folder)
        _ = try await Program.run(range.sweep(book) + [list] + range.settings)
        let before = try await cases(book)
        // Rules under which nothing is suspect.
        let root = Program.packageRoot.path
        _ = try await tool("cp", "-R", root + "/Rules", root + "/Seeds", folder.path)
        _ = try await tool(
            "sed", "-i", "s/^  category-bits: .*/  category-bits: 99/",
            folder.path + "/Rules/scoring.yml")
        let other = ["rejudge", "--casebook", book, "--data", folder.path]

        let same = try await Program.run("rejudge", "--casebook", book)
        let asked = try await Program.run(other + ["--json"])
        let afterAsking = try await cases(book)
        let applied = try await Program.run(other + ["--apply"])
        let again = try await Program.run(other + ["--apply"])
        let after = try await cases(book)

        #expect(same.code == 0, "\(same.errors)")
        #expect(same.output.contains(": 0 changed"), "\(same.output)")
        #expect(asked.code == 0, "\(asked.errors)")
        #expect(asked.lines.contains { $0.contains("\"high\"") && $0.contains("\"dismiss\"") })
        #expect(asked.lines.allSatisfy { $0.contains("\"isApplied\":false") })
        #expect(afterAsking == before)
        #expect(applied.output.contains(" → "), "\(applied.output)\(applied.errors)")
        #expect(again.output.contains(": 0 changed"), "\(again.output)")
        #expect(after != before)
        let doctor = try await Program.run("doctor", "--casebook", book)
        #expect(!doctor.output.contains("✗ casebook"), "\(doctor.output)")
        let changed = try #require(after.first { !before.contains($0) }).split(separator: " ")[0]
        let packet = folder.path + "/packet"
        let exported = try await Program.run(
            "packet", "export", String(changed), "--to", packet, "--casebook", book)
        #expect(exported.code == 0, "\(exported.errors)")
        #expect(try await Program.run("packet", "verify", packet).code == 0)
    }

    @Test func `Stored bytes that were changed are named, and judged by nobody`() async throws {
        let folder = try TemporaryFolder()
        let range = try await ServedRange(in: folder)
        let book = folder.path + "/book"
        let list = try some(2, of: range, in: folder)
        _ = try await Program.run(range.sweep(book) + [list] + range.settings)
        let segment = try #require(folder.names(in: "book/archive").first)
        let file = URL(fileURLWithPath: "\(book)/archive/\(segment)")
        var bytes = try Data(contentsOf: file)
        bytes[bytes.count / 2] ^= 0x55
        try bytes.write(to: file)

        let result = try await Program.run("rejudge", "--casebook", book, "--apply")

        #expect(result.code == 1)
        #expect(result.errors.contains(segment), "\(result.errors)")
        #expect(result.output.contains("0 changed"), "\(result.output)")
    }
}
