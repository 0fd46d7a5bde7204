// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Frontier
import Synchronization

/// Lets requests through one at a time for each site and each address, and not too soon.
///
/// What is allowed when is decided by ``Politeness``, which knows neither clock nor threads; this
/// supplies both, and makes the callers wait.
final class PolitenessGate: Sendable {
    private struct State {
        var politeness: Politeness
        var waiting: [Politeness.Ticket: CheckedContinuation<Void, Never>] = [:]
    }

    private let state: Mutex<State>
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant

    /// - Parameter interval: seconds between two requests to one site or address.
    init(interval: Double) {
        start = clock.now
        state = Mutex(State(politeness: Politeness(interval: interval)))
    }

    private var now: Double { (clock.now - start).seconds }

    /// Waits until a request to `site` at `address` may be made.
    ///
    /// - Returns: what to give back to ``leave(_:)``, or `nil` if the task was cancelled.
    func enter(site: String, address: IPAddress?) async -> Politeness.Permit? {
        while !Task.isCancelled {
            let decision = state.withLock {
                $0.politeness.ask(site: site, address: address, now: now)
            }
            switch decision {
            case .go(let permit):
                return permit
            case .wait(let until):
                try? await Task.sleep(for: .seconds(max(0, until - now)))
            case .queued(let ticket):
                await withCheckedContinuation { continuation in
                    state.withLock { $0.waiting[ticket] = continuation }
                }
            }
        }
        return nil
    }

    /// Says that the request is over, and wakes who waited for it.
    func leave(_ permit: Politeness.Permit) {
        let awake = state.withLock { state in
            state.politeness.done(permit, now: now).compactMap {
                state.waiting.removeValue(forKey: $0)
            }
        }
        for continuation in awake { continuation.resume() }
    }
}

extension Duration {
    var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
