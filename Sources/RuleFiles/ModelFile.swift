// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Glibc
import Judgement
import Wording

/// Reads `Rules/model.txt`, which `make train` writes.
///
/// Lines that begin with `# ` are for people. Then come `heads` with their names, `bias` with a
/// number for each, `floor` with what every page counts for its length, and a line for each piece of text: the piece, how much it counts for a page's
/// length, and a weight for each head, with tabs between. Weights are hundredths of a bit.
enum ModelFile {
    /// The largest file that is read: 4 MiB.
    private static let byteLimit = 4 << 20
    /// The greatest weight or bias, and the greatest size; their sums cannot overflow then.
    private static let weightLimit = 1_000_000
    private static let sizeLimit = 1_000
    /// The most pieces: 200,000.
    private static let countLimit = 200_000
    /// The longest piece, in symbols.
    private static let pieceLimit = 8

    /// What stands in the file, or `nil` if there is none or it is too large.
    static func bytes(_ path: String, named file: String, _ mistakes: MistakeList) -> [UInt8]? {
        var facts = stat()
        guard stat(path, &facts) == 0 else { return nil }
        guard Int(facts.st_size) <= byteLimit else {
            mistakes.add(
                RuleMessages.fileTooLarge(megabytes: byteLimit >> 20), at: FilePlace(file: file))
            return nil
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            mistakes.add(
                RuleMessages.unreadable(path, "no permission"), at: FilePlace(file: file))
            return nil
        }
        return [UInt8](data)
    }

    /// The model that `bytes` hold, or `nil` and mistakes.
    static func model(
        _ bytes: [UInt8], named file: String, _ mistakes: MistakeList
    ) -> TextModel? {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            mistakes.add(RuleMessages.badModelLine("UTF-8"), at: FilePlace(file: file))
            return nil
        }
        var heads: [String] = []
        var biases: [Int] = []
        var floor: Int?
        var pieces: [[UInt32]] = []
        var sizes: [Int32] = []
        var weights: [Int32] = []
        var known: Set<[UInt32]> = []
        for (index, line) in text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
            .enumerated() where !line.isEmpty && !line.starts(with: "# ".utf8)
        {
            func fail(_ wanted: String) -> TextModel? {
                mistakes.add(
                    RuleMessages.badModelLine(wanted),
                    at: FilePlace(file: file, line: index + 1, column: 1))
                return nil
            }
            let parts = line.split(separator: 0x09, omittingEmptySubsequences: false)
            if heads.isEmpty {
                heads = parts.dropFirst().map { String($0) ?? "" }
                guard String(parts[0]) == "heads", !heads.isEmpty, !heads.contains("") else {
                    return fail("heads<TAB>NAME…")
                }
                continue
            }
            let numbers = parts.dropFirst().compactMap(number)
            let wanted =
                biases.isEmpty ? heads.count : floor == nil ? 1 : heads.count + 1
            guard numbers.count == wanted, parts.count == wanted + 1 else {
                return fail("\(wanted) × -\(weightLimit)…\(weightLimit)")
            }
            if biases.isEmpty {
                guard String(parts[0]) == "bias" else { return fail("bias<TAB>NUMBER…") }
                biases = numbers
                continue
            }
            if floor == nil {
                guard String(parts[0]) == "floor", (0...sizeLimit).contains(numbers[0]) else {
                    return fail("floor<TAB>NUMBER")
                }
                floor = numbers[0]
                continue
            }
            guard let piece = String(parts[0]).flatMap({ ModelSymbols.symbols(in: $0) }),
                (1...pieceLimit).contains(piece.count),
                (1...sizeLimit).contains(numbers[0]),
                known.insert(piece).inserted, pieces.count < countLimit
            else { return fail("PIECE<TAB>SIZE<TAB>WEIGHT…") }
            pieces.append(piece)
            sizes.append(Int32(numbers[0]))
            weights += numbers.dropFirst().map { Int32($0) }
        }
        guard let floor else {
            mistakes.add(RuleMessages.badModelLine("heads, bias, floor"), at: FilePlace(file: file))
            return nil
        }
        return TextModel(
            heads: heads, biases: biases, floor: floor, pieces: pieces, sizes: sizes,
            weights: weights)
    }

    private static func number(_ text: Substring.UTF8View.SubSequence) -> Int? {
        Int(Substring(text)).flatMap { abs($0) <= weightLimit ? $0 : nil }
    }
}
