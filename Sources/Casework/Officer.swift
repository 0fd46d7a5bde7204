// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// 办案人员: who takes the evidence, as they are named on the forms.
package struct Officer: Sendable, Hashable {
    package var name: String
    /// 执法证号.
    package var number: String?

    package init(name: String, number: String?) {
        self.name = name
        self.number = number
    }

    /// `张某（执法证号 510001）`.
    package var shown: String { "\(name)（\(number.map { "执法证号 \($0)" } ?? "执法证号未提供")）" }
}
