// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Casebook
import Casework
import Sweep
import Wording

/// `jianwei show`: all that is known of one case.
struct ShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: say(CommandMessages.show),
        discussion: say(CommandMessages.showExamples)
    )

    @Argument(help: ArgumentHelp(say(CommandMessages.caseArgument), valueName: "case"))
    var name: String

    @Flag(help: ArgumentHelp(say(CommandMessages.jsonFlag)))
    var json = false

    @OptionGroup var casebook: CasebookOptions

    func run() async throws {
        let book = try casebook.openExisting()
        defer { try? book.close() }
        let file = try await book.named(name)
        if json {
            try Terminal.json(file)
            return
        }
        Terminal.line(Colour.bold("\(file.lead.caseNumber)  \(file.state.rawValue)"))
        if let verdict = file.verdict { VerdictText.show(verdict) }
        if let failure = file.failure { Terminal.line(say(failure.message)) }
        if let dossier = file.dossier { showRecipients(dossier) }
        showOrigin(file.lead)
        showCertificates(file.certificates)
        for capture in file.captures { show(capture) }
        if let dossier = file.dossier { show(dossier) }
        if let dossier = file.dossier { showLookups(dossier) }
        showAttachments(file.attachments)
        Terminal.line("")
        Terminal.line(sayNext(CommandMessages.exportNext(file.lead.caseNumber.description)))
    }

    private func section(_ title: Message) {
        Terminal.line("\n" + Colour.bold(say(title)))
    }

    private func row(_ values: String?...) {
        let text = values.compactMap { $0 }.map { VisibleText.line($0) }.joined(separator: "  ")
        Terminal.line("  " + text)
    }

    /// Whom to tell comes first: it is what an analyst does next.
    private func showRecipients(_ dossier: Dossier) {
        section(RegistryMessages.recipientsTitle)
        let recipients = dossier.recipients
        if recipients.isEmpty { row(say(RegistryMessages.nobodyKnown)) }
        for recipient in recipients {
            let ways = recipient.mails + recipient.phones + recipient.forms
            row(say(RegistryMessages.role(recipient.role.rawValue)), recipient.name)
            row(
                "  "
                    + (ways.isEmpty
                        ? say(RegistryMessages.noContact) : ways.joined(separator: "  ")))
            row("  " + recipient.why)
        }
    }

    private func show(_ facts: RegistrationFacts) {
        row(
            facts.source.method.rawValue.uppercased(), facts.domain, facts.registrar,
            facts.registrarID.map { "IANA \($0)" }, facts.registrant, facts.created,
            facts.expires.map { "→ \($0)" }, facts.nameServers.joined(separator: " "),
            facts.problem.map { say($0.message) })
    }

    private func show(_ facts: AddressRegistration) {
        row(
            facts.source.method.rawValue.uppercased(), facts.address.description, facts.network,
            facts.holder ?? facts.name, facts.country, facts.problem.map { say($0.message) })
    }

    private func showOrigin(_ lead: Lead) {
        section(CommandMessages.originTitle)
        row(
            lead.origin.source.rawValue, lead.origin.reportedAt, lead.origin.reporterReference,
            lead.origin.note, lead.origin.foundOn, Timestamp.beijing(lead.addedAt))
    }

    private func showCertificates(_ certificates: [CertificateSighting]) {
        if !certificates.isEmpty { section(CertificateMessages.title) }
        for certificate in certificates {
            row(
                certificate.log, "#\(certificate.entry)",
                say(
                    CertificateMessages.logged(
                        certificate.kind.rawValue, Timestamp.beijing(certificate.loggedAt))),
                certificate.issuer.map { "← \($0)" }, certificate.names.joined(separator: " "))
            row(
                "  SHA-256 " + certificate.sha256,
                say(
                    CertificateMessages.signedHead(
                        certificate.head.size, Timestamp.beijing(certificate.head.time),
                        isProven: certificate.path != nil)))
        }
    }

    private func show(_ capture: Capture) {
        section(CommandMessages.captureTitle(capture.name, Timestamp.beijing(capture.startedAt)))
        for visit in capture.visits {
            let outcome = visit.status.map(String.init) ?? visit.failure?.code ?? "–"
            let cut = visit.status != nil ? visit.failure?.code : nil
            row(
                outcome, visit.address.description, visit.reachedBy.map { "← \($0)" },
                visit.remote?.address.description, "\(visit.bodyBytes) B", cut, visit.title)
        }
    }

    private func showLookups(_ dossier: Dossier) {
        if !dossier.lookups.isEmpty { section(LookupMessages.title) }
        for facts in dossier.lookups {
            row(
                facts.title, facts.subject, Timestamp.beijing(facts.source.askedAt),
                facts.problem.map { say($0.message) })
            for values in facts.rows {
                let texts = values.map {
                    "\(say(LookupMessages.field($0.field.rawValue))) \($0.text)"
                }
                row("  " + texts.joined(separator: "  "))
            }
            let more = facts.rowCount - facts.rows.count
            if more > 0 { row("  " + say(LookupMessages.moreRows(more))) }
        }
        let comparisons = dossier.icpComparisons
        if !comparisons.isEmpty { section(LookupMessages.comparisonTitle) }
        for comparison in comparisons {
            let shown = comparison.shown.joined(separator: " ")
            let found = (comparison.found + comparison.holders).joined(separator: " ")
            row(
                comparison.subject,
                say(LookupMessages.shownByPage) + ": "
                    + (shown.isEmpty ? say(LookupMessages.nothingShown) : shown),
                say(LookupMessages.foundByLookup) + ": "
                    + (found.isEmpty ? say(LookupMessages.nothingFound) : found),
                "[\(say(LookupMessages.outcome(comparison.outcome.rawValue)))]")
        }
    }

    private func showAttachments(_ attachments: [Attachment]) {
        if !attachments.isEmpty { section(AttachmentMessages.title) }
        for attachment in attachments {
            row(
                attachment.name, say(AttachmentMessages.kind(attachment.kind.rawValue)),
                attachment.text, attachment.source.map { "← \($0)" }, attachment.by,
                Timestamp.beijing(attachment.at))
            for file in attachment.files {
                row("  " + file.name, file.format.rawValue, "\(file.bytes) B", file.sha256)
            }
        }
    }

    private func show(_ dossier: Dossier) {
        section(CommandMessages.dossierTitle)
        for facts in dossier.networks {
            row(
                facts.address.description, facts.network, facts.asNumber.map { "AS\($0)" },
                facts.asName, facts.country, facts.reverseNames.joined(separator: " "))
        }
        for facts in dossier.registrations { show(facts) }
        for facts in dossier.addressRegistrations { show(facts) }
        for network in dossier.deliveryNetworks { row("CDN/WAF", network.name, network.mark) }
        for certificate in dossier.certificates.prefix(1) {
            row(
                "TLS", certificate.subject, "← \(certificate.issuer)",
                certificate.alternativeNames.prefix(10).joined(separator: " "),
                "\(Timestamp.beijing(certificate.notBefore)) – "
                    + Timestamp.beijing(certificate.notAfter))
        }
        for server in dossier.servers { row("Server", server) }
        for identifier in dossier.identifiers { row(identifier.kind.rawValue, identifier.value) }
        for contact in dossier.contacts { row(contact.kind.rawValue, contact.value) }
        for gap in dossier.gaps { row(gap) }
    }
}
