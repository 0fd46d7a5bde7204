// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

// How a report leaves the house
//
// Reports go to servers that the bureau named itself, a few a day. So this is libcurl at its plainest,
// one transfer that a thread waits for, and apart from the loop that visits suspects: here
// certificates must be valid, and what is allowed to be reached is no suspect's affair. libcurl looks
// no name up: it is given the addresses that were checked before.

import CCurl
package import Casework
import Dispatch
import Wording

/// Bytes to hand to a server: a mail by SMTP (RFC 5321), or a POST.
package struct Consignment: Sendable {
    package enum Way: Sendable {
        case mail(from: String, to: [String], security: ReportDestination.Mail.Security)
        case post(fields: [HeaderField])
    }

    package var way: Way
    /// `smtp://`, `smtps://`, `http://` or `https://`, with host and port.
    package var url: String
    package var host: String
    package var port: UInt16
    /// The addresses that the host's name led to, already checked.
    package var connectTo: [IPAddress]
    package var bytes: [UInt8]
    package var user: String?
    package var password: String?
    /// Root certificates in PEM.
    package var trustStore: String
    /// The longest that it may take in all.
    package var seconds: Double

    package init(
        way: Way, url: String, host: String, port: UInt16, connectTo: [IPAddress], bytes: [UInt8],
        user: String? = nil, password: String? = nil,
        trustStore: String = FetcherConfiguration.systemTrustStore, seconds: Double = 30
    ) {
        self.way = way
        self.url = url
        self.host = host
        self.port = port
        self.connectTo = connectTo
        self.bytes = bytes
        self.user = user
        self.password = password
        self.trustStore = trustStore
        self.seconds = seconds
    }
}

/// Why something could not be handed over.
package enum CourierFailure: Error, Sendable, Hashable {
    /// It took longer than it may.
    case timeout(seconds: Double)
    /// The server said no, with its code and the last line it said.
    case refused(code: Int, text: String)
    /// The server offers no TLS, or its certificate is not valid.
    case insecure(String)
    /// Nobody answers there, or the connection broke.
    case unreachable(String)
    case fault(String)
}

package enum Courier {
    /// The most bytes of an answer that are borne: 64 KiB.
    static let answerBytes = 64 * 1024

    /// Hands something over, and waits until the server has taken it.
    ///
    /// - Returns: `nil` if it was taken.
    package static func deliver(_ consignment: Consignment) async -> CourierFailure? {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                do throws(CourierFailure) {
                    try Errand(consignment).run()
                    continuation.resume(returning: nil)
                } catch {
                    continuation.resume(returning: error)
                }
            }
        }
    }
}

/// One transfer; a class, because libcurl holds its address while it runs.
private final class Errand {
    private let consignment: Consignment
    private var sent = 0
    private var answered = 0
    /// The last line that the server said.
    private var lastLine = ""

    init(_ consignment: Consignment) {
        self.consignment = consignment
    }

    func run() throws(CourierFailure) {
        guard Curl.isReady, !consignment.connectTo.isEmpty else {
            throw .fault("libcurl cannot start, or no address was given")
        }
        var lists: [UnsafeMutablePointer<curl_slist>] = []
        defer { for list in lists { curl_slist_free_all(list) } }
        func list(_ texts: [String]) throws(FetchFailure) -> UnsafeMutablePointer<curl_slist> {
            var list: UnsafeMutablePointer<curl_slist>?
            for text in texts {
                guard let longer = curl_slist_append(list, text) else {
                    curl_slist_free_all(list)
                    throw .outOfResources("libcurl cannot copy a line")
                }
                list = longer
            }
            guard let list else { throw .internalFault("an empty list") }
            lists.append(list)
            return list
        }
        let code: CURLcode
        let status: Int
        let words: String
        do throws(FetchFailure) {
            var easy = try EasyHandle()
            try setUp(&easy)
            let addresses = consignment.connectTo.prefix(8).map {
                $0.isIPv6 ? "[\($0)]" : $0.description
            }
            try easy.set(
                CURLOPT_RESOLVE,
                to: try list([
                    "\(consignment.host):\(consignment.port):"
                        + addresses.joined(separator: ",")
                ]))
            if case .mail(_, let to, _) = consignment.way {
                try easy.set(CURLOPT_MAIL_RCPT, to: try list(to.map { "<\($0)>" }))
            }
            let context = Unmanaged.passUnretained(self).toOpaque()
            try easy.check(
                ccurl_easy_set_exchange(easy.raw, readMore, takeAnswer, context), "callbacks")
            code = withExtendedLifetime(self) { curl_easy_perform(easy.raw) }
            status = easy.number(CURLINFO_RESPONSE_CODE)
            words =
                easy.errorText.isEmpty
                ? String(cString: curl_easy_strerror(code)) : easy.errorText
        } catch {
            throw .fault(error.message.english)
        }
        try judge(code, status: status, words)
    }

    private func setUp(_ easy: inout EasyHandle) throws(FetchFailure) {
        let milliseconds = Int(consignment.seconds * 1000)
        try easy.set(CURLOPT_NOSIGNAL, to: 1)
        try easy.set(CURLOPT_PROXY, to: "")
        try easy.set(CURLOPT_NOPROXY, to: "*")
        try easy.set(CURLOPT_NETRC, to: 0)
        try easy.set(CURLOPT_FOLLOWLOCATION, to: 0)
        try easy.set(CURLOPT_FRESH_CONNECT, to: 1)
        try easy.set(CURLOPT_FORBID_REUSE, to: 1)
        try easy.set(CURLOPT_TIMEOUT_MS, to: milliseconds)
        try easy.set(CURLOPT_CONNECTTIMEOUT_MS, to: min(milliseconds, 10_000))
        try easy.set(CURLOPT_SSL_VERIFYPEER, to: 1)
        try easy.set(CURLOPT_SSL_VERIFYHOST, to: 2)
        try easy.set(CURLOPT_SSLVERSION, to: CURL_SSLVERSION_TLSv1_2)
        try easy.set(CURLOPT_CAINFO, to: consignment.trustStore)
        try easy.set(CURLOPT_URL, to: consignment.url)
        switch consignment.way {
        case .mail(let from, _, let security):
            try easy.set(CURLOPT_PROTOCOLS_STR, to: "smtp,smtps")
            // All or nothing: a server that hides STARTTLS gets no mail in the clear.
            try easy.set(
                CURLOPT_USE_SSL,
                to: Int((security == .none ? CURLUSESSL_NONE : CURLUSESSL_ALL).rawValue))
            try easy.set(CURLOPT_MAIL_FROM, to: "<\(from)>")
            try easy.set(CURLOPT_UPLOAD, to: 1)
            if let user = consignment.user, let password = consignment.password {
                try easy.set(CURLOPT_USERNAME, to: user)
                try easy.set(CURLOPT_PASSWORD, to: password)
            }
        case .post(let fields):
            try easy.set(CURLOPT_PROTOCOLS_STR, to: "http,https")
            try easy.set(CURLOPT_POST, to: 1)
            try easy.set(CURLOPT_POSTFIELDSIZE, to: consignment.bytes.count)
            try easy.setHeaders(fields)
        }
    }

    private func judge(
        _ code: CURLcode, status: Int, _ words: String
    ) throws(CourierFailure) {
        switch code {
        case CURLE_OK:
            // libcurl takes every answer of HTTP for a success.
            if case .post = consignment.way, !(200..<300).contains(status) {
                throw .refused(code: status, text: lastLine)
            }
        case CURLE_OPERATION_TIMEDOUT: throw .timeout(seconds: consignment.seconds)
        case CURLE_USE_SSL_FAILED, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR,
            CURLE_SSL_CACERT_BADFILE:
            throw .insecure(words)
        case CURLE_LOGIN_DENIED,
            CURLE_SEND_ERROR where status >= 400,
            CURLE_RECV_ERROR where status >= 400:
            throw .refused(code: status, text: lastLine)
        case CURLE_COULDNT_CONNECT, CURLE_COULDNT_RESOLVE_HOST, CURLE_SEND_ERROR, CURLE_RECV_ERROR,
            CURLE_GOT_NOTHING:
            throw .unreachable(words)
        default:
            if status >= 400 { throw .refused(code: status, text: lastLine) }
            throw .fault(words)
        }
    }

    // MARK: - What libcurl asks

    /// Copies the next bytes into libcurl's buffer.
    func read(into buffer: UnsafeMutablePointer<CChar>, _ room: Int) -> Int {
        let count = min(room, consignment.bytes.count - sent)
        consignment.bytes.withUnsafeBytes { bytes in
            UnsafeMutableRawBufferPointer(start: buffer, count: count)
                .copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[sent..<sent + count]))
        }
        sent += count
        return count
    }

    /// Takes a piece of the answer; less than all of it ends the transfer.
    func take(_ bytes: UnsafeMutablePointer<CChar>, _ count: Int) -> Int {
        answered += count
        guard answered <= Courier.answerBytes else { return 0 }
        let text = String(
            decoding: UnsafeRawBufferPointer(start: bytes, count: count), as: UTF8.self)
        // After a refusal by mail there are still good-byes.
        let isMail = if case .mail = consignment.way { true } else { false }
        if let line = text.split(whereSeparator: \.isNewline).last(where: { !$0.isEmpty }),
            !isMail || line.hasPrefix("4") || line.hasPrefix("5")
        {
            lastLine = VisibleText.line(String(line.prefix(200)))
        }
        return count
    }
}

private let readMore: curl_read_callback = { buffer, size, count, context in
    guard let buffer, let context else { return 0 }
    return Unmanaged<Errand>.fromOpaque(context).takeUnretainedValue().read(
        into: buffer, size * count)
}

private let takeAnswer: curl_write_callback = { bytes, size, count, context in
    guard let bytes, let context else { return 0 }
    return Unmanaged<Errand>.fromOpaque(context).takeUnretainedValue().take(bytes, size * count)
}
