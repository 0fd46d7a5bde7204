// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework

/// Makes a ``Page`` of the bytes that a server sent.
///
/// Nothing on a page is run, fetched or believed: scripts are kept as text, encodings are checked,
/// sizes are bounded. May be called from many threads at once.
package enum PageReader {
    /// Reads `body`, which was found at `address`.
    ///
    /// Any bytes give a page: what is no text gives one without text, whose ``Page/cuts`` say
    /// `binary`.
    ///
    /// - Parameters:
    ///   - body: the response's body, already decompressed.
    ///   - address: where it was found.
    ///   - contentType: the `Content-Type` header, if there was one.
    ///   - bounds: how much is read.
    /// - Returns: what a person would read there.
    package static func read(
        _ body: [UInt8], at address: WebAddress, contentType: String? = nil,
        bounds: ReadingBounds = ReadingBounds()
    ) -> Page {
        var cuts: [String] = []
        var body = body
        if body.count > bounds.sourceBytes {
            body = Array(body.prefix(bounds.sourceBytes))
            cuts.append("source")
        }
        let form = BodyForm(body, contentType: contentType)
        guard form != .binary else {
            var page = Page(
                address: address, source: [], encoding: Charset.windows1252.name,
                encodingSource: contentType == nil ? .content : .header)
            page.cuts = cuts + ["binary"]
            return page
        }

        let decoded = DecodedBody(body, contentType: contentType)
        var page = Page(
            address: address, source: decoded.source, encoding: decoded.charset.name,
            encodingSource: decoded.found)
        let result = page.source.withUnsafeBufferPointer { source in
            var builder = PageBuilder(source: source, bounds: bounds)
            if form == .plain {
                if let base = source.baseAddress { builder.text.add(base, source.count, at: 0) }
            } else {
                MarkupParser.parse(source, into: &builder, bounds: bounds)
                builder.closeAll()
                if builder.isUnveiledLater {
                    builder = PageBuilder(source: source, bounds: bounds, followsSheet: false)
                    MarkupParser.parse(source, into: &builder, bounds: bounds)
                    builder.closeAll()
                }
            }
            return Finished(builder)
        }
        result.move(into: &page, bounds: bounds)
        page.cuts = cuts + page.cuts
        return page
    }

    /// Where a `Refresh` header sends its reader: browsers take it as a meta refresh.
    ///
    /// - Returns: the address as written, or `nil` if it names none.
    package static func refreshTarget(_ header: String) -> String? {
        Array(header.utf8).withUnsafeBufferPointer { Redirects.refreshTarget($0) }
    }
}

/// What a builder leaves behind once the source is no longer lent to it.
private struct Finished {
    private var builder: PageBuilder

    init(_ builder: PageBuilder) { self.builder = builder }

    func move(into page: inout Page, bounds: ReadingBounds) {
        page.title = builder.title.text
        page.text = builder.text.text
        page.hiddenText = builder.hidden.text
        page.scriptText = builder.scriptText.text
        page.text.applyOverrides()
        page.text.joinColumns()
        let draft = builder.draft
        page.attributeText = PlacedText(draft.hints)
        page.links = draft.links
        page.images = draft.images
        page.scripts = draft.scripts
        page.styles = draft.styles
        page.comments = draft.comments
        page.metas = draft.metas
        page.icons = draft.icons
        page.frames = draft.frames
        page.redirects = draft.redirects
        page.cuts = draft.cuts
        if builder.text.isCut || builder.hidden.isCut { page.cuts.append("text") }
        builder.assembleFields(into: &page)

        var found = builder.notes.found
        found.add(TokenScanner.scan(page.text, bounds: bounds))
        if !page.hiddenText.bytes.isEmpty {
            found.add(TokenScanner.scan(page.hiddenText, bounds: bounds))
        }
        found.add(TokenScanner.scan(page.title, bounds: bounds))
        found.add(TokenScanner.scan(page.attributeText, bounds: bounds))
        found.add(TokenScanner.scan(page.scriptText, bounds: bounds))
        for meta in page.metas where meta.name == "description" || meta.name == "keywords" {
            found.add(TokenScanner.scan(meta.content.placed, bounds: bounds))
        }
        page.identifiers = Array(found.identifiers.prefix(bounds.identifiers))
        page.contacts = Array(found.contacts.prefix(bounds.contacts))
        if found.identifiers.count > bounds.identifiers { page.cuts.append("identifiers") }
        if found.contacts.count > bounds.contacts { page.cuts.append("contacts") }
        (page.fingerprints, page.sketch) = Fingerprinting.fingerprints(
            tagNames: builder.tagNames, text: page.text.bytes)
    }
}

extension PlacedText {
    /// Each of `quotes` as a block.
    fileprivate init(_ quotes: [Quote]) {
        var text = TextAssembler(limit: Int.max)
        for quote in quotes {
            text.breakBlock()
            Array(quote.text.utf8).withUnsafeBufferPointer {
                guard let base = $0.baseAddress else { return }
                if $0.count == quote.place.count {
                    text.add(base, $0.count, at: quote.place.lowerBound)
                } else {
                    text.add(base, $0.count, referredToBy: quote.place)
                }
            }
        }
        self = text.text
    }
}

extension Quote {
    /// The quote as a text that knows its place.
    fileprivate var placed: PlacedText {
        let bytes = Array(text.utf8)
        return PlacedText(
            bytes: bytes,
            runs: [
                PlacedText.Run(
                    textStart: 0, sourceStart: place.lowerBound, sourceLength: place.count,
                    isVerbatim: bytes.count == place.count)
            ], blocks: [0])
    }
}
