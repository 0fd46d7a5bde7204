// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import year

/// The simulated year in small; `make year` runs it whole.
struct YearTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    /// The program that is killed lies beside the test bundle.
    private static var worker: String? {
        let beside = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        return [beside, URL(fileURLWithPath: root + "/.build/debug")]
            .map { $0.appendingPathComponent("year").path }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    @Test(.timeLimit(.minutes(10)))
    func `Through a troubled season every change is told once, none twice, none lost`()
        async throws
    {
        let worker = try #require(Self.worker)
        let folder = try Folder()
        // From the middle of January to the first of April: clocks are set on 29 March.
        var simulation = try Simulation(
            SimulationPlan(
                sites: 60, days: 95, seed: 20261125, folder: folder.path, data: Self.root,
                worker: worker))

        let result = try await simulation.run()

        #expect(result.faultCount == 0, "\(result.faults.joined(separator: "\n"))")
        #expect(result.runs + result.missedDays >= 85)
        // The troubles came, and there was something to tell.
        #expect(result.kills > 0)
        #expect(result.resumed > 0)
        #expect(result.restarts > 0)
        #expect(result.clockJumps > 0)
        #expect(result.missedDays > 0)
        for kind in ["new", "live", "gone", "back", "content", "address", "host", "certificate"] {
            #expect(result.kinds[kind] ?? 0 > 0, "\(kind)")
        }
    }

    /// The oracle must be able to find fault.
    @Test func `An oracle that saw another world does not agree`() {
        var world = World(sites: 30, seed: 1)
        var oracle = Oracle()
        #expect(oracle.expect(world.sites).count == 30)
        #expect(oracle.expect(world.sites).isEmpty)
        for _ in 0..<20 { world.pass() }
        #expect(!oracle.expect(world.sites).isEmpty)
        #expect(oracle.expect(world.sites).isEmpty)
    }
}
