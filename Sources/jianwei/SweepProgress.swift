// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casebook
import Casework
import Foundation
import Sweep
import Synchronization
import Wording

/// One line on the terminal that says how far a sweep is.
final class SweepProgress: Sendable {
    private let casebook: Casebook
    private let run: Int64
    private let isShown: Bool
    private let drawing = Mutex<Task<Void, Never>?>(nil)

    init(casebook: Casebook, run: Int64, isShown: Bool) {
        self.casebook = casebook
        self.run = run
        self.isShown = isShown && Terminal.showsProgress
    }

    func start() {
        guard isShown else { return }
        let task = Task { [self] in
            let begun = Date()
            let before = (try? await casebook.counts(of: run)).map { $0.done + $0.failed } ?? 0
            while !Task.isCancelled {
                try? await Task.sleep(for: .milliseconds(500))
                guard !Task.isCancelled, let counts = try? await casebook.counts(of: run) else {
                    return
                }
                draw(counts, since: begun, doneBefore: before)
            }
        }
        drawing.withLock { $0 = task }
    }

    /// Prints a line above the progress.
    func note(_ text: String) {
        Terminal.write((isShown ? "\r\u{1B}[K" : "") + text + "\n", to: STDERR_FILENO)
    }

    func stop() async {
        guard isShown else { return }
        let task = drawing.withLock { $0 }
        task?.cancel()
        await task?.value
        Terminal.write("\r\u{1B}[K", to: STDERR_FILENO)
    }

    private func draw(_ counts: RunCounts, since begun: Date, doneBefore: Int) {
        let done = counts.done + counts.failed
        let rate = Double(done - doneBefore) / max(0.5, Date().timeIntervalSince(begun))
        let left = counts.waiting + counts.working
        let text = CommandMessages.progress(
            done: done, total: counts.jobs, inFlight: counts.working, rate: rate,
            live: counts.done, dead: counts.failed,
            suspect: (counts.levels[.high] ?? 0) + (counts.levels[.suspect] ?? 0),
            secondsLeft: rate > 0.01 ? Int(Double(left) / rate) : nil)
        Terminal.write("\r\u{1B}[K" + say(text), to: STDERR_FILENO)
    }
}

extension RunCounts {
    /// Leads that no persona could judge, once all visits are made.
    var failedLeads: Int { leads - levels.values.reduce(0, +) }
}
