// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import COpenSSL
package import Casework
package import FoundationEssentials
import Glibc

/// What became of checking a signature or a timestamp.
package struct SealCheck: Sendable, Hashable {
    package enum Outcome: Sendable, Hashable {
        case holds
        /// Why not, in OpenSSL's words.
        case fails(String)
        /// Nobody said whom to trust.
        case unknown
    }

    /// The longest signature or timestamp that is read: 1 MiB.
    package static let maximumBytes = 1 << 20

    /// Whether it was made over these bytes with the key of the certificate that it brings.
    package var fits: Outcome
    /// Whether that certificate leads to a root that the checker trusts.
    package var trust: Outcome
    /// Who made it.
    package var signer: CertificateFacts?
    /// When, if it is a timestamp.
    package var time: Date?

    private init(failing reason: String) {
        fits = .fails(reason)
        trust = .unknown
    }

    private init(signer: CertificateFacts?, time: Date?, trust: Outcome) {
        fits = .holds
        self.trust = trust
        self.signer = signer
        self.time = time
    }

    // MARK: - Signatures

    /// Checks the detached CMS signature `cms` over `content`.
    ///
    /// - Parameters:
    ///   - roots: whom to trust; `nil` if nobody said.
    ///   - time: when it was made, if a trusted timestamp says so; else the chain must hold now.
    package static func signature(
        _ cms: [UInt8], over content: [UInt8], roots: TrustRoots?, at time: Date?
    ) -> SealCheck {
        guard cms.count <= maximumBytes else { return SealCheck(failing: "too long") }
        ERR_clear_error()
        let value = cms.withUnsafeBufferPointer { bytes in
            var cursor = bytes.baseAddress
            return d2i_CMS_ContentInfo(nil, &cursor, bytes.count)
        }
        guard let value else { return SealCheck(failing: OpenSSL.reason()) }
        defer { CMS_ContentInfo_free(value) }
        guard CMS_is_detached(value) == 1 else { return SealCheck(failing: "not detached") }
        let flags = UInt32(CMS_BINARY | CMS_NO_SIGNER_CERT_VERIFY)
        let isTrue = OpenSSL.reading(content) { CMS_verify(value, nil, nil, $0, nil, flags) == 1 }
        guard isTrue else { return SealCheck(failing: OpenSSL.reason()) }
        guard let signers = CMS_get0_signers(value) else {
            return SealCheck(failing: OpenSSL.reason())
        }
        defer { copenssl_free_list(signers) }
        guard copenssl_certificate_count(signers) == 1,
            let signer = copenssl_certificate(signers, 0)
        else { return SealCheck(failing: "not exactly one signer") }
        let others = CMS_get1_certs(value)
        defer { copenssl_free_certificates(others) }
        return SealCheck(
            signer: OpenSSL.facts(signer), time: nil,
            trust: chain(of: signer, others, roots, at: time))
    }

    private static func chain(
        of certificate: OpaquePointer, _ others: OpaquePointer?, _ roots: TrustRoots?,
        at time: Date?
    ) -> Outcome {
        guard let roots else { return .unknown }
        let store = roots.store(at: time)
        defer { X509_STORE_free(store) }
        guard let context = X509_STORE_CTX_new() else { return .fails("out of memory") }
        defer { X509_STORE_CTX_free(context) }
        guard X509_STORE_CTX_init(context, store, certificate, others) == 1 else {
            return .fails(OpenSSL.reason())
        }
        defer { ERR_clear_error() }
        if X509_verify_cert(context) == 1 { return .holds }
        let code = Int(X509_STORE_CTX_get_error(context))
        return .fails(String(cString: X509_verify_cert_error_string(code)))
    }

    // MARK: - Timestamps

    /// Checks the answer of a timestamp authority (RFC 3161), as it was kept, over `content`.
    ///
    /// Chains are checked as of the time that the token names, because certificates of authorities
    /// expire and tokens are for later.
    package static func timestamp(
        _ answer: [UInt8], over content: [UInt8], roots: TrustRoots?
    ) -> SealCheck {
        guard answer.count <= maximumBytes else { return SealCheck(failing: "too long") }
        ERR_clear_error()
        guard let response = TimestampRequest.parse(answer) else {
            return SealCheck(failing: OpenSSL.reason())
        }
        defer { TS_RESP_free(response) }
        guard let token = TS_RESP_get_token(response), let info = TS_RESP_get_tst_info(response),
            let time = TimestampRequest.time(info)
        else { return SealCheck(failing: "it holds no token") }
        let signers = PKCS7_get0_signers(token, nil, 0)
        defer { copenssl_free_list(signers) }
        guard let signers, let signer = copenssl_certificate(signers, 0) else {
            return SealCheck(failing: "its signer's certificate is not in it")
        }
        let own = TrustRoots.store(of: [signer], at: time, trustingEach: true)
        if let reason = failure(of: response, over: content, store: own) {
            return SealCheck(failing: reason)
        }
        let trust = roots.map { roots in
            failure(of: response, over: content, store: roots.store(at: time))
                .map { Outcome.fails($0) } ?? .holds
        }
        return SealCheck(signer: OpenSSL.facts(signer), time: time, trust: trust ?? .unknown)
    }

    /// Why the answer does not hold with `store`, which is freed.
    private static func failure(
        of response: OpaquePointer, over content: [UInt8], store: OpaquePointer
    ) -> String? {
        guard let context = TS_VERIFY_CTX_new() else {
            X509_STORE_free(store)
            return "out of memory"
        }
        // It frees what it is given, the store among it.
        defer { TS_VERIFY_CTX_free(context) }
        TS_VERIFY_CTX_set_store(context, store)
        TS_VERIFY_CTX_set_flags(
            context, Int32(TS_VFY_VERSION | TS_VFY_DATA | TS_VFY_SIGNATURE))
        return content.withUnsafeBytes { bytes in
            TS_VERIFY_CTX_set_data(
                context, BIO_new_mem_buf(bytes.baseAddress, Int32(clamping: bytes.count)))
            defer { ERR_clear_error() }
            return TS_RESP_verify_response(context, response) == 1 ? nil : OpenSSL.reason()
        }
    }
}
