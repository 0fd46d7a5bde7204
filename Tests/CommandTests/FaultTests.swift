// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import WebArchive

/// When the system refuses a call, one message says so, and nothing that was kept is lost.
///
/// Which calls there are is counted in a run without faults; then one after the other fails. Here a
/// sample of them; `make torture` sets `JIANWEI_FAULTS=all`, and `SEED` for what fails how.
@Suite(.serialized)
struct FaultTests {
    /// In what ways each call fails.
    private static let ways: [(call: String, ways: [String])] = [
        ("open", ["EMFILE:on", "EIO:once", "ENOSPC:on", "EMFILE:once"]),
        ("write", ["ENOSPC:on", "EIO:once", "SHORT:on", "ENOSPC:once", "EIO:on", "SHORT:once"]),
        ("sync", ["EIO:on", "EIO:once"]),
        ("truncate", ["EIO:once", "EIO:on"]),
        ("rename", ["EIO:on", "ENOSPC:once"]),
        ("link", ["EIO:on", "ENOSPC:once"]),
        ("mkdir", ["ENOSPC:on", "EIO:once"]),
        ("socket", ["EMFILE:on", "EMFILE:once"]),
    ]

    @Test func `A sweep that meets a fault says so, and --resume ends as if there were none`()
        async throws
    {
        let folder = try TemporaryFolder()
        let faults = try await FaultShim(in: folder)
        let range = try await ServedRange(in: folder)
        let list = try Self.short(range.list, in: folder)
        let calm = folder.path + "/calm"
        let counts = try await faults.counts(
            of: range.sweep(calm, list) + range.settings, under: calm)
        let expected = try await verdicts(of: calm)
        try #require(expected.count == 3)
        for call in ["open", "write", "sync", "socket"] {
            try #require(counts[call, default: 0] > 2)
        }

        for (index, fault) in faults.plan(Self.ways, counts, sample: 14).enumerated() {
            let book = "\(folder.path)/book\(index)"
            let arguments = range.sweep(book, list) + range.settings
            let hit = try await Program.run(arguments, shell: faults.setting(fault, under: book))
            Self.expectOneMessage(hit, fault)
            try await expectRecovery(of: book, arguments, expected, fault, folder)
            try? FileManager.default.removeItem(atPath: book)
        }
    }

    @Test(arguments: ["packet", "packet.zip"])
    func `An export that meets a fault leaves nothing, and the next one is whole`(name: String)
        async throws
    {
        let folder = try TemporaryFolder()
        let faults = try await FaultShim(in: folder)
        let range = try await ServedRange(in: folder)
        let book = folder.path + "/book"
        _ = try await Program.run(
            range.sweep(book, try Self.short(range.list, in: folder)) + range.settings)
        let out = folder.path + "/out"
        try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true)
        let export = ["packet", "export", "JW-1", "--to", out + "/" + name, "--casebook", book]
        let counts = try await faults.counts(of: export, under: folder.path)
        try FileManager.default.removeItem(atPath: out + "/" + name)
        for call in ["open", "write", "sync"] { try #require(counts[call, default: 0] > 2) }

        for fault in faults.plan(Self.ways, counts, sample: 12) {
            let hit = try await Program.run(
                export, shell: faults.setting(fault, under: folder.path))
            Self.expectOneMessage(hit, fault)
            #expect(
                folder.names(in: "out") == (hit.code == 0 ? [name] : []),
                "\(fault): \(hit.code) \(hit.errors)")
            if hit.code != 0 {
                let again = try await Program.run(export)
                #expect(again.code == 0, "\(fault): \(again.errors)")
            }
            let verified = try await Program.run("packet", "verify", out + "/" + name)
            #expect(verified.code == 0, "\(fault): \(verified.output)")
            try? FileManager.default.removeItem(atPath: out + "/" + name)
        }
        let doctor = try await Program.run("doctor", "--casebook", book)
        #expect(!doctor.output.contains("✗ casebook"), "\(doctor.output)")
    }

    @Test func `A sweep without memory ends, and --resume does the rest`() async throws {
        let folder = try TemporaryFolder()
        let faults = try await FaultShim(in: folder)
        let range = try await ServedRange(in: folder)
        let list = try Self.short(range.list, in: folder)
        let calm = folder.path + "/calm"
        let counts = try await faults.counts(
            of: range.sweep(calm, list) + range.settings, under: calm)
        let expected = try await verdicts(of: calm)
        let calls = try #require(counts["malloc"])
        var ends: [Int32: Int] = [:]

        // Swift ends the process where it gets no memory; the C libraries may report it instead.
        for round in 1...faults.sample(usual: 8, all: 100) {
            let at = calls * round / (faults.sample(usual: 8, all: 100) + 1)
            let fault = "malloc:\(at):ENOMEM:\(round % 2 == 0 ? "once" : "on")"
            let book = "\(folder.path)/book\(round)"
            let arguments = range.sweep(book, list) + range.settings
            let hit = try await Program.run(arguments, shell: faults.setting(fault, under: book))
            ends[hit.code, default: 0] += 1
            try await expectRecovery(of: book, arguments, expected, fault, folder)
            try? FileManager.default.removeItem(atPath: book)
        }
        #expect(ends.keys.contains { $0 > 1 }, "no fault was met: \(ends)")
    }

    @Test(arguments: ["packet", "packet.zip"])
    func `A killed export leaves a whole packet or none, and the next one clears up`(name: String)
        async throws
    {
        let folder = try TemporaryFolder()
        let range = try await ServedRange(in: folder)
        let book = folder.path + "/book"
        _ = try await Program.run(
            range.sweep(book, try Self.short(range.list, in: folder)) + range.settings)
        let out = folder.path + "/out"
        try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true)
        let export = ["packet", "export", "JW-1", "--to", out + "/" + name, "--casebook", book]
        var leftovers = 0

        for round in 0..<12 {
            let process = Program.start(export)
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            // From the moment on that it begins to write.
            for _ in 0..<5000 where folder.names(in: "out").isEmpty && process.isRunning {
                try await Task.sleep(for: .milliseconds(1))
            }
            try await Task.sleep(for: .milliseconds(round * 2))
            kill(process.processIdentifier, SIGKILL)
            await finished(process)
            leftovers += folder.names(in: "out").count { $0.hasPrefix(".") }
            if folder.names(in: "out").contains(name) {
                let verified = try await Program.run("packet", "verify", out + "/" + name)
                #expect(verified.code == 0, "\(verified.output)")
                try FileManager.default.removeItem(atPath: out + "/" + name)
            }
        }
        let end = try await Program.run(export)

        #expect(end.code == 0, "\(end.errors)")
        #expect(folder.names(in: "out") == [name])
        #expect(leftovers > 0, "no export was killed at work")
    }

    // MARK: - Parts

    /// Resumes what a fault ended, and compares it with what it would have been.
    private func expectRecovery(
        of book: String, _ arguments: [String], _ expected: [String], _ fault: String,
        _ folder: TemporaryFolder
    ) async throws {
        let resumed = try await Program.run("sweep", "--casebook", book, "--resume")
        // 64: not even the casebook was made. 75: its list was cut off.
        #expect([0, 1, 64, 75].contains(resumed.code), "\(fault): \(resumed.errors)")
        if try await verdicts(of: book) != expected {
            // It had not taken its list over.
            _ = try await Program.run(arguments)
        }
        #expect(try await verdicts(of: book) == expected, "\(fault): \(resumed.errors)")
        let doctor = try await Program.run("doctor", "--casebook", book)
        #expect(!doctor.output.contains("✗ casebook"), "\(fault): \(doctor.output)")
        let archive = book + "/archive"
        for segment in try FileManager.default.contentsOfDirectory(atPath: archive) {
            let reader = try ArchiveReader(path: "\(archive)/\(segment)")
            let end = try reader.scan { record in
                #expect(record.faults.isEmpty, "\(fault): \(segment)")
            }
            if case .damaged(let offset, let why) = end {
                Issue.record("\(fault): \(segment) at \(offset): \(why)")
            }
        }
    }

    private static func expectOneMessage(_ result: Program.Result, _ fault: String) {
        #expect([0, 1, 75].contains(result.code), "\(fault): \(result.code) \(result.errors)")
        for word in ["Fatal error", "Stack dump", "Thread 0", "Backtrace"] {
            #expect(!result.errors.contains(word), "\(fault): \(result.errors)")
        }
        #expect(result.errors.split(separator: "\n").count <= 3, "\(fault): \(result.errors)")
        if result.code == 75 { #expect(!result.errors.isEmpty, "\(fault)") }
    }

    /// Three sites of the range that answer at once.
    private static func short(_ list: String, in folder: TemporaryFolder) throws -> String {
        let hosts = ["//cx-mem-gov.example", "//cxmem.example", "//lanshan-yjt.example"]
        let lines = try String(contentsOfFile: list, encoding: .utf8).split(separator: "\n")
            .filter { line in hosts.contains { line.contains($0) } }
        return try folder.write(lines.joined(separator: "\n") + "\n", to: "short.txt")
    }
}
