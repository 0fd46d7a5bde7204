// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// How many questions a survey lets wait at one time, and whom it asks first.
///
/// A server whose queue is full drops what comes, and would drop it again if all of it came again at
/// once. So, as TCP does (RFC 5681), a survey begins with few questions and lets one more wait with
/// each answer. When many are lost together, it begins again, and stays below what the server then
/// had in hand. Single questions without an answer are usual and change nothing: there are names
/// whose own servers are gone.
///
/// All times are in nanoseconds.
struct SurveyPace {
    /// The most questions that may wait now.
    private(set) var window: Int
    /// The most to which the window grows.
    private var ceiling: Int
    private let leastWindow: Int
    private let timeout: UInt64
    private var servers: [Server]

    /// Since when answers and their waits are added up, to tell how many the servers have in hand.
    private var countedFrom: UInt64
    private var waits: UInt64 = 0
    /// Losses that fall together, and since when.
    private var losses = 0
    private var lossesFrom: UInt64 = 0
    private var shrunkAt: UInt64 = 0

    private struct Server {
        var silences = 0
        var answeredAt: UInt64 = 0
    }

    /// After so many questions without an answer a server is asked last.
    private static let manySilences = 16
    /// Losses within this time fall together: 100 ms.
    private static let lossSpan: UInt64 = 100_000_000

    init(maximum: Int, servers: Int, timeout: UInt64, now: UInt64) {
        leastWindow = min(maximum, 64)
        window = leastWindow
        ceiling = maximum
        self.timeout = timeout
        self.servers = Array(repeating: Server(), count: servers)
        countedFrom = now
    }

    /// The first server that answers; the first of all if none does.
    func firstServer(now: UInt64) -> Int {
        servers.indices.first { answers($0, now: now) } ?? 0
    }

    private func answers(_ server: Int, now: UInt64) -> Bool {
        servers[server].silences < Self.manySilences
            || servers[server].answeredAt + timeout > now
    }

    /// Takes that `server` answered a question that was sent at `sentAt`.
    mutating func answered(by server: Int, sentAt: UInt64, now: UInt64) {
        servers[server] = Server(answeredAt: now)
        if now - countedFrom > timeout {
            countedFrom = now
            waits = 0
        }
        waits += now - sentAt
        if window < ceiling { window += 1 }
    }

    /// Takes that `server` cannot be reached.
    mutating func refused(by server: Int) {
        servers[server].silences += 1
    }

    /// Takes that `server` did not answer a question that was sent at `sentAt`.
    mutating func silent(_ server: Int, sentAt: UInt64, now: UInt64) {
        let isAlive = answers(server, now: now)
        servers[server].silences += 1
        // What was sent before the window shrank says nothing about the window that is now.
        guard isAlive, sentAt > shrunkAt else { return }
        if now - lossesFrom > Self.lossSpan {
            lossesFrom = now
            losses = 0
        }
        losses += 1
        guard losses > max(Self.manySilences, window / 8) else { return }
        // Little's law: the sum of all waits over the time is how many were waited for on average.
        let inHand = Int(waits / max(1, now - countedFrom))
        ceiling = max(leastWindow, min(window / 2, inHand * 3 / 4))
        window = leastWindow
        shrunkAt = now
    }
}
