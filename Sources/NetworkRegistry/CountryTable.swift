// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

// How a country is found
//
// Tor's tables are lines of `first,last,country` in ascending order: IPv4 as numbers, IPv6 as
// written. A look-up halves the mapped file and reads the line it lands in, some twenty times, so
// that 25 MB need neither be read nor held. In a file that is out of order a look-up may find
// nothing, but never a wrong country, because the line that is found must hold the address.

import Casework
import FoundationEssentials
import Glibc

/// The countries of all addresses of one kind, as Tor's `geoip` and `geoip6` list them.
final class CountryTable: @unchecked Sendable {
    // @unchecked Sendable because the mapped file is never changed, by us or through the mapping.

    let file: DataFile
    private let bytes: UnsafeRawBufferPointer
    /// Where the comments at the top end.
    private let firstLine: Int
    private let addressBytes: Int

    init(path: String, kind: DataFile.Kind) throws(RegistryError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.unreadable(path) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Self.unreadable(path) }
        let size = Int(status.st_size)
        guard size > 0, status.st_mode & S_IFMT == S_IFREG else {
            throw .notACountryTable(path: path)
        }
        guard let start = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0),
            start != MAP_FAILED
        else { throw Self.unreadable(path) }
        bytes = UnsafeRawBufferPointer(start: start, count: size)
        addressBytes = kind == .countries6 ? 16 : 4

        var date = Date(timeIntervalSince1970: Double(status.st_mtim.tv_sec))
        var line = 0
        while line < size, bytes[line] == UInt8(ascii: "#") {
            let end = Self.lineEnd(from: line, in: bytes)
            date = Self.date(inComment: bytes[line..<end]) ?? date
            line = end + 1
        }
        firstLine = line
        file = DataFile(path: path, date: date, kind: kind)
        guard line < size, Row(bytes[line..<Self.lineEnd(from: line, in: bytes)]) != nil else {
            throw .notACountryTable(path: path)
        }
    }

    deinit {
        munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count)
    }

    /// The country of `address`, or `nil` if the table lists none.
    ///
    /// - Complexity: O(log *n*) in the size of the file.
    func country(of address: IPAddress) -> String? {
        guard address.bytes.count == addressBytes else { return nil }
        let sought = Row.number(address)
        // A line that begins in low..<high holds the address, or none does.
        var low = firstLine
        var high = bytes.count
        while low < high {
            let start = lineStart(at: low + (high - low) / 2, notBefore: low)
            let end = Self.lineEnd(from: start, in: bytes)
            guard let row = Row(bytes[start..<end]) else { return nil }
            if sought < row.first {
                high = start
            } else if sought > row.last {
                low = end + 1
            } else {
                return CountryCode.text(row.country)
            }
        }
        return nil
    }

    private func lineStart(at place: Int, notBefore floor: Int) -> Int {
        var start = place
        while start > floor, bytes[start - 1] != 0x0A { start -= 1 }
        return start
    }

    private static func lineEnd(from place: Int, in bytes: UnsafeRawBufferPointer) -> Int {
        var end = place
        while end < bytes.count, bytes[end] != 0x0A { end += 1 }
        return end
    }

    private static func unreadable(_ path: String) -> RegistryError {
        .unreadable(path: path, reason: String(cString: strerror(errno)))
    }

    /// The date in `# Generated: Thu, 25 Jun 2026 04:33:59 GMT`, if the comment is that line.
    private static func date(inComment line: Slice<UnsafeRawBufferPointer>) -> Date? {
        let words = String(decoding: line.prefix(80), as: UTF8.self).split(separator: " ")
        let months = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        guard words.count == 8, words[1] == "Generated:",
            let month = months.firstIndex(of: String(words[4]))
        else { return nil }
        let number = month < 9 ? "0\(month + 1)" : "\(month + 1)"
        return Timestamp.date("\(words[5])-\(number)-\(words[3])T\(words[6])Z")
    }
}

extension CountryTable {
    /// One line: the first and the last address of a range, and its country.
    private struct Row {
        let first: UInt128
        let last: UInt128
        let country: String

        init?(_ line: Slice<UnsafeRawBufferPointer>) {
            // The longest line is two whole IPv6 addresses and a country.
            guard line.count <= 96 else { return nil }
            let parts = line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
            guard parts.count == 3, let first = Self.number(parts[0]),
                let last = Self.number(parts[1])
            else { return nil }
            self.first = first
            self.last = last
            country = String(decoding: parts[2].prefix { $0 > 0x20 }, as: UTF8.self)
        }

        /// Reads an IPv4 address written as one number, or an IPv6 address.
        private static func number(_ text: Slice<UnsafeRawBufferPointer>) -> UInt128? {
            let written = String(decoding: text, as: UTF8.self)
            if let number = UInt32(written) { return UInt128(number) }
            return IPAddress(written).map(number)
        }

        static func number(_ address: IPAddress) -> UInt128 {
            address.bytes.reduce(0) { $0 << 8 | UInt128($1) }
        }
    }
}
