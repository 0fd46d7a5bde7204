// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import CCurl
import Casework

/// The root certificates that decide whether a site's certificate is trusted.
///
/// Read once for the whole fetcher: reading them for each connection, as libcurl would, costs 20
/// times as much as the handshake.
final class TrustStore: @unchecked Sendable {
    // @unchecked Sendable because an X509_STORE has its own lock, and the pointer never changes.
    private let raw: OpaquePointer

    init(path: String) throws(FetchFailure) {
        guard let raw = X509_STORE_new() else {
            throw .outOfResources("OpenSSL cannot make a certificate store")
        }
        guard X509_STORE_load_file(raw, path) == 1 else {
            X509_STORE_free(raw)
            // What stays in OpenSSL's queue would be taken for the error of a later call.
            ERR_clear_error()
            throw .tls("the root certificates cannot be read from '\(path)'")
        }
        self.raw = raw
    }

    deinit {
        X509_STORE_free(raw)
    }

    /// Prepares one connection's TLS to judge certificates by these roots, and to accept what old
    /// and careless servers offer: fakes run on junk, and a page that is not fetched is evidence
    /// lost.
    func prepare(_ context: OpaquePointer) {
        SSL_CTX_set1_cert_store(context, raw)
        SSL_CTX_set_security_level(context, 0)
        SSL_CTX_set_options(context, ccurl_tls_lenient_options())
    }
}

extension TLSSession {
    /// Reads what `tls` agreed on, and judges the certificate for `host`.
    init(_ tls: OpaquePointer, host: String) {
        var chain: [[UInt8]] = []
        for index in 0..<ccurl_tls_chain_count(tls) {
            guard let certificate = ccurl_tls_chain_certificate(tls, index) else { continue }
            chain.append(Self.der(certificate))
        }
        var problems: [Int] = []
        let result = SSL_get_verify_result(tls)
        if result != Int(X509_V_OK) { problems.append(result) }
        if let leaf = ccurl_tls_chain_certificate(tls, 0) {
            if IPAddress(host) != nil {
                if X509_check_ip_asc(leaf, host, 0) != 1 {
                    problems.append(Int(X509_V_ERR_IP_ADDRESS_MISMATCH))
                }
            } else if X509_check_host(leaf, host, host.utf8.count, 0, nil) != 1 {
                problems.append(Int(X509_V_ERR_HOSTNAME_MISMATCH))
            }
        }
        let words = problems.map { String(cString: X509_verify_cert_error_string($0)) }
        let isTrusted = problems.isEmpty && !chain.isEmpty
        self.init(
            version: String(cString: SSL_get_version(tls)),
            cipher: SSL_CIPHER_get_name(SSL_get_current_cipher(tls)).map { String(cString: $0) }
                ?? "",
            chain: chain,
            isTrusted: isTrusted,
            distrust: isTrusted
                ? nil : words.isEmpty ? "no certificate" : words.joined(separator: "; "))
    }

    /// Whether `tls` agreed on HTTP/2.
    static func isHTTP2(_ tls: OpaquePointer) -> Bool {
        var name: UnsafePointer<UInt8>?
        var count: UInt32 = 0
        SSL_get0_alpn_selected(tls, &name, &count)
        return UnsafeBufferPointer(start: name, count: Int(count)).elementsEqual("h2".utf8)
    }

    private static func der(_ certificate: OpaquePointer) -> [UInt8] {
        let count = i2d_X509(certificate, nil)
        guard count > 0 else { return [] }
        return [UInt8](unsafeUninitializedCapacity: Int(count)) { buffer, written in
            var next = buffer.baseAddress
            written = max(0, Int(i2d_X509(certificate, &next)))
        }
    }
}
