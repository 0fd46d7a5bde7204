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
    /// What inline scripts hold for a reader.
    var scriptText: TextAssembler
    /// The rules of the page's own style elements.
    var sheet = StyleSheet()
    /// Whether ``sheet`` is followed.
    private let followsSheet: Bool
    /// Whether ``sheet`` hid anything.
    private(set) var sheetHides = false
    /// How many bytes may yet be turned around, and added by ``sheet``.
    private var reversals = 1 << 20
    private var generated = 1 << 16
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
        var order = Order()
        /// What the style sheet puts behind the element's text, and before its end.
        var after: [StyleSheet.Piece] = []
    }

    /// In which direction the characters of an element run.
    struct Order {
        var isRightToLeft = false
        /// Letters and hanzi run from right to left too.
        var isReversed = false
        /// The element's text is to be turned around when it ends.
        var turns = false
    }

    enum Visibility {
        case shown
        case hidden
        case title
        /// The contents of a script or a style.
        case code
    }

    init(source: Bytes, bounds: ReadingBounds, followsSheet: Bool = true) {
        self.source = source
        self.bounds = bounds
        self.followsSheet = followsSheet
        scriptText = TextAssembler(limit: bounds.scriptTextBytes)
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
                    textStart: outer == .hidden ? hidden.count : text.count,
                    order: frames.last?.order.inherited ?? Order()))
            return
        }
        floor = max(floor, end)
        tagNames.append(contentsOf: UnsafeBufferPointer(start: name, count: length))
        tagNames.append(0x7C)

        let tag = Tag(name)
        let outer = frames.last?.visibility ?? .shown
        var visibility = outer
        let common = attributes.common
        let finding = sheet.isEmpty ? nil : sheet.finding(name, attributes)
        var facts = finding?.facts ?? StyleFacts()
        if let style = common.style {
            facts.yield(to: StyleFacts(Bytes(start: style, count: strlen(style))))
        }
        switch tag {
        case .script, .style: visibility = .code
        case .title:
            // Browsers show the first title only, and an image's never.
            let isFirst = title.count == 0 && !frames.contains { $0.tag == .svg }
            visibility = isFirst ? .title : .hidden
        case .noscript, .template: if outer == .shown { visibility = .hidden }
        default:
            if outer == .shown, common.isHidden || facts.hides {
                visibility = .hidden
                if finding?.facts.hides ?? false { sheetHides = true }
            }
        }
        if visibility == .hidden {
            if outer == .shown || tag.isBlock { hidden.breakBlock() }
        }
        if tag.isBlock, outer == .shown { text.breakBlock() }

        var frame = Frame(
            tag: tag, visibility: visibility,
            textStart: visibility == .hidden ? hidden.count : text.count,
            order: order(name, length, facts, common))
        if tag.rawValue >= Tag.img.rawValue || tag == .form || tag == .option || tag == .body {
            let element = Element(
                name: Bytes(start: name, count: length), tag: tag, begin: begin, end: end,
                isHidden: visibility == .hidden)
            frame.item = open(element, attributes)
        }
        if !common.hints.isEmpty, visibility != .hidden {
            noteHints(common.hints, begin..<end)
        }
        if let finding, !finding.before.isEmpty || !finding.after.isEmpty {
            generate(finding.before, attributes, visibility)
            frame.after = resolved(finding.after, attributes)
        }
        if depth > bounds.depth, !tag.isVoid, visibility != .code, visibility != .title {
            cut("depth")
            cxml2_forget_innermost(parser)
            finish(frame)
        } else {
            frames.append(frame)
        }
    }

    /// How characters run in an element, from what is around it and what it says.
    private func order(
        _ name: UnsafePointer<UInt8>, _ length: Int, _ facts: StyleFacts,
        _ common: Attributes.Common
    ) -> Order {
        let outer = frames.last?.order ?? Order()
        var order = outer.inherited
        let isOverride =
            length == 3 && name[0] == UInt8(ascii: "b") && name[1] == UInt8(ascii: "d")
            && name[2] == UInt8(ascii: "o")
        if let direction = common.direction {
            order.isRightToLeft = lowered(direction[0]) == UInt8(ascii: "r")
        }
        if facts.spoken.contains(.rightToLeft) {
            order.isRightToLeft = facts.signs.contains(.rightToLeft)
        }
        if isOverride || facts.signs.contains(.overriding) {
            order.isReversed = order.isRightToLeft
            order.turns = order.isReversed != outer.isReversed
        }
        return order
    }

    /// Turns around what `frame` holds, if its characters run otherwise than those around it.
    mutating func turn(_ frame: Frame) {
        let isHidden = frame.visibility == .hidden
        guard isHidden || frame.visibility == .shown else { return }
        let count = (isHidden ? hidden.count : text.count) - frame.textStart
        guard count > 0, count <= reversals else { return }
        reversals -= count
        if isHidden {
            hidden.reverse(from: frame.textStart)
        } else {
            text.reverse(from: frame.textStart)
        }
    }

    /// Adds what the style sheet writes into an element.
    mutating func generate(
        _ pieces: [StyleSheet.Piece], _ attributes: Attributes?, _ visibility: Visibility
    ) {
        for piece in pieces {
            let bytes: [UInt8]
            let place: Range<Int>
            switch piece {
            case .verbatim(let range):
                bytes = Array(source[range])
                place = range
            case .decoded(let value, let range):
                bytes = value
                place = range
            case .attribute(let name):
                guard let value = attributes?.value(name) else { continue }
                bytes = Array(Bytes(start: value, count: strlen(value)))
                place = floor..<floor
            }
            guard bytes.count <= generated else { return cut("styles") }
            generated -= bytes.count
            bytes.withUnsafeBufferPointer {
                guard let base = $0.baseAddress else { return }
                let isVerbatim = place.count == bytes.count
                switch visibility {
                case .shown where isVerbatim: text.add(base, $0.count, at: place.lowerBound)
                case .shown: text.add(base, $0.count, referredToBy: place)
                case .hidden where isVerbatim: hidden.add(base, $0.count, at: place.lowerBound)
                case .hidden: hidden.add(base, $0.count, referredToBy: place)
                case .title, .code: break
                }
            }
        }
    }

    /// `pieces` with the values of their attributes, which are gone when the element ends.
    private func resolved(
        _ pieces: [StyleSheet.Piece], _ attributes: Attributes
    ) -> [StyleSheet.Piece] {
        pieces.compactMap { piece in
            guard case .attribute(let name) = piece else { return piece }
            return attributes.value(name).map {
                .decoded(Array(Bytes(start: $0, count: strlen($0))), floor..<floor)
            }
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

    /// Whether a script is expected to show what the style sheet hides: a reader sees next to
    /// nothing else.
    var isUnveiledLater: Bool {
        sheetHides && text.count < 120 && hidden.count > 200 + 4 * text.count
    }

    /// Whether style elements are to be followed.
    var readsSheets: Bool { followsSheet }
}

extension PageBuilder.Order {
    /// What the children of an element with this order begin with.
    var inherited: Self {
        var order = self
        order.turns = false
        return order
    }
}
