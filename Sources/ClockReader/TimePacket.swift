// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// A question to a time server and its answer (RFC 4330, section 4): 48 bytes each.
///
/// Times are seconds since 1970 by the clock that gave them.
enum TimePacket {
    static let size = 48

    /// What a server said.
    struct Answer: Hashable {
        var stratum: UInt8
        /// Seconds to the server's own source and back, and how wrong that may be.
        var rootDelay: Double
        var rootDispersion: Double
        /// When the question came in and the answer went out.
        var received: Double
        var sent: Double
    }

    enum Fault: Error, Hashable {
        /// Not 48 bytes, or not an answer of a server.
        case malformed
        /// It answers another question: late, or forged.
        case foreign
        /// The server says that its own clock is not set.
        case unset
        /// The server asks to be left alone; its code, such as `RATE`.
        case refused(String)
    }

    /// A question that bears `nonce` where the sender's time would stand: nobody else knows it.
    static func question(nonce: UInt64) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: size)
        // No leap warning, version 4, mode 3 (client).
        bytes[0] = 0b00_100_011
        for index in 0..<8 {
            bytes[40 + index] = UInt8(truncatingIfNeeded: nonce >> (56 - 8 * index))
        }
        return bytes
    }

    /// Reads the answer to the question with `nonce`.
    static func answer(_ bytes: [UInt8], nonce: UInt64) throws(Fault) -> Answer {
        guard bytes.count >= size, bytes[0] & 0b111 == 4, (3...4).contains(bytes[0] >> 3 & 0b111)
        else { throw .malformed }
        guard number(bytes[24..<32]) == nonce else { throw .foreign }
        guard bytes[1] != 0 else {
            let code = bytes[12..<16].filter { (0x21..<0x7F).contains($0) }
            throw .refused(String(decoding: code, as: UTF8.self))
        }
        guard bytes[0] >> 6 != 3, bytes[1] < 16 else { throw .unset }
        let (received, sent) = (number(bytes[32..<40]), number(bytes[40..<48]))
        guard received != 0, sent != 0 else { throw .malformed }
        return Answer(
            stratum: bytes[1], rootDelay: short(bytes[4..<8]), rootDispersion: short(bytes[8..<12]),
            received: seconds(received), sent: seconds(sent))
    }

    /// Seconds since 1970 of a time in the format of NTP.
    ///
    /// Its seconds began in 1900 and begin again in 2036: without the highest bit it is after that
    /// (RFC 4330, section 3).
    static func seconds(_ time: UInt64) -> Double {
        let whole = Int64(time >> 32) + (time >> 63 == 0 ? 1 << 32 : 0) - 2_208_988_800
        return Double(whole) + Double(time & 0xFFFF_FFFF) / 4_294_967_296
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }

    private static func short(_ bytes: ArraySlice<UInt8>) -> Double {
        Double(number(bytes)) / 65_536
    }
}
