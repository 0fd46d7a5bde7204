// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// The elements that mean something to a reader of pages.
enum Tag: UInt8 {
    case other
    // Blocks: each begins and ends a line, cell or paragraph.
    case block, tr, body, form, option, table
    // Void blocks.
    case br, hr
    // Void elements in a line.
    case img, input, link, meta, base, frame, void
    case a, area, label, select, textarea, button
    case script, style, title, noscript, template, iframe, svg, head, html

    /// Whether a new block of text begins and ends with the element.
    var isBlock: Bool { rawValue >= Tag.block.rawValue && rawValue <= Tag.hr.rawValue }

    /// Whether the element never has content.
    var isVoid: Bool {
        (rawValue >= Tag.br.rawValue && rawValue <= Tag.void.rawValue) || self == .area
    }

    /// The element named by the bytes up to the NUL; libxml2 gives names in lower case.
    init(_ name: UnsafePointer<UInt8>) {
        var key: UInt64 = 0
        var shift: UInt64 = 0
        var index = 0
        while name[index] != 0 {
            // Only "blockquote" and "figcaption" are longer than eight bytes.
            if index == 8 {
                self =
                    name[0] == UInt8(ascii: "b") || name[0] == UInt8(ascii: "f") ? .block : .other
                return
            }
            key |= UInt64(name[index]) << shift
            shift += 8
            index += 1
        }
        self = Self.names[key]
    }

    private static let names = Table([
        (
            .block,
            "p div li ul ol dl dt dd td th h1 h2 h3 h4 h5 h6 pre address article aside center dir "
                + "fieldset figure footer header hgroup legend main menu nav section summary details "
                + "caption thead tbody tfoot optgroup dialog marquee search"
        ),
        (.tr, "tr"), (.body, "body"), (.form, "form"), (.option, "option"), (.table, "table"),
        (.br, "br"), (.hr, "hr"), (.img, "img image"), (.input, "input"), (.link, "link"),
        (.meta, "meta"), (.base, "base"), (.frame, "frame"),
        (.void, "col embed source track wbr param keygen basefont isindex"),
        (.a, "a"), (.area, "area"), (.label, "label"), (.select, "select"),
        (.textarea, "textarea"), (.button, "button"), (.script, "script"), (.style, "style"),
        (.title, "title"), (.noscript, "noscript noframes noembed"), (.template, "template"),
        (.iframe, "iframe"), (.svg, "svg math"), (.head, "head"), (.html, "html"),
    ])

    /// A hash table from a name of up to eight bytes, packed into a word, to its tag.
    private struct Table: Sendable {
        private var keys = [UInt64](repeating: 0, count: 512)
        private var tags = [Tag](repeating: .other, count: 512)

        init(_ entries: [(Tag, String)]) {
            for (tag, names) in entries {
                for name in names.split(separator: " ") where name.utf8.count <= 8 {
                    var key: UInt64 = 0
                    for (index, byte) in name.utf8.enumerated() {
                        key |= UInt64(byte) << UInt64(8 * index)
                    }
                    var slot = Self.slot(of: key)
                    while keys[slot] != 0 { slot = (slot + 1) & 511 }
                    keys[slot] = key
                    tags[slot] = tag
                }
            }
        }

        private static func slot(of key: UInt64) -> Int {
            Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 55)
        }

        subscript(key: UInt64) -> Tag {
            var slot = Self.slot(of: key)
            while keys[slot] != 0 {
                if keys[slot] == key { return tags[slot] }
                slot = (slot + 1) & 511
            }
            return .other
        }
    }
}
