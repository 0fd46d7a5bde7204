// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Packet
package import WebArchive
package import Wording

/// What came of checking a packet.
package struct PacketReport: Sendable, Hashable {
    package var path: String
    /// As in ``PacketSummary/bagDigest``, of what is there now; `nil` if its file is gone.
    package var bagDigest: String?
    package var files: Int
    package var bytes: Int
    /// WARC records that were read.
    package var records: Int
    package var problems: [PacketProblem]

    package var isIntact: Bool { problems.isEmpty }
}

/// One thing that is wrong with a packet.
package enum PacketProblem: Sendable, Hashable {
    case changed(String)
    case missing(String)
    case added(String)
    case renamed(String, to: String)
    case malformed(String)
    case unreadable(String, ArchiveError)
    /// This list does not say what the manifest says.
    case manifestsDiffer(String)
    /// A WARC record that is not what its digest says, or breaks off.
    case record(String, offset: Int, String)
    case custody(CustodyLog.Problem)
    /// Everything fits together, but it is not the packet whose digest was recorded.
    case otherBag(String)

    package var message: Message {
        switch self {
        case .changed(let file): PacketMessages.changed(file)
        case .missing(let file): PacketMessages.gone(file)
        case .added(let file): PacketMessages.added(file)
        case .renamed(let old, let new): PacketMessages.renamed(old, to: new)
        case .malformed(let file): PacketMessages.malformed(file)
        case .unreadable(let file, let error): PacketMessages.unreadable(file, error.message)
        case .manifestsDiffer(let file): PacketMessages.manifestsDiffer(file)
        case .record(let file, let offset, let reason):
            PacketMessages.record(file, at: offset, reason)
        case .custody(let problem): PacketMessages.custodyLog(problem.message)
        case .otherBag(let digest): PacketMessages.otherBag(digest)
        }
    }
}
