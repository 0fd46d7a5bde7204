// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework
import Digests
package import FoundationEssentials
package import Wording

/// A log as a list of logs describes it.
package struct KnownLog: Sendable, Hashable {
    package enum Interface: String, Sendable, Hashable, Codable {
        /// `get-entries` and its kin.
        case rfc6962
        /// Tiles: c2sp.org/static-ct-api.
        case tiled = "static-ct"
    }

    package var description: String
    package var owner: String
    package var id: TreeHash
    /// SubjectPublicKeyInfo in DER.
    package var key: [UInt8]
    package var interface: Interface
    /// Where entries are read, with a slash at the end.
    package var address: WebAddress
    /// How a static-ct log names itself: its submission address without scheme and last slash.
    package var origin: String
    /// The longest that an entry may take to be in the tree, in seconds.
    package var delaySeconds: Int
    /// `usable`, `readonly`, `retired` …, as the list says; empty if it does not.
    package var state: String
    /// The certificates that it takes end before this; `nil` if they may end at any time.
    package var endsBefore: Date?

    /// Whether new certificates may come into it.
    package func isOpen(at now: Date) -> Bool {
        ["", "usable", "qualified", "pending"].contains(state)
            && endsBefore.map { $0 > now } ?? true
    }
}

/// A list of logs in the form that browsers' makers publish (log list, version 3).
package enum LogList {
    /// The longest list that is read: 8 MiB.
    package static let maximumBytes = 8 << 20

    /// Reads a list.
    ///
    /// - Parameter name: what the list is called in messages.
    /// - Throws: ``LogListError`` at the first thing that is wrong.
    package static func read(_ bytes: [UInt8], name: String) throws(LogListError) -> [KnownLog] {
        guard bytes.count <= maximumBytes else { throw .tooLong(name, maximumBytes) }
        let list: List
        do {
            list = try JSONDecoder().decode(List.self, from: Data(bytes))
        } catch {
            throw .malformed(name, Self.place(of: error))
        }
        var logs: [KnownLog] = []
        for owner in list.operators {
            for log in owner.logs ?? [] {
                logs.append(try known(log, owner.name, .rfc6962, log.url, log.url, name))
            }
            for log in owner.tiled_logs ?? [] {
                logs.append(
                    try known(
                        log, owner.name, .tiled, log.monitoring_url, log.submission_url, name))
            }
        }
        var seen: Set<TreeHash> = []
        for log in logs {
            guard seen.insert(log.id).inserted else { throw .twice(name, log.description) }
        }
        return logs
    }

    private static func known(
        _ log: Log, _ owner: String, _ interface: KnownLog.Interface, _ reading: String?,
        _ submission: String?, _ list: String
    ) throws(LogListError) -> KnownLog {
        let title = log.description ?? reading ?? "?"
        guard let key = Base64.decode(log.key), !key.isEmpty else { throw .noKey(list, title) }
        guard let id = TreeHash(Digest.of(key)) else { throw .noKey(list, title) }
        guard log.log_id == nil || Base64.decode(log.log_id ?? "") == id.bytes else {
            throw .otherKey(list, title)
        }
        guard let reading, let submission,
            let address = try? WebAddress(reading.hasSuffix("/") ? reading : reading + "/"),
            submission.contains("://")
        else { throw .noAddress(list, title) }
        var origin = submission.replacing("https://", with: "").replacing("http://", with: "")
        while origin.hasSuffix("/") { origin.removeLast() }
        return KnownLog(
            description: title, owner: owner, id: id, key: key, interface: interface,
            address: address, origin: origin, delaySeconds: log.mmd ?? 86_400,
            state: log.state?.keys.first ?? "",
            endsBefore: log.temporal_interval.flatMap { Timestamp.date($0.end_exclusive) })
    }

    private static func place(of error: any Error) -> String {
        guard let error = error as? DecodingError else { return "\(error)" }
        let context: DecodingError.Context
        switch error {
        case .typeMismatch(_, let found), .valueNotFound(_, let found), .dataCorrupted(let found):
            context = found
        case .keyNotFound(let key, let found):
            return (found.codingPath.map(\.stringValue) + [key.stringValue])
                .joined(separator: ".")
        @unknown default: return "?"
        }
        let path = context.codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue }
        return path.isEmpty ? context.debugDescription : path.joined(separator: ".")
    }

    // The names are the format's own.
    private struct List: Decodable {
        var operators: [Owner]
    }

    private struct Owner: Decodable {
        var name: String
        var logs: [Log]?
        var tiled_logs: [Log]?
    }

    private struct Log: Decodable {
        var description: String?
        var log_id: String?
        var key: String
        var url: String?
        var submission_url: String?
        var monitoring_url: String?
        var mmd: Int?
        var state: [String: Since]?
        var temporal_interval: Interval?
    }

    private struct Since: Decodable {}

    private struct Interval: Decodable {
        var end_exclusive: String
    }
}

/// Why a list of logs cannot be used.
package enum LogListError: Explained, Hashable {
    case unreadable(String, Int32)
    case tooLong(String, Int)
    /// The place in it, or what the decoder said.
    case malformed(String, String)
    case noKey(String, String)
    /// The id of a log is not its key's.
    case otherKey(String, String)
    case noAddress(String, String)
    case twice(String, String)

    package var message: Message {
        switch self {
        case .unreadable(let list, let code): CertificateMessages.unreadableList(list, code)
        case .tooLong(let list, let limit): CertificateMessages.listTooLong(list, limit)
        case .malformed(let list, let place): CertificateMessages.malformedList(list, place)
        case .noKey(let list, let log): CertificateMessages.listedWithoutKey(list, log)
        case .otherKey(let list, let log): CertificateMessages.listedWithOtherKey(list, log)
        case .noAddress(let list, let log): CertificateMessages.listedWithoutAddress(list, log)
        case .twice(let list, let log): CertificateMessages.listedTwice(list, log)
        }
    }
}
