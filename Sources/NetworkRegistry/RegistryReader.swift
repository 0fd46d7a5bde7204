// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework
import Digests

/// Reads what registries answer, by WHOIS or by RDAP, as facts.
///
/// Nothing is believed that was not asked for: an answer about another name or network is a
/// ``RegistryProblem``. What is published is kept as written, withheld names included.
package enum RegistryReader {
    /// What `answer` says of `domain`, which is in ASCII.
    package static func registration(
        of domain: String, in answer: RegistryAnswer, phrases: RegistryDirectory.Phrases
    ) -> RegistrationFacts {
        var facts = RegistrationFacts(
            domain: domain, source: RegistrySource(answer, sha256: Digest.hex(answer.body)))
        switch answer.method {
        case .whois:
            let text = WhoisText(AnswerText.decode(answer.body))
            facts.read(text)
        case .rdap:
            if let object = RDAPObject(answer.body) { facts.read(object) }
        case .lookup: break  // for `LookupReader`
        }
        facts.problem =
            facts.isEmpty
            ? problem(in: answer, phrases) : facts.problem ?? (answer.failure == nil ? nil : .cut)
        return facts
    }

    /// What `answer` says of the network that `address` lies in.
    package static func addressRegistration(
        of address: IPAddress, in answer: RegistryAnswer, phrases: RegistryDirectory.Phrases
    ) -> AddressRegistration {
        var facts = AddressRegistration(
            address: address, source: RegistrySource(answer, sha256: Digest.hex(answer.body)))
        switch answer.method {
        case .whois:
            facts.read(WhoisText(AnswerText.decode(answer.body)))
        case .rdap:
            if let object = RDAPObject(answer.body) { facts.read(object) }
        case .lookup: break  // for `LookupReader`
        }
        facts.problem =
            facts.isEmpty
            ? problem(in: answer, phrases) : facts.problem ?? (answer.failure == nil ? nil : .cut)
        return facts
    }

    /// Why `answer` holds no facts: judged only if it does not, because many answers quote the
    /// terms under which they are given.
    private static func problem(
        in answer: RegistryAnswer, _ phrases: RegistryDirectory.Phrases
    ) -> RegistryProblem {
        switch answer.status {
        case 429: return .limited
        case 404: return .noRecord
        case 401, 403: return .refused
        default: break
        }
        let text = AnswerText.decode(answer.body).lowercased()
        if phrases.limited.contains(where: { text.contains($0) }) { return .limited }
        if phrases.refused.contains(where: { text.contains($0) }) { return .refused }
        if phrases.absent.contains(where: { text.contains($0) }) { return .noRecord }
        return answer.failure == nil ? .unreadable : .cut
    }

    /// The server that an answer by WHOIS refers to, or `nil`.
    package static func referral(
        in answer: RegistryAnswer
    ) -> RegistryDirectory.WhoisServer? {
        guard answer.method == .whois else { return nil }
        let text = WhoisText(AnswerText.decode(answer.body))
        for written in text.values(WhoisKeys.referral) {
            var name = written.lowercased()
            // `ReferralServer: whois://whois.example:4343`; `rwhois://` is another protocol.
            if let mark = name.firstRange(of: "://") {
                guard name[..<mark.lowerBound] == "whois" else { continue }
                name = String(name[mark.upperBound...].prefix { $0 != "/" })
            }
            if let server = RegistryDirectory.WhoisServer(name) { return server }
        }
        return nil
    }

    /// The address at which a registrar has more, as an answer by RDAP links to it, or `nil`.
    package static func related(in answer: RegistryAnswer) -> WebAddress? {
        guard answer.method == .rdap, let object = RDAPObject(answer.body) else { return nil }
        return object.related.lazy.compactMap { try? WebAddress($0) }.first
    }
}
