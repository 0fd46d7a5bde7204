// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casebook
package import Casework
import FoundationEssentials
package import Packet
package import PacketExport

/// Takes cases out of the casebook, has them packed, and writes the export into the custody log.
package enum PacketDesk {
    /// Exports `cases`, of which there is at least one, as one packet.
    ///
    /// - Parameters:
    ///   - path: a folder to make, or a file that ends in `.zip`.
    ///   - actor: the account and machine that export.
    ///   - audience: who it is for, and so what it holds.
    ///   - officers: those who take the evidence, for the forms.
    ///   - sealing: who signs and stamps it; nobody by default.
    ///   - transport: how it is hidden on its way.
    /// - Throws: `SealError`, `CasebookError` or `PacketError`; nothing is left at `path` then.
    package static func export(
        _ cases: [PacketCase], from book: Casebook, to path: String, software: String,
        by actor: String, for audience: PacketAudience = .archive, officers: [Officer] = [],
        reporter: Reporter? = nil, sealing: SealPlan = SealPlan(),
        hidden transport: PacketTransport = .open
    ) async throws -> PacketSummary {
        var request = PacketRequest(
            cases: cases, custody: try await custody(of: book),
            archiveDirectory: book.archiveDirectory,
            attachmentsDirectory: book.attachmentsDirectory, software: software,
            exportedAt: Date(), exportedBy: actor)
        request.audience = audience
        request.officers = officers
        request.reporter = reporter
        request.transport = transport
        let summary = try await sealing.export(request, to: path)
        do {
            try await book.appendCustody(
                .exported, leads: cases.map(\.caseFile.lead.number), subject: summary.path,
                sha256: summary.bagDigest)
        } catch {
            // A packet that the log does not know of must not go out.
            try? FileManager.default.removeItem(atPath: summary.path)
            throw error
        }
        return summary
    }

    /// The whole log: a part of it could not show that nothing was cut off its beginning.
    private static func custody(of book: Casebook) async throws -> [CustodyEntry] {
        var lines: [CustodyEntry] = []
        while true {
            let more = try await book.custody(of: nil, after: lines.last?.sequence ?? 0)
            guard !more.isEmpty else { return lines }
            lines += more
        }
    }
}
