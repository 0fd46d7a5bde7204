// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Compares the list at a zip file's end with what the list speaks of.
///
/// Programs differ in which of the two they follow. Where these disagree, a check by one program
/// says nothing about what another unpacks. Source: PKWARE's APPNOTE, 4.3 and 4.6.9.
package final class ZipDirectory {
    package enum Fault: Sendable, Hashable {
        /// The entry that the list calls by the first name calls itself by the second.
        case otherName(String, String)
        /// The entry begins before the one before it ends.
        case overlap(String)
        /// Bytes that no entry accounts for, from here.
        case unlisted(at: Int)
    }

    /// The longest list that is read: 64 MiB.
    static let bytes = 64 << 20
    /// The most faults that are told: 100.
    static let faults = 100

    private let path: String
    private let descriptor: Int32
    private let size: Int
    private var faults: [Fault] = []

    /// What is wrong with the zip file at `path`.
    package static func faults(of path: String) throws(ArchiveError) -> [Fault] {
        let directory = try ZipDirectory(path)
        try directory.compare()
        return directory.faults
    }

    private init(_ path: String) throws(ArchiveError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .cannotRead(path, errno) }
        let size = lseek(descriptor, 0, SEEK_END)
        guard size >= 0 else {
            let code = errno
            close(descriptor)
            throw .cannotRead(path, code)
        }
        self.path = path
        self.descriptor = descriptor
        self.size = size
    }

    deinit { close(descriptor) }

    private struct Entry {
        var name: [UInt8]
        var start: Int
        var end: Int
        /// Whether sum and sizes may follow the entry's bytes.
        var hasDescriptor: Bool
    }

    private func compare() throws(ArchiveError) {
        let list = try end()
        guard list.start >= 0, list.count >= 0, list.start <= size, list.count <= Self.bytes,
            list.start + list.count <= size
        else { throw .zip(path, "its list lies outside of it") }
        let bytes = try read(list.start, list.count)
        var entries: [Entry] = []
        var position = 0
        while position < bytes.count {
            guard entries.count < ZipReader.entries else {
                throw .tooLarge(path, limit: ZipReader.entries)
            }
            entries.append(try entry(bytes[...], &position))
        }
        entries.sort { ($0.start, $0.end) < ($1.start, $1.end) }
        var before = Entry(name: [], start: 0, end: 0, hasDescriptor: false)
        for entry in entries {
            if entry.start < before.end {
                note(.overlap(Self.text(entry.name)))
            } else if !Self.isClose(entry.start - before.end, before) {
                note(.unlisted(at: before.end))
            }
            before = entry
        }
        if !Self.isClose(list.start - before.end, before) { note(.unlisted(at: before.end)) }
        let tail = list.end - (list.start + list.count)
        if tail != 0 { note(.unlisted(at: list.start + list.count)) }
    }

    private func note(_ fault: Fault) {
        if faults.count < Self.faults { faults.append(fault) }
    }

    /// After an entry nothing, or its sum and sizes: three or four numbers, the sizes of 4 or 8 bytes.
    private static func isClose(_ gap: Int, _ before: Entry) -> Bool {
        gap == 0 || before.hasDescriptor && [12, 16, 20, 24].contains(gap)
    }

    /// Where the list stands, and where what ends the file begins.
    private func end() throws(ArchiveError) -> (start: Int, count: Int, end: Int) {
        let count = min(size, 22 + 0xFFFF)
        let tail = try read(size - count, count)
        var index = tail.count - 22
        while index >= 0, Self.number(tail[...], index, 4) != 0x0605_4B50 { index -= 1 }
        guard index >= 0 else { throw .zip(path, "it has no list") }
        let place = size - count + index
        let last = place + 22 + Self.number(tail[...], index + 20, 2)
        if last != size { note(.unlisted(at: min(last, size))) }
        let bytes = Self.number(tail[...], index + 12, 4)
        let start = Self.number(tail[...], index + 16, 4)
        let entries = Self.number(tail[...], index + 10, 2)
        guard place >= 20, bytes == 0xFFFF_FFFF || start == 0xFFFF_FFFF || entries == 0xFFFF else {
            return (start, bytes, place)
        }
        let locator = try read(place - 20, 20)
        guard Self.number(locator[...], 0, 4) == 0x0706_4B50 else { return (start, bytes, place) }
        let wide = Self.number(locator[...], 8, 8)
        guard wide >= 0, wide <= place - 20 - 56 else {
            throw .zip(path, "its list lies outside of it")
        }
        let record = try read(wide, 56)
        guard Self.number(record[...], 0, 4) == 0x0606_4B50 else {
            throw .zip(path, "it has no list")
        }
        return (Self.number(record[...], 48, 8), Self.number(record[...], 40, 8), wide)
    }

    /// Reads the line of the list at `position`, and the head that it leads to.
    private func entry(
        _ list: ArraySlice<UInt8>, _ position: inout Int
    ) throws(ArchiveError) -> Entry {
        let at = position
        guard list.count - at >= 46, Self.number(list, at, 4) == 0x0201_4B50 else {
            throw .zip(path, "its list is damaged")
        }
        let lengths = [28, 30, 32].map { Self.number(list, at + $0, 2) }
        position = at + 46 + lengths[0] + lengths[1] + lengths[2]
        guard position <= list.count else { throw .zip(path, "its list is damaged") }
        let name = Array(list[(at + 46)..<(at + 46 + lengths[0])])
        let extra = list[(at + 46 + lengths[0])..<(at + 46 + lengths[0] + lengths[1])]
        let wide = Self.wideNumbers(
            extra, [24, 20, 42].map { Self.number(list, at + $0, 4) })
        let (packed, start) = (wide[1], wide[2])
        guard start >= 0, packed >= 0, start <= size - 30, packed <= size else {
            throw .zip(path, "its list lies outside of it")
        }
        let head = try read(start, 30)
        guard Self.number(head[...], 0, 4) == 0x0403_4B50 else {
            throw .zip(path, "its list is damaged")
        }
        let inner = (Self.number(head[...], 26, 2), Self.number(head[...], 28, 2))
        guard start + 30 + inner.0 + inner.1 <= size else {
            throw .zip(path, "it breaks off")
        }
        let rest = try read(start + 30, inner.0 + inner.1)
        for other in [
            Array(rest.prefix(inner.0)), Self.otherName(extra, name),
            Self.otherName(rest.dropFirst(inner.0), name),
        ] where other != nil && other != name {
            note(.otherName(Self.text(name), Self.text(other ?? [])))
        }
        return Entry(
            name: name, start: start, end: start + 30 + inner.0 + inner.1 + packed,
            hasDescriptor: Self.number(list, at + 8, 2) & 8 != 0)
    }

    /// The numbers, those that are too large for their fields from the extra field 1, in its order.
    private static func wideNumbers(_ extra: ArraySlice<UInt8>, _ numbers: [Int]) -> [Int] {
        guard var field = field(1, in: extra) else { return numbers }
        return numbers.map { number in
            guard number == 0xFFFF_FFFF, field.count >= 8 else { return number }
            defer { field = field.dropFirst(8) }
            return Self.number(field, field.startIndex, 8)
        }
    }

    /// The name that the extra field 0x7075 gives an entry beside its own.
    ///
    /// Honest programs write it for names beyond ASCII only.
    private static func otherName(_ extra: ArraySlice<UInt8>, _ name: [UInt8]) -> [UInt8]? {
        guard name.allSatisfy({ $0 < 0x80 }) else { return nil }
        return field(0x7075, in: extra).map { Array($0.dropFirst(5)) }
    }

    private static func field(_ kind: Int, in extra: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        var rest = extra
        while rest.count >= 4 {
            let count = number(rest, rest.startIndex + 2, 2)
            let value = rest.dropFirst(4).prefix(count)
            if number(rest, rest.startIndex, 2) == kind { return value }
            rest = rest.dropFirst(4 + count)
        }
        return nil
    }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    /// A number of `count` bytes, the lowest first; negative if it is beyond what a file can have.
    private static func number(_ bytes: ArraySlice<UInt8>, _ index: Int, _ count: Int) -> Int {
        var value: UInt64 = 0
        for byte in bytes[index..<(index + count)].reversed() { value = value << 8 | UInt64(byte) }
        return Int(exactly: value) ?? -1
    }

    private func read(_ offset: Int, _ count: Int) throws(ArchiveError) -> [UInt8] {
        var done = 0
        var code: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, length in
            while done < count {
                let got = pread(
                    descriptor, buffer.baseAddress.map { $0 + done }, count - done,
                    off_t(offset + done))
                if got < 0, errno == EINTR { continue }
                if got <= 0 {
                    code = got < 0 ? errno : EIO
                    break
                }
                done += got
            }
            length = done
        }
        guard done == count else { throw .cannotRead(path, code) }
        return bytes
    }
}
