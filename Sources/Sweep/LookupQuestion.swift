// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Digests
package import Wording

/// One question to a source of the bureau's own, with everything filled in.
struct LookupQuestion: Sendable {
    var address: WebAddress
    var headers: [HeaderField]
    var body: [UInt8]?
    var secrets: Secrets
    /// What archive and cache know it by: the address without secrets, and after `#` what else
    /// makes the answer: a description that was changed asks anew.
    var text: String

    /// - Throws: `WebAddressError` if the address is none when it is filled in.
    init(_ source: LookupSource, about subject: String, _ secrets: Secrets) throws {
        self.secrets = secrets
        address = try WebAddress(
            source.address.text(about: subject, .percent) { secrets.values[$0] ?? "" })
        headers = source.headers.map { header in
            HeaderField(
                header.name,
                header.value.text(about: subject, .plain) { secrets.values[$0] ?? "" })
        }
        body = source.body.map { body in
            Array(body.text(about: subject, .json) { secrets.values[$0] ?? "" }.utf8)
        }
        var rest = [source.method.rawValue, source.id]
        rest += source.headers.map {
            "\($0.name): \($0.value.text(about: subject, .plain, secret: Secrets.mark))"
        }
        rest.append(source.body?.text(about: subject, .json, secret: Secrets.mark) ?? "")
        let shown = try WebAddress(
            source.address.text(about: subject, .percent, secret: Secrets.mark))
        text =
            shown.requestText + "#"
            + Digest.hex(rest.joined(separator: "\n")).prefix(16)
    }
}

/// Values of the environment that must stand in no file of ours, and in nothing that is shown.
package struct Secrets: Sendable {
    /// The least bytes of a secret: what is shorter may stand in an answer by chance.
    package static let bytes = 8

    /// By the name of the variable.
    package let values: [String: String]
    /// The bytes of each secret, the longest first, and what is shown instead.
    private let marks: [(secret: [UInt8], mark: [UInt8])]

    /// Takes `names` out of `environment`; why each of them is missing there.
    package static func take(
        _ names: [String], from environment: [String: String]
    ) -> (secrets: Secrets, missing: [Message]) {
        var values: [String: String] = [:]
        var missing: [Message] = []
        for name in names {
            guard let value = environment[name], !value.isEmpty else {
                missing.append(LookupMessages.secretMissing(name))
                continue
            }
            guard value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
                missing.append(LookupMessages.secretUnfit(name))
                continue
            }
            guard value.utf8.count >= bytes else {
                missing.append(LookupMessages.secretShort(name, bytes))
                continue
            }
            values[name] = value
        }
        return (Secrets(values), missing)
    }

    package init(_ values: [String: String]) {
        self.values = values
        marks = values.map { (Array($0.value.utf8), Array(Self.mark($0.key).utf8)) }
            .sorted { $0.secret.count > $1.secret.count }
    }

    /// What stands in the place of a secret.
    static func mark(_ name: String) -> String { "[secret:\(name)]" }

    /// `bytes` with a mark in the place of each secret, however an address or JSON writes it.
    package func hidden(in bytes: [UInt8]) -> [UInt8] {
        var hidden: [UInt8] = []
        var index = 0
        while index < bytes.count {
            var end: Int?
            for (secret, mark) in marks {
                end = Self.end(of: secret, in: bytes, from: index)
                guard end != nil else { continue }
                hidden += mark
                break
            }
            if end == nil { hidden.append(bytes[index]) }
            index = end ?? index + 1
        }
        return hidden
    }

    /// Where `secret` ends in `bytes` if it begins at `start`.
    private static func end(of secret: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        if bytes[start...].starts(with: secret) { return start + secret.count }
        var index = start
        for byte in secret {
            guard let next = step(over: byte, in: bytes, at: index) else { return nil }
            index = next
        }
        return index
    }

    /// Where what is written after `byte` begins, which may be `%2F`, `\u002f`, `\/` or itself.
    private static func step(over byte: UInt8, in bytes: [UInt8], at index: Int) -> Int? {
        guard index < bytes.count else { return nil }
        func isHexadecimal(_ start: Int, _ count: Int) -> Bool {
            guard start + count <= bytes.count else { return false }
            let digits = String(decoding: bytes[start..<start + count], as: UTF8.self)
            return UInt32(digits, radix: 16) == UInt32(byte)
        }
        switch bytes[index] {
        case UInt8(ascii: "%") where isHexadecimal(index + 1, 2): return index + 3
        case UInt8(ascii: "\\") where index + 1 < bytes.count:
            if bytes[index + 1] == UInt8(ascii: "u"), isHexadecimal(index + 2, 4) {
                return index + 6
            }
            if bytes[index + 1] == byte { return index + 2 }
            return byte == UInt8(ascii: "\\") ? index + 1 : nil
        case UInt8(ascii: "+") where byte == UInt8(ascii: " "): return index + 1
        default: return bytes[index] == byte ? index + 1 : nil
        }
    }

    package func hidden(in text: String) -> String {
        String(decoding: hidden(in: Array(text.utf8)), as: UTF8.self)
    }

    func hidden(in message: Message) -> Message {
        Message(en: hidden(in: message.english), zh: hidden(in: message.chinese))
    }
}
