// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Reads a descriptor line by line, in bounded memory.
struct LineReader: Sequence, IteratorProtocol {
    /// The longest line that is read: 96 MiB, room for a page of 64 MiB in Base64.
    static let maximumLine = 96 << 20

    private let descriptor: Int32
    private let maximum: Int
    private var buffer: [UInt8] = []
    private var start = 0
    private var scanned = 0
    private var isAtEnd = false

    init(_ descriptor: Int32 = STDIN_FILENO, maximum: Int = maximumLine) {
        self.descriptor = descriptor
        self.maximum = maximum
    }

    /// The next line without its end, or `nil` at the end; longer ones are cut at the maximum.
    mutating func next() -> [UInt8]? {
        while true {
            if let end = buffer[scanned...].firstIndex(of: 0x0A) {
                defer {
                    start = end + 1
                    scanned = start
                }
                return trimmed(start..<end)
            }
            scanned = buffer.count
            if isAtEnd || scanned - start > maximum {
                guard start < buffer.count else { return nil }
                defer {
                    start = buffer.count
                    scanned = start
                }
                return trimmed(start..<buffer.count)
            }
            fill()
        }
    }

    /// Whether another line is here already, so that asking for it will not wait.
    var hasMore: Bool {
        if buffer[scanned...].contains(0x0A) || isAtEnd { return true }
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&waiting, 1, 0) > 0
    }

    private func trimmed(_ range: Range<Int>) -> [UInt8] {
        let hasReturn = !range.isEmpty && buffer[range.upperBound - 1] == 0x0D
        return Array(buffer[hasReturn ? range.dropLast() : range])
    }

    private mutating func fill() {
        buffer.removeSubrange(..<start)
        scanned -= start
        start = 0
        let room = 1 << 16
        let count = buffer.count
        buffer.append(contentsOf: repeatElement(0, count: room))
        var got = 0
        repeat {
            got = buffer.withUnsafeMutableBytes {
                read(descriptor, $0.baseAddress?.advanced(by: count), room)
            }
        } while got < 0 && errno == EINTR
        buffer.removeLast(room - Swift.max(0, got))
        if got <= 0 { isAtEnd = true }
    }
}
