// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Glibc

/// Nanoseconds of a clock that never goes back.
typealias Instant = UInt64

extension Instant {
    static var now: Instant {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
    }

    /// This instant and `seconds` more; far in the future if they are not a sensible number.
    func adding(seconds: Double) -> Instant {
        guard seconds.isFinite, seconds < 1e9 else { return Instant.max / 2 }
        return seconds > 0 ? self &+ UInt64(seconds * 1e9) : self
    }
}

/// The time limits of one running request: a pure state machine, told what happened and when.
///
/// They are kept here and not by libcurl because it answers every one of them with the same code,
/// has none for the first byte, and counts a stalled server as slow.
struct TransferClock {
    /// What to do when somebody looks at the clock.
    enum Look: Equatable {
        case wait(until: Instant)
        case reached(FetchFailure.Limit)
    }

    let limits: FetchLimits
    let start: Instant
    private var attemptEnd: Instant
    private(set) var requestedAt: Instant?
    private(set) var firstByteAt: Instant?
    private var window: (start: Instant, bytes: Int)?

    /// Starts, with `addresses` to try; each gets its share of the time to connect.
    init(limits: FetchLimits, start: Instant, addresses: Int) {
        self.limits = limits
        self.start = start
        self.attemptEnd = start
        beginAttempt(at: start, addressesLeft: addresses)
    }

    private var totalEnd: Instant { start.adding(seconds: limits.totalSeconds) }

    mutating func beginAttempt(at now: Instant, addressesLeft: Int) {
        let end = start.adding(seconds: limits.connectSeconds)
        attemptEnd = now &+ (end > now ? end - now : 0) / UInt64(max(1, addressesLeft))
        requestedAt = nil
    }

    /// The connection stands, and the request goes out.
    mutating func didRequest(at now: Instant) {
        requestedAt = now
    }

    mutating func didReceiveFirstByte(at now: Instant) {
        if firstByteAt == nil { firstByteAt = now }
    }

    /// What is due, `bytes` having come by now.
    mutating func look(at now: Instant, bytes: Int) -> Look {
        if now >= totalEnd { return .reached(.total(seconds: limits.totalSeconds)) }
        var next = totalEnd
        if let firstByteAt {
            guard limits.leastBytesPerSecond > 0, limits.slowSeconds > 0 else {
                return .wait(until: next)
            }
            let from = window ?? (firstByteAt, 0)
            var end = from.start.adding(seconds: Double(limits.slowSeconds))
            window = from
            if now >= end {
                let seconds = Double(now - from.start) / 1e9
                if Double(bytes - from.bytes) < Double(limits.leastBytesPerSecond) * seconds {
                    return .reached(.slow(bytesPerSecond: limits.leastBytesPerSecond))
                }
                window = (now, bytes)
                end = now.adding(seconds: Double(limits.slowSeconds))
            }
            next = min(next, end)
        } else if let requestedAt {
            let end = requestedAt.adding(seconds: limits.firstByteSeconds)
            if now >= end { return .reached(.firstByte(seconds: limits.firstByteSeconds)) }
            next = min(next, end)
        } else {
            if now >= attemptEnd { return .reached(.connect(seconds: limits.connectSeconds)) }
            next = min(next, attemptEnd)
        }
        return .wait(until: next)
    }
}
