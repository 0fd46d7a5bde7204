// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import COpenSSL
import Casework

/// A secure site's key and certificate, made at start.
///
/// No authority stands behind it: a fake's certificate need not be valid, and the fetcher must
/// record what it sees all the same.
final class RangeTLS: @unchecked Sendable {
    // @unchecked Sendable because OpenSSL counts references to a context under its own lock, and
    // nothing changes the context after `init`.
    private let context: OpaquePointer

    /// Makes a P-256 key and a certificate for the hosts of `sites`, of the first one's kind.
    init(for sites: [PracticeSite], at address: IPAddress) throws(RangeError) {
        let kind = sites.first?.certificate ?? .selfSigned
        let site = sites.first?.id ?? ""
        let hosts = kind == .wrongHost ? ["other.example"] : sites.flatMap(\.hosts)
        let names =
            hosts.map { "DNS:\($0)" } + (kind == .wrongHost ? [] : ["IP:\(address)"])
        guard let context = SSL_CTX_new(TLS_server_method()) else {
            throw .certificate(site: site, reason: Self.reason())
        }
        let key = Self.makeKey()
        defer { EVP_PKEY_free(key) }
        let certificate = key.flatMap {
            Self.makeCertificate(
                key: $0, commonName: hosts.first ?? address.description,
                names: names.joined(separator: ","), isExpired: kind == .expired)
        }
        defer { X509_free(certificate) }
        guard let key, let certificate, SSL_CTX_use_certificate(context, certificate) == 1,
            SSL_CTX_use_PrivateKey(context, key) == 1
        else {
            SSL_CTX_free(context)
            throw .certificate(site: site, reason: Self.reason())
        }
        self.context = context
    }

    deinit {
        SSL_CTX_free(context)
    }

    /// The server's side of a new connection; `nil` if there is no memory.
    func session() -> Session? {
        Session(context)
    }

    private static func makeKey() -> OpaquePointer? {
        guard let context = EVP_PKEY_CTX_new_from_name(nil, "EC", nil) else { return nil }
        defer { EVP_PKEY_CTX_free(context) }
        var key: OpaquePointer?
        guard EVP_PKEY_keygen_init(context) == 1,
            EVP_PKEY_CTX_set_group_name(context, "P-256") == 1,
            EVP_PKEY_generate(context, &key) == 1
        else { return nil }
        return key
    }

    private static func makeCertificate(
        key: OpaquePointer, commonName: String, names: String, isExpired: Bool
    ) -> OpaquePointer? {
        guard let certificate = X509_new() else { return nil }
        let day = 24 * 60 * 60
        let name = X509_get_subject_name(certificate)
        let alternatives = X509V3_EXT_conf_nid(nil, nil, NID_subject_alt_name, names)
        defer { X509_EXTENSION_free(alternatives) }
        // MBSTRING_UTF8, a macro that Swift does not see.
        let utf8 = Int32(0x1000)
        guard alternatives != nil, X509_set_version(certificate, 2) == 1,
            ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1) == 1,
            X509_gmtime_adj(X509_getm_notBefore(certificate), isExpired ? -90 * day : -day) != nil,
            X509_gmtime_adj(X509_getm_notAfter(certificate), isExpired ? -day : 90 * day) != nil,
            X509_set_pubkey(certificate, key) == 1,
            // At most 64 characters (RFC 5280, appendix A.1, ub-common-name).
            X509_NAME_add_entry_by_txt(
                name, "CN", utf8, String(commonName.prefix(64)), -1, -1, 0) == 1,
            X509_set_issuer_name(certificate, name) == 1,
            X509_add_ext(certificate, alternatives, -1) == 1,
            X509_sign(certificate, key, EVP_sha256()) > 0
        else {
            X509_free(certificate)
            return nil
        }
        return certificate
    }

    private static func reason() -> String {
        let code = ERR_get_error()
        return ERR_reason_error_string(code).map { String(cString: $0) } ?? "OpenSSL \(code)"
    }
}

extension RangeTLS {
    /// One connection's TLS: bytes in, bytes out, no socket.
    ///
    /// Owns an `SSL *`. Not thread safe.
    final class Session {
        private let ssl: OpaquePointer
        // Both belong to `ssl`.
        private let incoming: OpaquePointer
        private let outgoing: OpaquePointer
        private var buffer: [UInt8] = []
        private var offset = 0

        fileprivate init?(_ context: OpaquePointer) {
            guard let ssl = SSL_new(context) else { return nil }
            guard let incoming = BIO_new(BIO_s_mem()) else {
                SSL_free(ssl)
                return nil
            }
            guard let outgoing = BIO_new(BIO_s_mem()) else {
                BIO_free(incoming)
                SSL_free(ssl)
                return nil
            }
            SSL_set_bio(ssl, incoming, outgoing)
            SSL_set_accept_state(ssl)
            self.ssl = ssl
            self.incoming = incoming
            self.outgoing = outgoing
        }

        deinit {
            SSL_free(ssl)
        }

        var isEstablished: Bool { SSL_is_init_finished(ssl) == 1 }

        /// Decrypts what came and appends it to `plain`; `false` if the visitor ended or broke TLS.
        func receive(_ bytes: ArraySlice<UInt8>, into plain: inout [UInt8]) -> Bool {
            let written = bytes.withUnsafeBytes {
                BIO_write(incoming, $0.baseAddress, Int32($0.count))
            }
            guard written == bytes.count else { return false }
            // Errors of other sessions on this thread must not be taken for ours.
            ERR_clear_error()
            if !isEstablished {
                let status = SSL_do_handshake(ssl)
                if status != 1 { return SSL_get_error(ssl, status) == SSL_ERROR_WANT_READ }
            }
            var piece = [UInt8](repeating: 0, count: 16 * 1024)
            while true {
                let count = SSL_read(ssl, &piece, Int32(piece.count))
                guard count > 0 else {
                    return SSL_get_error(ssl, count) == SSL_ERROR_WANT_READ
                }
                plain += piece.prefix(Int(count))
            }
        }

        /// Encrypts `plain`; `false` if the session is broken.
        func encrypt(_ plain: ArraySlice<UInt8>) -> Bool {
            ERR_clear_error()
            // A memory BIO takes everything, so nothing is left over.
            return plain.withUnsafeBytes { SSL_write(ssl, $0.baseAddress, Int32($0.count)) }
                == plain.count
        }

        /// Tells the visitor that no more will come; `false` if there is no session to end.
        func close() -> Bool {
            guard isEstablished, SSL_get_shutdown(ssl) & SSL_SENT_SHUTDOWN == 0 else {
                return false
            }
            ERR_clear_error()
            return SSL_shutdown(ssl) >= 0
        }

        /// The next bytes for the wire, or `nil` if there are none.
        var pending: ArraySlice<UInt8>? {
            if offset == buffer.count {
                offset = 0
                let waiting = BIO_ctrl_pending(outgoing)
                buffer = [UInt8](repeating: 0, count: waiting)
                guard waiting > 0 else { return nil }
                let count = BIO_read(outgoing, &buffer, Int32(waiting))
                buffer.removeLast(waiting - max(0, Int(count)))
            }
            return offset < buffer.count ? buffer[offset...] : nil
        }

        /// Drops what was sent: at most ``pending``.
        func sent(_ count: Int) {
            offset += count
        }
    }
}
