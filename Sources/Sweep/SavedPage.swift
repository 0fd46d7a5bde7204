// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework
import ContentCoding
import FoundationEssentials
package import Judgement
import PageReader
package import Wording

/// A page that somebody saved, to be judged without a network.
package struct SavedPage: Sendable {
    package enum Body: Sendable {
        case bytes([UInt8])
        case html(String)
        case text(String)
    }

    package var url: String
    package var body: Body
    package var headers: [HeaderField]

    package init(url: String, body: Body, headers: [HeaderField] = []) {
        self.url = url
        self.body = body
        self.headers = headers
    }

    /// Reads `{"url": …, "body_base64" | "html" | "text": …, "headers"?: {…}}`.
    package init(json: [UInt8]) throws(SavedPageError) {
        struct Form: Decodable {
            var url: String
            var body_base64: String?
            var html: String?
            var text: String?
            var headers: [String: String]?
        }
        let form: Form
        do {
            form = try JSONDecoder().decode(Form.self, from: Data(json))
        } catch let error as DecodingError {
            throw .malformed(Self.explain(error))
        } catch {
            throw .malformed("\(error)")
        }
        url = form.url
        headers = (form.headers ?? [:]).sorted { $0.key < $1.key }.map { HeaderField($0, $1) }
        switch (form.body_base64, form.html, form.text) {
        case (let base64?, nil, nil):
            guard let data = Data(base64Encoded: base64, options: .ignoreUnknownCharacters) else {
                throw .malformed("body_base64 is not Base64")
            }
            body = .bytes(Array(data))
        case (nil, let html?, nil): body = .html(html)
        case (nil, nil, let text?): body = .text(text)
        default:
            throw .malformed("give exactly one of body_base64, html and text")
        }
    }

    private static func explain(_ error: DecodingError) -> String {
        switch error {
        case .keyNotFound(let key, _): "'\(key.stringValue)' is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            "'\(context.codingPath.map(\.stringValue).joined(separator: "."))': "
                + context.debugDescription
        default: "not a JSON object"
        }
    }

    /// Reads and judges the page.
    package func verdict(_ knowledge: Knowledge) throws(SavedPageError) -> Verdict {
        let page = try read(knowledge)
        let opinion = knowledge.opinion(on: page.address.host)
        var verdict = knowledge.judge.judge(page, name: opinion).masked
        verdict.url = url
        return verdict
    }

    /// Reads and judges the page, and tells how the verdict came about.
    package func reasoning(_ knowledge: Knowledge) throws(SavedPageError) -> Reasoning {
        let page = try read(knowledge)
        var reasoning = knowledge.judge.explain(
            page, name: knowledge.opinion(on: page.address.host))
        reasoning.verdict = reasoning.verdict.masked
        reasoning.verdict.url = url
        return reasoning
    }

    /// The page's texts as a model counts them, by field.
    package func symbols(_ knowledge: Knowledge) throws(SavedPageError) -> [String: [String]] {
        knowledge.judge.symbols(of: try read(knowledge))
    }

    /// What the model makes of the page, by head, in hundredths of a bit.
    package func modelNumbers(_ knowledge: Knowledge) throws(SavedPageError) -> [String: Int] {
        knowledge.judge.modelNumbers(of: try read(knowledge))
    }

    /// The page as a visit would read it.
    func read(_ knowledge: Knowledge) throws(SavedPageError) -> Page {
        let address: WebAddress
        do {
            address = try knowledge.address(url)
        } catch {
            throw .badAddress(url)
        }
        var page = page(at: address)
        page.headers = headers
        return page
    }

    private func page(at address: WebAddress) -> Page {
        switch body {
        case .bytes(let bytes):
            let coding = headers.first("Content-Encoding")
            let decoded = ContentCoding.decode(
                bytes, coding: coding, limit: FetchLimits().decodedBytes)
            // Whoever saved the page may have decompressed it and kept the header.
            let body: [UInt8]
            switch decoded.problem {
            case .malformed, .unknown: body = decoded.bytes.isEmpty ? bytes : decoded.bytes
            default: body = decoded.bytes
            }
            return PageReader.read(body, at: address, contentType: headers.first("Content-Type"))
        case .html(let html):
            return PageReader.read(
                Array(html.utf8), at: address, contentType: "text/html; charset=utf-8")
        case .text(let text):
            return PageReader.read(
                Array(text.utf8), at: address, contentType: "text/plain; charset=utf-8")
        }
    }
}

/// Why a saved page cannot be judged.
package enum SavedPageError: Explained, Hashable {
    case malformed(String)
    case badAddress(String)

    package var message: Message {
        switch self {
        case .malformed(let reason): SweepMessages.malformedPage(reason)
        case .badAddress(let url): SweepMessages.badPageAddress(url)
        }
    }
}
