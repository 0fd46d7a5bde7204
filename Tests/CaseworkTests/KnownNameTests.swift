// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation
import Testing

@Suite struct KnownNameTests {
    @Test(
        arguments: [
            (nil, KnownName.Sighting.absent, nil), (nil, .served, .live), (nil, .silent, .down),
            (nil, .parked, .parked), (.live, .absent, .absent), (.live, .silent, .down),
            (.absent, .served, .back), (.down, .served, .back), (.parked, .served, .back),
            (.back, .served, .live), (.live, .served, .live), (.cloaked, .served, .live),
            (.live, .cloaked, .cloaked), (.live, .resolved, .live), (nil, .resolved, .down),
            (.absent, .parked, .parked),
        ] as [(KnownName.State?, KnownName.Sighting, KnownName.State?)])
    func `What a sweep saw of a name changes its state`(
        former: KnownName.State?, sighting: KnownName.Sighting, state: KnownName.State?
    ) {
        #expect(KnownName.State.after(sighting, former: former) == state)
    }

    @Test func `That a name which came back is still there is no change`() {
        #expect(!KnownName.State.live.isChange(from: .back))
        #expect(!KnownName.State.live.isChange(from: .live))
        #expect(KnownName.State.live.isChange(from: nil))
        #expect(KnownName.State.back.isChange(from: .down))
    }

    @Test func `Answers give away parking by name server, alias or address`() throws {
        let range = try #require(AddressRange("192.0.2.0/24"))
        let marks = AnswerMarks(
            ranges: [.init(range: range, kind: .hijack)], domains: ["parking.example": .parked])
        func report(_ type: NameAnswer.RecordType, _ value: String) -> NameReport {
            NameReport(
                host: "a.test", liveness: .live,
                answers: [
                    NameAnswer(
                        name: "a.test", type: type, status: .answered,
                        records: [
                            .init(name: "a.test", type: type, ttlSeconds: 1, value: value)
                        ], askedAt: .distantPast)
                ])
        }
        let address = try #require(IPAddress("192.0.2.7"))

        #expect(marks.kind(of: report(.ns, "NS1.Parking.example.")) == .parked)
        #expect(marks.kind(of: report(.cname, "parking.example")) == .parked)
        #expect(marks.kind(of: report(.ns, "ns.notparking.example.")) == nil)
        #expect(marks.kind(of: report(.mx, "10 mail.parking.example.")) == nil)
        #expect(
            marks.kind(of: NameReport(host: "a.test", liveness: .live, addresses: [address]))
                == .hijack)
    }
}
