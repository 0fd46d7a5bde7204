// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import COpenSSL
package import Casework
package import FoundationEssentials
import Glibc

/// A private key and its certificate, with which packets are signed.
package final class SigningIdentity: @unchecked Sendable {
    // @unchecked Sendable because nothing here changes after it was made, and OpenSSL counts its
    // references atomically.
    private let key: OpaquePointer
    private let certificate: OpaquePointer
    private let chain: [OpaquePointer]
    package let facts: CertificateFacts

    /// Reads both from PEM.
    ///
    /// - Parameters:
    ///   - key: an RSA or P-256 key; `password` opens it if it is encrypted.
    ///   - certificates: the key's own first, then those between it and its root.
    ///   - names: what to call the two files in errors.
    ///   - time: when it is to sign; the certificate must be valid then.
    package init(
        key keyPEM: [UInt8], certificates: [UInt8], password: [UInt8]?,
        names: (key: String, certificate: String), at time: Date
    ) throws(SealError) {
        guard let read = OpenSSL.privateKey(inPEM: keyPEM, password: password) else {
            throw .noKey(names.key)
        }
        let found = OpenSSL.certificates(inPEM: certificates)
        func refuse(_ error: SealError) -> SealError {
            EVP_PKEY_free(read)
            for certificate in found { X509_free(certificate) }
            return error
        }
        guard let first = found.first, let facts = OpenSSL.facts(first) else {
            throw refuse(.noCertificate(names.certificate))
        }
        guard X509_check_private_key(first, read) == 1 else {
            ERR_clear_error()
            throw refuse(.notPair)
        }
        guard Self.isSupported(read) else { throw refuse(.unsupportedKey) }
        guard facts.notBefore <= time, time <= facts.notAfter else {
            throw refuse(
                .notValid(
                    subject: facts.subject, from: Timestamp.text(facts.notBefore),
                    until: Timestamp.text(facts.notAfter)))
        }
        key = read
        certificate = first
        chain = Array(found.dropFirst())
        self.facts = facts
    }

    deinit {
        EVP_PKEY_free(key)
        X509_free(certificate)
        for certificate in chain { X509_free(certificate) }
    }

    private static func isSupported(_ key: OpaquePointer) -> Bool {
        if EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA { return EVP_PKEY_get_bits(key) >= 2048 }
        return EVP_PKEY_get_base_id(key) == EVP_PKEY_EC && EVP_PKEY_get_bits(key) == 256
            && EVP_PKEY_is_a(key, "SM2") == 0
    }

    /// A detached CMS signature (RFC 5652) over `content`, in DER, with the certificates.
    package func sign(_ content: [UInt8]) throws(SealError) -> [UInt8] {
        guard let others = copenssl_certificates() else { throw .cannotSign("out of memory") }
        defer { copenssl_free_certificates(others) }
        for certificate in chain { _ = copenssl_certificates_add(others, certificate) }
        let flags = UInt32(CMS_DETACHED | CMS_BINARY | CMS_NOSMIMECAP)
        let signature: [UInt8]? = OpenSSL.reading(content) { input in
            guard let cms = CMS_sign(certificate, key, others, input, flags) else { return nil }
            defer { CMS_ContentInfo_free(cms) }
            return OpenSSL.der { i2d_CMS_ContentInfo(cms, $0) }
        }
        guard let signature else { throw .cannotSign(OpenSSL.reason()) }
        return signature
    }
}
