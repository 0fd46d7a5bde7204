// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// The built `jianwei`, run as a user runs it.
struct Program {
    /// What a run came to.
    struct Result {
        var code: Int32
        var output: String
        var errors: String

        var lines: [String] { output.split(separator: "\n").map(String.init) }
    }

    static let packageRoot = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The program lies beside the test bundle that depends on it.
    static let executable: URL = {
        let beside = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        let found = [beside, packageRoot.appendingPathComponent(".build/debug")]
            .map { $0.appendingPathComponent("jianwei") }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
        return found ?? beside.appendingPathComponent("jianwei")
    }()

    /// Runs the program and waits for its end.
    static func run(
        _ arguments: String..., input: String = "", language: String = "C.UTF-8",
        shell: String? = nil
    ) async throws -> Result {
        try await run(arguments, input: input, language: language, shell: shell)
    }

    /// Runs the program and waits for its end.
    ///
    /// - Parameter shell: a shell command to run before, such as `ulimit -f 100`.
    static func run(
        _ arguments: [String], input: String = "", language: String = "C.UTF-8",
        shell: String? = nil
    ) async throws -> Result {
        try await offThePool {
            try runBlocking(arguments, input: input, language: language, shell: shell)
        }
    }

    private static func runBlocking(
        _ arguments: [String], input: String, language: String, shell: String?
    ) throws -> Result {
        let process = start(arguments, language: language, shell: shell)
        let (stdin, stdout, stderr) = (Pipe(), Pipe(), Pipe())
        process.standardInput = stdin
        process.standardOutput = stdout
        process.standardError = stderr
        try process.run()
        let errors = Collected(stderr.fileHandleForReading)
        DispatchQueue.global().async {
            try? stdin.fileHandleForWriting.write(contentsOf: Data(input.utf8))
            try? stdin.fileHandleForWriting.close()
        }
        let output = stdout.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Result(
            code: process.terminationStatus, output: String(decoding: output, as: UTF8.self),
            errors: errors.text())
    }

    /// A run that is not started yet.
    static func start(
        _ arguments: [String], language: String = "C.UTF-8", shell: String? = nil
    ) -> Process {
        let process = Process()
        if let shell {
            process.executableURL = URL(fileURLWithPath: "/bin/bash")
            process.arguments =
                ["-c", "\(shell); exec \"$0\" \"$@\"", executable.path] + arguments
        } else {
            process.executableURL = executable
            process.arguments = arguments
        }
        process.currentDirectoryURL = packageRoot
        var environment = ProcessInfo.processInfo.environment
        for name in ["LC_ALL", "LC_MESSAGES"] { environment[name] = nil }
        environment["LANG"] = language
        process.environment = environment
        return process
    }

    /// Reads a pipe to its end beside the caller.
    private final class Collected: @unchecked Sendable {
        // `data` is written by one block, and read after `done` says that the block is over.
        private var data = Data()
        private let done = DispatchSemaphore(value: 0)

        init(_ handle: FileHandle) {
            DispatchQueue.global().async { [self] in
                data = handle.readDataToEndOfFile()
                done.signal()
            }
        }

        func text() -> String {
            done.wait()
            return String(decoding: data, as: UTF8.self)
        }
    }
}

/// A folder that is gone after the test.
final class TemporaryFolder {
    let path: String

    init() throws {
        // As the kernel writes it: the faults of `faults.c` are below a folder by its text.
        path =
            FileManager.default.temporaryDirectory.resolvingSymlinksInPath().path
            + "/jianwei-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    func write(_ text: String, to name: String) throws -> String {
        let file = path + "/" + name
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        return file
    }

    func names(in folder: String = "") -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path + "/" + folder)) ?? []).sorted()
    }
}

/// Does what blocks on a thread of its own, so that it does not take one of the few that all other
/// tests share.
func offThePool<Value: Sendable>(
    _ work: @escaping @Sendable () throws -> Value
) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        DispatchQueue.global().async { continuation.resume(with: Swift.Result { try work() }) }
    }
}

/// Waits until `process` has ended.
func finished(_ process: Process) async {
    while process.isRunning { try? await Task.sleep(for: .milliseconds(10)) }
}

/// Runs a stock tool and returns its exit code and all that it printed.
func tool(
    _ name: String..., arguments: [String] = [], in folder: String? = nil
) async throws -> (code: Int32, text: String) {
    try await offThePool { try runTool(name + arguments, in: folder) }
}

private func runTool(
    _ arguments: [String], in folder: String?
) throws -> (code: Int32, text: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
}

/// Where the independent checkers lie; `make test` puts them there.
var checkers: String? {
    let folder =
        ProcessInfo.processInfo.environment["JIANWEI_CHECKERS"]
        ?? Program.packageRoot.appendingPathComponent(".build/checkers").path
    return FileManager.default.isExecutableFile(atPath: folder + "/bin/warcio") ? folder : nil
}
