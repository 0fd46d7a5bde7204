// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import HostNames
import Wording

/// Finds the host in a line of a list, a zone file, a list of registrations or a DNS log.
enum HostLine {
    /// The longest line: no name is longer, and logs seldom are.
    static let maximumBytes = 1 << 20

    /// What a line says, without its comment and the space around it.
    static func written(_ line: [UInt8]) -> String {
        let text = String(decoding: line, as: UTF8.self)
        if WebAddress.isPlainHost(text) { return text }
        let written = text[...].trimmed
        // `;` begins a comment in a zone file, `$` a directive.
        return written.first.map { "#;$".contains($0) } == true ? "" : written
    }

    /// Whether a line is a host as it is kept, and nothing else.
    static func isPlain(_ line: [UInt8]) -> Bool {
        guard line.count <= 253, let last = line.last, (0x61...0x7A).contains(last) else {
            return false
        }
        var label = 0
        for byte in line {
            switch byte {
            case 0x61...0x7A, 0x30...0x39, UInt8(ascii: "-"): label += 1
            case UInt8(ascii: ".") where label > 0: label = 0
            default: return false
            }
            guard label <= 63 else { return false }
        }
        return true
    }

    /// The host that `written` names: all of it, or its first field that is a host with a dot.
    static func host(in written: String, _ names: HostNames) -> String? {
        if WebAddress.isPlainHost(written), let host = names.ascii(written) { return host }
        let fields = written.split(maxSplits: 63) { $0 == "," || $0.isWhitespace }
        guard fields.count > 1 else {
            return names.host(in: written.prefix { $0 != "#" }.trimmed)
        }
        // A list with a note behind each host.
        if fields[1].first == "#" { return names.host(in: String(fields[0])) }
        for field in fields {
            let field = field.drop { $0 == "\"" }.prefix { $0 != "\"" }
            guard field.utf8.count <= 1000, field.contains("."),
                let host = names.ascii(String(field)), isName(host)
            else { continue }
            return host
        }
        return nil
    }

    /// Whether the last label is that of a name: not so in an address, a time or a number.
    private static func isName(_ host: String) -> Bool {
        guard let dot = host.lastIndex(of: ".") else { return false }
        let last = host[host.index(after: dot)...]
        return last.utf8.contains { !(0x30...0x39).contains($0) }
    }
}

extension Substring {
    fileprivate var trimmed: String {
        String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}

/// Lines that name no host: each is counted, the first ten are shown.
struct BadLines {
    private(set) var count = 0
    private var isClosed = false

    private static let shown = 10

    mutating func add(_ written: String) {
        count += 1
        guard count <= Self.shown else { return }
        Terminal.error(
            say(CommandMessages.noHost(VisibleText.line(String(written.prefix(300))))))
    }

    /// Says how many there were, if not all were shown.
    mutating func close() {
        guard count > Self.shown, !isClosed else { return }
        isClosed = true
        Terminal.error(say(CommandMessages.moreNoHosts(count)))
    }
}
