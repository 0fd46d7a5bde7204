// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework

/// 告知函: what each addressee of a case is told, ready to send.
///
/// A notice concerns one host and at most 250 of its addresses, which is what abuse desks take at
/// once (Cloudflare's abuse API; its justification has 5,000 characters). It says how to see what
/// was seen, because a site may show an abuse desk something else, and it names no informant.
package struct PacketNotice: Sendable, Hashable {
    /// The most addresses of one notice.
    package static let addresses = 250
    /// The most characters of ``mail(of:)``'s part that explains.
    package static let justification = 5000

    package var addressee: Addressee
    /// As it names itself.
    package var name: String
    /// Mail addresses, telephone numbers and forms.
    package var ways: [String]
    package var host: String
    package var urls: [String]
    /// Which of how many, if one host has more addresses than fit.
    package var part: Int
    package var parts: Int

    /// The name of its files, without suffix: `registrar-1`.
    package var fileName: String

    /// Every notice about the case in `contents`, the one who can end the site most surely first.
    package static func all(_ contents: PacketContents) -> [PacketNotice] {
        let caseFile = contents.caseFile
        let host = caseFile.dossier?.host ?? caseFile.lead.address.host
        var seen: Set<String> = []
        let suspect = caseFile.pages.filter { $0.verdict.level >= .doubtful }.map(\.address)
        let urls = ([caseFile.lead.address] + suspect).filter { $0.host == host }
            .map(\.description).filter { seen.insert($0).inserted }
        var numbers: [Addressee: Int] = [:]
        return addressees(caseFile).flatMap { addressee, name, ways in
            chunks(urls.isEmpty ? ["http://\(host)/"] : urls).enumerated().map { index, urls in
                let number = numbers[addressee, default: 0] + 1
                numbers[addressee] = number
                let parts = max(1, (seen.count + addresses - 1) / addresses)
                return PacketNotice(
                    addressee: addressee, name: name, ways: ways, host: host, urls: urls,
                    part: index + 1, parts: parts, fileName: "\(addressee.rawValue)-\(number)")
            }
        }
    }

    private static func chunks(_ urls: [String]) -> [[String]] {
        stride(from: 0, to: urls.count, by: addresses).map {
            Array(urls[$0..<min($0 + addresses, urls.count)])
        }
    }

    /// Whom to tell: those whom the dossier names, and the offices that always take reports.
    private static func addressees(_ caseFile: CaseFile) -> [(Addressee, String, [String])] {
        var found: [(Addressee, String, [String])] = []
        for recipient in caseFile.dossier?.recipients ?? [] {
            let ways = recipient.mails + recipient.phones + recipient.forms
            switch recipient.role {
            case .registrar: found.append((.registrar, recipient.name, ways))
            case .deliveryNetwork: found.append((.deliveryNetwork, recipient.name, ways))
            case .host:
                // A host behind a delivery network is not known; that network is told instead.
                let isHidden = !(caseFile.dossier?.deliveryNetworks.isEmpty ?? true)
                if !isHidden { found.append((.host, recipient.name, ways)) }
            case .certificateAuthority: break
            }
        }
        return found + [
            (.cac, Addressee.cac.chinese, ["https://www.12377.cn/", "jubao@12377.cn", "12377"]),
            (
                .spam, Addressee.spam.chinese,
                ["https://www.12321.cn/", "abuse@12321.cn", "010-12321"]
            ),
            (.apac, Addressee.apac.chinese, ["http://www.apac.org.cn/"]),
        ]
    }
}
