// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// 取证访问: one visit to a lead by one persona at one time.
///
/// Its key is lead, persona and attempt, so that a visit that a crash repeats lands once.
package struct Capture: Sendable, Hashable, Codable {
    package var lead: Int64
    package var persona: Persona
    /// 1 for the first visit of this lead by this persona.
    package var attempt: Int
    package var startedAt: Date
    package var endedAt: Date
    /// In the order they happened, pages first to last, each with its redirects.
    package var visits: [ExchangeRecord]
    package var names: [NameReport]
    /// Where the stored bytes lie.
    package var archive: [ArchivePlace]
    /// The software that made it: name and version.
    package var software: String
    /// By how many seconds this machine's clock was set while the visit lasted.
    ///
    /// `nil` if by less than one. Of the visit's times those after the step are of the new clock.
    package var clockStep: Double?
    /// How far the clock was from another when the visit began; `nil` of captures that were made
    /// before this was asked.
    package var clock: ClockCheck?
    /// The machine that made it: operating system, processor and libraries, each with its version.
    package var environment: String?

    package init(
        lead: Int64, persona: Persona, attempt: Int, startedAt: Date, endedAt: Date,
        visits: [ExchangeRecord] = [], names: [NameReport] = [], archive: [ArchivePlace] = [],
        software: String, clockStep: Double? = nil, clock: ClockCheck? = nil,
        environment: String? = nil
    ) {
        self.lead = lead
        self.persona = persona
        self.attempt = attempt
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.visits = visits
        self.names = names
        self.archive = archive
        self.software = software
        self.clockStep = clockStep
        self.clock = clock
        self.environment = environment
    }

    /// `JW-000042-desktop-1`.
    package var name: String { "\(CaseNumber(lead))-\(persona.name)-\(attempt)" }
}

/// What the casebook keeps of one ``Exchange``; its bytes are in the archive.
package struct ExchangeRecord: Sendable, Hashable, Codable {
    /// Why the request was made.
    package enum Purpose: String, Sendable, Hashable, Codable {
        case robots
        case page
        case redirect
        case favicon
    }

    package var address: WebAddress
    package var purpose: Purpose
    package var status: Int?
    package var httpVersion: String?
    package var contentType: String?
    /// Bytes of body as sent.
    package var bodyBytes: Int
    /// SHA-256 of the body as sent, in hexadecimal.
    package var bodySHA256: String?
    package var failure: FetchFailure?
    package var remote: Exchange.Endpoint?
    package var tls: TLSSession?
    package var headers: [HeaderField]
    package var startedAt: Date
    package var timing: Exchange.Timing
    /// Where this address was found: a redirect's status, `meta-refresh`, `script`, `link`.
    package var reachedBy: String?
    /// The title of the page, if it is one.
    package var title: String?

    package init(
        address: WebAddress, purpose: Purpose, status: Int? = nil, httpVersion: String? = nil,
        contentType: String? = nil, bodyBytes: Int = 0, bodySHA256: String? = nil,
        failure: FetchFailure? = nil, remote: Exchange.Endpoint? = nil, tls: TLSSession? = nil,
        headers: [HeaderField] = [], startedAt: Date, timing: Exchange.Timing = .init(),
        reachedBy: String? = nil, title: String? = nil
    ) {
        self.address = address
        self.purpose = purpose
        self.status = status
        self.httpVersion = httpVersion
        self.contentType = contentType
        self.bodyBytes = bodyBytes
        self.bodySHA256 = bodySHA256
        self.failure = failure
        self.remote = remote
        self.tls = tls
        self.headers = headers
        self.startedAt = startedAt
        self.timing = timing
        self.reachedBy = reachedBy
        self.title = title
    }
}

/// A run of whole WARC records in an archive segment.
package struct ArchivePlace: Sendable, Hashable, Codable {
    /// The segment's file name inside the archive folder.
    package var segment: String
    package var offset: Int
    package var length: Int

    package init(segment: String, offset: Int, length: Int) {
        self.segment = segment
        self.offset = offset
        self.length = length
    }
}
