// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casebook
import Casework
import Synchronization

/// Takes turns at sites and addresses with the other sweeps on the casebook.
///
/// The gate of this process comes first, so that only one request for a place is ever asked for
/// here. Whoever asks while the casebook is busy waits for the next transaction, and one transaction
/// serves all who wait.
package final class SiteTurns: Sendable {
    private enum Ask {
        case take(Turn)
        case leave(Turn)
    }
    private typealias Waiter = CheckedContinuation<Result<Bool, CasebookError>, Never>

    private struct State {
        var asks: [(ask: Ask, waiter: Waiter)] = []
        var isServing = false
    }

    private let casebook: Casebook
    private let owner: String
    private let state = Mutex(State())

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
            if try await answer(to: .take(turn)) { return true }
            try? await Task.sleep(for: .milliseconds(100))
        }
        return false
    }

    /// Gives places back, each to be left alone for so many seconds.
    func leave(_ pauses: [String: Double]) async throws {
        _ = try await answer(to: .leave(Turn(places: pauses)))
    }

    private func answer(to ask: Ask) async throws(CasebookError) -> Bool {
        let result = await withCheckedContinuation { (waiter: Waiter) in
            let mustServe = state.withLock { state in
                state.asks.append((ask, waiter))
                defer { state.isServing = true }
                return !state.isServing
            }
            if mustServe { Task { await serve() } }
        }
        return try result.get()
    }

    /// Asks the casebook until nobody waits.
    private func serve() async {
        while true {
            let asks = state.withLock { state in
                defer { state.asks = [] }
                state.isServing = !state.asks.isEmpty
                return state.asks
            }
            if asks.isEmpty { return }
            var leaving: [Turn] = []
            var taking: [Turn] = []
            for ask in asks {
                switch ask.ask {
                case .take(let turn): taking.append(turn)
                case .leave(let turn): leaving.append(turn)
                }
            }
            do {
                var answers = try await casebook.exchangeTurns(
                    leaving: leaving, taking: taking, owner: owner
                )[...]
                for (ask, waiter) in asks {
                    var isGranted = true
                    if case .take = ask { isGranted = answers.popFirst() ?? false }
                    waiter.resume(returning: .success(isGranted))
                }
            } catch {
                for (_, waiter) in asks { waiter.resume(returning: .failure(error)) }
            }
        }
    }
}
