// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation
import Sweep

/// What `make train` learns from: pages as the model counts them.
enum FeatureExport {
    /// One page, on one line of JSON.
    struct Line: Encodable {
        var id: String
        var kind: String
        var file: String
        /// The blocks of each field, as a model's file writes symbols.
        var fields: [String: [String]]
        /// What today's model makes of it, by head, in hundredths of a bit.
        var numbers: [String: Int]
        var level: String
        var score: Int
    }

    static func line(_ page: MeasuredPage, _ knowledge: Knowledge) throws -> String {
        let saved = try page.saved()
        let verdict = try saved.verdict(knowledge)
        let line = Line(
            id: page.id, kind: page.kind.rawValue, file: page.file ?? "",
            fields: try saved.symbols(knowledge), numbers: try saved.modelNumbers(knowledge),
            level: verdict.level.rawValue, score: verdict.score)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(line), as: UTF8.self)
    }
}
