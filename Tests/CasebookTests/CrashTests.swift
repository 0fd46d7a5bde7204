// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casebook
import Casework
import Foundation
import Glibc
import Testing

/// A process that is killed while it hands in results.
///
/// The child is this test program again, running the one test below; it says on standard output
/// which jobs have landed.
struct CrashTests {
    private static let key = "CASEBOOK_CRASH_FOLDER"
    private static var folder: String? { ProcessInfo.processInfo.environment[key] }

    @Test(.enabled(if: folder != nil))
    func `Child that hands in results until it is killed`() async throws {
        let directory = try #require(Self.folder)
        let casebook = try Casebook.open(directory, actor: "child@bureau")
        while let job = try await casebook.claim(1, of: 1, owner: "child").first {
            try await casebook.finish(result(job))
            FileHandle.standardOutput.write(Data("landed \(job.id)\n".utf8))
        }
    }

    @Test(.enabled(if: folder == nil))
    func `A killed process loses nothing that it handed in`() async throws {
        let workshop = try Workshop()
        let before = try workshop.open()
        _ = try await before.startRun(
            settings: "", personas: ["desktop"],
            leads: newLeads((0..<5000).map { "h\($0).example" }))
        try before.close()

        let landed = try kill(after: 200, in: workshop.directory)
        workshop.pass(10 * 365 * 86_400)
        let after = try workshop.open()

        #expect(landed.count >= 200)
        let counts = try await after.counts(of: 1)
        // What landed last may not have been said any more.
        #expect(counts.done >= landed.count)
        #expect(counts.done + counts.waiting + counts.working == 5000)
        let done = try await after.cases(matching: CaseFilter(state: .done, limit: 10_000))
        #expect(done.count == counts.done)
        #expect(landed.isSubset(of: Set(done.map(\.number))))
        guard case .whole(let lines, _) = try await after.verifyCustody() else {
            Issue.record("the custody log is broken")
            return
        }
        #expect(lines == 5000 + 2 * counts.done)
        let rest = try await after.claim(10_000, of: 1, owner: "next")
        #expect(rest.count == 5000 - counts.done)
    }

    /// Starts the child, kills it once `count` jobs have landed, and returns which those were.
    private func kill(after count: Int, in directory: String) throws -> Set<Int64> {
        let process = Process()
        process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = [
            "--testing-library", "swift-testing", "--filter", "Child_that_hands|Child that hands",
        ]
        process.environment = ProcessInfo.processInfo.environment.merging(
            [Self.key: directory], uniquingKeysWith: { $1 })
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        var output = Data()
        var isKilled = false
        while true {
            let chunk = pipe.fileHandleForReading.availableData
            if chunk.isEmpty { break }
            output += chunk
            let lines = output.count { $0 == 0x0A }
            if lines > count + 20, !isKilled {
                Glibc.kill(process.processIdentifier, SIGKILL)
                isKilled = true
            }
        }
        process.waitUntilExit()
        return Set(
            String(decoding: output, as: UTF8.self).split(separator: "\n")
                .filter { $0.hasPrefix("landed ") }.compactMap { Int64($0.dropFirst(7)) })
    }
}
