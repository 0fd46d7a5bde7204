// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework

/// `custody.log`: the part of the casebook's custody chain that proves a case's own lines.
///
/// The chain runs through the whole casebook, so between two lines of a case stand lines of others.
/// Those are given by number and hash only: enough to see that each line still follows the one
/// before it, and nothing of what was done to other cases.
///
/// Nine columns, parted by tabs: number, time, actor, action, lead, subject, SHA-256, hash of the
/// line before, hash. The first eight, one a line, are what the hash is computed from, so
///
///     sed -n 12p custody.log | cut -f1-8 | tr '\t' '\n' | sha256sum
///
/// prints the ninth. (A tab inside a field is written `\t`; such a line needs Jianwei to check.)
package enum CustodyLog {
    /// What is wrong with a chain.
    package enum Problem: Sendable, Hashable {
        /// This line of the file is malformed.
        case malformed(line: Int)
        /// The hash of this entry is not that of what stands in it.
        case changed(sequence: Int64)
        /// This entry does not follow the one before it: a line is missing, added or moved.
        case broken(sequence: Int64)
        /// The end is missing, or is not what it was at export.
        case cut
        /// No line of the case is in it.
        case empty
    }

    /// The lines from the first to the last entry of one of `leads`.
    package static func slice(
        _ entries: [CustodyEntry], leads: [Int64]
    ) -> ArraySlice<CustodyEntry> {
        let own = Set<Int64?>(leads)
        guard let first = entries.firstIndex(where: { own.contains($0.lead) }),
            let last = entries.lastIndex(where: { own.contains($0.lead) })
        else { return [] }
        return entries[first...last]
    }

    /// What is wrong with `entries`, in order, as they come from the casebook.
    ///
    /// `hash` is the SHA-256 of a text in UTF-8, in lowercase hexadecimal.
    package static func problems(
        in entries: some Sequence<CustodyEntry>, hash: (String) -> String
    ) -> [Problem] {
        var problems: [Problem] = []
        var before: CustodyEntry?
        for entry in entries {
            if let before, entry.sequence != before.sequence + 1 || entry.previous != before.hash {
                problems.append(.broken(sequence: entry.sequence))
            }
            if entry.sequence == 1, entry.previous != CustodyEntry.genesis {
                problems.append(.broken(sequence: 1))
            }
            if hash(entry.canonical) != entry.hash {
                problems.append(.changed(sequence: entry.sequence))
            }
            before = entry
        }
        return before == nil ? [.empty] : problems
    }

    /// The file for the cases of `leads`.
    package static func text(_ entries: ArraySlice<CustodyEntry>, leads: [Int64]) -> String {
        let numbers = leads.map { CaseNumber($0).description }.joined(separator: "、")
        let own = Set<Int64?>(leads)
        var text = """
            # 保管链 \(numbers)：各列以制表符分隔
            # 序号 时间(UTC) 操作人 操作 线索号 对象 SHA-256 上一行哈希 本行哈希
            # 本行哈希 = 前八列各占一行(含末尾换行)的 SHA-256。第 N 行的核对命令：
            # sed -n Np custody.log | cut -f1-8 | tr '\\t' '\\n' | sha256sum
            # 其他案件的行只给出序号与哈希，以证明链条连续，内容不属于本案。

            """
        for entry in entries {
            // When the clock was set concerns each case.
            let isOwn = own.contains(entry.lead) || entry.action == .clockSet
            let content =
                isOwn
                ? entry.canonical.unicodeScalars
                    .split(separator: "\n", omittingEmptySubsequences: false)
                    .dropLast().map { escaped(String($0)) }
                : [String(entry.sequence), "-", "-", "-", "-", "-", "-", entry.previous]
            text += (content + [entry.hash]).joined(separator: "\t") + "\n"
        }
        return text + end(entries) + "\n"
    }

    /// The last line, which tells when lines before it are gone.
    package static func end(_ entries: ArraySlice<CustodyEntry>) -> String {
        "# end \(entries.count) \(entries.last?.hash ?? CustodyEntry.genesis)"
    }

    /// What is wrong with the file `text`.
    ///
    /// `end` is the ``end(_:)`` that was recorded elsewhere at export, if it is known; `hash` is the
    /// SHA-256 of a text in UTF-8, in lowercase hexadecimal.
    package static func problems(
        inFile text: String, end: String?, hash: (String) -> String
    ) -> [Problem] {
        var problems: [Problem] = []
        var count = 0
        var own = 0
        var before: (sequence: Int64, hash: String)?
        var lastComment: String?
        let lines = text.unicodeScalars.split(separator: "\n")
        for (index, line) in lines.enumerated() {
            if line.first == "#" {
                lastComment = String(line)
                continue
            }
            lastComment = nil
            let columns = line.split(separator: "\t", omittingEmptySubsequences: false)
                .map { String($0) }
            guard columns.count == 9, let sequence = Int64(columns[0]) else {
                problems.append(.malformed(line: index + 1))
                continue
            }
            let previous = columns[7]
            if let before, sequence != before.sequence + 1 || previous != before.hash {
                problems.append(.broken(sequence: sequence))
            }
            if columns[1] != "-" {
                own += 1
                let canonical = columns[..<8].map { unescaped($0) + "\n" }.joined()
                if hash(canonical) != columns[8] { problems.append(.changed(sequence: sequence)) }
            }
            before = (sequence, columns[8])
            count += 1
        }
        let last = "# end \(count) \(before?.hash ?? CustodyEntry.genesis)"
        if lastComment != last || end ?? last != last { problems.append(.cut) }
        if own == 0 { problems.append(.empty) }
        return problems
    }

    /// A field of the canonical form, in which only tabs still need a code.
    private static func escaped(_ field: String) -> String {
        field.replacing("\t", with: "\\t")
    }

    private static func unescaped(_ field: String) -> String {
        var text = ""
        var isEscape = false
        for scalar in field.unicodeScalars {
            if isEscape {
                if scalar == "t" {
                    text.append("\t")
                } else {
                    text.append("\\")
                    text.unicodeScalars.append(scalar)
                }
                isEscape = false
            } else if scalar == "\\" {
                isEscape = true
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
        return isEscape ? text + "\\" : text
    }
}
