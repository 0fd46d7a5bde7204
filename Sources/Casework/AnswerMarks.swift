// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// What gives away that a DNS answer is not a site's own: parking, blocking, hijacked absence.
///
/// Data that analysts extend: `Seeds/dns-answers.csv`.
package struct AnswerMarks: Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable {
        /// A registrar or a dealer shows a page of its own, or offers the name for sale.
        case parked
        /// The name exists, but is sent to a page that warns, or nowhere.
        case sinkhole
        /// A resolver sends names that do not exist to a page of its own.
        case hijack
    }

    package struct RangeMark: Sendable, Hashable {
        package var range: AddressRange
        package var kind: Kind

        package init(range: AddressRange, kind: Kind) {
            self.range = range
            self.kind = kind
        }
    }

    package var ranges: [RangeMark]
    /// Domains of name servers, or that a CNAME leads to; names under them count too.
    package var domains: [String: Kind]

    package init(ranges: [RangeMark] = [], domains: [String: Kind] = [:]) {
        self.ranges = ranges
        self.domains = domains
    }

    /// What the answers about a name give away; `nil` if nothing.
    package func kind(of report: NameReport) -> Kind? {
        for address in report.addresses {
            if let mark = ranges.first(where: { $0.range.contains(address) }) { return mark.kind }
        }
        guard !domains.isEmpty else { return nil }
        for record in report.answers.flatMap(\.records)
        where record.type == .ns || record.type == .cname {
            if let kind = kind(ofDomain: record.value) { return kind }
        }
        return nil
    }

    private func kind(ofDomain name: String) -> Kind? {
        var rest = name.lowercased()[...]
        if rest.last == "." { rest = rest.dropLast() }
        while !rest.isEmpty {
            if let kind = domains[String(rest)] { return kind }
            guard let dot = rest.firstIndex(of: ".") else { return nil }
            rest = rest[rest.index(after: dot)...]
        }
        return nil
    }
}
