// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework

/// Writes questions as the DNS wants them (RFC 1035, section 4.1).
package enum QuestionWriter {
    /// The longest name in a packet, its last empty label included.
    package static let maximumNameBytes = 255
    /// What stands before the name, and behind it: type and class.
    static let headerBytes = 12
    static let tailBytes = 4
    /// The longest question.
    package static let maximumBytes = headerBytes + maximumNameBytes + tailBytes

    private static let onion: [UInt8] = Array(".onion".utf8)

    /// Whether `byte` may stand in a name that is asked for: printable, and no back slash, which
    /// would begin an escape.
    static func isAskable(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte < 0x7F && byte != 0x5C
    }

    /// Writes `name`, lowercase and without the last dot, as labels at `target`, where there is room
    /// for ``maximumNameBytes``.
    ///
    /// Returns how many bytes it takes, or `nil` if it cannot be asked for: it is empty, has a part
    /// that is empty or longer than 63 bytes, is too long, or is of Tor's (RFC 7686).
    package static func write(name: String, at target: UnsafeMutablePointer<UInt8>) -> Int? {
        var name = name
        return name.withUTF8 { bytes in
            guard !bytes.isEmpty, bytes.count + 2 <= maximumNameBytes,
                !bytes.suffix(onion.count).elementsEqual(onion)
            else { return nil }
            var labelStart = 0
            for (index, byte) in bytes.enumerated() {
                guard byte == UInt8(ascii: ".") else {
                    guard isAskable(byte) else { return nil }
                    target[index + 1] = byte
                    continue
                }
                guard (1...63).contains(index - labelStart) else { return nil }
                target[labelStart] = UInt8(index - labelStart)
                labelStart = index + 1
            }
            guard (1...63).contains(bytes.count - labelStart) else { return nil }
            target[labelStart] = UInt8(bytes.count - labelStart)
            target[bytes.count + 1] = 0
            return bytes.count + 2
        }
    }

    /// How long the question for a name of `labelBytes` is.
    package static func bytes(ofName labelBytes: Int) -> Int {
        headerBytes + labelBytes + tailBytes
    }

    /// Writes a question that asks a server to ask others for us.
    ///
    /// - Parameter name: labels, as ``write(name:at:)`` makes them.
    package static func write(
        id: UInt16, name: UnsafeBufferPointer<UInt8>, type: NameAnswer.RecordType,
        at target: UnsafeMutablePointer<UInt8>
    ) {
        target.update(repeating: 0, count: headerBytes)
        target[0] = UInt8(id >> 8)
        target[1] = UInt8(id & 255)
        target[2] = 1  // recursion desired
        target[5] = 1  // one question
        if let base = name.baseAddress {
            (target + headerBytes).update(from: base, count: name.count)
        }
        let tail = target + headerBytes + name.count
        tail[0] = UInt8(type.number >> 8)
        tail[1] = UInt8(type.number & 255)
        tail[2] = 0
        tail[3] = 1  // the Internet
    }

    /// Whether `packet` holds one question, which is the one for `type` of `name`.
    ///
    /// Letters match in either case, because some servers change it.
    package static func isQuestion(
        in packet: Span<UInt8>, name: UnsafeBufferPointer<UInt8>, type: NameAnswer.RecordType
    ) -> Bool {
        let end = headerBytes + name.count
        guard packet.count >= end + tailBytes, packet[4] == 0, packet[5] == 1 else { return false }
        for index in 0..<name.count {
            let (theirs, ours) = (packet[headerBytes + index], name[index])
            if theirs != ours, theirs | 0x20 != ours || !(0x61...0x7A).contains(ours) {
                return false
            }
        }
        return packet[end] == UInt8(type.number >> 8) && packet[end + 1] == UInt8(type.number & 255)
            && packet[end + 2] == 0 && packet[end + 3] == 1
    }
}
