// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Each mistake and each fault gets one clear message and the right exit code, and loses nothing.
struct BadInputTests {
    @Test func `An unknown option is misuse`() async throws {
        let result = try await Program.run("sweep", "--frobnicate", "x.example")

        #expect(result.code == 64)
        #expect(result.errors.contains("--frobnicate"))
    }

    @Test func `A list that is not there is misuse, and named`() async throws {
        let result = try await Program.run("sweep", "no-such-list.csv")

        #expect(result.code == 64)
        #expect(result.errors.contains("no-such-list.csv"))
    }

    @Test func `A line that cannot be read is reported, and the rest goes on`() async throws {
        let folder = try TemporaryFolder()
        let list = try folder.write("ｃｘ。gone.example\nhttp://[bad/\n# note\n", to: "list.txt")

        let result = try await Program.run(
            "sweep", list, "--casebook", folder.path + "/book", "--resolver", "127.0.0.1:1",
            "--persona", "desktop", "--json")

        #expect(result.errors.contains("list.txt:1"), "\(result.errors)")
        #expect(result.errors.contains("list.txt:2"), "\(result.errors)")
        #expect(result.lines.count == 1)
    }

    @Test func `A dead name server leaves a lead unknown, never absent, and the exit code 1`()
        async throws
    {
        let folder = try TemporaryFolder()

        let result = try await Program.run(
            "sweep", "http://gone.example/", "--casebook", folder.path + "/book",
            "--resolver", "127.0.0.1:1", "--persona", "desktop", "--json")

        #expect(result.code == 1)
        #expect(result.output.contains("\"name-unknown\""), "\(result.output)")
    }

    @Test func `A casebook folder that cannot be made is one clear message`() async throws {
        let result = try await Program.run("sweep", "gone.example", "--casebook", "/dev/null/book")

        #expect(result.code != 0)
        #expect(result.errors.contains("/dev/null/book"))
        #expect(result.errors.split(separator: "\n").count <= 3)
    }

    @Test func `A corrupt casebook is said to be so, and left as it is`() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(
            String(repeating: "this is no database\n", count: 500), to: "casebook.sqlite")
        let before = FileManager.default.contents(atPath: file)

        let result = try await Program.run("cases", "--casebook", folder.path)

        #expect(result.code != 0)
        #expect(result.errors.contains("casebook.sqlite"), "\(result.errors)")
        #expect(FileManager.default.contents(atPath: file) == before)
    }

    @Test func `A casebook that is not there is misuse`() async throws {
        let result = try await Program.run("show", "JW-1", "--casebook", "/nonexistent")

        #expect(result.code == 64)
        #expect(result.errors.contains("/nonexistent"))
    }

    @Test func `A mistake in a rule names file, line and column`() async throws {
        let folder = try TemporaryFolder()
        let root = Program.packageRoot.path
        _ = try await tool("cp", "-R", root + "/Rules", root + "/Seeds", folder.path)
        _ = try folder.write("rules:\n  - id: broken\n    wieght: 3\n", to: "Rules/broken.yml")

        let result = try await Program.run(
            "judge", "--jsonl", "--data", folder.path, input: "")

        #expect(result.code != 0)
        #expect(result.errors.contains("broken.yml:3:5"), "\(result.errors)")
    }

    @Test func `Messages are Chinese where the language is`() async throws {
        let help = try await Program.run("sweep", "--help", language: "zh_CN.UTF-8")
        let misuse = try await Program.run("sweep", "no-such-list.csv", language: "zh_CN.UTF-8")

        #expect(help.code == 0)
        #expect(help.output.contains("用法"))
        #expect(misuse.errors.contains("找不到文件"))
    }

    @Test func `Saved pages are answered line by line, and a bad line by an error`() async throws {
        let pages = """
            {"url":"https://a.example/","text":"今天天气很好"}
            not json
            {"url":"https://b.example/","html":"<p>公司简介</p>"}
            {"url":"ftp://c.example/","text":"x"}
            {"url":"https://d.example/"}
            """

        let result = try await Program.run("judge", "--jsonl", input: pages)

        #expect(result.code == 0)
        #expect(result.lines.count == 5)
        #expect(result.lines[0].contains("\"level\":\"dismiss\""))
        #expect(result.lines[1].contains("\"error\""))
        #expect(result.lines[2].contains("https://b.example/"))
        #expect(result.lines[3].contains("\"line\":4"))
        #expect(result.lines[4].contains("\"error\""))
    }

    @Test func `A full disk stops a sweep with one message, and it goes on after`() async throws {
        let folder = try TemporaryFolder()
        let book = folder.path + "/book"

        let full = try await Program.run(
            ["sweep", "http://127.0.0.1:9/", "--casebook", book, "--persona", "desktop"],
            shell: "trap '' XFSZ; ulimit -f 1")
        let after = try await Program.run(
            "sweep", "http://127.0.0.1:9/", "--casebook", book, "--persona", "desktop")

        #expect(full.code != 0)
        #expect(!full.errors.isEmpty)
        #expect(after.code == 1, "\(after.errors)")
    }

    @Test func `A private address is refused unless the sweep allows its range`() async throws {
        let folder = try TemporaryFolder()

        let result = try await Program.run(
            "sweep", "http://127.0.0.1:9/", "http://169.254.169.254/", "http://[::ffff:10.0.0.1]/",
            "--casebook", folder.path, "--persona", "desktop", "--json")

        #expect(result.lines.count == 3)
        #expect(result.lines.allSatisfy { $0.contains("\"address-refused\"") }, "\(result.output)")
    }
}
