// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Digests
import FoundationEssentials

/// How an ``Exchange`` becomes WARC records.
enum ExchangeRecords {
    /// The request, the response if one came, and a description, each naming the others.
    static func drafts(
        _ exchange: Exchange, _ capture: String, _ purpose: ExchangeRecord.Purpose,
        _ reachedBy: String?
    ) -> [RecordDraft] {
        var request = RecordDraft(
            .request, date: exchange.startedAt,
            contentType: "application/http;msgtype=request", block: exchange.request.head)
        addCommon(exchange, to: &request)
        request.addPayloadDigest(of: [])

        var notes: [String] = []
        var response: RecordDraft?
        if let received = exchange.response {
            let head = ResponseHead(received.head)
            notes = head.notes
            var draft = RecordDraft(
                .response, date: exchange.startedAt,
                contentType: "application/http;msgtype=response",
                block: head.bytes + received.body)
            addCommon(exchange, to: &draft)
            if head.isPlain {
                draft.addPayloadDigest(of: received.body)
            } else {
                notes.append(
                    "the response's header holds a blank line or does not end; "
                        + "readers may disagree where the body begins, so it has no payload digest")
            }
            draft.add("WARC-Truncated", exchange.failure.flatMap(truncation))
            request.add("WARC-Concurrent-To", draft.id)
            response = draft
        }

        let description = Description(
            capture: capture, purpose: purpose.rawValue, reachedBy: reachedBy,
            startedAt: exchange.startedAt, timing: exchange.timing, remote: exchange.remote,
            httpVersion: exchange.response?.httpVersion,
            tls: exchange.tls.map(Description.Session.init),
            failure: exchange.failure.map { .init(code: $0.code, detail: "\($0)") }, notes: notes)
        var metadata = RecordDraft(
            .metadata, date: exchange.startedAt, contentType: "application/json",
            block: description.json)
        let described = response?.id ?? request.id
        metadata.add("WARC-Target-URI", exchange.request.address.requestText)
        metadata.add("WARC-Refers-To", described)
        metadata.add("WARC-Concurrent-To", described)
        metadata.addPayloadDigest()

        return [request] + (response.map { [$0] } ?? []) + [metadata]
    }

    private static func addCommon(_ exchange: Exchange, to draft: inout RecordDraft) {
        draft.add("WARC-Target-URI", exchange.request.address.requestText)
        // Behind a proxy the address is the proxy's own, not the site's.
        if let remote = exchange.remote, remote.proxy == nil {
            draft.add("WARC-IP-Address", remote.address.description)
        }
        draft.add("WARC-Protocol", exchange.response?.httpVersion.lowercased())
        // OpenSSL's `TLSv1.3` is `tls/1.3` to archives.
        draft.add(
            "WARC-Protocol", exchange.tls?.version.lowercased().replacing("tlsv", with: "tls/"))
    }

    /// The WARC reason for a response that is not whole.
    private static func truncation(_ failure: FetchFailure) -> String? {
        switch failure {
        case .limitReached(.body), .limitReached(.header), .limitReached(.decoded): "length"
        case .limitReached: "time"
        case .connectionReset, .cutShort: "disconnect"
        // The last response of a chain that was not followed further is whole.
        case .tooManyHops: nil
        default: "unspecified"
        }
    }
}

/// A response's header, made to fit what an archive holds.
///
/// libcurl joins chunks, so the header must not announce them; pywb renames the field in the same
/// way. libcurl writes HTTP/2 as lines with its own status line, which archives do not know.
struct ResponseHead {
    private(set) var bytes: [UInt8] = []
    private(set) var notes: [String] = []
    /// Whether every reader finds the body at the same place.
    private(set) var isPlain = true

    private static let chunked = Array("transfer-encoding:".utf8)

    init(_ head: [UInt8]) {
        var rest = head[...]
        var lines: [ArraySlice<UInt8>] = []
        while !rest.isEmpty {
            let end = rest.firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? rest.endIndex
            lines.append(rest[..<end])
            rest = rest[end...]
        }
        // Readers strip a line, some also of characters beyond ASCII, before they call it blank.
        let blank = lines.firstIndex { line in !line.contains { (0x21...0x7E).contains($0) } }
        isPlain = blank == lines.count - 1 && lines.last?.last == UInt8(ascii: "\n")

        bytes.reserveCapacity(head.count + 16)
        for (index, line) in lines.enumerated() {
            if index == 0, line.starts(with: "HTTP/2".utf8) || line.starts(with: "HTTP/3".utf8) {
                bytes += "HTTP/1.1".utf8
                bytes += line.drop { $0 != UInt8(ascii: " ") }
                notes.append("the status line of HTTP/2 is written as that of HTTP/1.1")
            } else if line.prefix(Self.chunked.count).map(Self.lowercased) == Self.chunked {
                bytes += "X-Archive-Orig-".utf8
                bytes += line
                notes.append(
                    "the chunks of the body are joined, so 'Transfer-Encoding' is written as "
                        + "'X-Archive-Orig-Transfer-Encoding'")
            } else {
                bytes += line
            }
        }
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
    }
}

/// The metadata record: what an exchange's bytes do not say.
private struct Description: Encodable {
    struct Session: Encodable {
        var version: String
        var cipher: String
        var isTrusted: Bool
        var distrust: String?
        /// Leaf first, in PEM.
        var chain: [String]

        init(_ session: TLSSession) {
            version = session.version
            cipher = session.cipher
            isTrusted = session.isTrusted
            distrust = session.distrust
            chain = session.chain.map(PEM.text(ofDER:))
        }
    }

    struct Failure: Encodable {
        var code: String
        var detail: String
    }

    var capture: String
    var purpose: String
    var reachedBy: String?
    var startedAt: Date
    var timing: Exchange.Timing
    var remote: Exchange.Endpoint?
    var httpVersion: String?
    var tls: Session?
    var failure: Failure?
    var notes: [String]

    var json: [UInt8] {
        do {
            return try CaseworkJSON.encode(self, pretty: true)
        } catch {
            // Only a number that is not finite cannot be written, and a clock gives none.
            preconditionFailure("cannot describe an exchange: \(error)")
        }
    }
}
