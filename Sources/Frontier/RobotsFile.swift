// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

internal import Casework

/// What a site's robots.txt lets us do.
///
/// Source: RFC 9309, <https://www.rfc-editor.org/rfc/rfc9309>. Pure: it fetches nothing.
package struct RobotsFile: Sendable, Hashable {
    /// The most bytes that are read: 500 KiB, the least the standard allows (section 2.5).
    package static let maximumBytes = 500 * 1024
    /// The name that a file calls us by.
    package static let productToken = "jianwei"
    /// The longest pause that a file can ask for: 10 seconds.
    package static let longestDelay: Duration = .seconds(10)

    /// Patterns longer than this many bytes are not compared: they forbid what they may mean.
    private static let maximumPatternBytes = 2048
    private static let maximumRules = 10_000
    /// How many bytes one question may compare before the answer is no: a file may be made to be
    /// slow.
    private static let maximumSteps = 5_000_000

    private var rules: [Rule] = []
    /// The pause between requests that the file asks for, at most ``longestDelay``; `nil` if none.
    ///
    /// Not in the standard, but many files say it.
    package private(set) var crawlDelay: Duration?

    private struct Rule: Sendable, Hashable {
        var allows: Bool
        /// Percent-encoding made uniform; without the final `$`.
        var pattern: [UInt8]
        var isAnchored: Bool
        /// How many bytes were written, `$` included: the longest match decides.
        var length: Int
    }

    /// A file that allows everything: what no file means.
    package static let allowingAll = RobotsFile()

    /// A file that forbids everything.
    package static let forbiddingAll = RobotsFile(
        rules: [Rule(allows: false, pattern: Array("/".utf8), isAnchored: false, length: 1)])

    private init(rules: [Rule] = []) { self.rules = rules }

    /// What the answer to a request for robots.txt means (sections 2.3.1.1 to 2.3.1.4).
    ///
    /// Redirects are followed by the caller. A file that is not there (4xx, or a redirect that leads
    /// nowhere) allows everything; a server that fails (5xx), that is asked too much (429), or that
    /// does not answer (`status` is `nil`) forbids everything, until it is asked again.
    package init(status: Int?, body: [UInt8]) {
        switch status {
        case .some(200...299): self.init(body)
        case .some(429): self = .forbiddingAll
        case .some(300...499): self = .allowingAll
        default: self = .forbiddingAll
        }
    }

    /// Reads the groups that speak to ``productToken``, or else those that speak to `*`.
    package init(_ bytes: [UInt8], token: String = RobotsFile.productToken) {
        var own = Group()
        var general = Group()
        var isOwn = false
        var isGeneral = false
        var groupHasRules = false
        for line in Self.lines(bytes) {
            guard let (key, value) = Self.field(line) else { continue }
            switch key {
            case "user-agent":
                if groupHasRules {
                    (isOwn, isGeneral, groupHasRules) = (false, false, false)
                }
                if value.first == UInt8(ascii: "*") { isGeneral = true }
                if Self.token(value) == token.lowercased() { isOwn = true }
                if isOwn { own.isThere = true }
            case "allow", "disallow":
                groupHasRules = true
                guard let rule = Self.rule(value, allows: key == "allow") else { continue }
                if isOwn, own.rules.count < Self.maximumRules { own.rules.append(rule) }
                if isGeneral, general.rules.count < Self.maximumRules {
                    general.rules.append(rule)
                }
            case "crawl-delay":
                // Must not part groups, as the standard does not know it.
                if isOwn { own.delay = Self.delay(value) ?? own.delay }
                if isGeneral { general.delay = Self.delay(value) ?? general.delay }
            default:
                continue
            }
        }
        let group = own.isThere ? own : general
        rules = group.rules
        crawlDelay = group.delay
    }

    /// Whether `path`, an address's path with its query, may be asked for.
    ///
    /// The longest rule that matches decides; of two of the same length, the one that allows.
    package func allows(_ path: String) -> Bool {
        let path = Self.uniform(Array(path.utf8))
        if path == Array("/robots.txt".utf8) { return true }
        var best: Rule?
        var steps = 0
        for rule in rules {
            if let best {
                if rule.length < best.length { continue }
                if rule.length == best.length, best.allows || !rule.allows { continue }
            }
            if Self.matches(rule, path, &steps) { best = rule }
            if steps > Self.maximumSteps { return false }
        }
        return best?.allows ?? true
    }
}

// MARK: - Reading

extension RobotsFile {
    private struct Group {
        var isThere = false
        var rules: [Rule] = []
        var delay: Duration?
    }

    /// The lines of the first ``maximumBytes``; one that is cut there is left out.
    private static func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var text = bytes[...]
        if text.starts(with: [0xEF, 0xBB, 0xBF]) { text = text.dropFirst(3) }
        let isEnd = { (byte: UInt8) in byte == 0x0A || byte == 0x0D }
        if text.count > maximumBytes {
            text = text.prefix(maximumBytes)
            text = text[..<(text.lastIndex(where: isEnd) ?? text.startIndex)]
        }
        return text.split(whereSeparator: isEnd)
    }

    /// The lowercase key and the value of a line, without its comment.
    private static func field(_ line: ArraySlice<UInt8>) -> (String, ArraySlice<UInt8>)? {
        let line = line.prefix { $0 != UInt8(ascii: "#") }
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let key = String(decoding: trimmed(line[..<colon]), as: UTF8.self).lowercased()
        return (key, trimmed(line[(colon + 1)...]))
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var bytes = bytes.drop { $0 == 0x20 || $0 == 0x09 }
        while let last = bytes.last, last == 0x20 || last == 0x09 { bytes.removeLast() }
        return bytes
    }

    /// The product token at the start of `value`: letters, `_` and `-` (section 2.2.1).
    private static func token(_ value: ArraySlice<UInt8>) -> String {
        let token = value.prefix {
            (0x61...0x7A).contains($0 | 0x20) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-")
        }
        return String(decoding: token, as: UTF8.self).lowercased()
    }

    private static func rule(_ value: ArraySlice<UInt8>, allows: Bool) -> Rule? {
        guard value.first == UInt8(ascii: "/") || value.first == UInt8(ascii: "*") else {
            return nil
        }
        if value.count > maximumPatternBytes {
            // Nothing we ask for is so long; but what begins like it may be meant.
            return allows ? nil : rule(value.prefix(maximumPatternBytes), allows: false)
        }
        var pattern = uniform(Array(value))
        let length = pattern.count
        let isAnchored = pattern.last == UInt8(ascii: "$")
        if isAnchored { pattern.removeLast() }
        return Rule(allows: allows, pattern: pattern, isAnchored: isAnchored, length: length)
    }

    private static func delay(_ value: ArraySlice<UInt8>) -> Duration? {
        guard let seconds = Double(String(decoding: value, as: UTF8.self)), seconds.isFinite,
            seconds > 0
        else { return nil }
        return min(.seconds(min(seconds, 1000)), longestDelay)
    }
}

// MARK: - Matching

extension RobotsFile {
    /// `bytes` with percent-encoding made uniform (section 2.2.2): what need not be encoded is not,
    /// bytes beyond ASCII are, and digits are capitals.
    private static func uniform(_ bytes: [UInt8]) -> [UInt8] {
        let digits = Array("0123456789ABCDEF".utf8)
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            var byte = bytes[index]
            var wasEncoded = false
            if byte == UInt8(ascii: "%"), index + 2 < bytes.count,
                let high = bytes[index + 1].hexDigitValue,
                let low = bytes[index + 2].hexDigitValue
            {
                byte = high << 4 | low
                wasEncoded = true
                index += 2
            }
            index += 1
            if byte >= 0x80 || (wasEncoded && !isUnreserved(byte)) {
                result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            } else {
                result.append(byte)
            }
        }
        return result
    }

    /// RFC 3986 section 2.3.
    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: "_"), UInt8(ascii: "~"):
            true
        default: false
        }
    }

    /// Whether `rule` matches the beginning of `path`, or all of it if it ends in `$`.
    ///
    /// On a mismatch only the last `*` is tried again, which is enough, so that the work is at most
    /// the product of both lengths.
    private static func matches(_ rule: Rule, _ path: [UInt8], _ steps: inout Int) -> Bool {
        let pattern = rule.pattern
        var p = 0
        var t = 0
        var star: (pattern: Int, path: Int)?
        while true {
            steps += 1
            if steps > maximumSteps { return false }
            if p == pattern.count, !rule.isAnchored || t == path.count { return true }
            if p < pattern.count, pattern[p] == UInt8(ascii: "*") {
                star = (p + 1, t)
                p += 1
            } else if p < pattern.count, t < path.count, pattern[p] == path[t] {
                p += 1
                t += 1
            } else if let last = star, last.path < path.count {
                star = (last.pattern, last.path + 1)
                p = last.pattern
                t = last.path + 1
            } else {
                return false
            }
        }
    }
}
