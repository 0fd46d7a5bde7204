// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// A folded text as a ``TextModel`` counts it: one symbol for each character, and one for each
/// number, account, address or Latin word, of which only the kind is told.
///
/// What a seller charges and what his account is called differ from page to page; that a number of
/// three digits stands before 元 does not.
package struct ModelSymbols: Sendable {
    package private(set) var symbols: [UInt32] = []
    /// For each symbol, the index of the folded character that it begins with.
    private(set) var starts: [Int32] = []

    /// Kinds of what is written in Latin letters and digits, as values that no character has.
    private enum Kind: UInt32, CaseIterable {
        case number2 = 0xD801
        case number4
        case number10
        case mobile
        case longNumber
        case account
        case host
        case word

        var name: String {
            switch self {
            case .number2: "#2"
            case .number4: "#4"
            case .number10: "#10"
            case .mobile: "#mobile"
            case .longNumber: "#long"
            case .account: "#account"
            case .host: "#host"
            case .word: "#word"
            }
        }
    }

    /// Words of one or two letters, such as v and qq, are told apart: their letters are the digits
    /// of a number to base 27, counted from here; all are below U+DFFF.
    private static let firstWord: UInt32 = 0xD900

    /// Cuts `text` into symbols.
    ///
    /// - Parameter meant: the character that one written in its place stands for: 兔 for 免.
    /// - Complexity: O(*n*) in the number of characters.
    init(_ text: FoldedText, meant: (UInt32) -> UInt32) {
        let scalars = text.scalars
        symbols.reserveCapacity(scalars.count)
        starts.reserveCapacity(scalars.count)
        let table = FoldTable.shared
        var index = 0
        while index < scalars.count {
            let scalar = scalars[index]
            var end = index + 1
            var symbol: UInt32?
            if scalar == 0x20 {
                symbol = nil
            } else if scalar.isASCIIWord {
                while end < scalars.count, Self.continues(scalars, end) { end += 1 }
                symbol = Self.symbol(of: scalars[index..<end])
                // 官w可查: one letter among Chinese characters.
                if end == index + 1, index > 0, table.kind(scalars[index - 1]) == .han {
                    let other = meant(scalar)
                    if other != scalar { symbol = other }
                }
            } else {
                symbol = meant(scalar)
            }
            if let symbol {
                symbols.append(symbol)
                starts.append(Int32(truncatingIfNeeded: index))
            }
            index = end
        }
    }

    /// Whether the run of letters and digits goes on at `index`: with one of them, with what stands
    /// for one that is kept back, as in `173****0000`, or with a mark between two of them.
    @inline(__always)
    private static func continues(_ scalars: [UInt32], _ index: Int) -> Bool {
        let scalar = scalars[index]
        if scalar.isASCIIWord || scalar == 0x2A || scalar == 0x5F { return true }
        switch scalar {
        case 0x2D, 0x2E, 0x40, 0x2F:  // - . @ / between two.
            return index + 1 < scalars.count && scalars[index + 1].isASCIIWord
        default: return false
        }
    }

    private static func symbol(of run: ArraySlice<UInt32>) -> UInt32 {
        var digits = 0
        var letters = 0
        var dots = 0
        for scalar in run {
            if scalar.isASCIIDigit {
                digits += 1
            } else if scalar.isASCIILetter {
                letters += 1
            } else if scalar == 0x2E {
                dots += 1
            }
        }
        if letters == 0 {
            if run.contains(0x2A) { return Kind.account.rawValue }
            switch digits {
            case ...2: return Kind.number2.rawValue
            case ...4: return Kind.number4.rawValue
            case 11 where run.first == 0x31: return Kind.mobile.rawValue
            case ...11: return Kind.number10.rawValue
            default: return Kind.longNumber.rawValue
            }
        }
        if letters == run.count {
            guard letters <= 2 else { return Kind.word.rawValue }
            return run.reduce(0) { $0 * 27 + ($1 - 0x60) } + firstWord
        }
        if dots > 0, letters > 2 { return Kind.host.rawValue }
        return run.count >= 5 ? Kind.account.rawValue : Kind.word.rawValue
    }

    // MARK: - In writing

    private static let names = Dictionary(
        uniqueKeysWithValues: Kind.allCases.map { ($0.name, $0.rawValue) })

    /// Symbols as a model's file writes them: 加‹#account›, ‹#4›元一本.
    package static func text(of symbols: some Sequence<UInt32>) -> String {
        var text = ""
        for symbol in symbols {
            if let scalar = Unicode.Scalar(symbol) {
                text.unicodeScalars.append(scalar)
            } else if let kind = Kind(rawValue: symbol) {
                text += "‹\(kind.name)›"
            } else {
                var value = symbol - firstWord
                var letters: [UInt8] = []
                while value > 0 {
                    letters.append(UInt8(truncatingIfNeeded: value % 27 + 0x60))
                    value /= 27
                }
                text += "‹\(String(decoding: letters.reversed(), as: UTF8.self))›"
            }
        }
        return text
    }

    /// The symbols that ``text(of:)`` wrote, or `nil` for a name that is none.
    package static func symbols(in text: some StringProtocol) -> [UInt32]? {
        var symbols: [UInt32] = []
        var name: String?
        for scalar in text.unicodeScalars {
            if scalar == "‹", name == nil {
                name = ""
            } else if scalar == "›", let written = name {
                name = nil
                if let kind = names[written] {
                    symbols.append(kind)
                } else if (1...2).contains(written.utf8.count),
                    written.utf8.allSatisfy({ (0x61...0x7A).contains($0) })
                {
                    symbols.append(
                        written.utf8.reduce(0) { $0 * 27 + (UInt32($1) - 0x60) } + firstWord)
                } else {
                    return nil
                }
            } else if name != nil {
                name?.unicodeScalars.append(scalar)
            } else {
                symbols.append(scalar.value)
            }
        }
        return name == nil ? symbols : nil
    }
}
