// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casebook
import Casework
import Foundation
import PacketExport
import Sweep
import Testing
import WebArchive

struct SweepLookupsTests {
    private static let secret = "Geheim-7f3a9c/+=x"

    private static func list(_ port: UInt16) -> String {
        """
        lookups:
          - id: icp
            title: 备案查询接口
            about: domain
            address: http://lookup.test:\(port)/icp?d={domain}&key=${ICP_TOKEN}
            headers: {X-Token: "${ICP_TOKEN}"}
            allow: 127.0.0.1
            seconds-between-questions: 2
            fields: {icp.number: /number, icp.holder: /holder}
        """
    }

    @Test func `A suspect is looked up once, beside what its pages show, and no secret is kept`()
        async throws
    {
        let server = try LineServer.rdap { path in
            .rdap(#"{"number": "蜀ICP备2024000001号", "holder": "某某商贸", "echo": "\#(path)"}"#)
        }
        let bench = try SweepBench(registryPort: 9)
        defer { bench.remove() }
        try bench.write(Self.list(server.port), to: "lookups.yml")

        let files = try await bench.sweep(
            asksRegistries: false, lookups: "lookups.yml",
            environment: ["ICP_TOKEN": Self.secret])

        let suspect = try #require(files[0])
        let dossier = try #require(suspect.dossier)
        #expect(server.asked.count == 1)
        #expect(dossier.lookups.map { $0.values(.icpHolder) } == [["某某商贸"]])
        #expect(files[1]?.dossier?.lookups == [])
        let comparison = try #require(dossier.icpComparisons.first)
        #expect(comparison.found == ["蜀ICP备2024000001号"])
        #expect(comparison.outcome == (comparison.shown.isEmpty ? .notShown : .differs))

        let book = try Casebook.open(bench.folder + "/casebook", actor: "li@bureau")
        let packet = bench.folder + "/packet"
        _ = try await PacketDesk.export(
            [PacketCase(caseFile: suspect)], from: book, to: packet, software: "test/1",
            by: "li@bureau")
        try book.close()
        #expect(try PacketVerifier.verify(packet, expecting: nil).isIntact)
        let report = try String(contentsOfFile: packet + "/data/report.html", encoding: .utf8)
        #expect(report.contains("某某商贸"))
        #expect(report.contains("页面标注与查询结果对照"))
        #expect(!report.contains("ICP与公安备案的官方登记"))
        #expect(report.contains("公安备案的官方登记：未核对"))
        #expect(try Self.leaks(of: Self.secret, in: bench.folder + "/casebook") == [])
        #expect(try Self.leaks(of: Self.secret, in: packet) == [])
        // The search itself finds what is there.
        #expect(try !Self.leaks(of: "[secret:ICP_TOKEN]", in: packet).isEmpty)
    }

    @Test func `A sweep whose source lacks its secret says so, and fails no lead`() async throws {
        let server = try LineServer.rdap { _ in .rdap("{}") }
        let bench = try SweepBench(registryPort: 9)
        defer { bench.remove() }
        try bench.write(Self.list(server.port), to: "lookups.yml")

        let files = try await bench.sweep(asksRegistries: false, lookups: "lookups.yml")

        #expect(files[0]?.state == .done)
        #expect(files[0]?.dossier?.gaps.contains { $0.contains("ICP_TOKEN 未设置") } ?? false)
        #expect(server.asked.isEmpty)
    }

    /// The files below `folder` in which `text` stands as it is or percent-encoded, also compressed.
    private static func leaks(of text: String, in folder: String) throws -> [String] {
        let spellings = [text, text.addingPercentEncoding(withAllowedCharacters: .alphanumerics)]
            .compactMap { $0 }.map { Data($0.utf8) }
        let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String }
        return try (names ?? []).filter { name in
            let path = folder + "/" + name
            guard let bytes = FileManager.default.contents(atPath: path) else { return false }
            var contents = [bytes]
            if name.hasSuffix(".warc.gz") {
                _ = try ArchiveReader(path: path).scan(keepingBlocks: 1 << 20) { record in
                    contents.append(Data(record.block) + Data((record.target ?? "").utf8))
                }
            }
            return contents.contains { data in spellings.contains { data.range(of: $0) != nil } }
        }
    }
}
