// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Glibc

/// The name under which a sweep claims leads: it tells which process of which machine holds them.
///
/// A process that was killed cannot give back what it claimed. By this name the next sweep on the
/// same machine sees that it is gone, and need not wait until the leases end.
struct ProcessOwner: Hashable {
    let host: String
    let process: Int32
    /// When it was started, in clock ticks since boot: numbers of processes are used again.
    let startedAt: UInt64

    /// The process that is running.
    static var current: ProcessOwner {
        let process = getpid()
        return ProcessOwner(
            host: machine, process: process, startedAt: startTime(of: process) ?? 0)
    }

    private init(host: String, process: Int32, startedAt: UInt64) {
        self.host = host
        self.process = process
        self.startedAt = startedAt
    }

    /// Reads what ``name`` writes.
    init?(name: String) {
        let parts = name.split(separator: "/")
        guard parts.count == 3, let process = Int32(parts[1]), let started = UInt64(parts[2])
        else { return nil }
        self.init(host: String(parts[0]), process: process, startedAt: started)
    }

    var name: String { "\(host)/\(process)/\(startedAt)" }

    /// Whether it is known to have ended: it ran on this machine, and does so no more.
    var isGone: Bool {
        host == Self.machine && Self.startTime(of: process) != startedAt
    }

    /// The boot's own id, which names the machine and its present run in one.
    private static let machine: String = {
        let id = FileManager.default.contents(atPath: "/proc/sys/kernel/random/boot_id") ?? Data()
        let text = String(decoding: id, as: UTF8.self).filter { !$0.isWhitespace }
        return text.isEmpty ? "unknown" : text
    }()

    /// Field 22 of /proc/PID/stat; see proc(5).
    private static func startTime(of process: Int32) -> UInt64? {
        guard let stat = FileManager.default.contents(atPath: "/proc/\(process)/stat") else {
            return nil
        }
        // The second field is the program's name in brackets, and may hold anything.
        let text = String(decoding: stat, as: UTF8.self)
        guard let end = text.lastIndex(of: ")") else { return nil }
        let fields = text[text.index(after: end)...].split(separator: " ")
        return fields.count > 19 ? UInt64(fields[19]) : nil
    }
}
