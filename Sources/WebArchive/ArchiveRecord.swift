// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework

/// One WARC record as it was read, and what is wrong with it.
package struct ArchiveRecord: Sendable, Hashable {
    /// Where its gzip member begins in the file, and how long that is, in bytes.
    package var offset: Int
    package var length: Int
    package var fields: [HeaderField]
    /// The block's first bytes, up to what was asked for.
    package var block: [UInt8]
    package var blockBytes: Int
    package var faults: [Fault]

    package enum Fault: String, Sendable, Hashable, Codable {
        case wrongBlockDigest = "wrong-block-digest"
        case wrongPayloadDigest = "wrong-payload-digest"
        case noBlockDigest = "no-block-digest"
        case unknownDigest = "unknown-digest"
    }

    /// What kind of record it is: `response`, `request`, `metadata`.
    package var type: String { fields.first("WARC-Type") ?? "" }
    package var id: String { fields.first("WARC-Record-ID") ?? "" }
    package var target: String? { fields.first("WARC-Target-URI") }

    /// What follows the HTTP header in the block; the whole block if it is not HTTP.
    package var payload: ArraySlice<UInt8> {
        guard fields.first("Content-Type")?.hasPrefix("application/http") == true else {
            return block[...]
        }
        var search = HeadEnd()
        guard let end = block.withUnsafeBytes({ search.find(in: $0) }) else { return [] }
        return block[end...]
    }
}

/// How an archive ended.
package enum ArchiveEnd: Sendable, Hashable {
    case whole
    /// The last record breaks off: a crash while it was written. All before it is whole.
    case torn(at: Int)
    /// What begins here is no record; what follows cannot be read.
    case damaged(at: Int, String)
}

/// Looks for the empty line after a header, piece by piece.
struct HeadEnd {
    private var isAtLineStart = true

    /// The offset after the empty line, or `nil` if it is not in `bytes`.
    mutating func find(in bytes: UnsafeRawBufferPointer) -> Int? {
        for (index, byte) in bytes.enumerated() {
            if byte == UInt8(ascii: "\n") {
                if isAtLineStart { return index + 1 }
                isAtLineStart = true
            } else if byte != UInt8(ascii: "\r") {
                isAtLineStart = false
            }
        }
        return nil
    }
}
