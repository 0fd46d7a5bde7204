// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import CertificateLogs
import Digests
import Foundation
import Synchronization
import Testing

/// Runs a stock tool; what it writes to standard output.
@discardableResult
func tool(_ arguments: [String], input: [UInt8] = []) throws -> [UInt8] {
    struct Failed: Error { var what: String }
    let folder = NSTemporaryDirectory() + "/tool-" + UUID().uuidString
    defer {
        for end in ["in", "out"] { try? FileManager.default.removeItem(atPath: folder + end) }
    }
    try Data(input).write(to: URL(fileURLWithPath: folder + "in"))
    try Data().write(to: URL(fileURLWithPath: folder + "out"))
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    process.standardInput = FileHandle(forReadingAtPath: folder + "in")
    process.standardOutput = FileHandle(forWritingAtPath: folder + "out")
    process.standardError = FileHandle.nullDevice
    try process.run()
    let end = Date().addingTimeInterval(60)
    while process.isRunning {
        guard Date() < end else {
            process.terminate()
            throw Failed(what: "\(arguments) did not end")
        }
        usleep(2000)
    }
    guard process.terminationStatus == 0 else { throw Failed(what: "\(arguments)") }
    return [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder + "out")))
}

/// Certificates as `openssl` makes them.
enum Certificates {
    /// One for `names`; the first is the common name too, unless that is given.
    static func make(
        _ names: [String], subject: String? = nil, extensions: [String] = []
    ) throws -> [UInt8] {
        let folder = NSTemporaryDirectory() + "/certificate-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var arguments = [
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
            "-nodes", "-keyout", folder, "-days", "90", "-outform", "DER", "-utf8", "-subj",
            subject ?? "/O=Test CA/CN=\(names.first ?? "none")",
        ]
        if !names.isEmpty {
            arguments += [
                "-addext", "subjectAltName=" + names.map { "DNS:\($0)" }.joined(separator: ","),
            ]
        }
        for text in extensions { arguments += ["-addext", text] }
        return try tool(arguments)
    }

    /// The part of a certificate that is signed.
    static func part(of der: [UInt8]) -> [UInt8] {
        let start = 2 + (der[1] < 0x80 ? 0 : Int(der[1] & 0x7F))
        let lengthBytes = der[start + 1] < 0x80 ? 0 : Int(der[start + 1] & 0x7F)
        let length =
            lengthBytes == 0
            ? Int(der[start + 1])
            : der[(start + 2)..<(start + 2 + lengthBytes)].reduce(0) { $0 << 8 | Int($1) }
        return Array(der[start..<(start + 2 + lengthBytes + length)])
    }
}

/// A certificate-transparency log that is served on loopback, with real signatures.
final class TestLog: Sendable {
    struct Entry: Sendable {
        var milliseconds: UInt64
        /// The certificate, or what was submitted for it.
        var certificate: [UInt8]
        /// The part to be signed, of a precertificate.
        var part: [UInt8]?
        /// What stands in the tree in its place.
        var leafOverride: [UInt8]?

        init(_ certificate: [UInt8], part: [UInt8]? = nil, at milliseconds: UInt64 = 1) {
            self.certificate = certificate
            self.part = part
            self.milliseconds = milliseconds
        }

        var timestamped: [UInt8] {
            let body: [UInt8] =
                part.map {
                    [0, 1] + [UInt8](repeating: 7, count: 32) + TestLog.field($0, 3)
                } ?? [0, 0] + TestLog.field(certificate, 3)
            return TestLog.number(milliseconds, 8) + body + [0, 0]
        }

        var leaf: [UInt8] { leafOverride ?? [0, 0] + timestamped }
        var extra: [UInt8] {
            part == nil ? [0, 0, 0] : TestLog.field(certificate, 3) + [0, 0, 0]
        }
        var tile: [UInt8] {
            timestamped + (part == nil ? [] : TestLog.field(certificate, 3))
                + TestLog.field([UInt8](repeating: 9, count: 32), 2)
        }
    }

    struct State: Sendable {
        var entries: [Entry] = []
        /// How many of them are signed.
        var size = 0
        var milliseconds: UInt64 = 1_795_000_000_000
        /// The most entries in one answer.
        var most = 1000
        var requests: [String] = []
        /// What to answer instead.
        var instead: (@Sendable (String) -> TestServer.Reply?)?
        /// Whether tiles are compressed.
        var isCompressed = false
        var signs: (@Sendable ([UInt8]) -> [UInt8])?
        /// Partial tiles are gone once there is a full one.
        var dropsPartial = false
    }

    let isTiled: Bool
    let key: [UInt8]
    let id: [UInt8]
    private let keyFile: String
    private let isRSA: Bool
    private let state = Mutex(State())
    private let server = Mutex<TestServer?>(nil)

    init(tiled: Bool = false, rsa: Bool = false, count: Int = 0) throws {
        isTiled = tiled
        isRSA = rsa
        keyFile = NSTemporaryDirectory() + "/log-" + UUID().uuidString
        let kind =
            rsa
            ? ["genrsa", "-out", keyFile, "2048"]
            : ["ecparam", "-genkey", "-name", "prime256v1", "-noout", "-out", keyFile]
        try tool(["openssl"] + kind)
        key = try tool(["openssl", "pkey", "-in", keyFile, "-pubout", "-outform", "DER"])
        id = Digest.of(key)
        let server = try TestServer { [weak self] path in
            self?.reply(path) ?? .init(status: "500 Gone", body: [])
        }
        self.server.withLock { $0 = server }
    }

    deinit { try? FileManager.default.removeItem(atPath: keyFile) }

    var port: UInt16 { server.withLock { $0?.port ?? 0 } }
    var origin: String { "log.test:\(port)/2026" }
    var requests: [String] { state.withLock { $0.requests } }

    func change(_ change: (inout State) -> Void) { state.withLock { change(&$0) } }

    /// Adds entries, and signs them.
    func add(_ entries: [Entry]) {
        change {
            $0.entries += entries
            $0.size = $0.entries.count
            $0.milliseconds += 1000
        }
    }

    /// As a list of logs has it.
    var listed: String {
        let shared = """
            "description": "Test log \(port)", "log_id": "\(Data(id).base64EncodedString())",
            "key": "\(Data(key).base64EncodedString())", "mmd": 60,
            "state": {"usable": {"timestamp": "2026-01-01T00:00:00Z"}}
            """
        let address = "http://\(origin)/"
        return isTiled
            ? """
            {"name": "T", "tiled_logs": [{\(shared), "submission_url": "\(address)",
             "monitoring_url": "\(address)"}]}
            """ : "{\"name\": \"T\", \"logs\": [{\(shared), \"url\": \"\(address)\"}]}"
    }

    static func list(_ logs: [TestLog]) -> [UInt8] {
        Array("{\"operators\": [\(logs.map(\.listed).joined(separator: ", "))]}".utf8)
    }

    // MARK: - Answers

    private func reply(_ target: String) -> TestServer.Reply {
        let state = state.withLock { state in
            state.requests.append(target)
            return state
        }
        let path = String(target.dropFirst("/2026/".count))
        if let reply = state.instead?(path) { return reply }
        do {
            return isTiled ? try tiled(path, state) : try dynamic(path, state)
        } catch {
            return .init(status: "500 \(error)", body: [])
        }
    }

    /// `DigitallySigned` over a tree head.
    func signature(_ size: Int, _ milliseconds: UInt64, _ root: [UInt8]) throws -> [UInt8] {
        let message: [UInt8] =
            [0, 1] + Self.number(milliseconds, 8) + Self.number(UInt64(size), 8) + root
        let signature = try tool(["openssl", "dgst", "-sha256", "-sign", keyFile], input: message)
        return [4, isRSA ? 1 : 3] + Self.field(signature, 2)
    }

    private func dynamic(_ path: String, _ state: State) throws -> TestServer.Reply {
        let leaves = state.entries.map(\.leaf)
        let query = Self.query(path)
        if path == "ct/v1/get-sth" {
            let root = Definition.root(leaves[..<state.size])
            let signed = try signature(state.size, state.milliseconds, root)
            return .json(
                """
                {"tree_size": \(state.size), "timestamp": \(state.milliseconds),
                 "sha256_root_hash": "\(Data(root).base64EncodedString())",
                 "tree_head_signature": "\(Data(signed).base64EncodedString())"}
                """)
        }
        if path.hasPrefix("ct/v1/get-sth-consistency") {
            guard let first = Int(query["first"] ?? ""), let second = Int(query["second"] ?? ""),
                (1...second).contains(first), second <= leaves.count
            else { return .init(status: "400 Bad Request", body: []) }
            return .json(
                "{\"consistency\": \(Self.list(Definition.proof(first, leaves[..<second])))}")
        }
        if path.hasPrefix("ct/v1/get-proof-by-hash") {
            let hash = [UInt8](
                Data(base64Encoded: (query["hash"] ?? "").removingPercentEncoding ?? "") ?? Data())
            guard let size = Int(query["tree_size"] ?? ""), size <= leaves.count,
                let index = leaves.firstIndex(where: { Digest.of([0] + $0) == hash })
            else { return .init(status: "404 Not Found", body: []) }
            return .json(
                """
                {"leaf_index": \(index),
                 "audit_path": \(Self.list(Definition.path(index, leaves[..<size])))}
                """)
        }
        if path.hasPrefix("ct/v1/get-entries") {
            guard let start = Int(query["start"] ?? ""), let end = Int(query["end"] ?? ""),
                start <= end, start < leaves.count
            else { return .init(status: "400 Bad Request", body: []) }
            let last = min(end, start + state.most - 1, leaves.count - 1)
            let entries = state.entries[start...last].map {
                """
                {"leaf_input": "\(Data($0.leaf).base64EncodedString())",
                 "extra_data": "\(Data($0.extra).base64EncodedString())"}
                """
            }
            return .json("{\"entries\": [\(entries.joined(separator: ", "))]}")
        }
        return .init(status: "404 Not Found", body: [])
    }

    private func tiled(_ path: String, _ state: State) throws -> TestServer.Reply {
        let signed = state.entries[..<state.size]
        if path == "checkpoint" {
            let root = Definition.root(signed.map(\.leaf)[...])
            return .init(
                body: Array(try checkpoint(state.size, state.milliseconds, root).utf8))
        }
        let parts = path.split(separator: ".p/", maxSplits: 1).map(String.init)
        let place = parts[0].split(separator: "/").map(String.init)
        guard place.count >= 3, place[0] == "tile" else {
            return .init(status: "404 Not Found", body: [])
        }
        let index = Int(
            place.dropFirst(2).map { $0.replacingOccurrences(of: "x", with: "") }.joined())
        guard let index, let count = parts.count > 1 ? Int(parts[1]) : 256 else {
            return .init(status: "404 Not Found", body: [])
        }
        if place[1] == "data" {
            guard (index * 256 + count) <= signed.count,
                !(state.dropsPartial && count < 256 && index * 256 + 256 <= signed.count)
            else { return .init(status: "404 Not Found", body: []) }
            let bytes = signed[index * 256..<index * 256 + count].flatMap(\.tile)
            guard state.isCompressed else { return .init(body: bytes) }
            return .init(
                headers: ["Content-Encoding: gzip"],
                body: try tool(["gzip", "-c"], input: bytes))
        }
        let rows = TileRows(signed.map { TreeHash.leaf($0.leaf) })
        let tile = Tile(level: Int(place[1]), index: Int64(index), count: count)
        let bytes = rows.bytes(tile)
        return bytes.isEmpty ? .init(status: "404 Not Found", body: []) : .init(body: bytes)
    }

    /// A signed note, with the line of a witness that nobody here knows before the log's own.
    func checkpoint(_ size: Int, _ milliseconds: UInt64, _ root: [UInt8]) throws -> String {
        let signed = try signature(size, milliseconds, root)
        let keyID = Digest.of(Array(origin.utf8) + [0x0A, 5] + id).prefix(4)
        let line = Data(keyID + Self.number(milliseconds, 8) + signed).base64EncodedString()
        let witness = Data([UInt8](repeating: 3, count: 76)).base64EncodedString()
        return """
            \(origin)
            \(size)
            \(Data(root).base64EncodedString())

            \u{2014} witness.example \(witness)
            \u{2014} \(origin) \(line)

            """
    }

    // MARK: - Forms

    static func number(_ value: UInt64, _ width: Int) -> [UInt8] {
        (0..<width).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * (width - 1 - $0))) }
    }

    static func field(_ bytes: [UInt8], _ width: Int) -> [UInt8] {
        number(UInt64(bytes.count), width) + bytes
    }

    private static func list(_ hashes: [[UInt8]]) -> String {
        "[" + hashes.map { "\"\(Data($0).base64EncodedString())\"" }.joined(separator: ", ") + "]"
    }

    private static func query(_ path: String) -> [String: String] {
        let pairs = path.split(separator: "?").dropFirst().first?.split(separator: "&") ?? []
        return Dictionary(
            pairs.map { pair in
                let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
                return (parts[0], parts.count > 1 ? parts[1] : "")
            }, uniquingKeysWith: { $1 })
    }
}
