// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Dispatch
import Frontier
import Synchronization

/// Lets requests through one at a time for each site and each address, and not too soon.
///
/// What is allowed when is decided by ``Politeness``, which knows neither clock nor threads; this
/// supplies both, and makes the callers wait.
final class PolitenessGate: Sendable {
    private typealias Waiter = CheckedContinuation<Politeness.Permit?, Never>

    private struct State {
        var politeness: Politeness
        var waiters: [Politeness.Ticket: Waiter] = [:]
        /// When the timer rings, or `nil` if it is not set.
        var armed: Duration?
    }

    private let state: Mutex<State>
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant
    // Dispatch sources may be used from any thread; their protocols do not say so on Linux.
    private nonisolated(unsafe) let timer: any DispatchSourceTimer
    private let queue = DispatchQueue(label: "politeness")

    /// - Parameter interval: the pause after each request to a site or an address.
    init(interval: Duration) {
        start = clock.now
        state = Mutex(State(politeness: Politeness(interval: interval)))
        timer = DispatchSource.makeTimerSource(queue: queue)
        timer.setEventHandler { [weak self] in self?.ring() }
        timer.activate()
    }

    deinit {
        timer.cancel()
    }

    private var now: Duration { clock.now - start }

    /// Waits until a request to `site` at `address` may be made.
    ///
    /// - Returns: what to give back to ``leave(_:pause:)``, or `nil` if the task was cancelled.
    func enter(site: String, address: IPAddress?) async -> Politeness.Permit? {
        let place = Mutex<(ticket: Politeness.Ticket?, isCancelled: Bool)>((nil, false))
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let permit: Politeness.Permit?? = state.withLock { state in
                    // Cancelled before it stood in line: nobody would wake it.
                    if place.withLock({ $0.isCancelled }) { return .some(nil) }
                    switch state.politeness.ask(site: site, address: address, now: now) {
                    case .go(let permit): return permit
                    case .queued(let ticket):
                        place.withLock { $0.ticket = ticket }
                        state.waiters[ticket] = continuation
                        return nil
                    }
                }
                if let permit { continuation.resume(returning: permit) } else { ring() }
            }
        } onCancel: {
            cancel(
                place.withLock { place in
                    place.isCancelled = true
                    return place.ticket
                })
        }
    }

    /// Says that the request is over.
    ///
    /// - Parameter pause: how long the site itself asks to be left alone.
    func leave(_ permit: Politeness.Permit, pause: Duration = .zero) {
        state.withLock { $0.politeness.done(permit, now: now, pause: pause) }
        ring()
    }

    private func cancel(_ ticket: Politeness.Ticket?) {
        guard let ticket else { return }
        let waiter = state.withLock { state in
            state.politeness.cancel(ticket, now: now)
            return state.waiters.removeValue(forKey: ticket)
        }
        waiter?.resume(returning: nil)
        ring()
    }

    /// Lets those go whose turn has come, and sets the timer for the next.
    private func ring() {
        let awake = state.withLock { state in
            let now = now
            if let armed = state.armed, armed <= now { state.armed = nil }
            let permits = state.politeness.wake(now: now)
            if let next = state.politeness.nextWake, state.armed.map({ next < $0 }) ?? true {
                state.armed = next
                timer.schedule(
                    deadline: .now() + .nanoseconds(Int(max(0, (next - now).seconds) * 1e9)))
            }
            return permits.compactMap { permit in
                state.waiters.removeValue(forKey: permit.ticket).map { ($0, permit) }
            }
        }
        for (waiter, permit) in awake { waiter.resume(returning: permit) }
    }
}

extension Duration {
    var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
