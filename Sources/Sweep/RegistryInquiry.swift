// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casebook
import Casework
import FoundationEssentials
import NetworkRegistry
import Wording

/// What one lead's question about one domain or address leads to, server after server.
struct RegistryInquiry {
    let desk: RegistryDesk
    let capture: String
    let deadline: ContinuousClock.Instant

    /// Asks about `domain`: by RDAP, then by WHOIS if that gave nothing.
    func domain(_ domain: String) async throws -> RegistryDesk.Findings {
        var findings = RegistryDesk.Findings()
        guard let source = desk.directory.source(ofDomain: domain) else {
            findings.gaps.append(
                RegistryDirectory.canBeRegistered(domain)
                    ? RegistryMessages.noServer(for: domain)
                    : RegistryMessages.cannotBeRegistered(domain))
            return findings
        }
        for base in source.rdap.prefix(2) {
            try await follow(base.appending("domain/\(domain)"), of: domain, into: &findings)
            if findings.registrations.contains(where: \.isTelling) { return checked(findings) }
        }
        if let server = source.whois {
            try await follow(server, of: domain, into: &findings)
        }
        return checked(findings)
    }

    /// Asks about the network of `address`: by RDAP, then by WHOIS if that gave nothing.
    func address(_ address: IPAddress) async throws -> RegistryDesk.Findings {
        var findings = RegistryDesk.Findings()
        guard let source = desk.directory.source(of: address) else {
            if ReservedRange.containing(address) == nil {
                findings.gaps.append(RegistryMessages.noServer(for: address.description))
            }
            return findings
        }
        for base in source.rdap.prefix(2) {
            let resource = base.appending("ip/\(address)")
            guard
                let answer = try await read(
                    .rdap(resource), about: address.description, &findings)
            else { continue }
            let facts = RegistryReader.addressRegistration(
                of: address, in: answer, phrases: desk.directory.phrases)
            try await take(facts, answer, &findings)
            if facts.isTelling { return findings }
        }
        guard var server = source.whois else { return findings }
        var asked: Set<String> = []
        while asked.count < desk.bounds.servers {
            guard asked.insert(server.authority).inserted,
                let answer = try await read(
                    .whois(desk.directory.known(server), address.description),
                    about: address.description, &findings)
            else { return findings }
            let facts = RegistryReader.addressRegistration(
                of: address, in: answer, phrases: desk.directory.phrases)
            let next = RegistryReader.referral(in: answer)
            // Of a server that only knows who knows, the referral is all there is to keep.
            guard let next, !asked.contains(next.authority) else {
                try await take(facts, answer, &findings)
                return findings
            }
            server = next
        }
        findings.gaps.append(
            RegistryMessages.gap(
                of: address.description, at: server.authority,
                RegistryProblem.tooManyReferrals.message))
        return findings
    }

    // MARK: - One domain

    /// Asks at `resource`, and at the registrar's that it links to.
    private func follow(
        _ resource: WebAddress, of domain: String, into findings: inout RegistryDesk.Findings
    ) async throws {
        var next: WebAddress? = resource
        var asked: Set<String> = []
        while let address = next, asked.count < 2, asked.insert(address.requestText).inserted {
            guard let answer = try await read(.rdap(address), about: domain, &findings) else {
                return
            }
            let facts = RegistryReader.registration(
                of: domain, in: answer, phrases: desk.directory.phrases)
            try await take(facts, answer, &findings)
            next = RegistryReader.related(in: answer)
        }
    }

    /// Asks `server`, and those that it refers to: IANA's to the registry's, that one to the
    /// registrar's.
    private func follow(
        _ server: RegistryDirectory.WhoisServer, of domain: String,
        into findings: inout RegistryDesk.Findings
    ) async throws {
        var server = server
        var asked: Set<String> = []
        while asked.count < desk.bounds.servers {
            // A registrar's answer names its own server: that is no further referral.
            guard asked.insert(server.authority).inserted,
                let answer = try await read(
                    .whois(desk.directory.known(server), domain), about: domain, &findings)
            else { return }
            let facts = RegistryReader.registration(
                of: domain, in: answer, phrases: desk.directory.phrases)
            let next = RegistryReader.referral(in: answer)
            // Of a server that only knows who knows, the referral is all there is to keep.
            if next == nil || facts.isTelling { try await take(facts, answer, &findings) }
            guard let next else { return }
            server = next
        }
        if asked.contains(server.authority) { return }
        findings.gaps.append(
            RegistryMessages.gap(
                of: domain, at: server.authority, RegistryProblem.tooManyReferrals.message))
    }

    /// Two answers that name different registrars cannot both be right.
    private func checked(_ findings: RegistryDesk.Findings) -> RegistryDesk.Findings {
        var findings = findings
        let first = findings.registrations.lazy.compactMap(\.registrarID).first
        for index in findings.registrations.indices {
            let facts = findings.registrations[index]
            if let id = facts.registrarID, id != first, facts.problem == nil {
                findings.registrations[index].problem = .contradiction("registrar ID")
            }
        }
        return findings
    }

    // MARK: - Keeping

    private func take(
        _ facts: RegistrationFacts, _ answer: RegistryAnswer,
        _ findings: inout RegistryDesk.Findings
    ) async throws {
        findings.registrations.append(facts)
        try await note(facts.problem, of: facts.domain, answer, &findings)
    }

    private func take(
        _ facts: AddressRegistration, _ answer: RegistryAnswer,
        _ findings: inout RegistryDesk.Findings
    ) async throws {
        findings.addresses.append(facts)
        try await note(facts.problem, of: facts.address.description, answer, &findings)
    }

    /// Says what is wrong with an answer, and leaves its server alone if that is what it asks for.
    private func note(
        _ problem: RegistryProblem?, of subject: String, _ answer: RegistryAnswer,
        _ findings: inout RegistryDesk.Findings
    ) async throws {
        guard let problem else {
            try await desk.remember(answer)
            return
        }
        var reason = problem.message
        switch problem {
        case .limited:
            let until = try await desk.casebook.leaveRegistryAlone(
                answer.server, seconds: desk.bounds.secondsLeftAlone)
            reason = RegistryMessages.leftAlone(until: Timestamp.beijing(until))
        case .refused, .cut, .unreadable, .redirected, .misplaced: break
        case .noRecord, .otherSubject, .contradiction, .tooManyReferrals:
            try await desk.remember(answer)
        }
        findings.gaps.append(RegistryMessages.gap(of: subject, at: answer.server, reason))
    }

    /// The answer to `question`, or `nil` and a gap.
    private func read(
        _ question: RegistryQuestion, about subject: String,
        _ findings: inout RegistryDesk.Findings
    ) async throws -> RegistryAnswer? {
        switch try await desk.answer(to: question, capture: capture, by: deadline) {
        case .answer(let answer, let places):
            findings.places += places
            return answer
        case .none(let server, let reason, let places):
            findings.places += places
            findings.gaps.append(RegistryMessages.gap(of: subject, at: server, reason))
            return nil
        }
    }
}

extension RegistrationFacts {
    /// Whether nothing further needs to be asked for it.
    fileprivate var isTelling: Bool { !isEmpty && problem == nil }
}

extension AddressRegistration {
    fileprivate var isTelling: Bool { !isEmpty && problem == nil }
}

extension WebAddress {
    /// The resource of RFC 9082 under this base.
    fileprivate func appending(_ rest: String) -> WebAddress {
        var address = self
        address.path += rest
        return address
    }
}
