// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The checkers that others wrote: warcio, bagit and others.
///
/// They lie where `JIANWEI_CHECKERS` says, or where `make` puts them.
enum Checkers {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    /// Lets all of them read packets, each started once.
    static let script = root + "/Tests/check_packets.py"

    static let folder: String? = {
        let path =
            ProcessInfo.processInfo.environment["JIANWEI_CHECKERS"] ?? root + "/.build/checkers"
        return FileManager.default.fileExists(atPath: path + "/bin/warcio") ? path : nil
    }()

    static let reason =
        "warcio and bagit are not installed: run 'make setup-tests', or set JIANWEI_CHECKERS"

    /// Runs a program of the folder; gives its exit code and all it printed.
    static func run(_ tool: String, _ arguments: [String]) throws -> (code: Int32, output: String) {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: (folder ?? "") + "/bin/" + tool)
        process.arguments = arguments
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: bytes, as: UTF8.self))
    }
}

/// A folder that goes when the test is over.
final class Scratch {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "/jianwei-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }
}
