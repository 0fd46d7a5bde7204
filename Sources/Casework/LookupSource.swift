// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// A service of the bureau's own that answers questions with JSON, as a YAML file describes it.
package struct LookupSource: Sendable, Hashable {
    /// What a source can be asked about.
    package enum Subject: String, Sendable, Hashable, Codable, CaseIterable {
        /// A registrable domain, in ASCII.
        case domain
        case host
        /// An IP address.
        case address
    }

    package enum Method: String, Sendable, Hashable, CaseIterable {
        case get = "GET"
        case post = "POST"
    }

    package struct Header: Sendable, Hashable {
        package var name: String
        package var value: LookupTemplate

        package init(name: String, value: LookupTemplate) {
            self.name = name
            self.value = value
        }
    }

    package var id: String
    package var title: String
    package var about: Subject
    package var method: Method
    package var address: LookupTemplate
    package var headers: [Header]
    package var body: LookupTemplate?
    /// Whether the answer is one JSON value a line, as the Common Output Format of passive DNS is.
    package var isLines: Bool
    /// Where the rows lie in the answer; the whole answer is one row by default.
    package var rows: FieldPath
    /// Where each field lies in a row.
    package var fields: [LookupField: FieldPath]
    /// Values, by their place in the answer, by which the service says that it has no record; an
    /// empty text stands for null and for whatever is empty.
    package var absent: [FieldPath: [String]]
    /// Statuses of HTTP by which it says so.
    package var absentStatuses: Set<Int>
    /// Values by which it says that it is asked too much, or not by whom it should be.
    package var limited: [FieldPath: [String]]
    package var refused: [FieldPath: [String]]
    /// Ranges that this source, and nothing else, may be connected to although they are private.
    package var allowed: [AddressRange]
    /// A file of root certificates, in PEM, in place of the system's.
    package var trustStore: String?
    /// The least time between two questions: 2 seconds.
    package var secondsBetweenQuestions: Double
    /// How long an answer is used again: 24 hours.
    package var hoursKept: Double
    /// The longest that one question may take: 8 seconds.
    package var seconds: Double

    package init(id: String, title: String, about: Subject, address: LookupTemplate) {
        self.id = id
        self.title = title
        self.about = about
        self.address = address
        method = .get
        headers = []
        isLines = false
        rows = FieldPath()
        fields = [:]
        absent = [:]
        absentStatuses = []
        limited = [:]
        refused = [:]
        allowed = []
        secondsBetweenQuestions = 2
        hoursKept = 24
        seconds = 8
    }

    /// The names of all secrets that a question holds.
    package var secrets: [String] {
        let templates = [address] + headers.map(\.value) + (body.map { [$0] } ?? [])
        return Array(Set(templates.flatMap(\.secrets))).sorted()
    }
}

/// What a look-up can say: our names for the fields of all services.
package enum LookupField: String, Sendable, Hashable, Codable, CaseIterable, Comparable {
    /// What the answer, or a row of it, is about; compared with what was asked, and not shown.
    case subject
    case icpNumber = "icp.number"
    case icpHolder = "icp.holder"
    /// 主办单位性质: 企业, 个人, 政府机关 …
    case icpHolderKind = "icp.holderKind"
    case icpSite = "icp.site"
    case icpApprovedAt = "icp.approvedAt"
    case dnsName = "dns.name"
    case dnsType = "dns.type"
    /// What the name led to: an address or another name.
    case dnsValue = "dns.value"
    case dnsFirstSeen = "dns.firstSeen"
    case dnsLastSeen = "dns.lastSeen"
    case note

    /// Whether a number there counts the seconds or milliseconds since 1970.
    package var isTime: Bool {
        switch self {
        case .icpApprovedAt, .dnsFirstSeen, .dnsLastSeen: true
        default: false
        }
    }

    package static func < (one: LookupField, other: LookupField) -> Bool {
        order(one) < order(other)
    }

    private static func order(_ field: LookupField) -> Int {
        allCases.firstIndex(of: field) ?? allCases.count
    }
}

/// A text in which `{domain}`, `{host}` or `{address}` stands for what is asked about, and
/// `${NAME}` for a secret of the environment.
package struct LookupTemplate: Sendable, Hashable {
    package enum Part: Sendable, Hashable {
        case text(String)
        case subject
        case secret(String)
    }

    /// How what is filled in is written.
    package enum Encoding: Sendable {
        case plain
        /// For an address: all but letters, digits and `-._~` as `%XX` (RFC 3986).
        case percent
        /// For the inside of a text in JSON (RFC 8259).
        case json
    }

    package var parts: [Part]

    package init(_ parts: [Part]) { self.parts = parts }

    /// Reads `text`; `nil` if it has a `${` that begins no name of the environment.
    package init?(_ text: String, about subject: LookupSource.Subject) {
        parts = []
        var rest = text[...]
        var plain = ""
        while let character = rest.first {
            if rest.hasPrefix("{\(subject.rawValue)}") {
                rest = rest.dropFirst(subject.rawValue.count + 2)
                take(&plain, then: .subject)
            } else if rest.hasPrefix("${") {
                guard let end = rest.firstIndex(of: "}") else { return nil }
                let name = String(rest[..<end].dropFirst(2))
                guard Self.isName(name) else { return nil }
                rest = rest[rest.index(after: end)...]
                take(&plain, then: .secret(name))
            } else {
                plain.append(character)
                rest = rest.dropFirst()
            }
        }
        if !plain.isEmpty { parts.append(.text(plain)) }
    }

    private mutating func take(_ plain: inout String, then part: Part) {
        if !plain.isEmpty { parts.append(.text(plain)) }
        plain = ""
        parts.append(part)
    }

    /// The text with everything filled in.
    ///
    /// - Parameter secret: the value of a secret, or what is to stand in its place.
    package func text(
        about subject: String, _ encoding: Encoding, secret: (String) -> String
    ) -> String {
        parts.map { part in
            switch part {
            case .text(let text): text
            case .subject: Self.encoded(subject, encoding)
            case .secret(let name): Self.encoded(secret(name), encoding)
            }
        }.joined()
    }

    package var secrets: [String] {
        parts.compactMap { if case .secret(let name) = $0 { name } else { nil } }
    }

    /// As it was written, but for what was asked about.
    package var written: String {
        parts.map { part in
            switch part {
            case .text(let text): text
            case .subject: "{}"
            case .secret(let name): "${\(name)}"
            }
        }.joined()
    }

    private static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, !(0x30...0x39).contains(first) else { return false }
        return text.utf8.allSatisfy {
            (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || (0x30...0x39).contains($0)
                || $0 == UInt8(ascii: "_")
        }
    }

    package static func encoded(_ text: String, _ encoding: Encoding) -> String {
        switch encoding {
        case .plain: text
        case .percent: percentEncoded(text)
        case .json: jsonEscaped(text)
        }
    }

    private static func percentEncoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"):
                bytes.append(byte)
            default:
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func jsonEscaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": escaped += "\\" + String(scalar)
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                escaped += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}

/// Where values lie in JSON: a pointer (RFC 6901) in which `*` stands for each element of an array.
///
/// `/data/*/name`; the empty path is the whole value. On an object `*` is a key like any other.
package struct FieldPath: Sendable, Hashable, CustomStringConvertible {
    /// The most steps of a path: 16.
    package static let steps = 16

    package let tokens: [String]

    package init() { tokens = [] }

    /// Reads `text`; `nil` if it is no pointer, or has more than ``steps``.
    package init?(_ text: String) {
        guard text.isEmpty || text.hasPrefix("/"), text.utf8.count <= 512 else { return nil }
        var tokens: [String] = []
        for token in text.split(separator: "/", omittingEmptySubsequences: false).dropFirst() {
            let rest = token.replacing("~0", with: "").replacing("~1", with: "")
            guard !rest.contains("~") else { return nil }
            tokens.append(String(token).replacing("~1", with: "/").replacing("~0", with: "~"))
        }
        guard tokens.count <= Self.steps else { return nil }
        self.tokens = tokens
    }

    /// `token` as a step of a pointer.
    package static func step(_ token: String) -> String {
        "/" + token.replacing("~", with: "~0").replacing("/", with: "~1")
    }

    package var description: String { tokens.map(Self.step).joined() }
}
