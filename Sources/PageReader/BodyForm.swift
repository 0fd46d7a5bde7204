// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// What kind of document a body is.
enum BodyForm {
    /// Markup, which is read as HTML whatever it calls itself.
    case markup
    /// Text without markup, or data: JSON, XML, plain text. The body is the text.
    case plain
    /// Images, archives and the like: nothing to read.
    case binary

    init(_ body: [UInt8], contentType: String?) {
        let type = contentType?.split(separator: ";").first.map {
            $0.lowercased().filter { $0 != " " && $0 != "\t" }
        }
        self = body.withUnsafeBufferPointer { Self.form(of: $0, type ?? "") }
    }

    private static func form(of body: Bytes, _ type: String) -> BodyForm {
        let isMarkup = type.hasPrefix("text/html") || type.hasPrefix("application/xhtml")
        if !isMarkup {
            if hasMagic(body) { return .binary }
            let kind = type.prefix { $0 != "/" }
            if ["image", "audio", "video", "font"].contains(kind), type != "image/svg+xml" {
                return .binary
            }
            if type.hasSuffix("/json") || type.hasSuffix("+json") || type == "text/plain"
                || type.hasSuffix("/xml") || type.hasSuffix("+xml") || type.hasSuffix("javascript")
                || type == "text/css" || type == "text/csv"
            {
                // XHTML is sent as plain XML too.
                let isHTML = type.hasSuffix("xml") && body.findCaseless("<html", to: 2048) != nil
                return isHTML ? .markup : .plain
            }
        }
        var first = body.has("\u{FEFF}", at: 0) ? 3 : 0
        while first < body.count, isBlank(body[first]) { first += 1 }
        guard first < body.count else { return .markup }
        if !isMarkup, body[first] == UInt8(ascii: "{") || body[first] == UInt8(ascii: "[") {
            return .plain
        }
        if !isMarkup, body.has("<?xml", at: first), body.findCaseless("<html", to: 2048) == nil {
            return .plain
        }
        return .markup
    }

    /// Whether the body begins as a file of a kind that holds no text.
    ///
    /// Source: <https://mimesniff.spec.whatwg.org/#matching-a-mime-type-pattern>.
    private static func hasMagic(_ body: Bytes) -> Bool {
        let magics: [[UInt8]] = [
            [0x89, 0x50, 0x4E, 0x47], [0xFF, 0xD8, 0xFF], [0x47, 0x49, 0x46, 0x38],
            [0x25, 0x50, 0x44, 0x46, 0x2D], [0x50, 0x4B, 0x03, 0x04], [0x1F, 0x8B, 0x08],
            [0x52, 0x49, 0x46, 0x46], [0x00, 0x00, 0x01, 0x00], [0x77, 0x4F, 0x46, 0x46],
            [0x77, 0x4F, 0x46, 0x32], [0x37, 0x7A, 0xBC, 0xAF], [0x52, 0x61, 0x72, 0x21],
            [0x7F, 0x45, 0x4C, 0x46], [0x4D, 0x5A, 0x90, 0x00], [0xD0, 0xCF, 0x11, 0xE0],
        ]
        if magics.contains(where: { body.starts(with: $0) }) { return true }
        return body.count > 12 && body.has("ftyp", at: 4)
    }
}
