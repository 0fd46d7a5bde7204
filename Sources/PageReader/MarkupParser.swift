// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import CXML2
import Glibc

// How places are found
//
// libxml2 reports no places of text. But it reads the source front to back, from one copy in
// memory, and calls back when it stands right behind what it reports. So the number of bytes that
// it has gone past is the end of the event; and where the bytes before that end are the reported
// ones, which is nearly always, the place is exact. The exceptions, found in HTMLparser.c:
//
// 1. A full buffer (1,000 bytes) is handed over before the parser steps past its last character.
// 2. A character reference is reported as the character; its place runs from the `&`.
// 3. An unknown reference is reported as `&` and its name, once it has been read.
// 4. Characters that XML forbids, such as U+0001, are left out silently.

/// Runs libxml2's HTML parser over a page and passes its events to a ``PageBuilder``.
enum MarkupParser {
    /// Parses `source`, which is clean UTF-8 without NUL, and tells `builder`.
    static func parse(_ source: Bytes, into builder: inout PageBuilder, bounds: ReadingBounds) {
        _ = isReady
        guard source.count > 0, source.count < Int(Int32.max) else { return }

        // libxml2 gets a copy, in which only excess attributes are overwritten.
        let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: source.count)
        defer { copy.deallocate() }
        _ = copy.initialize(from: source)
        if AttributeGuard.apply(to: copy, bound: bounds.attributes) { builder.cut("attributes") }

        guard let base = copy.baseAddress,
            let parser = UnsafeRawPointer(base).withMemoryRebound(
                to: CChar.self, capacity: copy.count,
                { bytes in
                    withUnsafePointer(to: handler) {
                        cxml2_html_parser(bytes, Int32(source.count), $0)
                    }
                })
        else {
            builder.cut("parser")
            return
        }
        defer { htmlFreeParserCtxt(parser) }

        withUnsafeMutablePointer(to: &builder) { builder in
            builder.pointee.parser = parser
            parser.pointee.userData = UnsafeMutableRawPointer(builder)
            // Its status says only whether the markup was flawless.
            _ = htmlParseDocument(parser)
            builder.pointee.parser = nil
        }
        if cxml2_offset(parser) < source.count { builder.cut("parser") }
    }

    /// Prepares libxml2 once, before any thread uses it.
    private static let isReady: Void = xmlInitParser()

    // Written once, before its first use, and only read after: sharing it is safe.
    private nonisolated(unsafe) static let handler: htmlSAXHandler = {
        var handler = htmlSAXHandler()
        handler.startElement = { context, name, attributes in
            guard let context, let name else { return }
            builder(context).pointee.start(name, Attributes(attributes))
        }
        handler.endElement = { context, _ in
            guard let context else { return }
            builder(context).pointee.end()
        }
        handler.characters = { context, bytes, count in
            guard let context, let bytes else { return }
            builder(context).pointee.characters(bytes, Int(count))
        }
        handler.ignorableWhitespace = handler.characters
        handler.cdataBlock = handler.characters
        handler.comment = { context, text in
            guard let context, let text else { return }
            builder(context).pointee.comment(text)
        }
        return handler
    }()

    @inline(__always)
    private static func builder(
        _ context: UnsafeMutableRawPointer
    ) -> UnsafeMutablePointer<PageBuilder> {
        context.assumingMemoryBound(to: PageBuilder.self)
    }
}

/// The attributes of one start tag, as libxml2 lends them for the time of the call.
struct Attributes {
    private let pairs: UnsafeMutablePointer<UnsafePointer<UInt8>?>?

    init(_ pairs: UnsafeMutablePointer<UnsafePointer<UInt8>?>?) { self.pairs = pairs }

    /// The value of `name`, up to a NUL; empty if the attribute has none; `nil` if it is missing.
    @inline(__always)
    subscript(name: StaticString) -> UnsafePointer<UInt8>? {
        guard let pairs else { return nil }
        var index = 0
        while let key = pairs[index] {
            if Self.equal(key, name) { return pairs[index + 1] ?? Self.empty }
            index += 2
        }
        return nil
    }

    /// The value of an attribute that the page names.
    func value(_ name: String) -> UnsafePointer<UInt8>? {
        guard let pairs else { return nil }
        var index = 0
        while let key = pairs[index] {
            if String(cString: key) == name { return pairs[index + 1] }
            index += 2
        }
        return nil
    }

    /// The value of `name` as text.
    func text(_ name: StaticString) -> String? {
        self[name].map { String(cString: $0) }
    }

    /// The value of `name` in lower case, without space around.
    func word(_ name: StaticString) -> String? {
        guard let value = self[name] else { return nil }
        let bytes = Bytes(start: value, count: strlen(value))
        guard let first = bytes.firstIndex(where: { !isBlank($0) }),
            let last = bytes.lastIndex(where: { !isBlank($0) })
        else { return "" }
        return bytes.string(first..<last + 1).lowercased()
    }

    /// What any element may have: how it is shown, and what it tells beside its text.
    struct Common {
        var style: UnsafePointer<UInt8>?
        var isHidden = false
        /// The value of `dir`.
        var direction: UnsafePointer<UInt8>?
        /// `alt`, `title`, `placeholder` and `aria-label`, in the order of the source.
        var hints: [UnsafePointer<UInt8>] = []
    }

    /// Looks at every attribute once.
    @inline(__always)
    var common: Common {
        var common = Common()
        guard let pairs else { return common }
        var index = 0
        while let key = pairs[index] {
            defer { index += 2 }
            guard let value = pairs[index + 1] else {
                if Self.equal(key, "hidden") { common.isHidden = true }
                continue
            }
            switch key[0] {
            case UInt8(ascii: "s"): if Self.equal(key, "style") { common.style = value }
            case UInt8(ascii: "h"): if Self.equal(key, "hidden") { common.isHidden = true }
            case UInt8(ascii: "d"): if Self.equal(key, "dir") { common.direction = value }
            case UInt8(ascii: "a"), UInt8(ascii: "t"), UInt8(ascii: "p"):
                if value[0] != 0,
                    Self.equal(key, "title") || Self.equal(key, "alt")
                        || Self.equal(key, "placeholder") || Self.equal(key, "aria-label")
                {
                    common.hints.append(value)
                }
            default: break
            }
        }
        return common
    }

    @inline(__always)
    private static func equal(_ key: UnsafePointer<UInt8>, _ name: StaticString) -> Bool {
        let length = name.utf8CodeUnitCount
        for index in 0..<length where key[index] != name.utf8Start[index] { return false }
        return key[length] == 0
    }

    private static var empty: UnsafePointer<UInt8> {
        let literal: StaticString = ""
        return literal.utf8Start
    }
}

func strlen(_ text: UnsafePointer<UInt8>) -> Int {
    Int(Glibc.strlen(UnsafeRawPointer(text).assumingMemoryBound(to: CChar.self)))
}
