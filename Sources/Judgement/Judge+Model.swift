// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework

extension Judge {
    /// What the model makes of `page`, by head, in hundredths of a bit; empty without a model.
    package func modelNumbers(of page: Page) -> [String: Int] {
        guard let (model, opinion) = reading(page, host: page.address.host, name: nil).learned
        else { return [:] }
        return Dictionary(
            zip(model.model.heads, opinion.numbers), uniquingKeysWith: { first, _ in first })
    }

    /// The symbols of each block of `page`, by field, as a model's file writes them: what a model
    /// is trained with.
    package func symbols(of page: Page) -> [String: [String]] {
        let reading = reading(page, host: page.address.host, name: nil)
        var blocks: [String: [String]] = [:]
        for (index, _, symbols) in reading.modelTexts() {
            blocks[reading.fields[index].name.rawValue] = symbols.symbols
                .split(separator: FoldedText.boundary).map { ModelSymbols.text(of: $0) }
        }
        return blocks
    }
}
