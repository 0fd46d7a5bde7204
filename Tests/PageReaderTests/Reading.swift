// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import PageReader
import Testing

let somewhere = WebAddress(scheme: .http, host: "cx.example")

/// The page that `html` is, sent as UTF-8.
func page(_ html: String, bounds: ReadingBounds = ReadingBounds()) -> Page {
    PageReader.read(
        Array(html.utf8), at: somewhere, contentType: "text/html; charset=utf-8", bounds: bounds)
}

/// Checks that every run of every text stands where it says.
func expectExact(_ page: Page, _ location: SourceLocation = #_sourceLocation) {
    for text in [page.text, page.hiddenText, page.title] {
        #expect(isExact(text, in: page.source), sourceLocation: location)
    }
    for place in allPlaces(of: page) {
        #expect(
            place.lowerBound >= 0 && place.upperBound <= page.source.count, sourceLocation: location
        )
    }
}

/// Whether the runs ascend, lie inside `source`, and have its bytes where they say so.
func isExact(_ text: PlacedText, in source: [UInt8]) -> Bool {
    var textEnd = 0
    var sourceEnd = 0
    for run in text.runs {
        let end = run.sourceStart + run.sourceLength
        guard run.textStart >= textEnd, run.sourceStart >= sourceEnd, end <= source.count else {
            return false
        }
        textEnd = run.textStart
        sourceEnd = end
        guard run.isVerbatim else { continue }
        textEnd += run.sourceLength
        guard textEnd <= text.bytes.count,
            text.bytes[run.textStart..<textEnd] == source[run.sourceStart..<end]
        else { return false }
    }
    return text.blocks.allSatisfy { $0 <= text.bytes.count } && text.blocks == text.blocks.sorted()
        && (text.bytes.isEmpty || text.blocks.first == 0)
}

func allPlaces(of page: Page) -> [Range<Int>] {
    var places = page.links.map(\.place) + page.images.map(\.place) + page.frames.map(\.place)
    places += page.forms.flatMap { [$0.place] + $0.fields.map(\.place) }
    places += page.looseFields.map(\.place)
    places += page.scripts.map(\.text.place) + page.styles.map(\.text.place)
    places += page.comments.map(\.place) + page.metas.map(\.content.place)
    places += page.redirects.map(\.place)
    places += page.identifiers.map(\.written.place) + page.contacts.map(\.written.place)
    return places
}

extension Page {
    /// What the source has at `place`.
    func written(at place: Range<Int>) -> String {
        String(decoding: source[place], as: UTF8.self)
    }

    func values(_ kind: Contact.Kind) -> [String] {
        contacts.filter { $0.kind == kind }.map(\.value)
    }

    func values(_ kind: Identifier.Kind) -> [String] {
        identifiers.filter { $0.kind == kind }.map(\.value)
    }
}
