// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import WebArchive

/// When the system refuses a call, one message says so, and nothing that was kept is lost.
@Suite(.serialized)
struct FaultTests {
    /// Which call fails, from which time on, with what, and whether once or for good.
    private static let sweeps = [
        "open:6:EMFILE:on", "open:8:EIO:once", "write:1:ENOSPC:on", "write:30:ENOSPC:on",
        "write:20:EIO:once", "write:1:SHORT:on", "sync:1:EIO:on", "sync:6:EIO:on",
        "socket:1:EMFILE:on", "socket:4:EMFILE:once",
    ]
    private static let exports = [
        "open:4:EIO:once", "open:12:EMFILE:on", "write:1:ENOSPC:on", "write:6:ENOSPC:on",
        "write:14:EIO:once", "write:2:SHORT:on", "sync:1:EIO:on", "sync:8:EIO:once",
        "sync:18:EIO:on", "rename:1:EIO:on", "link:1:EIO:on",
    ]

    @Test func `A sweep that meets a fault says so, and --resume ends as if there were none`()
        async throws
    {
        let folder = try TemporaryFolder()
        let faults = try await Self.shim(in: folder)
        let range = try await ServedRange(in: folder)
        let list = try Self.short(range.list, in: folder)
        let calm = folder.path + "/calm"
        _ = try await Program.run(range.sweep(calm, list) + range.settings)
        let expected = try await verdicts(of: calm)
        try #require(expected.count == 3)

        for (index, fault) in Self.sweeps.enumerated() {
            let book = "\(folder.path)/book\(index)"
            let arguments = range.sweep(book, list) + range.settings
            let hit = try await Program.run(arguments, shell: faults(fault, book))
            let resumed = try await Program.run(range.sweep(book, "--resume"))
            if try await verdicts(of: book).count < expected.count {
                // It did not even begin.
                _ = try await Program.run(arguments)
            }

            Self.expectOneMessage(hit, fault)
            #expect([0, 1, 64].contains(resumed.code), "\(fault): \(resumed.errors)")
            #expect(try await verdicts(of: book) == expected, "\(fault): \(hit.errors)")
            let doctor = try await Program.run("doctor", "--casebook", book)
            #expect(!doctor.output.contains("✗ casebook"), "\(fault): \(doctor.output)")
            for segment in folder.names(in: "book\(index)/archive") {
                let reader = try ArchiveReader(path: "\(book)/archive/\(segment)")
                let end = try reader.scan { record in
                    #expect(record.faults.isEmpty, "\(fault): \(segment)")
                }
                if case .damaged(let offset, let why) = end {
                    Issue.record("\(fault): \(segment) at \(offset): \(why)")
                }
            }
        }
    }

    @Test(arguments: ["packet", "packet.zip"])
    func `An export that meets a fault leaves nothing, and the next one is whole`(name: String)
        async throws
    {
        let folder = try TemporaryFolder()
        let faults = try await Self.shim(in: folder)
        let range = try await ServedRange(in: folder)
        let book = folder.path + "/book"
        _ = try await Program.run(
            range.sweep(book, try Self.short(range.list, in: folder)) + range.settings)
        let out = folder.path + "/out"
        try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true)

        for fault in Self.exports {
            let export = ["packet", "export", "JW-1", "--to", out + "/" + name, "--casebook", book]
            let hit = try await Program.run(export, shell: faults(fault, folder.path))
            Self.expectOneMessage(hit, fault)
            #expect(folder.names(in: "out") == (hit.code == 0 ? [name] : []), "\(fault)")
            if hit.code != 0 {
                let again = try await Program.run(export)
                #expect(again.code == 0, "\(fault): \(again.errors)")
            }
            let verified = try await Program.run("packet", "verify", out + "/" + name)
            #expect(verified.code == 0, "\(fault): \(verified.output)")
            try FileManager.default.removeItem(atPath: out + "/" + name)
        }
        let doctor = try await Program.run("doctor", "--casebook", book)
        #expect(!doctor.output.contains("✗ casebook"), "\(doctor.output)")
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
            for _ in 0..<400 where folder.names(in: "out").isEmpty && process.isRunning {
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

    /// Builds the library that makes calls fail, and gives the shell command that sets a fault.
    private static func shim(
        in folder: TemporaryFolder
    ) async throws -> @Sendable (_ fault: String, _ under: String) -> String {
        let library = folder.path + "/faults.so"
        let source = Program.packageRoot.path + "/Tests/CommandTests/faults.c"
        let built = try await tool(
            "cc", "-shared", "-fPIC", "-O1", "-Wall", "-o", library, source, "-ldl")
        try #require(built.code == 0, "\(built.text)")
        return { fault, under in
            "export LD_PRELOAD='\(library)' JIANWEI_FAULT='\(fault)' JIANWEI_FAULT_UNDER='\(under)'"
        }
    }
}
