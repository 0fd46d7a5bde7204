// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import PageReader
import Testing

struct FingerprintTests {
    private func distance(_ a: Page, _ b: Page) throws -> Int {
        let first = try #require(a.fingerprints.textSimilarity.flatMap { UInt64($0, radix: 16) })
        let second = try #require(b.fingerprints.textSimilarity.flatMap { UInt64($0, radix: 16) })
        return (first ^ second).nonzeroBitCount
    }

    private static let notice = "请输入姓名和证件号码查询特种作业操作证的真伪，查询结果以本平台数据为准，如有疑问请联系发证机关。"

    @Test func `The same elements give the same hash, whatever they say`() {
        let one = page("<div><p>一</p><br></div>")
        let two = page("<div class=x><p>二二</p><br></div>")
        let three = page("<div><p>一</p><hr></div>")

        #expect(one.fingerprints.tagNames?.count == 32)
        #expect(one.fingerprints.tagNames == two.fingerprints.tagNames)
        #expect(one.fingerprints.tagNames != three.fingerprints.tagNames)
    }

    @Test func `Texts that differ little have hashes that differ little`() throws {
        let original = page("<p>\(Self.notice)\(Self.notice)</p>")
        let copy = page("<div>\(Self.notice)<br> \(Self.notice)  2026</div>")
        let other = page("<p>今天天气晴朗，适合出门散步，公园里有许多人在放风筝，孩子们跑来跑去，十分热闹，大家都很高兴。</p>")

        #expect(try distance(original, copy) <= 8)
        #expect(try distance(original, other) >= 16)
        #expect(page("<p>短</p>").fingerprints.textSimilarity == nil)
    }
}
