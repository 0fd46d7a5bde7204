// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import CCurl
import Casework
import Glibc

extension FetchFailure {
    /// Why a socket could not be opened or connected.
    init(socketError error: Int32) {
        switch error {
        case ECONNREFUSED: self = .connectionRefused
        case ECONNRESET, EPIPE: self = .connectionReset
        case EMFILE, ENFILE, ENOBUFS, ENOMEM, EADDRNOTAVAIL, EAGAIN:
            self = .outOfResources(String(cString: strerror(error)))
        default: self = .unreachable
        }
    }

    /// Whether another address of the same name may do better.
    var isOfOneAddress: Bool {
        switch self {
        case .addressRefused, .connectionRefused, .unreachable, .connectionReset, .proxy,
            .limitReached(.connect):
            true
        default:
            false
        }
    }
}

extension Transfer {
    /// What libcurl's `code` means for the request; `nil` if all went well.
    func failure(of code: CURLcode) -> FetchFailure? {
        if let stop = incoming.stop { return stop }
        if code == CURLE_OK { return nil }
        let said = detail(of: code)
        if clock.requestedAt == nil, job?.request.proxy != nil, !isOfTLS(code) {
            return .proxy(said)
        }
        switch code {
        case CURLE_COULDNT_CONNECT:
            let error = Int32(truncatingIfNeeded: easy.number(CURLINFO_OS_ERRNO))
            // Without a route to IPv6 a machine has no address of its own there either.
            if error == EADDRNOTAVAIL, targets[attempt].isIPv6 { return .unreachable }
            return FetchFailure(socketError: error)
        case CURLE_SEND_ERROR:
            return .connectionReset
        case CURLE_RECV_ERROR:
            // One code for a reset, for bad chunks and for broken TLS records.
            if said.hasPrefix("Recv failure") { return .connectionReset }
            if said.contains("chunked") { return .malformed(said) }
            if said.contains("errno \(ECONNRESET)") { return .connectionReset }
            return said.contains("SSL") ? .cutShort : .connectionReset
        case CURLE_PARTIAL_FILE, CURLE_GOT_NOTHING:
            return .cutShort
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY, CURLE_HTTP2, CURLE_HTTP2_STREAM,
            CURLE_BAD_CONTENT_ENCODING, CURLE_BAD_DOWNLOAD_RESUME, CURLE_RANGE_ERROR,
            CURLE_HTTP_RETURNED_ERROR:
            return .malformed(said)
        case CURLE_OUT_OF_MEMORY:
            // libcurl 7.88 says this, too, of a line of header or trailer beyond 100 KiB: what a site
            // sends must never look as if this machine were short of memory.
            return clock.requestedAt != nil
                ? .limitReached(.header(bytes: clock.limits.headerBytes))
                : .outOfResources(said)
        case CURLE_OPERATION_TIMEDOUT:
            // Our limits are ours; this one is libcurl's last resort, of five minutes.
            return .limitReached(.connect(seconds: clock.limits.connectSeconds))
        case CURLE_PROXY, CURLE_COULDNT_RESOLVE_PROXY:
            return .proxy(said)
        default:
            return isOfTLS(code) ? .tls(said) : .internalFault("libcurl: \(said)")
        }
    }

    private func isOfTLS(_ code: CURLcode) -> Bool {
        switch code {
        case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
            CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ENGINE_NOTFOUND,
            CURLE_SSL_ENGINE_SETFAILED, CURLE_SSL_ENGINE_INITFAILED, CURLE_SSL_CACERT_BADFILE,
            CURLE_SSL_SHUTDOWN_FAILED, CURLE_SSL_CRL_BADFILE, CURLE_SSL_ISSUER_ERROR,
            CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_CLIENTCERT, CURLE_USE_SSL_FAILED:
            true
        default:
            false
        }
    }

    /// libcurl's own words, in which a server's words may stand: without control characters.
    private func detail(of code: CURLcode) -> String {
        var text = easy.errorText
        if text.isEmpty { text = String(cString: curl_easy_strerror(code)) }
        let printable = text.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }
        return String(String.UnicodeScalarView(printable))
    }
}
