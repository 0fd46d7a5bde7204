// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Judgement
import Testing

struct LikenessTests {
    /// The hashes of elements `low` to `high`.
    private func sketch(_ elements: Range<UInt64>) -> MinHash {
        var sketch = MinHash()
        for element in elements {
            var hash = element &+ 0x9E37_79B9_7F4A_7C15
            hash = (hash ^ (hash >> 30)) &* 0xBF58_476D_1CE4_E5B9
            hash = (hash ^ (hash >> 27)) &* 0x94D0_49BB_1331_11EB
            sketch.add(hash ^ (hash >> 31))
        }
        return sketch
    }

    @Test(arguments: [(0, 1.0), (500, 0.6), (1000, 1.0 / 3), (2000, 0.0)])
    func `The part that two sets have in common is estimated`(shift: UInt64, part: Double) throws {
        let found = try #require(sketch(0..<2000).similarity(to: sketch(shift..<shift + 2000)))

        #expect(abs(found - part) < 0.13, "\(found)")
    }

    @Test func `Too few elements say nothing`() {
        #expect(sketch(0..<8).similarity(to: sketch(0..<8)) == nil)
        #expect(sketch(0..<2000).similarity(to: MinHash()) == nil)
    }

    @Test func `A sketch is written and read`() throws {
        let sketch = sketch(0..<300)

        #expect(MinHash(hexadecimal: sketch.hexadecimal) == sketch)
        #expect(MinHash(hexadecimal: "00") == nil)
        #expect(MinHash(hexadecimal: String(repeating: "g", count: 1024)) == nil)
    }

    // MARK: - Judging

    private let rule = Rule(
        id: "r", title: "t", why: "w", category: .fakeQuery, group: "g", weight: 6,
        condition: .likeness(LikenessTest(text: 0.5, shape: 0.5)))
    private let iconRule = Rule(
        id: "i", title: "t", why: "w", category: .fakeQuery, group: "h", weight: 3,
        condition: .likeness(LikenessTest(icon: true)))
    private var judge: Judge {
        Judge(
            rules: RuleSet(
                digest: "0", lists: [], variants: Variants(), speech: Speech(),
                rules: [rule, iconRule],
                scoring: Scoring(
                    curve: [.init(bits: 0, score: 0), .init(bits: 10, score: 100)],
                    levels: [.doubtful: 25, .suspect: 50, .high: 85])),
            sites: [
                ProtectedSite(id: "s", name: "平台", organ: "某部", hosts: ["s.example.org"])
            ],
            references: [
                reference("a", sketch(0..<300), sketch(0..<80), icon: "1"),
                reference("b", sketch(0..<310), sketch(0..<90), icon: nil),
            ])
    }

    private func reference(
        _ name: String, _ text: MinHash, _ shape: MinHash, icon: String?
    ) -> ReferencePage {
        ReferencePage(
            name: name, site: "s", address: "https://s.example.org/\(name)", title: "",
            madeAt: "", sha256: "", sketch: PageSketch(text: text, shape: shape),
            resources: ["x1.js", "x2.js", "x3.css", "x4.png"], icon: icon)
    }

    private func page(_ text: MinHash, _ shape: MinHash, files: [String] = []) -> Page {
        var page = Page(
            address: WebAddress(scheme: .http, host: "cx.example"), source: [],
            encoding: "utf-8", encodingSource: .content)
        page.sketch = PageSketch(text: text, shape: shape)
        page.scripts = files.map { Script(source: "/js/\($0)?v=1", text: Quote("", at: 0..<0)) }
        return page
    }

    @Test func `A finding names the nearest reference and the parts that agree`() {
        let copy = page(sketch(0..<300), sketch(0..<80), files: ["x1.js", "X2.js", "x3.css"])

        let findings = judge.matches(copy)

        #expect(findings.map(\.rule) == ["r"])
        #expect(findings.first?.field == "likeness")
        #expect(
            findings.first?.text
                == "与「平台」的参照页 https://s.example.org/a 相似:文字 100%、结构 100%、资源文件 3/4")
    }

    @Test func `All parts must agree with the same reference`() {
        let mixed = page(sketch(0..<300), sketch(5000..<5080))

        #expect(judge.matches(mixed).isEmpty)
        #expect(judge.comparing(with: []).matches(page(sketch(0..<300), sketch(0..<80))).isEmpty)
    }

    @Test func `An icon that is fetched later is added to a verdict once`() {
        let address = WebAddress(scheme: .http, host: "cx.example")
        let verdict = judge.judge(page(sketch(0..<300), sketch(0..<80)))

        let more = judge.adding(icon: "1", to: verdict, at: address)

        #expect(more.findings.map(\.rule) == ["r", "i"])
        #expect(more.score > verdict.score)
        #expect(judge.adding(icon: "1", to: more, at: address) == more)
        #expect(judge.adding(icon: "2", to: verdict, at: address) == verdict)
    }
}
