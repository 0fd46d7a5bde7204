// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casebook
import Casework
import Foundation
import NameResolver
import Sweep
import Synchronization

/// The DNS half of `sweep --names`, casebook included, without the visits.
struct NamesPart {
    let list: String
    let server: ServerAddress
    let data: String

    init(list: String, server: String, data: String) throws {
        guard let address = ServerAddress(server) else { throw Misuse() }
        self.list = list
        self.server = address
        self.data = data
    }

    func run() async throws -> [String: Int] {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "names-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let book = try Casebook.open(folder, actor: "bench")
        defer { try? book.close() }
        let run = try await book.startRun(settings: "{}", personas: ["desktop"]).number
        let allowed = AddressRange("127.0.0.0/8").map { [$0] } ?? []
        let sweep = try await NameSweep(
            ResolverConfiguration(servers: [server]), casebook: book, run: run,
            knowledge: try Knowledge.load(from: DataFolder(path: data)), marks: AnswerMarks(),
            areMade: true, policy: AddressPolicy(allowed: allowed))
        guard let file = fopen(list, "r") else { throw Misuse() }
        defer { fclose(file) }
        let lines = Lines(file)
        let isWhole = try await sweep.work({ lines.next() }) { _ in }
        let counts = sweep.counts
        return [
            "asked": counts.asked, "live": counts.live, "absent": counts.absent,
            "unknown": counts.unknown, "whole": isWhole ? 1 : 0,
        ]
    }

    /// Reads the list as it is needed: memory must not grow with it.
    private final class Lines: @unchecked Sendable {
        // @unchecked Sendable because one task reads.
        private let file: UnsafeMutablePointer<FILE>

        init(_ file: UnsafeMutablePointer<FILE>) { self.file = file }

        func next() -> [String]? {
            var names: [String] = []
            var buffer = [CChar](repeating: 0, count: 512)
            while names.count < 1024, fgets(&buffer, 512, file) != nil {
                let end = buffer.firstIndex { $0 == 0 || $0 == 10 } ?? 0
                names.append(
                    String(decoding: buffer[..<end].map { UInt8(bitPattern: $0) }, as: UTF8.self))
            }
            return names.isEmpty ? nil : names
        }
    }
}
