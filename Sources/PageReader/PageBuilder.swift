// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import CXML2
import Casework
import Glibc

/// Makes a ``Page`` of the events of one parse.
///
/// Its frames mirror libxml2's stack of open elements. libxml2 sometimes leaves an element without
/// an event, so the depth that it reports is what counts, not the pairing of events.
struct PageBuilder {
    let source: Bytes
    let bounds: ReadingBounds
    var parser: htmlParserCtxtPtr?

    var text: TextAssembler
    var hidden: TextAssembler
    var title: TextAssembler
    var draft = Draft()
    var notes = AddressNotes()
    var tagNames: [UInt8] = []

    /// Where the last event ended: nothing that comes later begins before.
    private var floor = 0
    var frames: [Frame] = []
    private var elements = 0
    private var isDeaf = false

    /// One open element.
    struct Frame {
        var tag: Tag
        var visibility: Visibility
        /// How much text of its kind there was when the element began.
        var textStart: Int
        /// The index of what was made for the element, in the list for its tag.
        var item: Int?
    }

    enum Visibility {
        case shown
        case hidden
        case title
        /// The contents of a script or a style.
        case code
    }

    init(source: Bytes, bounds: ReadingBounds) {
        self.source = source
        self.bounds = bounds
        text = TextAssembler(limit: bounds.textBytes)
        hidden = TextAssembler(limit: bounds.textBytes)
        title = TextAssembler(limit: 4096)
        text.reserve(min(source.count / 2, bounds.textBytes))
        tagNames.reserveCapacity(8192)
        frames.reserveCapacity(64)
    }

    /// Notes that something was left out.
    mutating func cut(_ name: String) {
        if !draft.cuts.contains(name) { draft.cuts.append(name) }
    }

    // MARK: - Events

    mutating func start(_ name: UnsafePointer<UInt8>, _ attributes: Attributes) {
        guard let parser, !isDeaf else { return }
        let depth = Int(cxml2_depth(parser))
        close(to: depth - 1)
        elements += 1
        if elements > bounds.elements {
            isDeaf = true
            cut("elements")
            return
        }

        let end = Int(cxml2_offset(parser))
        let begin = floor
        let length = strlen(name)
        if length == 1, name[0] == UInt8(ascii: "p"), isImplied(from: begin, to: end) {
            let outer = frames.last?.visibility ?? .shown
            frames.append(
                Frame(
                    tag: .other, visibility: outer,
                    textStart: outer == .hidden ? hidden.count : text.count))
            return
        }
        floor = max(floor, end)
        tagNames.append(contentsOf: UnsafeBufferPointer(start: name, count: length))
        tagNames.append(0x7C)

        let tag = Tag(name)
        let outer = frames.last?.visibility ?? .shown
        var visibility = outer
        switch tag {
        case .script, .style: visibility = .code
        case .title:
            // Browsers show the first title only, and an image's never.
            let isFirst = title.count == 0 && !frames.contains { $0.tag == .svg }
            visibility = isFirst ? .title : .hidden
        case .noscript, .template: if outer == .shown { visibility = .hidden }
        default: if outer == .shown, attributes.hides { visibility = .hidden }
        }
        if visibility == .hidden {
            if outer == .shown || tag.isBlock { hidden.breakBlock() }
        }
        if tag.isBlock, outer == .shown { text.breakBlock() }

        var frame = Frame(
            tag: tag, visibility: visibility,
            textStart: visibility == .hidden ? hidden.count : text.count)
        if tag.rawValue >= Tag.img.rawValue || tag == .form || tag == .option || tag == .body {
            let element = Element(
                name: Bytes(start: name, count: length), tag: tag, begin: begin, end: end,
                isHidden: visibility == .hidden)
            frame.item = open(element, attributes)
        }
        if depth > bounds.depth, !tag.isVoid, visibility != .code, visibility != .title {
            cut("depth")
            cxml2_forget_innermost(parser)
            finish(frame)
        } else {
            frames.append(frame)
        }
    }

    /// Whether a paragraph that begins while the parser stands at `end` is not in the source.
    ///
    /// libxml2 puts text outside of all elements into one, and says so when it has read the text:
    /// no reader sees a new block there, and the text's own event is yet to come.
    private func isImplied(from begin: Int, to end: Int) -> Bool {
        var from = begin
        while let open = source.first(0x3C, from: from, to: min(end, source.count)) {
            from = open + 1
            if source.hasCaseless("<p", at: open) || source.hasCaseless("</p", at: open) {
                return false
            }
        }
        return true
    }

    mutating func end() {
        guard let parser, !isDeaf else { return }
        floor = max(floor, Int(cxml2_offset(parser)))
        close(to: Int(cxml2_depth(parser)) - 1)
    }

    mutating func characters(_ bytes: UnsafePointer<UInt8>, _ count: Int) {
        guard let parser, !isDeaf, count > 0 else { return }
        close(to: Int(cxml2_depth(parser)))
        let visibility = frames.last?.visibility ?? .shown
        switch locate(bytes, count, before: Int(cxml2_offset(parser))) {
        case .verbatim(let place):
            switch visibility {
            case .shown: text.add(bytes, count, at: place)
            case .hidden: hidden.add(bytes, count, at: place)
            case .title: title.add(bytes, count, at: place)
            case .code: extendCode(place..<place + count)
            }
        case .reference(let place):
            switch visibility {
            case .shown: text.add(bytes, count, referredToBy: place)
            case .hidden: hidden.add(bytes, count, referredToBy: place)
            case .title: title.add(bytes, count, referredToBy: place)
            case .code: extendCode(place)
            }
        case .scattered(let pieces):
            for piece in pieces {
                guard let base = source.baseAddress else { continue }
                let bytes = base + piece.lowerBound
                switch visibility {
                case .shown: text.add(bytes, piece.count, at: piece.lowerBound)
                case .hidden: hidden.add(bytes, piece.count, at: piece.lowerBound)
                case .title: title.add(bytes, piece.count, at: piece.lowerBound)
                case .code: extendCode(piece)
                }
            }
        }
    }

    mutating func comment(_ value: UnsafePointer<UInt8>) {
        guard let parser, !isDeaf else { return }
        let end = Int(cxml2_offset(parser))
        let begin = floor
        floor = max(floor, end)
        guard draft.comments.count < bounds.comments else {
            cut("comments")
            return
        }
        let start = source.find("<!--", from: begin, to: end) ?? begin
        draft.comments.append(Quote(String(cString: value), at: start..<max(start, end)))
    }

    // MARK: - Places

    private enum Placement {
        case verbatim(Int)
        case reference(Range<Int>)
        case scattered([Range<Int>])
    }

    /// Where the source has the `count` bytes that the parser reports while it stands at `here`.
    private mutating func locate(
        _ bytes: UnsafePointer<UInt8>, _ count: Int, before here: Int
    ) -> Placement {
        guard let base = source.baseAddress, here <= source.count else {
            return .reference(floor..<floor)
        }
        let start = here - count
        if start >= floor, memcmp(base + start, bytes, count) == 0 {
            floor = here
            return .verbatim(start)
        }
        if count >= 1000, here < source.count {
            let end = here + sequenceLength(source[here])
            if end - count >= floor, end <= source.count,
                memcmp(base + (end - count), bytes, count) == 0
            {
                floor = end
                return .verbatim(end - count)
            }
        }
        if count < 1000, let reference = reference(before: here) {
            let isBare =
                count == 1 && bytes[0] == 0x26 && source[here - 1] != 0x3B
                && reference + 1 < source.count && source[reference + 1] != 0x23
            floor = isBare ? reference + 1 : here
            return isBare ? .verbatim(reference) : .reference(reference..<here)
        }
        let end = count >= 1000 && here < source.count ? here + sequenceLength(source[here]) : here
        let begin = floor
        floor = max(floor, min(end, source.count))
        if let pieces = pieces(bytes, count, from: begin, to: floor) { return .scattered(pieces) }
        return .reference(begin..<floor)
    }

    /// Where the `&` of the reference that ends at `here` stands.
    private func reference(before here: Int) -> Int? {
        var index = here - 1
        while index >= floor, here - index <= 64 {
            let byte = source[index]
            if byte == 0x26 { return index }
            guard isAlphanumeric(byte) || byte == 0x23 || (byte == 0x3B && index == here - 1)
            else { return nil }
            index -= 1
        }
        return nil
    }

    /// Aligns the reported bytes with the source backwards from `end`, leaving out what XML forbids.
    private func pieces(
        _ bytes: UnsafePointer<UInt8>, _ count: Int, from begin: Int, to end: Int
    ) -> [Range<Int>]? {
        var pieces: [Range<Int>] = []
        var index = end
        var left = count
        var upper = end
        while left > 0 {
            guard index > begin else { return nil }
            let byte = source[index - 1]
            if byte == bytes[left - 1] {
                index -= 1
                left -= 1
                continue
            }
            if index < upper { pieces.append(index..<upper) }
            if byte < 0x20 {
                index -= 1
            } else if byte & 0xFE == 0xBE, index >= 3, source[index - 2] == 0xBF,
                source[index - 3] == 0xEF
            {
                index -= 3  // U+FFFE or U+FFFF
            } else {
                return nil
            }
            guard index >= begin else { return nil }
            upper = index
        }
        if index < upper { pieces.append(index..<upper) }
        return pieces.reversed()
    }

    // MARK: - Closing

    /// Ends the elements that are open beyond `depth`.
    private mutating func close(to depth: Int) {
        while frames.count > max(0, depth), let frame = frames.popLast() { finish(frame) }
    }

    /// Ends all elements, at the end of the page.
    mutating func closeAll() { close(to: 0) }
}
