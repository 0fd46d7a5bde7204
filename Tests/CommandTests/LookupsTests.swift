// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// What whoever sets up a source of the bureau's own sees.
struct LookupsTests {
    private static func list(_ port: Int, allow: String = "127.0.0.1") -> String {
        """
        lookups:
          - id: icp
            title: 备案查询接口
            about: domain
            address: http://127.0.0.1:\(port)/icp.json?d={domain}&key=${JW_TEST_KEY}
            allow: [\(allow)]
            rows: /data/*
            fields: {icp.number: /icp, icp.holder: /unit}
        """
    }

    @Test func `A check names mistakes with their place, and secrets by name only`() async throws {
        let folder = try TemporaryFolder()
        let good = try folder.write(Self.list(1), to: "good.yml")
        let bad = try folder.write(
            Self.list(1).replacing("rows: /data/*", with: "rows: data"), to: "bad.yml")

        let missing = try await Program.run("lookups", "check", "--lookups", good)
        let set = try await Program.run(
            ["lookups", "check", "--lookups", good], language: "zh_CN.UTF-8",
            shell: "export JW_TEST_KEY=geheim-geheim")
        let lines = try await Program.run(
            ["lookups", "check", "--json", "--lookups", good],
            shell: "export JW_TEST_KEY=geheim-geheim")
        let mistake = try await Program.run("lookups", "check", "--lookups", bad)
        let nothing = try await Program.run("lookups", "check", "--lookups", "/nonexistent.yml")

        #expect(missing.code == 1)
        #expect(missing.output.contains("the environment has no JW_TEST_KEY"))
        #expect(set.code == 0, "\(set.errors)")
        #expect(set.output.contains("JW_TEST_KEY 已设置"))
        #expect(set.output.contains("${JW_TEST_KEY}"))
        #expect(lines.output.contains("\"secretsSet\":[\"JW_TEST_KEY\"]"))
        #expect(![set, lines].contains { ($0.output + $0.errors).contains("geheim") })
        #expect(mistake.code == 1)
        #expect(mistake.output.contains("bad.yml:7:11: error: 'data' is no place in JSON"))
        #expect(nothing.code == 64)
    }

    @Test func `A trial shows what came and where each field lies, and no secret`() async throws {
        let folder = try TemporaryFolder()
        let body = #"{"data": [{"icp": "蜀ICP备2024000001号", "unit": "某某商贸"}]}"#
        _ = try folder.write(body, to: "icp.json")
        let server = Process()
        server.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        server.arguments = [
            "python3", "-u", "-c",
            """
            import http.server, os, sys
            os.chdir(sys.argv[1])
            s = http.server.HTTPServer(('127.0.0.1', 0), http.server.SimpleHTTPRequestHandler)
            print(s.server_port)
            s.serve_forever()
            """, folder.path,
        ]
        let output = Pipe()
        server.standardOutput = output
        server.standardError = FileHandle.nullDevice
        try server.run()
        defer {
            // A thread of Dispatch blocks SIGTERM, and who is started there inherits that.
            kill(server.processIdentifier, SIGKILL)
        }
        let port = try await offThePool {
            String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        }
        let number = try #require(Int(port.trimmingCharacters(in: .whitespacesAndNewlines)))
        let list = try folder.write(Self.list(number), to: "l.yml")
        let closed = try folder.write(Self.list(number, allow: "10.0.0.0/8"), to: "closed.yml")
        let shell = "export JW_TEST_KEY=geheim-geheim; cd \(folder.path)"

        let asked = try await Program.run(
            ["lookups", "ask", "www.cx-mem.example", "--lookups", list], shell: shell)
        let told = try await Program.run(
            ["lookups", "ask", "cx-mem.example", "--json", "--lookups", list], shell: shell)
        let refused = try await Program.run(
            ["lookups", "ask", "cx-mem.example", "--lookups", closed], shell: shell)

        #expect(asked.code == 0, "\(asked.errors)\(asked.output)")
        #expect(
            asked.output.contains("icp.number ICP number: 蜀ICP备2024000001号  ← /data/0/icp"),
            "\(asked.output)")
        #expect(told.output.contains("\"place\":\"/data/0/unit\""))
        #expect(refused.code == 1)
        #expect(refused.output.contains("127.0.0.1"))
        #expect(![asked, told, refused].contains { ($0.output + $0.errors).contains("geheim") })
        // Nothing is kept where it was asked.
        #expect(folder.names().sorted() == ["closed.yml", "icp.json", "l.yml"])
    }
}
