// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation
import Testing

@testable import ClockReader

struct ClockReaderTests {
    private func check(
        _ answers: @escaping @Sendable ([UInt8]) -> [[UInt8]]
    ) async throws -> ClockCheck {
        let server = try LoopbackTimeServer(answers)
        defer { server.stop() }
        let named = try #require(TimeServer("127.0.0.1:\(server.port)"))
        return await ClockReader(server: named, usesChrony: false).check()
    }

    @Test(arguments: [-86_400.0, -2.5, 0, 0.25, 31_536_000])
    func `The offset of the clock is measured, with its doubt and its source`(ahead: Double)
        async throws
    {
        let check = try await check { [LoopbackTimeServer.answer(to: $0, ahead: ahead)] }

        #expect(check.method == .sntp)
        #expect(check.source.hasPrefix("127.0.0.1:"))
        let offset = try #require(check.offset)
        let doubt = try #require(check.uncertainty)
        #expect(abs(offset - ahead) <= doubt + 0.001)
        #expect(doubt >= 0.0015)
        #expect(check.reason == nil)
    }

    @Test func `An answer to another question is passed over, and the right one is taken`()
        async throws
    {
        let check = try await check { question in
            var forged = LoopbackTimeServer.answer(to: question, ahead: 999_999)
            forged[31] ^= 1
            return [forged, LoopbackTimeServer.answer(to: question, ahead: 1)]
        }

        #expect(abs(try #require(check.offset) - 1) < 0.5)
    }

    @Test func `Servers that are silent, unset, broken or refuse give a reason and no offset`()
        async throws
    {
        let cases: [(answers: @Sendable ([UInt8]) -> [[UInt8]], reason: String)] = [
            ({ _ in [] }, "没有应答"),
            ({ [LoopbackTimeServer.answer(to: $0, ahead: 0, leap: 3)] }, "声明自身时钟未同步"),
            ({ [LoopbackTimeServer.answer(to: $0, ahead: 0, stratum: 16)] }, "声明自身时钟未同步"),
            ({ _ in [[1, 2, 3]] }, "无法识读"),
            (
                { question in
                    var kiss = LoopbackTimeServer.answer(to: question, ahead: 0, stratum: 0)
                    kiss.replaceSubrange(12..<16, with: Array("RATE".utf8))
                    return [kiss]
                }, "拒绝应答（RATE）"
            ),
        ]
        for (answers, reason) in cases {
            let check = try await check(answers)
            #expect(check.method == .none)
            #expect(check.offset == nil)
            #expect(check.reason?.contains(reason) == true, "\(check.reason ?? "")")
        }
    }

    @Test func `Nobody is asked whom the user did not name`() async throws {
        let check = await ClockReader(server: nil, usesChrony: false).check()

        #expect(check.method == .none)
        #expect(check.reason == "未指定时间服务器")
    }

    @Test func `A Date field is a fallback with a doubt of half a second and more`() throws {
        let none = ClockCheck(method: .none, at: Date(), reason: "未指定时间服务器")
        let start = try #require(Timestamp.date("1994-11-06T08:49:30.000Z"))

        let check = try #require(
            ClockReader.check(
                after: none, dateField: "Sun, 06 Nov 1994 08:49:37 GMT", of: "cx-mem.example",
                start: start, seconds: 0.2))

        #expect(check.method == .httpDate)
        #expect(abs(try #require(check.offset) - 7.4) < 0.001)
        #expect(abs(try #require(check.uncertainty) - 0.6) < 0.001)
        #expect(check.reason == "未指定时间服务器")
        for field in [
            "", "yesterday", "Sun, 6 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 CST",
        ] {
            #expect(
                ClockReader.check(
                    after: none, dateField: field, of: "x", start: start, seconds: 0) == nil)
        }
    }

    // What chronyc 4.3 printed, beside "0.000001307 seconds fast of NTP time".
    @Test func `What chronyc says is read with its sign`() throws {
        let line =
            "7F000001,127.0.0.1,6,1795588237.946381571,-0.000001307,0.000000044,0.000000198,"
            + "-0.035,0.007,0.165,0.000004142,0.000001533,0.5,Normal\n"

        let tracking = try Chrony.tracking(line)

        #expect(tracking.source == "127.0.0.1")
        #expect(tracking.offset == -0.000001307)
        #expect(abs(tracking.uncertainty - 0.000003604) < 1e-9)
        #expect(throws: ClockFault.chronyUnset) {
            try Chrony.tracking(line.replacing("Normal", with: "Not synchronised"))
        }
        #expect(throws: ClockFault.chronyUnset) {
            try Chrony.tracking(line.replacing("7F000001", with: "7F7F0101"))
        }
        #expect(throws: ClockFault.noChrony) { try Chrony.tracking("506 Cannot talk to daemon") }
    }

    @Test(arguments: [
        ("ntp.example", "ntp.example"), ("192.0.2.1:1123", "192.0.2.1:1123"),
        ("[2001:db8::1]", "[2001:db8::1]"), ("[2001:db8::1]:1123", "[2001:db8::1]:1123"),
        ("2001:db8::1", "[2001:db8::1]"), ("ntp.example:123", "ntp.example"),
    ])
    func `A time server is named by host, address and port`(text: String, shown: String) {
        #expect(TimeServer(text)?.description == shown)
    }

    @Test(arguments: [
        "", ":123", "ntp.example:0", "ntp.example:99999", "ntp.example:x", "a b", "-;rm", "[::1",
        "[::1]x", "http://ntp.example",
    ])
    func `What names no time server is none`(text: String) {
        #expect(TimeServer(text) == nil)
    }

    @Test func `Times after 2036 are read, when the seconds of NTP begin again`() {
        #expect(TimePacket.seconds(0x83AA_7E80 << 32) == 0)
        #expect(TimePacket.seconds(0) == 2_085_978_496)
    }
}
