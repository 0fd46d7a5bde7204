// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Bytes that somebody else owns, looked at in place.
typealias Bytes = UnsafeBufferPointer<UInt8>

extension UnsafeBufferPointer<UInt8> {
    /// Whether `literal` stands at `index`.
    @inline(__always)
    func has(_ literal: StaticString, at index: Int) -> Bool {
        let length = literal.utf8CodeUnitCount
        guard index >= 0, index + length <= count, let baseAddress else { return false }
        return memcmp(baseAddress + index, literal.utf8Start, length) == 0
    }

    /// Whether `literal`, given in lower case, stands at `index`, in whatever case.
    @inline(__always)
    func hasCaseless(_ literal: StaticString, at index: Int) -> Bool {
        let length = literal.utf8CodeUnitCount
        guard index >= 0, index + length <= count else { return false }
        for step in 0..<length where lowered(self[index + step]) != literal.utf8Start[step] {
            return false
        }
        return true
    }

    /// Whether `literal` ends at `index`.
    @inline(__always)
    func ends(_ literal: StaticString, at index: Int) -> Bool {
        has(literal, at: index - literal.utf8CodeUnitCount)
    }

    /// Where `byte` first stands in `start..<end`.
    @inline(__always)
    func first(_ byte: UInt8, from start: Int, to end: Int) -> Int? {
        guard start < end, let baseAddress,
            let found = memchr(baseAddress + start, Int32(byte), end - start)
        else { return nil }
        return UnsafeRawPointer(found) - UnsafeRawPointer(baseAddress)
    }

    /// Where `literal` first stands in `start..<end`; quick if its first byte is rare.
    func find(_ literal: StaticString, from start: Int = 0, to end: Int? = nil) -> Int? {
        let end = Swift.min(end ?? count, count)
        let length = literal.utf8CodeUnitCount
        var from = start
        while let hit = first(literal.utf8Start[0], from: from, to: end - length + 1) {
            if has(literal, at: hit) { return hit }
            from = hit + 1
        }
        return nil
    }

    /// Where `literal`, given in lower case, first stands in `start..<end`, in whatever case.
    func findCaseless(_ literal: StaticString, from start: Int = 0, to end: Int? = nil) -> Int? {
        let last = Swift.min(end ?? count, count) - literal.utf8CodeUnitCount
        var index = start
        while index <= last {
            if hasCaseless(literal, at: index) { return index }
            index += 1
        }
        return nil
    }

    /// The bytes of `range` as text.
    func string(_ range: Range<Int>) -> String {
        String(decoding: UnsafeBufferPointer(rebasing: self[range]), as: UTF8.self)
    }
}

/// `byte` in lower case, if it is a capital ASCII letter.
@inline(__always)
func lowered(_ byte: UInt8) -> UInt8 {
    byte &- 0x41 < 26 ? byte | 0x20 : byte
}

@inline(__always)
func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

@inline(__always)
func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

@inline(__always)
func isAlphanumeric(_ byte: UInt8) -> Bool { isDigit(byte) || isLetter(byte) }

@inline(__always)
func isHexadecimal(_ byte: UInt8) -> Bool { isDigit(byte) || (byte | 0x20) &- 0x61 < 6 }

/// White space as HTML knows it.
@inline(__always)
func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte &- 9 < 5 }

/// How many bytes the UTF-8 sequence has that `lead` begins.
@inline(__always)
func sequenceLength(_ lead: UInt8) -> Int {
    lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
}
