// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casebook
import Casework

/// Takes turns at sites and addresses with the other sweeps on the casebook.
///
/// The gate of this process comes first, so that only one request for a place is ever asked for
/// here.
package struct SiteTurns: Sendable {
    private let casebook: Casebook
    private let owner: String

    init(_ casebook: Casebook, owner: String) {
        self.casebook = casebook
        self.owner = owner
    }

    /// Waits until `places` are ours, for at most `seconds`.
    ///
    /// - Returns: whether they are; `false` if the task was cancelled.
    func take(_ places: [String], seconds: Double) async throws -> Bool {
        let turn = Turn(places: Dictionary(places.map { ($0, seconds) }) { first, _ in first })
        while !Task.isCancelled {
            if try await casebook.exchangeTurns(leaving: [], taking: [turn], owner: owner) == [true]
            {
                return true
            }
            try? await Task.sleep(for: .milliseconds(100))
        }
        return false
    }

    /// Gives places back, each to be left alone for so many seconds.
    func leave(_ pauses: [String: Double]) async throws {
        _ = try await casebook.exchangeTurns(
            leaving: [Turn(places: pauses)], taking: [], owner: owner)
    }
}
