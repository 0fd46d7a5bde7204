// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// 页面: what a person would read on a page, and what it is built of.
///
/// Every place is a range of bytes in ``source``.
package struct Page: Sendable, Hashable {
    package var address: WebAddress
    /// The page as UTF-8, decoded from ``encoding``; what every place refers to.
    package var source: [UInt8]
    /// The character encoding that was used, by its WHATWG name: `gb18030`.
    package var encoding: String
    /// What named the encoding.
    package var encodingSource: EncodingSource
    package var title: PlacedText
    /// What a reader sees, in reading order.
    package var text: PlacedText
    /// What is on the page but not shown: `display:none`, `hidden`, zero size, colour on itself.
    package var hiddenText: PlacedText
    /// What attributes tell a reader: alternative texts, tool tips, placeholders; a block each.
    package var attributeText: PlacedText
    /// Strings of inline scripts and JSON that hold more than ASCII; a block each.
    package var scriptText: PlacedText
    package var links: [Link]
    package var forms: [Form]
    /// Inputs outside any form, as script-built pages have them.
    package var looseFields: [FormField]
    package var images: [Image]
    package var scripts: [Script]
    /// The contents of inline `style` elements, and the addresses of style sheets.
    package var styles: [Script]
    package var comments: [Quote]
    package var metas: [MetaEntry]
    /// Icons that `link` elements name.
    package var icons: [Link]
    /// The header of the response that the page came in; empty if it is not known.
    package var headers: [HeaderField]
    /// `src` of frames.
    package var frames: [Link]
    /// Where the page sends its reader by itself: meta refresh, `location=` in a script.
    package var redirects: [PageRedirect]
    package var identifiers: [Identifier]
    package var contacts: [Contact]
    package var fingerprints: Fingerprints
    /// What the page is like, to be compared with references.
    package var sketch: PageSketch
    /// SHA-256 of the site's icon, if it was fetched.
    package var icon: String?
    /// What was left out because a bound was reached, by name: `elements`, `text`.
    package var cuts: [String]

    package enum EncodingSource: String, Sendable, Hashable, Codable {
        case byteOrderMark = "bom"
        case header
        case meta
        case content
    }

    package init(
        address: WebAddress, source: [UInt8], encoding: String, encodingSource: EncodingSource
    ) {
        self.address = address
        self.source = source
        self.encoding = encoding
        self.encodingSource = encodingSource
        title = PlacedText()
        text = PlacedText()
        hiddenText = PlacedText()
        attributeText = PlacedText()
        scriptText = PlacedText()
        links = []
        forms = []
        looseFields = []
        images = []
        scripts = []
        styles = []
        comments = []
        metas = []
        icons = []
        headers = []
        frames = []
        redirects = []
        identifiers = []
        contacts = []
        fingerprints = Fingerprints()
        sketch = PageSketch()
        cuts = []
    }
}

/// A stretch of a page, quoted, and its place in ``Page/source``.
package struct Quote: Sendable, Hashable, Codable {
    package var text: String
    package var place: Range<Int>

    package init(_ text: String, at place: Range<Int>) {
        self.text = text
        self.place = place
    }
}

/// A link as written.
package struct Link: Sendable, Hashable {
    /// As it stands in the source; resolve it against ``Page/address``.
    package var target: String
    package var text: String
    package var place: Range<Int>

    package init(target: String, text: String = "", place: Range<Int>) {
        self.target = target
        self.text = text
        self.place = place
    }
}

package struct Form: Sendable, Hashable {
    /// As written; `nil` if there is none.
    package var action: String?
    /// `get` or `post`.
    package var method: String
    package var fields: [FormField]
    package var place: Range<Int>

    package init(action: String?, method: String, fields: [FormField] = [], place: Range<Int>) {
        self.action = action
        self.method = method
        self.fields = fields
        self.place = place
    }
}

/// An input, select, text area or button, and all that tells a reader what to put there.
package struct FormField: Sendable, Hashable {
    /// The element's `type`, or its name: `text`, `hidden`, `submit`, `select`, `button`.
    package var kind: String
    /// Its `name`, else its `id`.
    package var name: String
    /// The text of its `label`, else the text that stands before it in the same block.
    package var label: String
    package var placeholder: String
    /// The `value` of a button; never of another field.
    package var caption: String
    package var place: Range<Int>

    package init(
        kind: String, name: String = "", label: String = "", placeholder: String = "",
        caption: String = "", place: Range<Int>
    ) {
        self.kind = kind
        self.name = name
        self.label = label
        self.placeholder = placeholder
        self.caption = caption
        self.place = place
    }
}

package struct Image: Sendable, Hashable {
    package var source: String
    package var alternative: String
    /// The target of the link around it, if there is one.
    package var link: String?
    package var place: Range<Int>

    package init(source: String, alternative: String = "", link: String? = nil, place: Range<Int>) {
        self.source = source
        self.alternative = alternative
        self.link = link
        self.place = place
    }
}

/// A script or a style sheet: what stands inline, or where the rest is.
package struct Script: Sendable, Hashable {
    package var source: String?
    package var text: Quote

    package init(source: String?, text: Quote) {
        self.source = source
        self.text = text
    }
}

package struct MetaEntry: Sendable, Hashable {
    /// `name`, `property` or `http-equiv`, lowercase.
    package var name: String
    package var content: Quote

    package init(name: String, content: Quote) {
        self.name = name
        self.content = content
    }
}

/// A way in which a page itself sends its reader on.
package struct PageRedirect: Sendable, Hashable {
    package enum Means: String, Sendable, Hashable, Codable {
        case metaRefresh = "meta-refresh"
        case script
    }

    package var means: Means
    package var target: String
    package var place: Range<Int>

    package init(means: Means, target: String, place: Range<Int>) {
        self.means = means
        self.target = target
        self.place = place
    }
}

/// Hashes by which the same site is known again.
package struct Fingerprints: Sendable, Hashable, Codable {
    /// The first 32 hexadecimal digits of the SHA-256 of all tag names joined by `|`.
    package var tagNames: String?
    /// A 64-bit similarity hash over shingles of the visible text, in hexadecimal.
    package var textSimilarity: String?

    package init(tagNames: String? = nil, textSimilarity: String? = nil) {
        self.tagNames = tagNames
        self.textSimilarity = textSimilarity
    }
}
