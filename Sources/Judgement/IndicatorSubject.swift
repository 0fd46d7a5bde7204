// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework

/// A page as indicators see it: for each field its values.
struct IndicatorSubject {
    private var values: [Indicator.Field: [[UInt8]]] = [:]

    init(_ page: Page) {
        func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
        values[.html] = [page.source]
        // Without a browser the document is what was sent, as for IOK's own fetcher.
        values[.dom] = [page.source]
        values[.title] = [bytes(page.title.string)]
        values[.hostname] = [bytes(page.address.host)]
        values[.js] = page.scripts.filter { !$0.text.text.isEmpty }.map { bytes($0.text.text) }
        values[.css] = page.styles.filter { !$0.text.text.isEmpty }.map { bytes($0.text.text) }
        values[.headers] = page.headers.map { bytes("\(Self.canonical($0.name)): \($0.value)") }
        values[.cookies] = page.headers.filter { $0.name.lowercased() == "set-cookie" }
            .map { bytes(String($0.value.prefix { $0 != ";" })) }
        let targets =
            page.scripts.compactMap(\.source) + page.styles.compactMap(\.source)
            + page.images.map(\.source) + page.icons.map(\.target)
        let addresses = targets.filter { !$0.isEmpty && !$0.hasPrefix("data:") }
            .compactMap { try? WebAddress($0, relativeTo: page.address) }
        values[.requests] = ([page.address] + addresses).map { bytes($0.description) }
    }

    /// A header's name as Go writes it: `X-Powered-By`.
    private static func canonical(_ name: String) -> String {
        name.split(separator: "-", omittingEmptySubsequences: false)
            .map { $0.prefix(1).uppercased() + $0.dropFirst().lowercased() }.joined(separator: "-")
    }

    /// The first value that fits `test`, and where.
    func evidence(for test: Indicator.Test) -> (text: [UInt8], place: Range<Int>)? {
        let values = values[test.field] ?? []
        func first(_ wanted: Indicator.Comparison) -> (text: [UInt8], place: Range<Int>)? {
            for value in values {
                if let place = Self.place(of: wanted, in: value) { return (value, place) }
            }
            return nil
        }
        guard test.all else {
            for wanted in test.wanted {
                if let found = first(wanted) { return found }
            }
            return nil
        }
        let found = test.wanted.map(first)
        return found.contains { $0 == nil } ? nil : found.first ?? nil
    }

    private static func place(of wanted: Indicator.Comparison, in value: [UInt8]) -> Range<Int>? {
        switch wanted {
        case .equals(let text):
            let isSame = folded(text) == folded(String(decoding: value, as: UTF8.self))
            return isSame ? 0..<value.count : nil
        case .contains(let part): return find(part, in: value)
        case .startsWith(let part): return value.starts(with: part) ? 0..<part.count : nil
        case .endsWith(let part):
            return value.suffix(part.count).elementsEqual(part)
                ? value.count - part.count..<value.count : nil
        case .matches(let pattern): return pattern.matches(in: value, limit: 1).first
        }
    }

    /// `text` with each character as its lower case of its upper case: Unicode's simple folding, by
    /// which Go's `EqualFold` compares.
    private static func folded(_ text: String) -> [Unicode.Scalar] {
        func single(_ mapped: String, _ scalar: Unicode.Scalar) -> Unicode.Scalar {
            mapped.unicodeScalars.count == 1 ? mapped.unicodeScalars.first ?? scalar : scalar
        }
        return text.unicodeScalars.map { scalar in
            let upper = single(scalar.properties.uppercaseMapping, scalar)
            return single(upper.properties.lowercaseMapping, upper)
        }
    }

    /// Where `part` first stands in `value`.
    private static func find(_ part: [UInt8], in value: [UInt8]) -> Range<Int>? {
        guard let head = part.first else { return 0..<0 }
        guard value.count >= part.count else { return nil }
        return value.withUnsafeBufferPointer { value in
            part.withUnsafeBufferPointer { part in
                let last = part[part.count - 1]
                for start in 0...(value.count - part.count)
                where value[start] == head && value[start + part.count - 1] == last {
                    var step = 1
                    while step < part.count, value[start + step] == part[step] { step += 1 }
                    if step == part.count { return start..<start + part.count }
                }
                return nil
            }
        }
    }
}

extension Judge {
    /// The name under which an indicator's findings stand, before its own.
    package static let indicatorPrefix = "iok:"

    /// What the indicators say of `page`; they weigh nothing, and name the kit that it was made with.
    func indicatorFindings(_ page: Page, _ places: @autoclosure () -> SourcePlaces) -> [Finding] {
        guard !indicators.isEmpty else { return [] }
        let subject = IndicatorSubject(page)
        return indicators.compactMap { indicator in
            guard let found = indicator.evidence(in: subject) else { return nil }
            var finding = Finding(
                rule: Self.indicatorPrefix + indicator.id, title: indicator.title, field: "html",
                text: "", start: 0, end: 0, weight: 0, why: indicator.summary)
            guard let found else { return finding }
            let quoted = String(decoding: found.text[found.place], as: UTF8.self)
            finding.field = found.field.rawValue
            finding.text = String(
                String.UnicodeScalarView(quoted.unicodeScalars.prefix(Reading.quoteLimit)))
            if found.field == .html || found.field == .dom {
                finding.start = places().codePoint(at: found.place.lowerBound)
            } else {
                finding.start =
                    String(decoding: found.text[..<found.place.lowerBound], as: UTF8.self)
                    .unicodeScalars.count
            }
            finding.end = finding.start + finding.text.unicodeScalars.count
            return finding
        }
    }
}
