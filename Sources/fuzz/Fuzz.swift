// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Glibc

// Hostile inputs for every parser that reads what a suspect site, a name server or a stranger sent
//
// An input is made of a number alone: a good input, broken as the numbers say, so that each run can
// be repeated. `fuzz` alone runs all targets, each in a process of its own with bounded memory and
// time; what broke something is kept below `.build/fuzz`, and `fuzz TARGET --seed N` does it again.

/// The `fuzz` program, for developers.
@main
struct Fuzz {
    private static let usage = """
        fuzz [TARGET…] [--runs N] [--first N] [--seconds N] [--jobs N] [--folder DIR]
        fuzz TARGET --seed N         runs one input again
        fuzz TARGET --input FILE     runs a file's bytes
        targets: \(Target.allNames.joined(separator: " "))
        """

    private var targets: [String] = []
    private var options: [String: String] = [:]
    private var isChild = false

    static func main() {
        do {
            try Fuzz(CommandLine.arguments.dropFirst()).run()
        } catch {
            Runner.say(Runner.text(error), to: STDERR_FILENO)
            exit(64)
        }
    }

    private init(_ arguments: ArraySlice<String>) throws {
        var rest = arguments
        while let argument = rest.popFirst() {
            if argument == "--child" {
                isChild = true
            } else if argument.hasPrefix("--") {
                guard let value = rest.popFirst() else { throw Broken(what: Self.usage) }
                options[argument] = value
            } else if Target.allNames.contains(argument) {
                targets.append(argument)
            } else {
                throw Broken(what: Self.usage)
            }
        }
    }

    private func number(_ option: String, _ usual: UInt64) throws -> UInt64 {
        guard let written = options[option] else { return usual }
        guard let number = UInt64(written) else { throw Broken(what: Self.usage) }
        return number
    }

    private func run() throws {
        let folder = options["--folder"] ?? ".build/fuzz"
        let seconds = Int(try number("--seconds", 10))
        if isChild || options["--seed"] != nil || options["--input"] != nil {
            guard let name = targets.first else { throw Broken(what: Self.usage) }
            try runOne(name, folder, seconds)
            return
        }
        let runs = try number("--runs", 1_000_000)
        let first = try number("--first", 1)
        // The slow ones first, so that none is left to run alone at the end.
        let made = try (targets.isEmpty ? Target.allNames : targets)
            .compactMap { try Target.make($0, in: Self.workFolder(folder, $0)) }
            .sorted { $0.share < $1.share }
        let shares = made.reduce(0) { $0 + $1.share }
        let jobs = made.map { target in
            let own = max(1, runs * UInt64(target.share) / UInt64(shares))
            return Supervisor.Job(target: target, next: first, end: first + own)
        }
        let total = jobs.reduce(0) { $0 + $1.end - first }
        let clock = ContinuousClock()
        let start = clock.now
        let supervisor = Supervisor(jobs, folder: folder, seconds: seconds)
        let width = try number("--jobs", UInt64(ProcessInfo.processInfo.activeProcessorCount))
        try supervisor.run(width: Int(width))
        Runner.say("\(total) runs, \(supervisor.failures) broken, \(clock.now - start)")
        if supervisor.failures > 0 { exit(1) }
    }

    /// Runs one target in this process.
    private func runOne(_ name: String, _ folder: String, _ seconds: Int) throws {
        let work = try Self.workFolder(folder, name)
        guard let target = try Target.make(name, in: work) else { throw Broken(what: Self.usage) }
        let runner = Runner(target: target, seconds: seconds)
        if let path = options["--input"] {
            var random = SeededRandom(0)
            try target.run(try Fixtures.read(path), &random)
        } else if !isChild {
            runner.limitTime()
            try runner.run(try number("--seed", 1))
        } else {
            // A sanitizer needs address space that nobody counts.
            if getenv("ASAN_OPTIONS") == nil { Runner.limitMemory() }
            let numbers = try number("--first", 1)..<number("--end", 1)
            let place = Supervisor.place(name, in: folder)
            if let (number, what) = try runner.run(numbers, noting: place) {
                Runner.say("\(name) \(number): \(what)", to: STDERR_FILENO)
                exit(3)
            }
        }
    }

    /// A folder that `target` may write to.
    private static func workFolder(_ folder: String, _ target: String) throws -> String {
        let path = "\(folder)/work/\(target)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }
}
