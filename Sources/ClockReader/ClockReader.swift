// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework
import Dispatch
package import Foundation
import Wording

/// Compares this machine's clock with another: a time server that the user named, or else what this
/// machine's chronyd says.
///
/// A comparison is used again for five minutes; nobody is asked whom the user did not name.
package actor ClockReader {
    private let server: TimeServer?
    private let usesChrony: Bool
    private var last: (check: ClockCheck, at: ContinuousClock.Instant)?
    private var running: Task<ClockCheck, Never>?

    /// How long a comparison is used again: 5 minutes.
    package static let kept = Duration.seconds(300)

    /// - Parameters:
    ///   - server: whom to ask, or `nil` for nobody.
    ///   - usesChrony: whether this machine's chronyd is asked if the server tells nothing.
    package init(server: TimeServer?, usesChrony: Bool = true) {
        self.server = server
        self.usesChrony = usesChrony
    }

    /// How far the clock is off.
    ///
    /// Takes three seconds and a name's look-up at most.
    package func check() async -> ClockCheck {
        if let last, ContinuousClock.now - last.at < Self.kept { return last.check }
        if let running { return await running.value }
        let (server, usesChrony) = (server, usesChrony)
        let task = Task {
            await withCheckedContinuation { continuation in
                // Asking blocks, and the pool's threads are for work that does not.
                DispatchQueue.global().async {
                    continuation.resume(returning: Self.compare(server, usesChrony))
                }
            }
        }
        running = task
        let check = await task.value
        running = nil
        last = (check, .now)
        return check
    }

    private static func compare(_ server: TimeServer?, _ usesChrony: Bool) -> ClockCheck {
        var reasons: [String] = []
        if let server {
            do throws(ClockFault) {
                let reading = try server.read()
                return ClockCheck(
                    method: .sntp, source: server.description, at: Date(), offset: reading.offset,
                    uncertainty: reading.uncertainty)
            } catch {
                reasons.append(error.message.chinese)
            }
        } else {
            reasons.append(ClockMessages.noServer.chinese)
        }
        if usesChrony {
            do throws(ClockFault) {
                let tracking = try Chrony.read()
                return ClockCheck(
                    method: .chrony, source: tracking.source, at: Date(), offset: tracking.offset,
                    uncertainty: tracking.uncertainty, reason: reasons.joined(separator: "；"))
            } catch {
                reasons.append(error.message.chinese)
            }
        }
        return ClockCheck(method: .none, at: Date(), reason: reasons.joined(separator: "；"))
    }

    /// What the `Date` field of an answer tells, if nothing better is known.
    ///
    /// - Parameters:
    ///   - better: a comparison that gave nothing, whose reason is kept.
    ///   - field: the field's value (RFC 9110, section 5.6.7).
    ///   - host: who answered, as the form names it.
    ///   - start, seconds: when the request began, and how long it took to the first byte.
    package static func check(
        after better: ClockCheck, dateField field: String, of host: String, start: Date,
        seconds: Double
    ) -> ClockCheck? {
        guard better.offset == nil, let date = httpDate(field) else { return nil }
        // The field has whole seconds, cut off: half of one is the best guess.
        let middle = start.addingTimeInterval(seconds / 2)
        return ClockCheck(
            method: .httpDate, source: host, at: start,
            offset: date.addingTimeInterval(0.5).timeIntervalSince(middle),
            uncertainty: 0.5 + seconds / 2, reason: better.reason)
    }

    /// `Sun, 06 Nov 1994 08:49:37 GMT`, the one form that servers must send.
    static func httpDate(_ text: String) -> Date? {
        let parts = text.split(separator: " ")
        let months = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        guard parts.count == 6, parts[5] == "GMT",
            let month = months.firstIndex(of: String(parts[2])), parts[1].utf8.count == 2
        else { return nil }
        let number = month + 1 < 10 ? "0\(month + 1)" : "\(month + 1)"
        return Timestamp.date("\(parts[3])-\(number)-\(parts[1])T\(parts[4])Z")
    }
}
