// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// 国密签名: a signature by SM2 over SM3, without a container, beside the CMS signature.
///
/// Source: GB/T 32918.2-2016 (the algorithm), GB/T 35276-2017 (its form: DER of *r* and *s*, and the
/// signer's identity that is taken where none is agreed).
package enum NationalSignature {
    /// The identity that signer and verifier put before the content.
    private static let identity = "1234567812345678"
    /// The longest signature that is read: 72 bytes are usual.
    package static let maximumBytes = 1024

    /// A private SM2 key.
    package final class Key: @unchecked Sendable {
        // @unchecked Sendable because nothing here changes after it was made, and OpenSSL counts
        // its references atomically.
        private let key: OpaquePointer
        /// SHA-256 is taken of this: the public key as X.509 writes it (SubjectPublicKeyInfo), DER.
        package let publicKey: [UInt8]

        /// Reads the key from PEM; `password` opens it if it is encrypted, `name` is for errors.
        package init(_ pem: [UInt8], password: [UInt8]?, name: String) throws(SealError) {
            guard let read = OpenSSL.privateKey(inPEM: pem, password: password) else {
                throw .noKey(name)
            }
            publicKey = try NationalSignature.written(read, name: name)
            key = read
        }

        deinit { EVP_PKEY_free(key) }

        /// The signature over `content`, in DER.
        package func sign(_ content: [UInt8]) throws(SealError) -> [UInt8] {
            let signature = NationalSignature.withContext(key) { context -> [UInt8]? in
                guard EVP_DigestSignInit(context, nil, EVP_sm3(), nil, key) == 1 else { return nil }
                var count = 0
                guard EVP_DigestSign(context, nil, &count, content, content.count) == 1 else {
                    return nil
                }
                var bytes = [UInt8](repeating: 0, count: count)
                guard EVP_DigestSign(context, &bytes, &count, content, content.count) == 1 else {
                    return nil
                }
                return Array(bytes.prefix(count))
            }
            guard let signature else { throw .cannotSign(OpenSSL.reason()) }
            return signature
        }
    }

    /// A public SM2 key that the checker trusts.
    package final class PublicKey: @unchecked Sendable {
        // @unchecked Sendable for the same reason as the private one.
        private let key: OpaquePointer
        package let publicKey: [UInt8]

        /// Reads a public key or a certificate from PEM.
        package init(_ pem: [UInt8], name: String) throws(SealError) {
            let found = OpenSSL.certificates(inPEM: pem)
            defer { for certificate in found { X509_free(certificate) } }
            let read =
                found.first.flatMap { X509_get_pubkey($0) }
                ?? OpenSSL.reading(pem) { PEM_read_bio_PUBKEY($0, nil, nil, nil) }
            ERR_clear_error()
            guard let read else { throw .noPublicKey(name) }
            publicKey = try NationalSignature.written(read, name: name)
            key = read
        }

        deinit { EVP_PKEY_free(key) }

        /// Whether `signature` was made over `content` with the private half of this key.
        package func verifies(_ signature: [UInt8], over content: [UInt8]) -> Bool {
            guard signature.count <= maximumBytes else { return false }
            defer { ERR_clear_error() }
            return NationalSignature.withContext(key) { context in
                guard EVP_DigestVerifyInit(context, nil, EVP_sm3(), nil, key) == 1 else {
                    return nil
                }
                return EVP_DigestVerify(
                    context, signature, signature.count, content, content.count) == 1
            } ?? false
        }
    }

    /// The public half of `key` as X.509 writes it; a key that is none of SM2 is freed and refused.
    private static func written(
        _ key: OpaquePointer, name: String
    ) throws(SealError) -> [UInt8] {
        if EVP_PKEY_is_a(key, "SM2") == 1, let written = OpenSSL.der({ i2d_PUBKEY(key, $0) }) {
            return written
        }
        EVP_PKEY_free(key)
        throw .notNational(name)
    }

    /// Gives `body` a context that puts the identity before what it digests.
    private static func withContext<Value>(
        _ key: OpaquePointer, _ body: (OpaquePointer) -> Value?
    ) -> Value? {
        guard let context = EVP_MD_CTX_new() else { return nil }
        defer { EVP_MD_CTX_free(context) }
        guard let parameters = EVP_PKEY_CTX_new(key, nil) else { return nil }
        // The digest context does not free what it was given from outside.
        defer { EVP_PKEY_CTX_free(parameters) }
        guard EVP_PKEY_CTX_set1_id(parameters, identity, Int32(identity.utf8.count)) == 1 else {
            return nil
        }
        EVP_MD_CTX_set_pkey_ctx(context, parameters)
        return body(context)
    }
}
