// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casebook
import Dispatch
import Foundation
import Sweep
import Synchronization
import Wording

/// One line on the terminal that says how far a sweep is.
final class SweepProgress: Sendable {
    private struct State {
        var timer: (any DispatchSourceTimer)?
        var begun = Date()
        var doneAtStart = 0
    }

    private let casebook: Casebook
    private let run: RunNumber
    private let isShown: Bool
    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "progress")

    init(casebook: Casebook, run: RunNumber, isShown: Bool) {
        self.casebook = casebook
        self.run = run
        self.isShown = isShown && Terminal.showsProgress
    }

    func start() {
        guard isShown else { return }
        let timer = DispatchSource.makeTimerSource(queue: queue)
        timer.schedule(deadline: .now() + .milliseconds(300), repeating: .milliseconds(500))
        timer.setEventHandler { [weak self] in self?.draw() }
        let done = (try? casebook.counts(run: run)).map { $0.done + $0.failed } ?? 0
        state.withLock {
            $0.timer = timer
            $0.doneAtStart = done
        }
        timer.activate()
    }

    /// Prints a line above the progress.
    func note(_ text: String) {
        Terminal.write((isShown ? "\r\u{1B}[K" : "") + text + "\n", to: STDERR_FILENO)
    }

    func stop() {
        guard isShown else { return }
        let timer = state.withLock { state in
            defer { state.timer = nil }
            return state.timer
        }
        timer?.cancel()
        queue.sync {}
        Terminal.write("\r\u{1B}[K", to: STDERR_FILENO)
    }

    private func draw() {
        guard let counts = try? casebook.counts(run: run) else { return }
        let (begun, before) = state.withLock { ($0.begun, $0.doneAtStart) }
        let done = counts.done + counts.failed
        let rate = Double(done - before) / max(0.5, Date().timeIntervalSince(begun))
        let left = counts.waiting + counts.working
        let text = CommandMessages.progress(
            done: done, total: done + left, inFlight: counts.working, rate: rate,
            live: counts.done, dead: counts.failed, suspect: counts.high + counts.suspect,
            secondsLeft: rate > 0.01 ? Int(Double(left) / rate) : nil)
        Terminal.write("\r\u{1B}[K" + say(text), to: STDERR_FILENO)
    }
}
