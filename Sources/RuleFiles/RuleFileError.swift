// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Wording

/// All mistakes of the rule or site files that were read, each with its file, line and column.
package struct RuleFileError: Explained, Hashable {
    /// One mistake: `sale.yml:12:5: error: …; …`.
    package struct Mistake: Sendable, Hashable {
        package var file: String
        /// 1 for the first.
        package var line: Int
        package var column: Int
        package var what: Message

        package var message: Message { RuleMessages.at(file, line, column, what) }
    }

    /// In the order of files, lines and columns.
    package var mistakes: [Mistake]

    package var message: Message {
        RuleMessages.mistakes(mistakes.map(\.message))
    }
}

/// Collects mistakes, so that one run shows them all.
final class MistakeList {
    private(set) var mistakes: [RuleFileError.Mistake] = []

    func add(_ what: Message, at place: FilePlace) {
        let mistake = RuleFileError.Mistake(
            file: place.file, line: place.line, column: place.column, what: what)
        if !mistakes.contains(mistake) { mistakes.append(mistake) }
    }

    /// - Throws: ``RuleFileError`` if there is any mistake.
    func check() throws(RuleFileError) {
        guard !mistakes.isEmpty else { return }
        throw RuleFileError(
            mistakes: mistakes.sorted {
                ($0.file, $0.line, $0.column) < ($1.file, $1.line, $1.column)
            }
        )
    }
}

/// A place in a file, counted from 1.
struct FilePlace: Hashable {
    var file: String
    var line = 1
    var column = 1
}
