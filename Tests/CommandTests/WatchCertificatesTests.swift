// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// `jianwei watch certificates` against a static-ct log of files, which Python serves.
struct WatchCertificatesTests {
    /// A log of `tiles` full tiles as the bench makes it, and a server for it.
    private final class ServedLog {
        let folder: TemporaryFolder
        let port: Int
        private let server: Process

        init(hosts: [String], tiles: Int) async throws {
            let folder = try TemporaryFolder()
            self.folder = folder
            // The number is given to this machine's next server by the system, and is free now.
            let (_, text) = try await tool(
                "python3", "-c",
                """
                import socket
                s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])
                """)
            let port = try #require(Int(text.trimmingCharacters(in: .whitespacesAndNewlines)))
            self.port = port
            let benchmarks = Program.packageRoot.path + "/Benchmarks"
            let list = hosts.map { "'\($0)'" }.joined(separator: ",")
            let made = try await tool(
                "python3", "-c",
                """
                import sys; sys.dont_write_bytecode = True; sys.path.insert(0, '\(benchmarks)')
                import certificate_log
                text = certificate_log.write('\(folder.path)/log', [\(list)], \(tiles),
                    '127.0.0.1:\(port)', kinds=\(hosts.count))
                open('\(folder.path)/logs.json', 'w').write(text)
                """)
            try #require(made.code == 0, "\(made.text)")
            server = Process()
            server.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            server.arguments = [
                "python3", "-m", "http.server", "--bind", "127.0.0.1", "\(port)", "--directory",
                folder.path + "/log",
            ]
            server.standardOutput = FileHandle.nullDevice
            server.standardError = FileHandle.nullDevice
            try server.run()
            for _ in 0..<500 {
                let (code, _) = try await tool(
                    "curl", "-s", "-o", "/dev/null", "http://127.0.0.1:\(port)/checkpoint")
                if code == 0 { return }
                try await Task.sleep(for: .milliseconds(20))
            }
        }

        // The server inherits that this process may ignore SIGTERM.
        deinit { kill(server.processIdentifier, SIGKILL) }

        func arguments(_ more: String...) -> [String] {
            [
                "watch", "certificates", "--log-list", folder.path + "/logs.json",
                "--casebook", folder.path + "/casebook", "--allow-range", "127.0.0.0/8",
            ] + more
        }
    }

    private static let hosts =
        (0..<6).map { "shop\($0).example" } + ["cx-mem-gov.test", "www.cx-mem-gov.test"]

    @Test func `A log is read, its fakes are shown, and the next run reads what came since`()
        async throws
    {
        let log = try await ServedLog(hosts: Self.hosts, tiles: 2)

        let first = try await Program.run(log.arguments("--once", "--from", "start", "--json"))

        #expect(first.code == 0, "\(first.errors)")
        #expect(first.lines.count > 1)
        #expect(first.output.contains(#""host":"cx-mem-gov.test""#))
        #expect(first.errors.contains("512 entries with"))
        let again = try await Program.run(log.arguments("--once"))
        #expect(again.code == 0)
        #expect(again.errors.contains("0 entries with 0 names read: 0 hits, 0 new leads"))
        let status = try await Program.run(log.arguments("--status"))
        #expect(status.output.contains("entries 0–512 read, 0 waiting"))
        #expect(!status.output.contains("gap"))
        let shown = try await Program.run(
            "show", "cx-mem-gov.test", "--casebook", log.folder.path + "/casebook",
            language: "zh_CN.UTF-8")
        #expect(shown.output.contains("证书透明度日志中的证书"), "\(shown.errors)")
        #expect(shown.output.contains("附审计路径"))
    }

    /// The recipe is taken from the document, as an expert would.
    @Test func `The proof of a packet checks with Python and openssl, as documented`() async throws
    {
        let log = try await ServedLog(hosts: Self.hosts, tiles: 1)
        let run = try await Program.run(log.arguments("--once", "--from", "start"))
        #expect(run.code == 0, "\(run.errors)")
        let packet = log.folder.path + "/packet"
        let export = try await Program.run(
            "packet", "export", "cx-mem-gov.test", "--to", packet, "--casebook",
            log.folder.path + "/casebook")
        #expect(export.code == 0, "\(export.errors)")
        let document = try String(
            contentsOf: Program.packageRoot.appendingPathComponent("Documentation/Certificates.md"),
            encoding: .utf8)
        let recipe = try #require(
            document.components(separatedBy: "```python\n").dropFirst().first?
                .components(separatedBy: "```").first)
        let script = try log.folder.write(recipe, to: "check.py")
        let proof = packet + "/data/certificate-logs.json"

        let good = try await tool("python3", script, proof)

        #expect(good.code == 0 && good.text.contains("Verified OK"), "\(good.text)")
        let report = try String(contentsOfFile: packet + "/data/report.html", encoding: .utf8)
        #expect(report.contains("证书公示") && report.contains("Bench log 第 "))
        var text = try String(contentsOfFile: proof, encoding: .utf8)
        let entry = try #require(text.firstRange(of: #/"entry" ?: ?[0-9]+/#))
        text.replaceSubrange(entry, with: #""entry":1"#)
        try text.write(toFile: proof, atomically: true, encoding: .utf8)
        #expect(try await tool("python3", script, proof).code != 0)
    }

    @Test func `A watch that is killed at any time goes on, with nothing twice or missing`()
        async throws
    {
        let log = try await ServedLog(hosts: Self.hosts, tiles: 40)
        let whole = try await Program.run(
            [
                "watch", "certificates", "--log-list", log.folder.path + "/logs.json", "--casebook",
                log.folder.path + "/whole", "--allow-range", "127.0.0.0/8", "--once", "--from",
                "start",
            ])
        #expect(whole.code == 0, "\(whole.errors)")

        for pause in [150, 300, 400, 500, 650, 800] {
            let process = Program.start(log.arguments("--from", "start"))
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            // Whoever was killed before it began, begins again; the others go on.
            let status = try await Program.run(log.arguments("--status"))
            if status.output.contains("read, ") { process.arguments = log.arguments() }
            try process.run()
            try await Task.sleep(for: .milliseconds(pause))
            kill(process.processIdentifier, SIGKILL)
            await finished(process)
        }
        let begun = try await Program.run(log.arguments("--status"))
        let last = try await Program.run(
            begun.output.contains("read, ")
                ? log.arguments("--once") : log.arguments("--once", "--from", "start"))

        #expect(last.code == 0, "\(last.errors)")
        for folder in ["whole", "casebook"] {
            let status = try await Program.run(
                "watch", "certificates", "--status", "--casebook", log.folder.path + "/" + folder)
            #expect(status.output.contains("entries 0–10240 read, 0 waiting"), "\(status.output)")
            #expect(!status.output.contains("gap"))
        }
        let leads = try await Program.run(
            "cases", "--json", "--casebook", log.folder.path + "/casebook")
        let expected = try await Program.run(
            "cases", "--json", "--casebook", log.folder.path + "/whole")
        #expect(leads.lines.count == expected.lines.count)
    }

    @Test func `Ctrl-C ends a watch that follows, with what it found kept`() async throws {
        let log = try await ServedLog(hosts: Self.hosts, tiles: 1)
        let process = Program.start(log.arguments("--from", "start", "--every", "1"))
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        for _ in 0..<300 {
            let status = try await Program.run(log.arguments("--status"))
            if status.output.contains("–256 read") { break }
            try await Task.sleep(for: .milliseconds(50))
        }

        kill(process.processIdentifier, SIGINT)
        await finished(process)

        #expect(process.terminationStatus == 0)
        let status = try await Program.run(log.arguments("--status", "--json"))
        #expect(status.output.contains(#""position":256"#))
    }

    @Test(arguments: [
        (["--from", "yesterday"], "'yesterday' is no place in a log"),
        (["--from", "head", "--back", "5"], "--from and --back say the same"),
        (["--min", "official"], "--min"), (["--limit", "0"], "--limit"),
        (["--log-list", "/nowhere.json"], "cannot read the list of logs /nowhere.json"),
        (["--log-list", "README.md"], "README.md is no list of logs"),
        (["--log", "nimbus"], "no log of the list has 'nimbus' in its name"),
        (["--status", "--casebook", "/nowhere"], "/nowhere"),
        (["--allow-range", "x"], "x"),
    ])
    func `What cannot be meant is said, with what to do`(
        arguments: [String], message: String
    ) async throws {
        let folder = try TemporaryFolder()
        let result = try await Program.run(
            ["watch", "certificates", "--casebook", folder.path + "/casebook", "--once"] + arguments
        )

        #expect(result.code != 0)
        #expect(result.errors.contains(message), "\(result.errors)")
        #expect(result.output.isEmpty)
    }
}
