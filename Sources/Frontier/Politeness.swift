// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework

/// Who may send a request now: at most one at a time to each site and to each address, and a pause
/// after each.
///
/// The pause is counted from the end of one request to the start of the next, so that a slow server
/// is never asked more often than a fast one. Who asks and must wait stands in line; the line of a
/// site, and of an address, is served in the order of asking.
///
/// A pure state machine: it reads no clock and sleeps never. Times are durations since a moment of
/// the caller's choice, which must not run backwards. Wrap it so: ``ask(site:address:now:)``; if the
/// answer is a ticket, wait for it to be granted; after every call, have ``wake(now:)`` called at
/// ``nextWake``, and let those go whom it grants; give each permit back with
/// ``done(_:now:pause:)``.
package struct Politeness: Sendable {
    /// The pause after a request, if nothing longer is asked for: one second.
    package let interval: Duration

    private var places: [Key: Place] = [:]
    private var waiting: [Ticket: [Key]] = [:]
    private var running: [Ticket: [Key]] = [:]
    /// Tickets that are first in all their lines, by when they may go.
    private var ready = Heap<Due<Ticket>>()
    /// Places that can be forgotten, by when.
    private var idle = Heap<Due<Key>>()
    private var lastTicket = 0

    package init(interval: Duration = .seconds(1)) {
        self.interval = interval
    }

    /// A place in line.
    package struct Ticket: Sendable, Hashable, Comparable {
        fileprivate let number: Int
        package static func < (a: Ticket, b: Ticket) -> Bool { a.number < b.number }
    }

    /// The right to send one request, to be given back when it has ended.
    package struct Permit: Sendable, Hashable {
        /// The place in line that it was granted to.
        package let ticket: Ticket
    }

    package enum Decision: Sendable, Hashable {
        case go(Permit)
        /// Wait until ``wake(now:)`` grants it, or ``cancel(_:now:)`` it.
        case queued(Ticket)
    }

    /// How many sites and addresses are remembered.
    package var placeCount: Int { places.count }

    /// When to call ``wake(now:)``; `nil` if only the end of a request can bring anyone on.
    package var nextWake: Duration? { ready.first?.time }

    /// Asks to send a request to `site`, which is what the caller makes of it: a registrable domain,
    /// or a host; and to `address`, if it is known.
    ///
    /// - Complexity: O(log *n*) in the number of places and tickets, amortized.
    package mutating func ask(site: String, address: IPAddress?, now: Duration) -> Decision {
        forget(now)
        lastTicket += 1
        let ticket = Ticket(number: lastTicket)
        let keys = [Key.site(site)] + (address.map { [.address($0)] } ?? [])
        let isFree = keys.allSatisfy { places[$0]?.isFree(now) ?? true }
        for key in keys { places[key, default: Place()].line.append(ticket) }
        waiting[ticket] = keys
        if isFree { return .go(grant(ticket)) }
        schedule(ticket)
        return .queued(ticket)
    }

    /// Lets those go whose turn has come.
    package mutating func wake(now: Duration) -> [Permit] {
        forget(now)
        var permits: [Permit] = []
        while let due = ready.first, due.time <= now {
            _ = ready.removeFirst()
            // An entry may be out of date: its ticket left, or the pause grew.
            guard let keys = waiting[due.value], isFirst(due.value, in: keys) else { continue }
            let time = keys.compactMap { places[$0]?.freeAt }.max() ?? now
            if time > now {
                ready.insert(Due(time: time, value: due.value))
            } else {
                permits.append(grant(due.value))
            }
        }
        return permits
    }

    /// Ends a request, and begins the pause after it.
    ///
    /// A `pause` that the site itself asks for counts for the site, if it is longer than
    /// ``interval``. A permit that was given back before does nothing.
    package mutating func done(_ permit: Permit, now: Duration, pause: Duration = .zero) {
        guard let keys = running.removeValue(forKey: permit.ticket) else { return }
        for key in keys {
            var length = interval
            if case .site = key { length = max(interval, pause) }
            places[key]?.isBusy = false
            places[key]?.freeAt = now + length
            idle.insert(Due(time: now + length, value: key))
        }
        for key in keys { scheduleFirst(of: key) }
        forget(now)
    }

    /// Leaves the line.
    ///
    /// A ticket that was granted before keeps its permit, which must be given back.
    package mutating func cancel(_ ticket: Ticket, now: Duration) {
        guard let keys = waiting.removeValue(forKey: ticket) else { return }
        for key in keys { places[key]?.line.remove(ticket) }
        for key in keys { scheduleFirst(of: key) }
        // A place that nobody waits for any more was perhaps kept only for its line.
        for key in keys where places[key]?.isBusy == false {
            idle.insert(Due(time: places[key]?.freeAt ?? now, value: key))
        }
        forget(now)
    }

    private mutating func grant(_ ticket: Ticket) -> Permit {
        let keys = waiting.removeValue(forKey: ticket) ?? []
        for key in keys {
            places[key]?.line.remove(ticket)
            places[key]?.isBusy = true
        }
        running[ticket] = keys
        return Permit(ticket: ticket)
    }

    private func isFirst(_ ticket: Ticket, in keys: [Key]) -> Bool {
        keys.allSatisfy { key in
            places[key].map { !$0.isBusy && $0.line.first == ticket } ?? false
        }
    }

    private mutating func scheduleFirst(of key: Key) {
        if let ticket = places[key]?.line.first { schedule(ticket) }
    }

    /// Notes when `ticket` may go, if only time keeps it.
    private mutating func schedule(_ ticket: Ticket) {
        guard let keys = waiting[ticket], isFirst(ticket, in: keys) else { return }
        let time = keys.compactMap { places[$0]?.freeAt }.max() ?? .zero
        ready.insert(Due(time: time, value: ticket))
    }

    /// Forgets the places that nobody uses and whose pause is over.
    private mutating func forget(_ now: Duration) {
        while let due = idle.first, due.time <= now {
            _ = idle.removeFirst()
            if let place = places[due.value], place.line.isEmpty, place.isFree(now) {
                places[due.value] = nil
            }
        }
    }
}

extension Politeness {
    private enum Key: Hashable {
        case site(String)
        case address(IPAddress)
    }

    /// A site or an address.
    private struct Place {
        var isBusy = false
        var freeAt: Duration = .zero
        var line = Line()

        func isFree(_ now: Duration) -> Bool { !isBusy && freeAt <= now && line.isEmpty }
    }

    private struct Due<Value: Sendable>: Comparable, Sendable {
        var time: Duration
        var value: Value
        static func < (a: Due, b: Due) -> Bool { a.time < b.time }
        static func == (a: Due, b: Due) -> Bool { a.time == b.time }
    }

    /// Tickets in the order they came; any may leave.
    private struct Line {
        private var tickets: [Ticket] = []
        private var left: Set<Ticket> = []
        private var head = 0

        var first: Ticket? { head < tickets.count ? tickets[head] : nil }
        var isEmpty: Bool { head >= tickets.count }

        mutating func append(_ ticket: Ticket) { tickets.append(ticket) }

        /// - Complexity: O(1) amortized: a ticket in the middle is only marked.
        mutating func remove(_ ticket: Ticket) {
            left.insert(ticket)
            while let first, left.remove(first) != nil { head += 1 }
            if head > 32, head * 2 > tickets.count {
                tickets.removeFirst(head)
                head = 0
            }
        }
    }
}
