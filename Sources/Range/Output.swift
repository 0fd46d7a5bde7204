// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// Bytes to be sent: pieces in order, then perhaps one chunk again and again.
struct Output {
    private var pieces: [[UInt8]] = []
    private var offset = 0
    private var chunk: [UInt8] = []
    private var repeats = 0

    var isEmpty: Bool { pieces.isEmpty && repeats == 0 }

    /// What is to be sent next, or `nil` if all is sent.
    var piece: ArraySlice<UInt8>? {
        if let first = pieces.first { return first[offset...] }
        return repeats > 0 ? chunk[offset..<min(chunk.count, offset + repeats)] : nil
    }

    mutating func append(_ bytes: [UInt8]) {
        if !bytes.isEmpty { pieces.append(bytes) }
    }

    /// After all pieces, `chunk` again and again, up to so many bytes.
    mutating func repeatChunk(_ chunk: [UInt8], bytes: Int) {
        guard !chunk.isEmpty, bytes > 0 else { return }
        self.chunk = chunk
        repeats = bytes
    }

    /// Drops what was sent: at most ``piece``.
    mutating func sent(_ count: Int) {
        offset += count
        if let first = pieces.first {
            if offset == first.count {
                pieces.removeFirst()
                offset = 0
            }
        } else {
            repeats -= count
            if offset == chunk.count { offset = 0 }
        }
    }
}
