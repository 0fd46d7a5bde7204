// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Testing

@testable import CurlFetcher

struct TransferClockTests {
    private static let second: Instant = 1_000_000_000

    private static func clock(addresses: Int = 1) -> TransferClock {
        let limits = FetchLimits.with {
            $0.connectSeconds = 4
            $0.firstByteSeconds = 6
            $0.totalSeconds = 30
            $0.slowSeconds = 5
            $0.leastBytesPerSecond = 10
        }
        return TransferClock(limits: limits, start: 0, addresses: addresses)
    }

    @Test func `Connecting, the first byte and the whole each have their limit`() {
        var clock = Self.clock()
        #expect(clock.look(at: 0, bytes: 0) == .wait(until: 4 * Self.second))
        #expect(clock.look(at: 4 * Self.second, bytes: 0) == .reached(.connect(seconds: 4)))

        clock.didRequest(at: 3 * Self.second)
        #expect(clock.look(at: 4 * Self.second, bytes: 0) == .wait(until: 9 * Self.second))
        #expect(clock.look(at: 9 * Self.second, bytes: 0) == .reached(.firstByte(seconds: 6)))

        clock.didReceiveFirstByte(at: 8 * Self.second)
        #expect(clock.look(at: 9 * Self.second, bytes: 1) == .wait(until: 13 * Self.second))
        #expect(clock.look(at: 30 * Self.second, bytes: 9999) == .reached(.total(seconds: 30)))
    }

    @Test func `Each address has its share of the time to connect`() {
        var clock = Self.clock(addresses: 2)
        #expect(clock.look(at: 0, bytes: 0) == .wait(until: 2 * Self.second))

        clock.beginAttempt(at: 1 * Self.second, addressesLeft: 1)

        #expect(clock.look(at: 1 * Self.second, bytes: 0) == .wait(until: 4 * Self.second))
    }

    @Test func `Slow is what brings too little in a whole window`() {
        var clock = Self.clock()
        clock.didRequest(at: 0)
        clock.didReceiveFirstByte(at: 0)

        #expect(clock.look(at: 5 * Self.second, bytes: 50) == .wait(until: 10 * Self.second))
        #expect(clock.look(at: 9 * Self.second, bytes: 50) == .wait(until: 10 * Self.second))
        #expect(
            clock.look(at: 10 * Self.second, bytes: 99)
                == .reached(.slow(bytesPerSecond: 10)))
    }

    @Test(arguments: [Double.infinity, .nan, 1e300])
    func `A limit that is no sensible number is no limit`(seconds: Double) {
        var limits = FetchLimits()
        limits.connectSeconds = seconds
        limits.totalSeconds = 30
        var clock = TransferClock(limits: limits, start: 5, addresses: 1)

        #expect(clock.look(at: 5, bytes: 0) == .wait(until: 30 * Self.second + 5))
    }
}

struct DeadlineHeapTests {
    @Test func `Deadlines come out in order, and not before their time`() {
        var heap = DeadlineHeap()
        var numbers = SystemRandomNumberGenerator()
        let times = (0..<500).map { _ in Instant.random(in: 0..<1000, using: &numbers) }
        for (slot, time) in times.enumerated() { heap.insert(.init(time: time, slot: slot)) }

        var seen: [Instant] = []
        while let entry = heap.pop(dueAt: 700) { seen.append(entry.time) }

        #expect(seen == times.filter { $0 <= 700 }.sorted())
        #expect(heap.earliest == times.filter { $0 > 700 }.min())
    }
}

struct FIFOTests {
    @Test func `Elements leave in the order they came`() {
        var queue = FIFO<Int>()
        var left: [Int] = []
        for number in 0..<5000 {
            queue.append(number)
            if number % 3 == 0, let first = queue.popFirst() { left.append(first) }
        }
        while let first = queue.popFirst() { left.append(first) }

        #expect(left == Array(0..<5000))
        #expect(queue.isEmpty)
    }
}

struct DescriptorLimitTests {
    @Test(arguments: [(20_000, 15_795), (1024, 614), (64, 25), (1, 1)])
    func `Requests are bounded by descriptors`(descriptors: Int, requests: Int) {
        #expect(DescriptorLimit.requests(withDescriptors: descriptors) == requests)
    }
}

struct ResponseHeadTests {
    @Test func `Old and odd heads are read`() {
        let head = "HTTP/1.0  404\nSet-Cookie: a=1\n  ; Path=/\nbroken line\n: x\n\n"

        #expect(
            ResponseHead(Array(head.utf8))
                == ResponseHead(
                    status: 404, httpVersion: "HTTP/1.0",
                    headers: [HeaderField("Set-Cookie", "a=1 ; Path=/"), HeaderField("", "x")]))
    }

    @Test(arguments: ["", "HTTP/1.1", "HTTP/1.1 abc OK\r\n\r\n", "ICY 200 OK\r\n\r\n"])
    func `What has no status is no head`(text: String) {
        #expect(ResponseHead(Array(text.utf8)) == nil)
    }

    @Test func `HTTP 2 has a name of its own`() {
        #expect(ResponseHead(Array("HTTP/2 200 \r\n\r\n".utf8))?.httpVersion == "h2")
    }
}
