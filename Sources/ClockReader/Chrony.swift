// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What this machine's chronyd knows of its clock.
enum Chrony {
    struct Tracking: Hashable {
        var source: String
        /// What must be added to this machine's time to get that of the source.
        var offset: Double
        var uncertainty: Double
    }

    /// Reads a line of `chronyc -c tracking`: 14 fields, the fifth positive if the clock is slow.
    ///
    /// Source: chronyc(1) of chrony 4, and its output beside that without `-c`.
    static func tracking(_ line: String) throws(ClockFault) -> Tracking {
        let fields = line.trimmingCharacters(in: .whitespacesAndNewlines)
            .split(separator: ",", omittingEmptySubsequences: false)
        guard fields.count == 14, let offset = Double(fields[4]), let delay = Double(fields[10]),
            let dispersion = Double(fields[11]), offset.isFinite, delay.isFinite,
            dispersion.isFinite
        else { throw .noChrony }
        // 7F7F0101 is the machine's own clock, which proves nothing.
        guard fields[13] != "Not synchronised", fields[0] != "7F7F0101", fields[0] != "00000000"
        else { throw .chronyUnset }
        let name = fields[1].prefix(100).filter { $0.isASCII && !$0.isWhitespace }
        return Tracking(
            source: name.isEmpty ? String(fields[0].prefix(8)) : String(name), offset: offset,
            uncertainty: abs(delay) / 2 + abs(dispersion))
    }

    /// Asks `chronyc`, for two seconds at most, and blocks for as long.
    static func read() throws(ClockFault) -> Tracking {
        guard
            let program = ["/usr/bin/chronyc", "/usr/local/bin/chronyc"].first(where: {
                FileManager.default.isExecutableFile(atPath: $0)
            })
        else { throw .noChrony }
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = ["-c", "-n", "tracking"]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { throw .noChrony }
        // Its one line fits into the pipe; `waitUntilExit` can spin for ever off the main thread.
        let end = ContinuousClock.now + .seconds(2)
        while process.isRunning, ContinuousClock.now < end { usleep(5000) }
        guard !process.isRunning else {
            process.terminate()
            throw .noChrony
        }
        let line = String(
            decoding: output.fileHandleForReading.availableData.prefix(4096), as: UTF8.self)
        guard process.terminationStatus == 0 else { throw .noChrony }
        return try tracking(line)
    }
}
