// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework
import FoundationEssentials
package import Lookalikes
import Wording

/// Reads the tables of which names that imitate are made, as analysts keep them in a spreadsheet.
package enum NameFiles {
    /// The tables at three paths; a file that is not there is an empty table.
    ///
    /// - Throws: ``RuleFileError`` with every mistake.
    package static func load(
        words: String, suffixes: String, formerDomains: String
    ) throws(RuleFileError) -> NameWords {
        let mistakes = MistakeList()
        var result = NameWords()
        for row in rows(words, ["word", "pinyin", "kind", "use", "sites", "source"], mistakes) {
            if let word = word(row, mistakes) { result.words.append(word) }
        }
        for row in rows(suffixes, ["suffix", "kind", "use", "chinese", "source"], mistakes) {
            if let suffix = suffix(row, mistakes) { result.suffixes.append(suffix) }
        }
        for row in rows(formerDomains, ["domain", "site", "source"], mistakes) {
            let host = row.fields[0].lowercased()
            guard isHost(host) else {
                mistakes.add(RuleMessages.wrongType("domain", RuleMessages.hostName), at: row.place)
                continue
            }
            result.formerDomains.append(.init(host: host, site: row.fields[1]))
        }
        try mistakes.check()
        return result
    }

    /// The table of what DNS answers give away, at `path`; without one, nothing.
    ///
    /// - Throws: ``RuleFileError`` with every mistake.
    package static func loadMarks(_ path: String) throws(RuleFileError) -> AnswerMarks {
        let mistakes = MistakeList()
        var marks = AnswerMarks()
        for row in rows(path, ["kind", "match", "source"], mistakes) {
            guard let kind = choice("kind", row.fields[0], AnswerMarks.Kind.self, row, mistakes)
            else { continue }
            let text = row.fields[1].lowercased()
            if let range = AddressRange(text) {
                marks.ranges.append(.init(range: range, kind: kind))
            } else if isHost(text), text.contains(".") {
                marks.domains[text] = kind
            } else {
                mistakes.add(RuleMessages.wrongType("match", RuleMessages.hostName), at: row.place)
            }
        }
        try mistakes.check()
        return marks
    }

    private struct Row {
        var fields: [String]
        var place: FilePlace
    }

    private static func word(_ row: Row, _ mistakes: MistakeList) -> NameWords.Word? {
        let text = row.fields[0].lowercased()
        let syllables = row.fields[1].lowercased().split(separator: " ").map(String.init)
        let isPlain = isLabel(text)
        // A Chinese word needs its pinyin; another has none.
        guard isPlain == syllables.isEmpty, syllables.allSatisfy(isLabel) else {
            mistakes.add(RuleMessages.wrongType("pinyin", RuleMessages.pinyin), at: row.place)
            return nil
        }
        guard let kind = choice("kind", row.fields[2], NameWords.Word.Kind.self, row, mistakes),
            let use = use(row.fields[3], row, mistakes)
        else { return nil }
        return NameWords.Word(
            text: text, syllables: syllables, kind: kind, use: use,
            sites: Set(row.fields[4].split(separator: " ").map(String.init)))
    }

    private static func suffix(_ row: Row, _ mistakes: MistakeList) -> NameWords.Suffix? {
        let text = row.fields[0].lowercased().split(separator: ".").map { label in
            String(decoding: Punycode.label(String(label)), as: UTF8.self)
        }.joined(separator: ".")
        guard isHost(text) else {
            mistakes.add(RuleMessages.wrongType("suffix", RuleMessages.hostName), at: row.place)
            return nil
        }
        guard let kind = choice("kind", row.fields[1], NameWords.Suffix.Kind.self, row, mistakes),
            let use = use(row.fields[2], row, mistakes),
            let chinese = choice(
                "chinese", row.fields[3], NameWords.Suffix.Chinese.self, row, mistakes)
        else { return nil }
        return NameWords.Suffix(text: text, kind: kind, use: use, chinese: chinese)
    }

    private static func use(_ written: String, _ row: Row, _ mistakes: MistakeList) -> Int? {
        if let use = Int(written), NameWords.uses.contains(use) { return use }
        mistakes.add(
            RuleMessages.outOfRange("use", NameWords.uses.lowerBound, NameWords.uses.upperBound),
            at: row.place)
        return nil
    }

    private static func choice<Value: RawRepresentable<String> & CaseIterable>(
        _ name: String, _ written: String, _ type: Value.Type, _ row: Row,
        _ mistakes: MistakeList
    ) -> Value? {
        if let value = Value(rawValue: written) { return value }
        mistakes.add(
            RuleMessages.unknownValue(name, written, Value.allCases.map(\.rawValue)),
            at: row.place)
        return nil
    }

    /// The lines of a table below its header, without comments.
    private static func rows(
        _ path: String, _ columns: [String], _ mistakes: MistakeList
    ) -> [Row] {
        guard let data = FileManager.default.contents(atPath: path) else { return [] }
        let file = path.split(separator: "/").last.map(String.init) ?? path
        guard var text = String(validating: data, as: UTF8.self) else {
            mistakes.add(RuleMessages.syntax("not UTF-8"), at: FilePlace(file: file))
            return []
        }
        // A spreadsheet marks its UTF-8 so.
        if text.hasPrefix("\u{FEFF}") { text.removeFirst() }
        var rows: [Row] = []
        var hasHeader = false
        for (index, line) in text.split(
            omittingEmptySubsequences: false, whereSeparator: \.isNewline
        ).enumerated() {
            let place = FilePlace(file: file, line: index + 1)
            if line.hasPrefix("#") || line.hasPrefix("\"#") { continue }
            var fields = line.split(separator: ",", omittingEmptySubsequences: false).map {
                String($0.filter { $0 != "\"" }.drop { $0 == " " })
            }
            while fields.count > columns.count, fields.last?.isEmpty == true {
                fields.removeLast()
            }
            if fields.allSatisfy(\.isEmpty) { continue }
            if !hasHeader {
                hasHeader = true
                guard fields == columns else {
                    mistakes.add(
                        RuleMessages.unknownValue(
                            "header", String(line), [columns.joined(separator: ",")]), at: place)
                    return []
                }
                continue
            }
            guard fields.count == columns.count else {
                mistakes.add(
                    RuleMessages.wrongType(
                        "line", RuleMessages.columns(columns.joined(separator: ","))), at: place)
                continue
            }
            rows.append(Row(fields: fields, place: place))
        }
        return rows
    }

    private static func isLabel(_ text: String) -> Bool {
        (1...63).contains(text.utf8.count)
            && text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) }
    }

    private static func isHost(_ text: String) -> Bool {
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        return text.utf8.count <= 100
            && labels.allSatisfy { label in
                !label.isEmpty
                    && label.utf8.allSatisfy {
                        (0x61...0x7A).contains($0) || (0x30...0x39).contains($0)
                            || $0 == UInt8(ascii: "-")
                    }
            }
    }
}
