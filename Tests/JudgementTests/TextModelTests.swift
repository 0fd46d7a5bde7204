// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Testing

@testable import Judgement

struct TextModelTests {
    private func symbols(_ text: String) -> ModelSymbols {
        ModelSymbols(FoldedText(PlacedText(text))) { $0 == 0x5154 ? 0x514D : $0 }  // 兔 for 免
    }

    private func written(_ text: String) -> String {
        ModelSymbols.text(of: symbols(text).symbols)
    }

    private func opinion(_ model: CompiledModel, _ blocks: [String]) -> CompiledModel.Opinion {
        var text = PlacedText()
        for block in blocks {
            text.blocks.append(text.bytes.count)
            text.bytes += Array(block.utf8)
        }
        let folded = FoldedText(text)
        return model.read([(0, folded, ModelSymbols(folded) { $0 })])
    }

    private let model = CompiledModel(
        TextModel(
            heads: ["sale", "query"], biases: [-100, -200],
            pieces: ["免考", "记者", "考", "查询"].compactMap { ModelSymbols.symbols(in: $0) },
            sizes: [3, 4, 1, 2], weights: [900, 0, -800, 0, 50, 10, 0, 700]))

    @Test(arguments: [
        ("三百元一本", "三百元一本"), ("350元", "‹#4›元"), ("电话13900000000", "电话‹#mobile›"),
        ("微信:abc_12345", "微信:‹#account›"), ("加vx", "加‹vx›"), ("兔考", "免考"),
        ("see cx.place.example/a", "‹#word›‹#host›"), ("173****0000", "‹#account›"),
        ("2026年3月", "‹#4›年‹#2›月"), ("免 考.直-出", "免考直出"),
    ])
    func `Numbers, accounts and addresses count by their kind`(text: String, wanted: String) {
        #expect(written(text) == wanted)
    }

    @Test func `What is written of symbols is read back as the same`() {
        let all = symbols("加vx abc_123,350元13900000000,a.place.example,免考!").symbols

        #expect(ModelSymbols.symbols(in: ModelSymbols.text(of: all)) == all)
        #expect(ModelSymbols.symbols(in: "加‹#nothing›") == nil)
        #expect(ModelSymbols.symbols(in: "加‹vx") == nil)
    }

    @Test func `A page's number is its pieces' weights over its length, plus the bias`() {
        // 免考 and 考: 900 + 50 over the root of 3² + 1².
        #expect(opinion(model, ["免考"]).numbers == [-100 + 300, -200 + 3])
    }

    @Test func `A piece counts once, however often it stands there`() {
        #expect(opinion(model, ["免考", "免考免考"]).numbers == opinion(model, ["免考"]).numbers)
    }

    @Test func `No piece crosses a block, and a page without any has the bias`() {
        #expect(opinion(model, ["免", "直出"]).numbers == [-100, -200])
        #expect(opinion(model, []).numbers == [-100, -200])
    }

    @Test func `The sentences that speak most for it and against it are told`() throws {
        let found = opinion(model, ["天气很好。不用看书,免考直出!", "记者获悉。完"])

        let most = try #require(found.most[0])
        let least = try #require(found.least[0])
        #expect(most.range == 5..<15)
        #expect(most.weight == 950)
        #expect(least.range == 16..<21)
        let strongest = model.strongest(found, head: 0, against: true, limit: 3)
        #expect(strongest.map(\.text) == ["记者"])
        #expect(strongest.map(\.hundredths) == [-800 * 1000 / 5099])
    }
}
