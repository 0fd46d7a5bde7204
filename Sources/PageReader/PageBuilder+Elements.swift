// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Glibc

extension PageBuilder {
    /// A start tag that may be kept.
    struct Element {
        var name: Bytes
        var tag: Tag
        /// The tag stands somewhere in `begin..<end`, and ends there.
        var begin: Int
        var end: Int
        var isHidden: Bool
    }

    /// What is known while the page is being read, before labels find their fields.
    struct Draft {
        var links: [Link] = []
        var forms: [Form] = []
        var fields: [DraftField] = []
        var labels: [(target: String?, text: String)] = []
        var images: [Image] = []
        var scripts: [Script] = []
        var styles: [Script] = []
        var comments: [Quote] = []
        var metas: [MetaEntry] = []
        var icons: [Link] = []
        var frames: [Link] = []
        var redirects: [PageRedirect] = []
        var cuts: [String] = []
        /// What attributes tell a reader, and how many bytes of it there are.
        var hints: [Quote] = []
        var hintBytes = 0
        /// Bytes of inline scripts and styles so far.
        var codeBytes = 0
        /// Where the code of the open script or style stands.
        var code: Range<Int>?

        /// The link, form, label and select that are open, by index.
        var link: Int?
        var form: Int?
        var label: Int?
        var select: Int?
        /// From where on the end tag of the open form is looked for, if libxml2 has ended it already.
        var formEndFrom: Int?
        /// How much visible text there was behind the last field.
        var fieldEnd = 0
    }

    /// Makes what `element` stands for; returns its index, if its end matters.
    mutating func open(_ element: Element, _ attributes: Attributes) -> Int? {
        switch element.tag {
        case .a, .area: openLink(element, attributes)
        case .form: openForm(element, attributes)
        case .input, .select, .textarea, .button: openField(element, attributes)
        case .label: openLabel(attributes)
        case .img: noteImage(element, attributes)
        case .script: openScript(element, attributes)
        case .style: openStyle(element)
        case .link: noteLinkedFile(element, attributes)
        case .meta: noteMeta(element, attributes)
        case .frame, .iframe: noteFrame(element, attributes)
        case .body: noteHandler(element, attributes)
        default: nil
        }
    }

    /// Ends what ``open(_:_:)`` made for `frame`.
    mutating func finish(_ frame: Frame) {
        if !frame.after.isEmpty { generate(frame.after, nil, frame.visibility) }
        if frame.order.turns { turn(frame) }
        if frame.tag.isBlock {
            if frame.visibility == .shown { text.breakBlock() }
            if frame.visibility == .hidden { hidden.breakBlock() }
        }
        switch frame.tag {
        case .a, .area: closeLink(frame)
        case .form: closeForm()
        case .select: if draft.select == frame.item { draft.select = nil }
        case .option: closeOption(frame)
        case .button: closeButton(frame)
        case .label: closeLabel(frame)
        case .textarea: draft.fieldEnd = text.count
        case .script: closeScript(frame)
        case .style: closeStyle(frame)
        default: break
        }
    }

    /// The place of the start tag.
    func place(of element: Element) -> Range<Int> {
        var from = element.begin
        while let open = source.first(0x3C, from: from, to: element.end) {
            from = open + 1
            guard open + 1 + element.name.count <= element.end else { break }
            var isSame = true
            for (step, byte) in element.name.enumerated()
            where lowered(source[open + 1 + step]) != byte {
                isSame = false
                break
            }
            guard isSame else { continue }
            let after = open + 1 + element.name.count
            guard after >= source.count || !isAlphanumeric(source[after]) else { continue }
            // The parser stands before the `>`, or the `/>`.
            var end = element.end
            if end < source.count, source[end] == 0x2F { end += 1 }
            if end < source.count, source[end] == 0x3E { end += 1 }
            return open..<end
        }
        return min(element.begin, element.end)..<element.end
    }

    /// The place of an attribute's value within its tag, or the tag's if it is written otherwise.
    func place(of value: UnsafePointer<UInt8>, in tag: Range<Int>) -> Range<Int> {
        let length = strlen(value)
        guard length > 0, let base = source.baseAddress else { return tag }
        var from = tag.lowerBound
        while let hit = source.first(value[0], from: from, to: tag.upperBound - length + 1) {
            if memcmp(base + hit, value, length) == 0 { return hit..<hit + length }
            from = hit + 1
        }
        return tag
    }

    /// The text of `frame` from its beginning, of its own kind.
    func words(of frame: Frame, limit: Int = 200) -> String {
        frame.visibility == .hidden
            ? hidden.tail(from: frame.textStart, limit: limit)
            : text.tail(from: frame.textStart, limit: limit)
    }

    // MARK: - Links, images and frames

    private mutating func openLink(_ element: Element, _ attributes: Attributes) -> Int? {
        guard let target = attributes["href"], target[0] != 0 else { return nil }
        guard draft.links.count < bounds.links else {
            cut("links")
            return nil
        }
        let place = place(of: element)
        let written = String(cString: target)
        notes.look(at: target, written, place: place)
        draft.links.append(
            Link(target: written, text: attributes.text("alt") ?? "", place: place))
        draft.link = draft.links.count - 1
        return draft.link
    }

    private mutating func closeLink(_ frame: Frame) {
        guard let index = frame.item else { return }
        if frame.tag == .a {
            draft.links[index].text = words(of: frame)
            // Most links' tool tips say what the link says.
            if draft.hints.last?.text == draft.links[index].text { draft.hints.removeLast() }
        }
        if draft.link == index { draft.link = nil }
    }

    private mutating func noteImage(_ element: Element, _ attributes: Attributes) -> Int? {
        guard draft.images.count < bounds.images else {
            cut("images")
            return nil
        }
        // Pages that load images late keep the address in another attribute.
        var source = attributes.text("src") ?? ""
        if source.isEmpty || (source.hasPrefix("data:") && attributes["data-src"] != nil) {
            source = attributes.text("data-src") ?? attributes.text("data-original") ?? source
        }
        draft.images.append(
            Image(
                source: source, alternative: attributes.text("alt") ?? "",
                link: draft.link.map { draft.links[$0].target }, place: place(of: element)))
        return nil
    }

    private mutating func noteFrame(_ element: Element, _ attributes: Attributes) -> Int? {
        guard let target = attributes["src"], target[0] != 0 else { return nil }
        guard draft.frames.count < bounds.links else {
            cut("frames")
            return nil
        }
        let place = place(of: element)
        let written = String(cString: target)
        notes.look(at: target, written, place: place)
        draft.frames.append(
            Link(target: written, text: attributes.text("title") ?? "", place: place))
        return nil
    }

    /// Keeps what attributes of a tag that ends in `range` tell a reader.
    mutating func noteHints(_ values: [UnsafePointer<UInt8>], _ range: Range<Int>) {
        for value in values {
            let length = strlen(value)
            guard draft.hints.count < bounds.hints,
                draft.hintBytes + length <= bounds.hintBytes
            else { return cut("hints") }
            draft.hintBytes += length
            draft.hints.append(Quote(String(cString: value), at: place(of: value, in: range)))
        }
    }

    // MARK: - Metas

    private mutating func noteMeta(_ element: Element, _ attributes: Attributes) -> Int? {
        guard let content = attributes["content"],
            let name = attributes.word("name") ?? attributes.word("property")
                ?? attributes.word("http-equiv")
        else { return nil }
        guard draft.metas.count < bounds.metas else {
            cut("metas")
            return nil
        }
        let tag = place(of: element)
        let quote = Quote(String(cString: content), at: place(of: content, in: tag))
        draft.metas.append(MetaEntry(name: name, content: quote))
        if name == "refresh",
            let target = Redirects.refreshTarget(Bytes(start: content, count: strlen(content)))
        {
            note(PageRedirect(means: .metaRefresh, target: target, place: tag))
        }
        return nil
    }

    mutating func note(_ redirect: PageRedirect) {
        guard draft.redirects.count < bounds.links else { return cut("redirects") }
        draft.redirects.append(redirect)
    }

    // MARK: - Scripts and styles

    private mutating func openScript(_ element: Element, _ attributes: Attributes) -> Int? {
        draft.code = nil
        guard draft.scripts.count < bounds.scripts else {
            cut("scripts")
            return nil
        }
        let tag = place(of: element)
        let address = attributes.text("src")
        if let pointer = attributes["src"], let address {
            notes.look(at: pointer, address, place: tag)
        }
        if let pointer = attributes["sitecode"] {
            notes.siteCode(
                Bytes(start: pointer, count: strlen(pointer)), at: place(of: pointer, in: tag))
        }
        draft.scripts.append(
            Script(source: address, text: Quote("", at: tag.upperBound..<tag.upperBound)))
        return draft.scripts.count - 1
    }

    private mutating func openStyle(_ element: Element) -> Int? {
        draft.code = nil
        guard draft.styles.count < bounds.scripts else {
            cut("styles")
            return nil
        }
        let end = place(of: element).upperBound
        draft.styles.append(Script(source: nil, text: Quote("", at: end..<end)))
        return draft.styles.count - 1
    }

    private mutating func noteLinkedFile(_ element: Element, _ attributes: Attributes) -> Int? {
        guard let address = attributes.text("href"), let relation = attributes.word("rel") else {
            return nil
        }
        if relation.contains("icon"), draft.icons.count < bounds.metas {
            draft.icons.append(Link(target: address, text: relation, place: place(of: element)))
        }
        guard relation.contains("stylesheet") else { return nil }
        guard draft.styles.count < bounds.scripts else {
            cut("styles")
            return nil
        }
        let place = place(of: element)
        draft.styles.append(
            Script(source: address, text: Quote("", at: place.upperBound..<place.upperBound)))
        return nil
    }

    /// Notes that the open script or style has code in `place`.
    mutating func extendCode(_ place: Range<Int>) {
        guard let code = draft.code else {
            draft.code = place
            return
        }
        draft.code = code.lowerBound..<max(code.upperBound, place.upperBound)
    }

    /// The code of the script or style that ends, as the source has it.
    private mutating func takeCode() -> Quote? {
        guard let code = draft.code else { return nil }
        draft.code = nil
        guard draft.codeBytes + code.count <= bounds.scriptBytes else {
            cut("scripts")
            return nil
        }
        draft.codeBytes += code.count
        return Quote(source.string(code), at: code)
    }

    private mutating func closeScript(_ frame: Frame) {
        guard let index = frame.item, let code = takeCode() else { return }
        draft.scripts[index].text = code
        for redirect in Redirects.inScript(source, code.place) { note(redirect) }
        notes.look(atScript: source, code.place)
        ScriptText.collect(source, code.place, into: &scriptText)
    }

    private mutating func closeStyle(_ frame: Frame) {
        guard let index = frame.item, let code = takeCode() else { return }
        draft.styles[index].text = code
        guard readsSheets else { return }
        sheet.read(source, code.place)
        if sheet.isCut { cut("styles") }
    }

    /// A page may send its reader on from its `onload`.
    private mutating func noteHandler(_ element: Element, _ attributes: Attributes) -> Int? {
        guard attributes["onload"] != nil else { return nil }
        for redirect in Redirects.inScript(source, place(of: element)) { note(redirect) }
        return nil
    }
}
