// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// The public key of a certificate-transparency log.
///
/// RFC 6962, section 2.1.4, knows two kinds: ECDSA over P-256, and RSA of 2048 bits at least; both
/// sign SHA-256.
package final class LogKey: Sendable {
    // Never changed after it was made, and OpenSSL counts its references by atomic operations.
    private nonisolated(unsafe) let key: OpaquePointer

    /// - Parameter der: its SubjectPublicKeyInfo.
    /// - Returns: `nil` if it is no key, or of a kind that no log may have.
    package init?(der: [UInt8]) {
        defer { ERR_clear_error() }
        let found = der.withUnsafeBufferPointer { bytes -> OpaquePointer? in
            var cursor = bytes.baseAddress
            guard let key = d2i_PUBKEY(nil, &cursor, bytes.count) else { return nil }
            guard cursor == bytes.baseAddress.map({ $0 + bytes.count }) else {
                EVP_PKEY_free(key)
                return nil
            }
            return key
        }
        guard let found else { return nil }
        let bits = EVP_PKEY_get_bits(found)
        switch EVP_PKEY_get_base_id(found) {
        case EVP_PKEY_EC where bits == 256: key = found
        case EVP_PKEY_RSA where (2048...16_384).contains(bits): key = found
        default:
            EVP_PKEY_free(found)
            return nil
        }
    }

    deinit { EVP_PKEY_free(key) }

    /// Whether `signature` is this key's over `message`.
    package func verifies(_ signature: [UInt8], over message: [UInt8]) -> Bool {
        defer { ERR_clear_error() }
        guard let context = EVP_MD_CTX_new() else { preconditionFailure("OpenSSL has no memory") }
        defer { EVP_MD_CTX_free(context) }
        guard EVP_DigestVerifyInit(context, nil, EVP_sha256(), nil, key) == 1 else { return false }
        return EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
    }
}
