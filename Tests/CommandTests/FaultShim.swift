// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// The library of `faults.c`, which makes calls of the C library fail, and plans for it.
struct FaultShim: Sendable {
    private let library: String
    private let counts: String

    /// Whether each call is to fail, and not a sample of them only.
    private let isWhole = ProcessInfo.processInfo.environment["JIANWEI_FAULTS"] == "all"
    private let seed = ProcessInfo.processInfo.environment["SEED"].flatMap(Int.init) ?? 0

    init(in folder: TemporaryFolder) async throws {
        library = folder.path + "/faults.so"
        counts = folder.path + "/counts"
        let source = Program.packageRoot.path + "/Tests/CommandTests/faults.c"
        let built = try await tool(
            "cc", "-shared", "-fPIC", "-O1", "-Wall", "-o", library, source, "-ldl")
        try #require(built.code == 0, "\(built.text)")
    }

    /// The shell command that sets a fault for calls that concern files below `folder`.
    func setting(_ fault: String, under folder: String) -> String {
        // What would print a backtrace of a crash is under the same faults, and may hang.
        "export SWIFT_BACKTRACE=enable=no LD_PRELOAD='\(library)' JIANWEI_FAULT='\(fault)' "
            + "JIANWEI_FAULT_UNDER='\(folder)'"
    }

    /// Runs the program without a fault, and says how often it makes each call.
    func counts(of arguments: [String], under folder: String) async throws -> [String: Int] {
        let done = try await Program.run(
            arguments, shell: setting("", under: folder) + " JIANWEI_FAULT_COUNTS='\(counts)'")
        try #require(done.code == 0, "\(done.errors)")
        let lines = try String(contentsOfFile: counts, encoding: .utf8).split(separator: "\n")
        return Dictionary(
            lines.map { $0.split(separator: " ") }.map { (String($0[0]), Int($0[1]) ?? 0) },
            uniquingKeysWith: +)
    }

    /// The faults by which each of the counted calls fails in turn, in one of its ways, or about
    /// `sample` of them.
    func plan(
        _ ways: [(call: String, ways: [String])], _ counts: [String: Int], sample: Int
    ) -> [String] {
        let all = ways.flatMap { call, ways in
            (0..<(counts[call] ?? 0)).map { "\(call):\($0 + 1):\(ways[($0 + seed) % ways.count])" }
        }
        guard !isWhole, all.count > sample else { return all }
        // Evenly, by a step that does not fall in with the number of ways.
        return (0..<sample).map { all[all.count * $0 / sample] }
    }

    func sample(usual: Int, all: Int) -> Int { isWhole ? all : usual }
}
