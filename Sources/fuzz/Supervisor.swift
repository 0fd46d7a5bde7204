// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Glibc

/// Runs targets in processes of their own, several at once, and goes on after a crash.
final class Supervisor {
    struct Job {
        var target: Target
        var next: UInt64
        var end: UInt64
        var failures: [String] = []
        var startedAt = ContinuousClock.now
    }

    private let folder: String
    private let seconds: Int
    private var waiting: [Job]
    private var atWork: [pid_t: Job] = [:]
    private(set) var failures = 0

    /// After so many crashes a target is left alone: 10.
    private static let mostFailures = 10

    /// - Parameters:
    ///   - folder: where inputs that broke something are kept.
    ///   - seconds: the most seconds of processor time for one input.
    init(_ jobs: [Job], folder: String, seconds: Int) {
        waiting = jobs
        self.folder = folder
        self.seconds = seconds
    }

    /// Runs all, `width` at once.
    func run(width: Int) throws {
        while true {
            while atWork.count < width, !waiting.isEmpty { try start(waiting.removeFirst()) }
            guard !atWork.isEmpty else { return }
            var status: Int32 = 0
            let process = waitpid(-1, &status, 0)
            if process < 0, errno == EINTR { continue }
            guard let job = atWork.removeValue(forKey: process) else {
                throw Broken(what: "waitpid: \(String(cString: strerror(errno)))")
            }
            try ended(job, status)
        }
    }

    private func start(_ job: Job) throws {
        let arguments = [
            CommandLine.arguments[0], job.target.name, "--child", "--first", String(job.next),
            "--end", String(job.end), "--seconds", String(seconds), "--folder", folder,
        ]
        var pointers = arguments.map { strdup($0) } + [nil]
        defer { pointers.forEach { free($0) } }
        var process: pid_t = 0
        let status = posix_spawn(&process, "/proc/self/exe", nil, nil, &pointers, environ)
        guard status == 0 else {
            throw Broken(what: "posix_spawn: \(String(cString: strerror(status)))")
        }
        atWork[process] = job
    }

    private func ended(_ ended: Job, _ status: Int32) throws {
        var job = ended
        let signal = status & 0x7F
        if status == 0 {
            report(job)
            return
        }
        let number = try Runner.Place(Self.place(job.target.name, in: folder)).value
        let (input, _) = Runner(target: job.target, seconds: seconds).input(number)
        let name = "\(folder)/\(job.target.name)-\(number).bin"
        try Fixtures.write(input, to: name)
        let how =
            switch signal {
            case 0: "see above"
            case SIGPROF: "took more than \(seconds) s"
            default: "died of \(String(cString: strsignal(signal)))"
            }
        job.failures.append("\(number): \(how)")
        failures += 1
        Runner.say(
            "✗ \(job.target.name) \(number) \(how); again: fuzz \(job.target.name) --seed \(number)"
        )
        job.next = number + 1
        if job.failures.count < Self.mostFailures, job.next < job.end {
            waiting.append(job)
        } else {
            report(job)
        }
    }

    private func report(_ job: Job) {
        let time = (ContinuousClock.now - job.startedAt).components.seconds
        let mark = job.failures.isEmpty ? "✓" : "✗"
        Runner.say(
            "\(mark) \(job.target.name): to \(job.end), \(job.failures.count) broken, \(time) s")
    }

    static func place(_ target: String, in folder: String) -> String { "\(folder)/\(target).now" }
}
