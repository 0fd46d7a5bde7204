// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Synchronization

/// Where a survey's callers and its queue hand over to each other: names in, reports out.
///
/// Whoever waits is woken after the lock is given back.
final class SurveyDesk: Sendable {
    private struct State {
        var names: [String] = []
        var feeders: [CheckedContinuation<Void, Never>] = []
        var isClosed = false
        var reports: [NameReport] = []
        var reader: CheckedContinuation<[NameReport]?, Never>?
        /// Whether the queue has stopped because nobody takes reports.
        var isFull = false
        var isOver = false
    }

    private let state = Mutex(State())

    /// The most reports that wait to be taken before no more names are begun.
    static let maximumReports = 4096

    // MARK: - For callers

    /// Puts names down; `feeder` goes on when they are taken up.
    func add(_ names: [String], _ feeder: CheckedContinuation<Void, Never>) {
        let isOver = state.withLock { state in
            if !state.isOver {
                state.names += names
                state.feeders.append(feeder)
            }
            return state.isOver
        }
        if isOver { feeder.resume() }
    }

    func close() {
        state.withLock { $0.isClosed = true }
    }

    /// Gives `reader` what there is, or lets it wait; returns whether the queue is to go on.
    func next(_ reader: CheckedContinuation<[NameReport]?, Never>) -> Bool {
        let (reports, isDone, wasFull) = state.withLock { state -> ([NameReport], Bool, Bool) in
            precondition(state.reader == nil, "two tasks wait for the reports of one survey")
            let reports = state.reports
            state.reports = []
            let wasFull = state.isFull
            state.isFull = false
            if reports.isEmpty, !state.isOver { state.reader = reader }
            return (reports, state.isOver, wasFull)
        }
        if !reports.isEmpty {
            reader.resume(returning: reports)
        } else if isDone {
            reader.resume(returning: nil)
        }
        return wasFull
    }

    // MARK: - For the queue

    /// Takes up the names that were put down, and lets their feeders go on.
    func takeNames() -> [String] {
        let (names, feeders) = state.withLock { state in
            defer {
                state.names = []
                state.feeders = []
            }
            return (state.names, state.feeders)
        }
        for feeder in feeders { feeder.resume() }
        return names
    }

    /// Whether no name waits here, and none will come.
    var hasNoMoreNames: Bool {
        state.withLock { $0.isClosed && $0.names.isEmpty }
    }

    /// Whether so many reports wait that no more names should be begun; the queue will be told when
    /// that has changed.
    func isFull() -> Bool {
        state.withLock { state in
            state.isFull = state.reports.count >= Self.maximumReports
            return state.isFull
        }
    }

    /// Puts reports down, and says whether they are the last.
    func put(_ reports: [NameReport], isLast: Bool) {
        let (reader, taken, feeders) = state.withLock { state in
            state.reports += reports
            if isLast { state.isOver = true }
            var taken: [NameReport]?
            var reader: CheckedContinuation<[NameReport]?, Never>?
            if !state.reports.isEmpty || state.isOver {
                reader = state.reader
                state.reader = nil
                if reader != nil, !state.reports.isEmpty {
                    taken = state.reports
                    state.reports = []
                }
            }
            let feeders = isLast ? state.feeders : []
            if isLast { state.feeders = [] }
            return (reader, taken, feeders)
        }
        reader?.resume(returning: taken)
        for feeder in feeders { feeder.resume() }
    }
}
