// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework
import Digests
import FoundationEssentials

/// Reads what the bureau's own sources answer, as facts.
///
/// "No record" is said only where the source's description says how the service says so: an empty
/// answer may as well mean that the description is wrong.
package enum LookupReader {
    /// The most rows that are kept; the rest stands in the raw answer.
    package static let rows = 200
    /// The most values of one field in one row.
    static let values = 20
    /// The most places that one path leads to.
    static let places = 10_000

    /// What `answer` says of `subject`.
    package static func facts(
        of subject: String, in answer: RegistryAnswer, from source: LookupSource
    ) -> LookupFacts {
        var facts = LookupFacts(
            source, subject: subject,
            source: RegistrySource(answer, sha256: Digest.hex(answer.body)))
        let status = answer.status ?? 0
        let root = root(of: answer, source)
        if source.absentStatuses.contains(status) {
            facts.problem = .noRecord
        } else if let problem = problem(ofStatus: status) {
            facts.problem = problem
        } else if let root {
            facts.problem = problem(in: root, source)
            if facts.problem == nil { facts.read(root, source) }
            if facts.problem == .misplaced || facts.problem == nil, answer.failure != nil {
                facts.problem = .cut
            }
        } else {
            facts.problem = answer.failure == nil ? .unreadable : .cut
        }
        return facts
    }

    private static func problem(ofStatus status: Int) -> RegistryProblem? {
        switch status {
        case 200...299: nil
        case 300...399: .redirected
        case 429: .limited
        case 401, 403, 407, 451: .refused
        default: .unreadable
        }
    }

    /// The answer as JSON; one value a line makes an array.
    private static func root(of answer: RegistryAnswer, _ source: LookupSource) -> JSONValue? {
        guard source.isLines else { return JSONValue.read(answer.body) }
        let lines = answer.body.split { $0 == 0x0A || $0 == 0x0D }
        var values: [JSONValue] = []
        for (index, line) in lines.enumerated() {
            if let value = JSONValue.read(Array(line)) {
                values.append(value)
            } else if answer.failure == nil || index < lines.count - 1 {
                return nil
            }
        }
        return .array(values)
    }

    private static func problem(in root: JSONValue, _ source: LookupSource) -> RegistryProblem? {
        func says(_ signs: [FieldPath: [String]]) -> Bool {
            signs.contains { path, values in
                root.find(path, limit: places).contains { values.contains($0.value.sign) }
            }
        }
        if says(source.limited) { return .limited }
        if says(source.refused) { return .refused }
        if says(source.absent) { return .noRecord }
        if source.isLines, case .array(let lines) = root, lines.isEmpty { return .noRecord }
        return nil
    }
}

extension LookupFacts {
    /// Takes the rows of `root` that are about what was asked.
    fileprivate mutating func read(_ root: JSONValue, _ source: LookupSource) {
        var found: [(place: String, value: JSONValue)] = [("", root)]
        if source.isLines { found = root.elements("") }
        found = found.flatMap { start in
            start.value.find(source.rows, from: start.place, limit: LookupReader.places)
        }
        var other: String?
        for row in found.prefix(LookupReader.places) {
            let values = Self.values(of: row, source)
            let subjects = values.filter { $0.field == .subject }.map(\.text)
            let rest = values.filter { $0.field != .subject }
            if !subjects.isEmpty, !subjects.contains(where: isMeant) {
                other = other ?? subjects.first
                continue
            }
            guard !rest.isEmpty else { continue }
            rowCount += 1
            if rows.count < LookupReader.rows { rows.append(rest) }
        }
        if rows.isEmpty { problem = other.map { .otherSubject($0) } ?? .misplaced }
    }

    private static func values(
        of row: (place: String, value: JSONValue), _ source: LookupSource
    ) -> [Value] {
        source.fields.sorted { $0.key < $1.key }.flatMap { field, path in
            row.value.find(path, from: row.place, limit: LookupReader.values)
                .flatMap { $0.value.elements($0.place) }
                .prefix(LookupReader.values)
                .compactMap { place, value in
                    value.scalar.map {
                        Value(field: field, text: field.isTime ? time($0) : $0, place: place)
                    }
                }
        }
    }

    /// Whether an answer about `text` is about what was asked.
    private func isMeant(_ text: String) -> Bool {
        if let address = IPAddress(text) { return address == IPAddress(subject) }
        var name = text.lowercased()
        if name.utf8.last == UInt8(ascii: ".") { name.removeLast() }
        return name.isSameOrUnder(subject)
    }

    /// A count of seconds or milliseconds since 1970 in Beijing time; anything else as it is.
    private static func time(_ text: String) -> String {
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let count = Double(text) else {
            return text
        }
        switch text.utf8.count {
        case 9...10: return Timestamp.beijing(Date(timeIntervalSince1970: count)) + " +08:00"
        case 12...13:
            return Timestamp.beijing(Date(timeIntervalSince1970: count / 1000)) + " +08:00"
        default: return text
        }
    }
}

extension JSONValue {
    /// The values at `path`, each with its own pointer, which begins with `place`.
    func find(
        _ path: FieldPath, from place: String = "", limit: Int
    ) -> [(place: String, value: JSONValue)] {
        var found: [(place: String, value: JSONValue)] = [(place, self)]
        for token in path.tokens {
            var next: [(place: String, value: JSONValue)] = []
            for (place, value) in found where next.count < limit {
                switch value {
                case .array where token == "*": next += value.elements(place)
                case .array(let list):
                    guard let index = Int(token), String(index) == token,
                        list.indices.contains(index)
                    else { continue }
                    next.append((place + FieldPath.step(token), list[index]))
                case .object(let object):
                    if let value = object[token] {
                        next.append((place + FieldPath.step(token), value))
                    }
                default: break
                }
            }
            found = Array(next.prefix(limit))
        }
        return found
    }

    /// The elements of an array with their pointers; anything else by itself.
    func elements(_ place: String) -> [(place: String, value: JSONValue)] {
        guard case .array(let list) = self else { return [(place, self)] }
        return list.enumerated().map { ("\(place)/\($0.offset)", $0.element) }
    }

    /// The text of a value without parts, or `nil`.
    var scalar: String? {
        switch self {
        case .string: text
        case .integer(let number): String(number)
        case .number(let number): "\(number)"
        case .bool(let flag): flag ? "true" : "false"
        case .null, .array, .object: nil
        }
    }

    /// What a value is compared by: its text; empty for null and whatever is empty.
    var sign: String {
        switch self {
        case .null, .string(""): ""
        case .array(let list) where list.isEmpty: ""
        case .object(let object) where object.isEmpty: ""
        case .array: "[…]"
        case .object: "{…}"
        default: scalar ?? ""
        }
    }
}
