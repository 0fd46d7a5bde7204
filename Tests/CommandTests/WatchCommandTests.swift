// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// `jianwei watch` and `jianwei history`, as a user runs them.
struct WatchCommandTests {
    private let folder: TemporaryFolder
    private var book: String { folder.path + "/book" }

    init() throws { folder = try TemporaryFolder() }

    private func watchFile(_ sites: SiteWatch) throws -> String {
        _ = try folder.write(sites.list, to: "list.txt")
        return try folder.write(
            "schedules: [{id: own, list: file, file: list.txt, when: daily 02:00, "
                + "personas: [desktop], pages: 1}]\n", to: "watch.yml")
    }

    private func visiting(_ sites: SiteWatch) throws -> [String] {
        [
            "--casebook", book, "--hosts", try folder.write(sites.hosts, to: "hosts"),
            "--allow-range", "127.90.0.0/16", "--delay", "0",
        ]
    }

    @Test func `A watch runs what is due, and says what changed and what is next`() async throws {
        let sites = try #require(SiteWatch(hosts: 3))
        defer { sites.stop() }
        let file = try watchFile(sites)
        let run = ["watch", "run", "--once", "--watch", file] + (try visiting(sites))

        let first = try await Program.run(run + ["--now", "--reports", folder.path + "/reports"])
        #expect(first.code == 0, "\(first.errors)")
        #expect(first.output.contains("3 changes since the last time:"))
        #expect(first.output.contains("[new] h0.watched0.example JW-000001"))
        #expect(folder.names(in: "reports") == ["watch-1.html"])

        // Nothing is due again before tomorrow.
        let second = try await Program.run(run)
        #expect(second.output.isEmpty, "\(second.output)")
        let third = try await Program.run(run + ["--now", "--json"])
        #expect(third.output.contains("\"changes\":[]"), "\(third.output)")

        let report = try await Program.run(
            "watch", "report", "1", "--casebook", book, "--html", folder.path + "/one.html")
        #expect(report.code == 0)
        #expect(folder.names().contains("one.html"))
        let status = try await Program.run(
            "watch", "status", "--json", "--watch", file, "--casebook", book)
        #expect(status.code == 0, "\(status.errors)")
        #expect(status.output.contains("\"lastRun\":2"))
        let history = try await Program.run(
            ["history", "h0.watched0.example", "--casebook", book], language: "zh_CN.UTF-8")
        #expect(history.output.contains("【新增】h0.watched0.example"), "\(history.output)")
        #expect(history.output.contains("在线"))
    }

    @Test func `SIGTERM ends a watch, and one that was killed gives its place up`() async throws {
        let sites = try #require(SiteWatch(hosts: 1))
        defer { sites.stop() }
        let arguments =
            ["watch", "run", "--watch", try watchFile(sites), "--json"] + (try visiting(sites))
        func begin() throws -> Process {
            let process = Program.start(arguments)
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            return process
        }
        func watched() async throws {
            for _ in 0..<400 {
                let status = try await Program.run(
                    "watch", "status", "--json", "--watch", folder.path + "/watch.yml",
                    "--casebook", book)
                if status.output.contains("\"watchedBy\"") { return }
                try await Task.sleep(for: .milliseconds(50))
            }
            Issue.record("nobody watches")
        }
        let killed = try begin()
        try await watched()
        let second = try await Program.run(arguments)
        #expect(second.code == 75)
        #expect(second.errors.contains("another process watches this casebook"))
        kill(killed.processIdentifier, SIGKILL)
        await finished(killed)

        let ended = try begin()
        try await watched()
        ended.terminate()
        await finished(ended)
        #expect(ended.terminationStatus == 0)
    }

    @Test func `Mistakes in the watch file are told with their places`() async throws {
        let file = try folder.write(
            "schedules:\n  - {id: a, list: known, when: 0 0 31 2 *}\n", to: "watch.yml")

        let check = try await Program.run(
            ["watch", "check", "--watch", file], language: "zh_CN.UTF-8")
        let run = try await Program.run(
            "watch", "run", "--once", "--watch", file, "--casebook", book)

        #expect(check.code == 1)
        #expect((check.output + check.errors).contains("watch.yml:2:32"), "\(check)")
        #expect((check.output + check.errors).contains("永远不会到期"))
        #expect(run.code != 0)
        #expect(run.errors.contains("would never be due"))
        let missing = try await Program.run("watch", "check", "--watch", folder.path + "/none.yml")
        #expect(missing.code == 64)
    }

    @Test func `The example file is sound, and says which secrets are missing`() async throws {
        let example = Program.packageRoot.path + "/Seeds/watch.example.yml"
        let unset = try await Program.run("watch", "check", "--watch", example)
        #expect(unset.code == 1)
        #expect(unset.output.contains("SMTP_PASSWORD"))
        let set = try await Program.run(
            ["watch", "check", "--watch", example],
            shell: "export SMTP_USER=clerk-account SMTP_PASSWORD=correct-horse "
                + "JIANWEI_WEBHOOK_KEY=a-key-of-the-bureau")
        #expect(set.code == 0, "\(set.output)\(set.errors)")
    }

    @Test(arguments: [[String](), ["--user"]])
    func `The unit that is installed is one that systemd takes`(scope: [String]) async throws {
        let install = try await Program.run(
            ["watch", "install", "--prefix", folder.path + "/root", "--casebook", book] + scope)
        #expect(install.code == 0, "\(install.errors)")
        let path = try #require(
            install.output.split(separator: "\n").first { $0.hasPrefix("wrote ") }?.dropFirst(6))
        #expect(path.hasSuffix("/jianwei-watch.service"))
        #expect(install.output.contains("to undo: jianwei watch uninstall"))
        let unit = try String(contentsOfFile: String(path), encoding: .utf8)
        #expect(
            unit.contains(
                "ExecStart=\(Program.executable.resolvingSymlinksInPath().path) watch run"))
        #expect(unit.contains("NoNewPrivileges=yes"))

        if FileManager.default.isExecutableFile(atPath: "/usr/bin/systemd-analyze") {
            let verify = try await tool(
                arguments: ["XDG_RUNTIME_DIR=\(folder.path)", "systemd-analyze"]
                    + (scope.isEmpty ? [] : ["--user"])
                    + ["verify", "--man=no", String(path)])
            #expect(verify.code == 0, "\(verify.text)")
            #expect(!verify.text.contains("jianwei-watch.service:"), "\(verify.text)")
        } else {
            print("systemd-analyze is not here: the unit was not verified")
        }

        let uninstall = try await Program.run(
            ["watch", "uninstall", "--prefix", folder.path + "/root"] + scope)
        #expect(uninstall.code == 0)
        #expect(!FileManager.default.fileExists(atPath: String(path)))
    }

    @Test func `What is not there is said`() async throws {
        let nothing = try await Program.run("watch", "report", "--casebook", book)
        #expect(nothing.code == 64)
        let sites = try #require(SiteWatch(hosts: 1))
        defer { sites.stop() }
        _ = try await Program.run(
            ["watch", "run", "--once", "--now", "--watch", try watchFile(sites)]
                + (try visiting(sites)))
        let report = try await Program.run("watch", "report", "99", "--casebook", book)
        #expect(report.code == 64)
        #expect(report.errors.contains("no report of a run 99"))
        let history = try await Program.run("history", "nobody.example", "--casebook", book)
        #expect(history.code == 64)
        #expect(history.errors.contains("knows no site 'nobody.example'"))
    }
}
