// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// An answer by WHOIS (RFC 3912) as fields: `Key: value` lines, which most servers write.
struct WhoisText {
    struct Field {
        /// In lowercase.
        var key: String
        var value: String
        /// Fields between two empty lines are one object and share a number.
        var object: Int
    }

    private(set) var fields: [Field] = []
    /// Lines of remarks, which begin with `%` or `#`.
    private(set) var remarks: [String] = []

    /// The most lines that are read; no registry writes a tenth of it.
    private static let maximumLines = 4000
    /// The longest value that is kept, in characters.
    private static let maximumValue = 500

    init(_ text: String) {
        var object = 0
        /// A key whose value stands on the next lines, as some registries write it.
        var open: String?
        for line in text.split(
            maxSplits: Self.maximumLines, omittingEmptySubsequences: false,
            whereSeparator: \.isNewline
        ).prefix(Self.maximumLines) {
            let isIndented = line.first?.isWhitespace ?? false
            let content = Self.trimmed(line)
            if content.isEmpty {
                object += 1
                open = nil
                continue
            }
            if content.first == "%" || content.first == "#" {
                remarks.append(String(content.prefix(Self.maximumValue)))
                continue
            }
            let colon = content.firstIndex(of: ":")
            if let key = open, isIndented, colon == nil || Self.isKnownTail(content, colon) {
                add(key, content, object)
                continue
            }
            guard let colon, content.distance(from: content.startIndex, to: colon) <= 64 else {
                continue
            }
            let key = Self.trimmed(content[..<colon]).lowercased()
            let value = Self.trimmed(content[content.index(after: colon)...])
            if value.isEmpty {
                open = key
            } else {
                open = nil
                add(key, value, object)
            }
        }
    }

    /// Whether an indented line with a colon is a value all the same: an address or a time.
    private static func isKnownTail(_ content: Substring, _ colon: Substring.Index?) -> Bool {
        guard let colon else { return true }
        return content[colon...].hasPrefix("://")
            || content[content.index(after: colon)...].first?.isWhitespace == false
    }

    private mutating func add(_ key: String, _ value: Substring, _ object: Int) {
        let kept = value.prefix(Self.maximumValue).filter {
            !$0.unicodeScalars.contains(where: Self.isControl)
        }
        if !kept.isEmpty { fields.append(Field(key: key, value: String(kept), object: object)) }
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .control
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var rest = text.drop(while: \.isWhitespace)
        while rest.last?.isWhitespace ?? false { rest.removeLast() }
        return rest
    }

    // MARK: - Reading

    /// The values of the first of `keys` that has any.
    func values(_ keys: [String], in object: Int? = nil) -> [String] {
        for key in keys {
            let found = fields.filter { $0.key == key && (object ?? $0.object) == $0.object }
            if !found.isEmpty { return found.map(\.value) }
        }
        return []
    }

    func value(_ keys: [String], in object: Int? = nil) -> String? {
        values(keys, in: object).first
    }
}
