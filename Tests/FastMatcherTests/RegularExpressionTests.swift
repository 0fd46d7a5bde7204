// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import FastMatcher
import Judgement
import Testing

struct RegularExpressionTests {
    @Test func `All places are found, from left to right, in bytes`() throws {
        let expression = try RegularExpression("证[0-9]+")

        let places = expression.matches(in: Array("证1,证 证22".utf8), limit: 9)

        #expect(places == [0..<4, 9..<14])
        #expect(expression.matches(in: Array("证1,证22".utf8), limit: 1) == [0..<4])
        #expect(expression.matches(in: [], limit: 9).isEmpty)
    }

    @Test func `An expression that would run for ever elsewhere ends at once`() throws {
        let expression = try RegularExpression("(a+)+(a*)*b")

        #expect(expression.matches(in: Array(repeating: 0x61, count: 200_000), limit: 9).isEmpty)
    }

    @Test func `Empty matches are finite`() throws {
        #expect(try RegularExpression("x*").matches(in: Array("axa".utf8), limit: 100).count <= 4)
    }

    @Test(arguments: ["(", "a{5000}", "(?=a)", "\\1", String(repeating: "a", count: 10_001)])
    func `What is no expression, or too large, says why`(source: String) {
        #expect(throws: PatternError.self) { try RegularExpression(source) }
    }
}
