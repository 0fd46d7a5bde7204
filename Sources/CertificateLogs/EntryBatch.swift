// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// Entries of a log as they came, in order.
package struct EntryBatch: Sendable {
    /// One entry; its ranges lie in ``EntryBatch/bytes``.
    package struct Entry: Sendable, Hashable {
        /// What the tree's hash of it covers, behind ``EntryBatch/leafPrefix``.
        package var leaf: Range<Int>
        /// `nil` if it is in the tree, but is none that RFC 6962 knows.
        package var content: Content?
        /// The chain and, of a precertificate, what was submitted.
        var extra: Range<Int>
    }

    package struct Content: Sendable, Hashable {
        /// When the log took it, in milliseconds since 1970.
        package var milliseconds: UInt64
        /// Whether ``certificate`` is the part to be signed of a certificate that was still to come.
        package var isPrecertificate: Bool
        /// The certificate, or its `TBSCertificate`.
        package var certificate: Range<Int>
        package var extensions: Range<Int>
    }

    /// The most entries that one answer may hold: 10,000.
    package static let maximumEntries = 10_000

    package private(set) var bytes: [UInt8]
    package private(set) var entries: [Entry]
    /// What stands before each leaf in the tree, but not in ``bytes``: the version and type that
    /// tiles leave out.
    package let leafPrefix: [UInt8]
    /// Where ``Entry/extra`` lies, in Base64; `nil` if it lies in ``bytes``.
    private let answer: [UInt8]?

    // MARK: - RFC 6962

    /// Reads what `get-entries` answers (RFC 6962, section 4.6).
    ///
    /// - Returns: `nil` if it is no such answer, or holds too many entries.
    package init?(answer: [UInt8]) {
        var bytes: [UInt8] = []
        var entries: [Entry] = []
        bytes.reserveCapacity(answer.count / 2)
        let text = answer.span
        var walker = JSONWalker(count: text.count)
        var hasEntries = false
        let isWhole = walker.members(text) { walker, name in
            guard text.holds("entries", name), !hasEntries else { return walker.skipValue(text) }
            hasEntries = true
            return walker.elements(text) { walker in
                guard entries.count < Self.maximumEntries else { return false }
                var leaf: Range<Int>?
                var extra = 0..<0
                let isEntry = walker.members(text) { walker, name in
                    if text.holds("leaf_input", name) {
                        leaf = walker.string(text)
                        return leaf != nil
                    }
                    guard text.holds("extra_data", name) else { return walker.skipValue(text) }
                    guard let letters = walker.string(text) else { return false }
                    extra = letters
                    return true
                }
                let start = bytes.count
                guard isEntry, let leaf, Base64.decode(text, leaf, onto: &bytes) else {
                    return false
                }
                entries.append(Entry(leaf: start..<bytes.count, content: nil, extra: extra))
                return true
            }
        }
        guard isWhole, hasEntries, walker.isAtEnd(text) else { return nil }
        for index in entries.indices {
            entries[index].content = Self.content(ofLeaf: entries[index].leaf, in: bytes.span)
        }
        self.bytes = bytes
        self.entries = entries
        self.answer = answer
        leafPrefix = []
    }

    /// A `MerkleTreeLeaf` of version 1 with a timestamped entry, and nothing behind it.
    private static func content(ofLeaf leaf: Range<Int>, in bytes: Span<UInt8>) -> Content? {
        var reader = FieldReader(leaf)
        guard reader.number(2, bytes) == 0, let content = reader.timestampedEntry(bytes),
            reader.rest.isEmpty
        else { return nil }
        return content
    }

    // MARK: - static-ct

    /// Reads a data tile (c2sp.org/static-ct-api), of which the first `count` entries are wanted.
    ///
    /// - Returns: `nil` if it holds no such entries; a tile has no marks by which to go on after one
    ///   that cannot be read.
    package init?(tile: [UInt8], count: Int) {
        var entries: [Entry] = []
        entries.reserveCapacity(count)
        let span = tile.span
        var reader = FieldReader(0..<tile.count)
        for _ in 0..<count {
            let start = reader.rest.lowerBound
            guard let content = reader.timestampedEntry(span) else { return nil }
            let end = reader.rest.lowerBound
            if content.isPrecertificate, reader.field(3, span) == nil { return nil }
            guard let chain = reader.field(2, span), chain.count % 32 == 0 else { return nil }
            entries.append(
                Entry(
                    leaf: start..<end, content: content, extra: end..<reader.rest.lowerBound))
        }
        guard reader.rest.isEmpty || count < 256 else { return nil }
        bytes = tile
        self.entries = entries
        answer = nil
        leafPrefix = [0, 0]
    }

    // MARK: - One entry

    /// Leaves out the first `count` entries.
    package mutating func drop(first count: Int) { entries.removeFirst(min(count, entries.count)) }

    /// The certificate of `entry`; of a precertificate, as it was submitted, or the part to be
    /// signed if that did not come with it.
    package func certificate(of entry: Entry) -> [UInt8] {
        guard let content = entry.content else { return [] }
        guard content.isPrecertificate else { return Array(bytes[content.certificate]) }
        var extra: [UInt8] = []
        if let answer {
            guard Base64.decode(answer.span, entry.extra, onto: &extra) else {
                return Array(bytes[content.certificate])
            }
        } else {
            extra = Array(bytes[entry.extra])
        }
        var reader = FieldReader(0..<extra.count)
        guard let submitted = reader.field(3, extra.span), !submitted.isEmpty else {
            return Array(bytes[content.certificate])
        }
        return Array(extra[submitted])
    }

    /// `entry` as it stands in the tree.
    package func leaf(of entry: Entry) -> [UInt8] { leafPrefix + bytes[entry.leaf] }
}

/// Reads the fields of RFC 5246's presentation language.
private struct FieldReader {
    private(set) var rest: Range<Int>

    init(_ range: Range<Int>) { rest = range }

    /// An unsigned number of so many bytes.
    mutating func number(_ width: Int, _ bytes: Span<UInt8>) -> UInt64? {
        guard rest.count >= width else { return nil }
        var value: UInt64 = 0
        for index in rest.lowerBound..<rest.lowerBound + width {
            value = value << 8 | UInt64(bytes[index])
        }
        rest = rest.lowerBound + width..<rest.upperBound
        return value
    }

    /// Bytes behind their length, which is a number of so many bytes.
    mutating func field(_ width: Int, _ bytes: Span<UInt8>) -> Range<Int>? {
        guard let length = number(width, bytes), length <= UInt64(rest.count) else { return nil }
        let field = rest.lowerBound..<rest.lowerBound + Int(length)
        rest = field.upperBound..<rest.upperBound
        return field
    }

    /// RFC 6962, section 3.4.
    mutating func timestampedEntry(_ bytes: Span<UInt8>) -> EntryBatch.Content? {
        guard let time = number(8, bytes), let type = number(2, bytes), type <= 1 else {
            return nil
        }
        // Before the part to be signed stands the hash of the issuer's key.
        if type == 1 {
            guard rest.count >= 32 else { return nil }
            rest = rest.lowerBound + 32..<rest.upperBound
        }
        guard let certificate = field(3, bytes), let extensions = field(2, bytes) else {
            return nil
        }
        return EntryBatch.Content(
            milliseconds: time, isPrecertificate: type == 1, certificate: certificate,
            extensions: extensions)
    }
}
