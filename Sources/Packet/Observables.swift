// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework
package import FoundationEssentials

/// What machines of other offices can look for: the addresses, names and certificates of a case.
///
/// Identity numbers in addresses are masked, and each thing stands once.
package struct Observables: Sendable {
    package var number: String
    /// The address reported first, then the pages in order.
    package private(set) var urls: [String] = []
    /// Hosts as they stand in the DNS, the case's own first.
    package private(set) var hosts: [String] = []
    package private(set) var addresses: [IPAddress] = []
    package private(set) var networks: [NetworkFacts] = []
    package private(set) var certificates: [CertificateFacts] = []
    package private(set) var firstSeen: Date
    package private(set) var lastSeen: Date
    /// One sentence: what the site is, by the verdict that stands.
    package private(set) var summary: String

    /// The most of each kind: 1,000.
    package static let limit = 1000

    package init(_ contents: PacketContents) {
        let caseFile = contents.caseFile
        number = contents.ownNumber
        firstSeen = caseFile.captures.map(\.startedAt).min() ?? caseFile.lead.addedAt
        lastSeen = caseFile.captures.map(\.endedAt).max() ?? firstSeen
        let verdict = caseFile.verdict
        let categories = verdict?.categories.map(\.chinese).joined(separator: "、") ?? ""
        summary =
            "\(caseFile.lead.caseNumber)：\(verdict?.level.chinese ?? "未判定") "
            + "\(verdict?.score ?? 0) 分 \(categories)"
        let visits = caseFile.captures.flatMap(\.visits).filter {
            $0.failure == nil && ($0.purpose == .page || $0.purpose == .redirect)
        }
        let seen = [caseFile.lead.address] + visits.map(\.address)
        urls = Self.unique(seen.map { IdentityNumbers.masked($0.description) })
        hosts = Self.unique(seen.map(\.host).filter { IPAddress($0) == nil })
        let contacted = caseFile.captures.flatMap(\.visits).compactMap {
            $0.remote?.proxy == nil ? $0.remote?.address : nil
        }
        addresses = Self.unique(contacted + caseFile.captures.flatMap(\.names).flatMap(\.addresses))
        networks = caseFile.dossier?.networks ?? []
        certificates = caseFile.dossier.map { Array($0.certificates.prefix(1)) } ?? []
    }

    private static func unique<Value: Hashable>(_ values: [Value]) -> [Value] {
        var seen: Set<Value> = []
        return Array(values.filter { seen.insert($0).inserted }.prefix(limit))
    }
}
