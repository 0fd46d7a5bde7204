// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casebook
import Casework
import FoundationEssentials
import Range
import Sweep
import Testing

/// A real sweep into a casebook of its own, which is gone after the test.
final class SmallSweep {
    let casebook: Casebook
    let knowledge: Knowledge
    private let directory: String

    init() throws {
        directory =
            FileManager.default.temporaryDirectory.path
            + "/sweep-test-\(UInt64.random(in: .min ... .max))"
        casebook = try Casebook.open(directory, actor: "li@bureau")
        let root = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
        knowledge = try Knowledge.load(
            from: DataFolder(path: "/" + root), additional: PracticeRange.protectedSites)
    }

    deinit {
        try? casebook.close()
        try? FileManager.default.removeItem(atPath: directory)
    }

    /// How a test sweeps: one persona, without pauses.
    static func settings(allowing ranges: String..., resolver: UInt16) -> SweepSettings {
        var settings = SweepSettings()
        settings.personas = ["desktop"]
        settings.allowedRanges = ranges
        settings.resolvers = ["127.0.0.1:\(resolver)"]
        settings.secondsBetweenRequests = 0
        settings.limits.connectSeconds = 2
        settings.limits.firstByteSeconds = 2
        settings.limits.totalSeconds = 4
        settings.limits.slowSeconds = 2
        settings.limits.bodyBytes = 1 << 20
        settings.limits.decodedBytes = 2 << 20
        return settings
    }

    /// Sweeps `leads`, and returns whether the run came to its end.
    func sweep(_ leads: [NewLead], _ settings: SweepSettings) async throws -> Bool {
        let run = try await casebook.startRun(
            settings: "", personas: settings.personas, leads: leads
        ).run.number
        let session = try await SweepSession(
            run: run, settings: settings, casebook: casebook, knowledge: knowledge,
            software: "Jianwei/test")
        let isFinished = try await session.sweeper.work { _ in }
        try session.close()
        return isFinished
    }

    /// Every request of the case whose lead is `address`.
    func visits(of address: WebAddress) async throws -> [ExchangeRecord] {
        try await casebook.find(address.description)?.captures.flatMap(\.visits) ?? []
    }
}
