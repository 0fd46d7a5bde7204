// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// A sweep that is killed again and again ends as one that was left alone.
@Suite(.serialized)
struct ResumeTests {
    @Test func `A sweep killed ten times and resumed ends as an undisturbed one`() async throws {
        let folder = try TemporaryFolder()
        let range = try await ServedRange(in: folder)
        let calm = folder.path + "/calm"
        let killed = folder.path + "/killed"
        _ = try await Program.run(range.sweep(calm) + [range.list] + range.settings)
        let listed = try await verdicts(of: calm).count

        for round in 0..<10 {
            let arguments = round == 0 ? [range.list] + range.settings : ["--resume"]
            let process = Program.start(range.sweep(killed) + arguments)
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            // What is resumed is a sweep whose list was taken over.
            while round == 0, try await verdicts(of: killed).count < listed {
                try await Task.sleep(for: .milliseconds(20))
            }
            try await Task.sleep(for: .milliseconds(Int.random(in: 150...1200)))
            kill(process.processIdentifier, SIGKILL)
            await finished(process)
        }
        let end = try await Program.run(range.sweep(killed, "--resume"))

        #expect(end.code == 0 || end.code == 1, "\(end.errors)")
        #expect(try await verdicts(of: killed) == verdicts(of: calm))
        let doctor = try await Program.run("doctor", "--casebook", killed)
        #expect(!doctor.output.contains("✗ casebook"), "\(doctor.output)")
        #expect(
            try await Program.run(range.sweep(killed, "--resume")).errors.contains(
                "nothing to resume"))
    }
}
