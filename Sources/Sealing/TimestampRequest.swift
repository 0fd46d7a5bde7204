// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import COpenSSL
import Casework
import Digests
package import FoundationEssentials
import Glibc

/// A question to a timestamp authority (RFC 3161): that these bytes were there at this time.
package final class TimestampRequest {
    private let raw: OpaquePointer
    /// What to send, as `application/timestamp-query`.
    package let der: [UInt8]

    /// How far an authority's time may be from this machine's: 10 minutes.
    package static let clockSeconds = 600.0

    /// A request over the SHA-256 of `content`, with a number that only its answer repeats.
    package init(over content: [UInt8]) throws(SealError) {
        guard let request = TS_REQ_new() else { throw .cannotSign("out of memory") }
        guard Self.fill(request, Digest.of(content)),
            let der = OpenSSL.der({ i2d_TS_REQ(request, $0) })
        else {
            TS_REQ_free(request)
            throw .cannotSign(OpenSSL.reason())
        }
        raw = request
        self.der = der
    }

    deinit { TS_REQ_free(raw) }

    private static func fill(_ request: OpaquePointer, _ digest: [UInt8]) -> Bool {
        guard let imprint = TS_MSG_IMPRINT_new() else { return false }
        defer { TS_MSG_IMPRINT_free(imprint) }
        guard let algorithm = copenssl_sha256_algorithm() else { return false }
        defer { X509_ALGOR_free(algorithm) }
        guard let nonce = ASN1_INTEGER_new() else { return false }
        defer { ASN1_INTEGER_free(nonce) }
        var bytes = digest
        return TS_REQ_set_version(request, 1) == 1
            && TS_MSG_IMPRINT_set_algo(imprint, algorithm) == 1
            && TS_MSG_IMPRINT_set_msg(imprint, &bytes, Int32(bytes.count)) == 1
            && TS_REQ_set_msg_imprint(request, imprint) == 1
            && ASN1_INTEGER_set_uint64(nonce, UInt64.random(in: 1 ... .max)) == 1
            && TS_REQ_set_nonce(request, nonce) == 1 && TS_REQ_set_cert_req(request, 1) == 1
    }

    /// Checks that `answer` grants this very request: status, imprint, number, signature, and that
    /// the signer leads to `roots`; returns the time that it names.
    ///
    /// - Parameters:
    ///   - authority: what to call it in errors.
    ///   - now: this machine's time.
    package func check(
        _ answer: [UInt8], from authority: String, roots: TrustRoots, now: Date
    ) throws(SealError) -> Date {
        ERR_clear_error()
        guard answer.count <= SealCheck.maximumBytes, let response = Self.parse(answer) else {
            throw .answer(authority, OpenSSL.reason())
        }
        defer { TS_RESP_free(response) }
        guard let context = TS_REQ_to_TS_VERIFY_CTX(raw, nil) else {
            throw .answer(authority, OpenSSL.reason())
        }
        defer { TS_VERIFY_CTX_free(context) }
        TS_VERIFY_CTX_add_flags(context, Int32(TS_VFY_SIGNATURE))
        TS_VERIFY_CTX_set_store(context, roots.store(at: now))
        guard TS_RESP_verify_response(context, response) == 1,
            let info = TS_RESP_get_tst_info(response), let time = Self.time(info)
        else { throw .answer(authority, OpenSSL.reason()) }
        guard abs(time.timeIntervalSince(now)) <= Self.clockSeconds else {
            throw .clocks(
                authority, theirs: Timestamp.text(time), ours: Timestamp.text(now))
        }
        return time
    }

    /// Reads an answer that is nothing but one, to be freed.
    static func parse(_ answer: [UInt8]) -> OpaquePointer? {
        answer.withUnsafeBufferPointer { bytes in
            var cursor = bytes.baseAddress
            guard let response = d2i_TS_RESP(nil, &cursor, bytes.count) else { return nil }
            if cursor == bytes.baseAddress.map({ $0 + bytes.count }) { return response }
            TS_RESP_free(response)
            return nil
        }
    }

    static func time(_ info: OpaquePointer) -> Date? {
        var parts = tm()
        guard let time = TS_TST_INFO_get_time(info), ASN1_TIME_to_tm(time, &parts) == 1 else {
            return nil
        }
        return Date(timeIntervalSince1970: Double(timegm(&parts)))
    }
}
