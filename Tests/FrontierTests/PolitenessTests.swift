// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Frontier
import Testing

struct PolitenessTests {
    @Test func `A site is asked once at a time, and not before its pause is over`() throws {
        var politeness = Politeness()
        let first = try politeness.go("a.example", at: 0)
        let second = try politeness.queue("a.example", at: 0)

        politeness.done(first, now: .seconds(5))

        #expect(politeness.nextWake == .seconds(6))
        #expect(politeness.wake(now: .milliseconds(5999)).isEmpty)
        #expect(politeness.wake(now: .seconds(6)).map(\.ticket) == [second])
        #expect(politeness.wake(now: .seconds(60)).isEmpty)
    }

    @Test func `Sites that share an address wait for each other, others do not`() throws {
        var politeness = Politeness()
        let shared = try #require(IPAddress("127.0.0.1"))
        let other = try #require(IPAddress("127.0.0.2"))
        let first = try politeness.go("a.example", shared, at: 0)

        let second = try politeness.queue("b.example", shared, at: 0)
        let third = try politeness.go("c.example", other, at: 0)

        politeness.done(third, now: .seconds(1))
        #expect(politeness.wake(now: .seconds(9)).isEmpty)
        politeness.done(first, now: .seconds(9))
        #expect(politeness.wake(now: .seconds(10)).map(\.ticket) == [second])
    }

    @Test func `A line is served in the order of asking, past those who left`() throws {
        var politeness = Politeness()
        let first = try politeness.go("a.example", at: 0)
        let second = try politeness.queue("a.example", at: 0)
        let third = try politeness.queue("a.example", at: 0)
        let fourth = try politeness.queue("a.example", at: 0)

        politeness.cancel(second, now: .seconds(1))
        politeness.cancel(second, now: .seconds(1))
        politeness.done(first, now: .seconds(1))
        politeness.done(first, now: .seconds(1))
        let granted = politeness.wake(now: .seconds(2))

        #expect(granted.map(\.ticket) == [third])
        // Who comes when the pause is over but others wait stands behind them.
        politeness.done(granted[0], now: .seconds(2))
        let fifth = try politeness.queue("a.example", at: 4)
        politeness.done(try #require(politeness.wake(now: .seconds(4)).first), now: .seconds(4))
        #expect(politeness.wake(now: .seconds(5)).map(\.ticket) == [fifth])
        #expect(fourth < fifth)
    }

    @Test func `A longer pause that a site asks for is kept, for the site only`() throws {
        var politeness = Politeness()
        let address = try #require(IPAddress("127.0.0.1"))
        let first = try politeness.go("a.example", address, at: 0)
        politeness.done(first, now: .zero, pause: .seconds(10))

        let same = try politeness.queue("a.example", at: 1)
        _ = try politeness.go("b.example", address, at: 1)

        #expect(politeness.nextWake == .seconds(10))
        #expect(politeness.wake(now: .seconds(10)).map(\.ticket) == [same])
    }

    @Test func `Places are forgotten once their pause is over`() throws {
        var politeness = Politeness()

        for number in 0..<10_000 {
            let now = Duration.milliseconds(number)
            let decision = politeness.ask(site: "h\(number).example", address: nil, now: now)
            guard case .go(let permit) = decision else {
                Issue.record("host \(number) had to wait")
                return
            }
            politeness.done(permit, now: now)
        }

        #expect(politeness.placeCount <= 1001)
        #expect(politeness.wake(now: .seconds(100)).isEmpty)
        #expect(politeness.placeCount == 0)
    }

    /// Any order of events keeps the rules and brings everybody through.
    @Test(arguments: 1...20)
    func `In any order, two never overlap and none waits for ever`(seed: UInt64) throws {
        var random = Lehmer(state: seed)
        var politeness = Politeness()
        var now = Duration.zero
        var tickets: [Politeness.Ticket: (site: String, address: IPAddress)] = [:]
        var running: [(permit: Politeness.Permit, site: String, address: IPAddress)] = []
        var endedAt: [String: Duration] = [:]
        var served = 0

        func start(_ permit: Politeness.Permit, _ site: String, _ address: IPAddress) {
            #expect(!running.contains { $0.site == site || $0.address == address })
            for name in [site, address.description] {
                #expect(endedAt[name].map { now - $0 >= .seconds(1) } ?? true)
            }
            running.append((permit, site, address))
        }
        for step in 0..<2000 {
            if step < 600 {
                let site = "h\(random.next(12)).example"
                let address = try #require(IPAddress("127.0.0.\(random.next(6))"))
                switch politeness.ask(site: site, address: address, now: now) {
                case .go(let permit): start(permit, site, address)
                case .queued(let ticket): tickets[ticket] = (site, address)
                }
            }
            if !running.isEmpty, random.next(3) > 0 {
                let ended = running.remove(at: random.next(running.count))
                endedAt[ended.site] = now
                endedAt[ended.address.description] = now
                politeness.done(ended.permit, now: now)
                served += 1
            }
            now += .milliseconds(random.next(1500))
            for permit in politeness.wake(now: now) {
                let ticket = tickets.removeValue(forKey: permit.ticket)
                let (site, address) = try #require(ticket)
                start(permit, site, address)
            }
        }

        #expect(served == 600)
        #expect(tickets.isEmpty && running.isEmpty)
    }
}

private struct Lehmer {
    var state: UInt64
    mutating func next(_ bound: Int) -> Int {
        state = (state * 48271) % 2_147_483_647
        return Int(state % UInt64(bound))
    }
}

extension Politeness {
    fileprivate mutating func go(
        _ site: String, _ address: IPAddress? = nil, at seconds: Int
    ) throws -> Permit {
        guard case .go(let permit) = ask(site: site, address: address, now: .seconds(seconds))
        else { throw Unexpected() }
        return permit
    }

    fileprivate mutating func queue(
        _ site: String, _ address: IPAddress? = nil, at seconds: Int
    ) throws -> Ticket {
        guard case .queued(let ticket) = ask(site: site, address: address, now: .seconds(seconds))
        else { throw Unexpected() }
        return ticket
    }

    fileprivate struct Unexpected: Error {}
}
