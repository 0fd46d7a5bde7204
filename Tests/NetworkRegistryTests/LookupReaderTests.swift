// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation
import NetworkRegistry
import Testing

struct LookupReaderTests {
    private static func icp() throws -> LookupSource {
        let address = try #require(
            LookupTemplate("https://icp.test/?domain={domain}", about: .domain))
        var source = LookupSource(id: "icp", title: "备案", about: .domain, address: address)
        source.rows = try #require(FieldPath("/data/*"))
        source.fields = [
            .subject: try #require(FieldPath("/domain")),
            .icpNumber: try #require(FieldPath("/icp")),
            .icpHolder: try #require(FieldPath("/unit/name")),
            .icpApprovedAt: try #require(FieldPath("/at")),
        ]
        source.absent = [
            try #require(FieldPath("/data")): [""], try #require(FieldPath("/code")): ["404"],
        ]
        source.limited = [try #require(FieldPath("/code")): ["429"]]
        source.refused = [try #require(FieldPath("/code")): ["401"]]
        return source
    }

    private static func answer(
        _ body: String, status: Int = 200, failure: FetchFailure? = nil
    ) -> RegistryAnswer {
        RegistryAnswer(
            method: .lookup, server: "icp.test", question: "https://icp.test/", status: status,
            body: Array(body.utf8), failure: failure,
            askedAt: Date(timeIntervalSince1970: 1_795_411_980))
    }

    @Test func `Each value is read with its place, and a count of seconds as Beijing time`() throws
    {
        let body = """
            {"code": 200, "data": [{"domain": "other.example", "icp": "京ICP备00000000号"},
             {"domain": "CX-MEM.example.", "icp": "蜀ICP备2024000001号-1",
              "unit": {"name": "某某商贸有限公司"}, "at": 1795411980}]}
            """

        let facts = LookupReader.facts(
            of: "cx-mem.example", in: Self.answer(body), from: try Self.icp())

        #expect(facts.problem == nil)
        #expect(facts.rowCount == 1)
        #expect(
            facts.rows == [
                [
                    .init(field: .icpNumber, text: "蜀ICP备2024000001号-1", place: "/data/1/icp"),
                    .init(field: .icpHolder, text: "某某商贸有限公司", place: "/data/1/unit/name"),
                    .init(
                        field: .icpApprovedAt, text: "2026-11-23 13:33:00 +08:00",
                        place: "/data/1/at"),
                ]
            ])
    }

    @Test(arguments: [
        (200, #"{"code": 404}"#, RegistryProblem.noRecord),
        (200, #"{"data": []}"#, .noRecord),
        (200, #"{"data": null}"#, .noRecord),
        (200, #"{"code": 429}"#, .limited),
        (429, "busy", .limited),
        (200, #"{"code": "401"}"#, .refused),
        (403, "<html>", .refused),
        (302, "", .redirected),
        // A gateway that does not know the path says 404 too: that is no "no record".
        (404, #"{"error": "Not Found", "path": "/api"}"#, .unreadable),
        (500, "{}", .unreadable),
        (200, "<!DOCTYPE html><title>Log in</title>", .unreadable),
        (200, #"{"data": [{"number": "x"}]}"#, .misplaced),
        (200, #"{"data": {"icp": "x"}}"#, .misplaced),
        (
            200, #"{"data": [{"domain": "other.example", "icp": "x"}]}"#,
            .otherSubject("other.example")
        ),
        (200, String(repeating: "[", count: 10_000), .unreadable),
    ])
    func `An answer that is no fact says why`(
        status: Int, body: String, problem: RegistryProblem
    ) throws {
        let facts = LookupReader.facts(
            of: "cx-mem.example", in: Self.answer(body, status: status), from: try Self.icp())

        #expect(facts.problem == problem)
        #expect(facts.rows.isEmpty)
    }

    @Test func `Passive DNS of one value a line is read, also where it broke off`() throws {
        let address = try #require(LookupTemplate("https://pdns.test/{host}", about: .host))
        var source = LookupSource(id: "pdns", title: "pdns", about: .host, address: address)
        source.isLines = true
        source.fields = [
            .dnsName: try #require(FieldPath("/rrname")),
            .dnsValue: try #require(FieldPath("/rdata")),
            .dnsFirstSeen: try #require(FieldPath("/time_first")),
        ]
        let body = """
            {"rrname": "cx-mem.example", "rdata": ["192.0.2.1", "192.0.2.2"], "time_first": 1795411980}
            {"rrname": "cx-mem.example", "rdata": "192.0.2.3", "time_first": "2025-01-02"}
            {"rrname": "cx-m
            """

        let facts = LookupReader.facts(
            of: "cx-mem.example", in: Self.answer(body, failure: .cutShort), from: source)
        let none = LookupReader.facts(of: "cx-mem.example", in: Self.answer(""), from: source)

        #expect(facts.problem == .cut)
        #expect(facts.values(.dnsValue) == ["192.0.2.1", "192.0.2.2", "192.0.2.3"])
        #expect(facts.values(.dnsFirstSeen) == ["2026-11-23 13:33:00 +08:00", "2025-01-02"])
        #expect(facts.rows.last?.last?.place == "/1/time_first")
        #expect(none.problem == .noRecord)
    }

    @Test func `Of very many rows two hundred are kept, and all are counted`() throws {
        let row = #"{"domain": "cx-mem.example", "icp": "x"}"#
        let body = #"{"data": ["# + Array(repeating: row, count: 300).joined(separator: ",") + "]}"

        let facts = LookupReader.facts(
            of: "cx-mem.example", in: Self.answer(body), from: try Self.icp())

        #expect(facts.rows.count == 200)
        #expect(facts.rowCount == 300)
    }

    @Test func `A pointer is read as RFC 6901 says, and no longer than it may be`() throws {
        #expect(FieldPath("")?.tokens == [])
        #expect(FieldPath("/a~1b/m~0n//*")?.tokens == ["a/b", "m~n", "", "*"])
        #expect(FieldPath("/a~1b/m~0n//*")?.description == "/a~1b/m~0n//*")
        #expect(FieldPath("a") == nil)
        #expect(FieldPath("/a~2") == nil)
        #expect(FieldPath("/~") == nil)
        #expect(FieldPath(String(repeating: "/a", count: 17)) == nil)
    }
}
