// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// A clock that is set while Jianwei works ends no lease, cuts no pause, and is on record.
@Suite(.serialized)
struct ClockTests {
    /// From which reading of the clock on it is off, and by how many seconds.
    private static let steps = ["200:10800:on", "200:-10800:on", "300:7200:once", "20:-86400:once"]

    private func settings(_ watch: SiteWatch, _ folder: TemporaryFolder) throws -> [String] {
        [
            "--hosts", try folder.write(watch.hosts, to: "hosts"), "--allow-range",
            "127.90.0.0/16", "--delay", "0.2", "--persona", "desktop,phone", "--max-pages", "2",
        ]
    }

    @Test(arguments: steps)
    func `A sweep whose clock is set visits each site once, with its pauses`(step: String)
        async throws
    {
        let folder = try TemporaryFolder()
        let faults = try await FaultShim(in: folder)
        let watch = try #require(SiteWatch(hosts: 8))
        defer { watch.stop() }
        let book = folder.path + "/book"
        let list = try folder.write(watch.list, to: "list.txt")

        let result = try await Program.run(
            ["sweep", list, "--casebook", book] + settings(watch, folder),
            shell: faults.setting("clock:\(step)", under: ""))

        #expect(result.code == 0, "\(result.errors)")
        // The front page, one more page and the icon, by two personas.
        #expect(watch.requests == 8 * 2 * 3)
        #expect(watch.overlaps.isEmpty, "\(watch.overlaps)")
        #expect(watch.shortestPause >= 0.195, "\(watch.shortestPause)")
        #expect(try await verdicts(of: book).count == 8)
        let doctor = try await Program.run("doctor", "--casebook", book)
        #expect(doctor.output.contains("✓ casebook"), "\(doctor.output)")
    }

    @Test func `Two sweeps stay apart when the clock of one is set`() async throws {
        let folder = try TemporaryFolder()
        let faults = try await FaultShim(in: folder)
        let watch = try #require(SiteWatch(hosts: 8))
        defer { watch.stop() }
        let list = try folder.write(watch.list, to: "list.txt")
        let sweep =
            try ["sweep", list, "--casebook", folder.path + "/book"] + settings(watch, folder)

        async let even = Program.run(sweep)
        async let ahead = Program.run(sweep, shell: faults.setting("clock:100:10800:on", under: ""))
        async let behind = Program.run(sweep, shell: faults.setting("clock:1:-7200:on", under: ""))
        let results = try await [even, ahead, behind]

        #expect(results.allSatisfy { $0.code == 0 }, "\(results.map(\.errors))")
        #expect(watch.overlaps.isEmpty, "\(watch.overlaps)")
        #expect(watch.shortestPause >= 0.195, "\(watch.shortestPause)")
    }

    @Test func `A packet says when the clock was set, and holds`() async throws {
        let folder = try TemporaryFolder()
        let faults = try await FaultShim(in: folder)
        let watch = try #require(SiteWatch(hosts: 1))
        defer { watch.stop() }
        let book = folder.path + "/book"
        let packet = folder.path + "/packet"
        let list = try folder.write(watch.list, to: "list.txt")
        let back = faults.setting("clock:30:-10800:on", under: "")

        _ = try await Program.run(
            ["sweep", list, "--casebook", book] + settings(watch, folder),
            shell: faults.setting("clock:60:10800:on", under: ""))
        let export = try await Program.run(
            ["packet", "export", "JW-1", "--to", packet, "--casebook", book], shell: back)
        let verified = try await Program.run("packet", "verify", packet)

        #expect(export.code == 0, "\(export.errors)")
        #expect(verified.code == 0, "\(verified.output)")
        let log = try String(contentsOfFile: packet + "/data/custody.log", encoding: .utf8)
        #expect(log.contains("clock-set\t-\t+10800 s") || log.contains("clock-set\t-\t+10799 s"))
        let report = try String(contentsOfFile: packet + "/data/report.html", encoding: .utf8)
        #expect(report.contains("访问期间本机时钟被调整 10800 秒"))
        #expect(report.contains("本机时钟被调整"))
        let doctor = try await Program.run("doctor", "--casebook", book)
        #expect(doctor.output.contains("✓ casebook"), "\(doctor.output)")
    }
}
