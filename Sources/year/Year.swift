// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The `year` program, for developers: a simulated year of daily sweeps; see `Simulation`.
@main
struct Year {
    private static let usage = """
        year [--sites N] [--days N] [--seed N] [--folder DIR]   2,000 sites and 365 days by default;
                                                                ends with 1 if a change was told
                                                                twice, lost or made up
        """

    static func main() async {
        do {
            exit(try await run(Array(CommandLine.arguments.dropFirst())) ? 0 : 1)
        } catch {
            FileHandle.standardError.write(Data("year: \(error)\n".utf8))
            exit(70)
        }
    }

    private static func run(_ arguments: [String]) async throws -> Bool {
        var plan = SimulationPlan(
            sites: 2000, days: 365, seed: UInt64(Date().timeIntervalSince1970),
            folder: FileManager.default.temporaryDirectory.path + "/year-\(getpid())",
            data: FileManager.default.currentDirectoryPath, worker: "/proc/self/exe")
        plan.worker = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        var rest = arguments[...]
        while let option = rest.popFirst() {
            guard let value = rest.popFirst() else { return usageError() }
            switch (option, Int(value)) {
            case ("--worker", _):
                try await JSONDecoder().decode(WorkerTask.self, from: Data(value.utf8)).work()
                return true
            case ("--folder", _): plan.folder = value
            case ("--sites", let count?) where (1...30_000).contains(count): plan.sites = count
            case ("--days", let count?) where count > 0: plan.days = count
            case ("--seed", let seed?): plan.seed = UInt64(bitPattern: Int64(seed))
            default: return usageError()
            }
        }
        let begun = Date()
        print("\(plan.sites) sites, \(plan.days) days, --seed \(plan.seed), in \(plan.folder)")
        var simulation = try Simulation(plan) { text in
            print("\(Int(Date().timeIntervalSince(begun))) s: \(text)")
            fflush(nil)
        }
        let result = try await simulation.run()
        let kinds = result.kinds.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        print(
            """
            \(result.runs) runs, \(result.visits) visits in \(Int(Date().timeIntervalSince(begun))) s
            \(result.changes) changes told: \(kinds.joined(separator: ", "))
            \(result.missedDays) days missed, \(result.restarts) restarts, \
            \(result.clockJumps) clocks set, \(result.kills) processes killed, \
            \(result.resumed) runs resumed
            \(result.faultCount) faults
            """)
        for fault in result.faults { print(fault) }
        if result.faultCount == 0 { try? FileManager.default.removeItem(atPath: plan.folder) }
        return result.faultCount == 0
    }

    private static func usageError() -> Bool {
        FileHandle.standardError.write(Data((usage + "\n").utf8))
        exit(64)
    }
}
