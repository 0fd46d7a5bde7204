// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// 案件: a lead with all that became known of it.
package struct CaseFile: Sendable, Hashable, Codable {
    package var lead: Lead
    package var state: State
    /// Oldest first.
    package var captures: [Capture]
    /// The verdict that stands now.
    package var verdict: Verdict?
    package var dossier: Dossier?
    /// What the analysts see of each page that was read, front page first.
    package var pages: [PageRecord]
    /// What analysts looked up by hand, oldest first.
    package var attachments: [Attachment]
    /// Notices that were sent about it, oldest first.
    package var notices: [SentNotice]
    /// Certificates for its host in certificate-transparency logs, in the order they were found.
    package var certificates: [CertificateSighting]

    package enum State: String, Sendable, Hashable, Codable, CaseIterable {
        /// Not visited yet.
        case waiting
        /// Claimed by a sweep that may still be at it.
        case working
        /// Visited and judged.
        case done
        /// Could not be visited: see ``CaseFile/outcome``.
        case failed
    }

    /// Why it could not be visited, or `nil`.
    package var failure: FetchFailure?

    package init(
        lead: Lead, state: State, captures: [Capture] = [], verdict: Verdict? = nil,
        dossier: Dossier? = nil, pages: [PageRecord] = [],
        attachments: [Attachment] = [], notices: [SentNotice] = [],
        certificates: [CertificateSighting] = [], failure: FetchFailure? = nil
    ) {
        self.lead = lead
        self.state = state
        self.captures = captures
        self.verdict = verdict
        self.dossier = dossier
        self.pages = pages
        self.attachments = attachments
        self.notices = notices
        self.certificates = certificates
        self.failure = failure
    }
}

/// What the casebook keeps of one page that was read and judged.
package struct PageRecord: Sendable, Hashable, Codable {
    package var address: WebAddress
    package var title: String
    package var encoding: String
    /// The visible text, a line for each block.
    package var text: String
    package var hiddenText: String
    package var identifiers: [Identifier]
    package var contacts: [Contact]
    package var fingerprints: Fingerprints
    package var verdict: Verdict

    package init(
        address: WebAddress, title: String, encoding: String, text: String, hiddenText: String,
        identifiers: [Identifier], contacts: [Contact], fingerprints: Fingerprints,
        verdict: Verdict
    ) {
        self.address = address
        self.title = title
        self.encoding = encoding
        self.text = text
        self.hiddenText = hiddenText
        self.identifiers = identifiers
        self.contacts = contacts
        self.fingerprints = fingerprints
        self.verdict = verdict
    }
}
