// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation
import Glibc
import Sweep
import Yams

/// One page of the measuring set: what a server sends, and what kind of page people call it.
struct MeasuredPage: Decodable, Sendable {
    var id: String
    var kind: Kind
    /// What it stands for, for whoever reads the file; held-out notes are never printed.
    var note: String
    var url: String
    /// The `Content-Type` field that comes with it.
    var contentType: String?
    /// What `html` is encoded in on the wire, as iconv names it; UTF-8 by default.
    var encoding: String?
    var html: String
    /// The page is so plainly innocent that only 排除 will do.
    var dismiss: Bool?
    /// The name of the file that it stands in.
    var file: String?

    enum CodingKeys: String, CodingKey {
        case id, note, url, encoding, html, dismiss
        case kind = "class"
        case contentType = "content-type"
    }

    enum Kind: String, Decodable, Sendable, CaseIterable {
        case fakeQuery = "fake_query"
        case saleForged = "sale_forged"
        case examBypass = "exam_bypass"
        case mirrorSpam = "mirror_spam"
        case news, investigation, warning, notice, court, government, school
        case rules, question, forum, encyclopaedia, aggregator, shop, company
        case codeBlog = "code_blog"

        /// The category that a verdict on such a page should name; `nil` for an innocent page.
        var category: Verdict.Category? { Verdict.Category(rawValue: rawValue) }

        /// Whether such a page must be found, at 可疑 or above.
        var isWanted: Bool { self == .fakeQuery || self == .saleForged }
        /// Whether such a page must stay below 可疑.
        var isInnocent: Bool { category == nil }
    }

    /// The pages of all `.yml` files in `directory`, by id.
    ///
    /// - Throws: a `Complaint` that names the file.
    static func load(directory: String) throws -> [MeasuredPage] {
        let names = try FileManager.default.contentsOfDirectory(atPath: directory)
            .filter { $0.hasSuffix(".yml") }.sorted()
        var pages: [MeasuredPage] = []
        for name in names {
            let path = "\(directory)/\(name)"
            guard let data = FileManager.default.contents(atPath: path) else {
                throw Complaint(text: "\(path) cannot be read")
            }
            do {
                pages += try YAMLDecoder().decode([MeasuredPage].self, from: data).map {
                    var page = $0
                    page.file = name
                    return page
                }
            } catch {
                throw Complaint(text: "\(path): \(error)")
            }
        }
        for (id, same) in Dictionary(grouping: pages, by: \.id) where same.count > 1 {
            throw Complaint(text: "\(directory): \(id) is the id of \(same.count) pages")
        }
        return pages.sorted { $0.id < $1.id }
    }

    /// As a visit would get it.
    func saved() throws -> SavedPage {
        SavedPage(
            url: url, body: .bytes(try bytes()),
            headers: [HeaderField("Content-Type", contentType ?? "text/html")])
    }

    private func bytes() throws -> [UInt8] {
        guard let encoding else { return Array(html.utf8) }
        // As editors write it, with a byte order mark.
        let text = encoding.hasPrefix("utf-16") ? "\u{FEFF}" + html : html
        let descriptor = iconv_open(encoding, "UTF-8")
        guard descriptor != iconv_t(bitPattern: -1) else {
            throw Complaint(text: "\(id): no encoding '\(encoding)'")
        }
        defer { iconv_close(descriptor) }
        var source = text.utf8.map { CChar(bitPattern: $0) }
        var target = [CChar](repeating: 0, count: source.count * 4 + 16)
        let room = target.count
        let written = source.withUnsafeMutableBufferPointer { source in
            target.withUnsafeMutableBufferPointer { target -> Int? in
                var input = source.baseAddress
                var inputLeft = source.count
                var output = target.baseAddress
                var outputLeft = room
                let result = iconv(descriptor, &input, &inputLeft, &output, &outputLeft)
                return result == 0 ? room - outputLeft : nil
            }
        }
        guard let written else { throw Complaint(text: "\(id): not all of it is in \(encoding)") }
        return target.prefix(written).map { UInt8(bitPattern: $0) }
    }
}

/// Why the measuring cannot be done.
struct Complaint: Error, CustomStringConvertible {
    var text: String
    var description: String { text }
}
