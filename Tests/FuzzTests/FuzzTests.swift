// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// A short run of the fuzzer; `make fuzz` is the long one.
struct FuzzTests {
    /// Runs the built fuzzer in a folder of its own, on a thread that blocks nobody.
    private func fuzz(_ arguments: String...) async throws -> (code: Int32, text: String) {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(with: Result { try Self.run(arguments) })
            }
        }
    }

    private static func run(_ arguments: [String]) throws -> (code: Int32, text: String) {
        let root = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let folder = NSTemporaryDirectory() + "/jianwei-fuzz-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let process = Process()
        // The program lies beside the test bundle that depends on it.
        process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
            .deletingLastPathComponent().appendingPathComponent("fuzz")
        process.arguments = arguments + ["--folder", folder]
        process.currentDirectoryURL = root
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }

    @Test func `No parser breaks on mutated inputs`() async throws {
        let result = try await fuzz("--runs", "60000", "--seconds", "60")

        #expect(result.code == 0, "\(result.text)")
        #expect(result.text.contains("✓ packet"), "\(result.text)")
    }

    @Test func `An unknown target is misuse`() async throws {
        #expect(try await fuzz("nothing").code == 64)
    }
}
