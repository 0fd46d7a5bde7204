// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import COpenSSL
package import Casework
import Digests
import FoundationEssentials
import Glibc

/// Reads X.509 certificates, of which every byte may be hostile.
package enum CertificateReader {
    /// The longest certificate that is read: 1 MiB.
    package static let maximumBytes = 1 << 20
    /// The most alternative names that are given: 10,000.
    package static let maximumNames = 10_000
    /// The longest subject or issuer that is given, in bytes: 4,096.
    package static let maximumNameBytes = 4096
    /// The most timestamps that are given: 100.
    package static let maximumTimestamps = 100

    /// What the certificate `der` says, or `nil` if it is none, or too long to be an honest one.
    ///
    /// Nothing is verified: a certificate that a fake shows is evidence also if nobody signed it.
    package static func facts(ofDER der: [UInt8]) -> CertificateFacts? {
        guard der.count <= maximumBytes, let certificate = parse(der) else { return nil }
        defer { X509_free(certificate) }
        // OpenSSL keeps its complaints in a queue for each thread; leave none for others to find.
        defer { ERR_clear_error() }
        guard let notBefore = date(X509_get0_notBefore(certificate)),
            let notAfter = date(X509_get0_notAfter(certificate))
        else { return nil }
        return CertificateFacts(
            subject: text(X509_get_subject_name(certificate)),
            issuer: text(X509_get_issuer_name(certificate)),
            alternativeNames: alternativeNames(certificate), notBefore: notBefore,
            notAfter: notAfter, serial: serial(certificate), sha256: Digest.hex(der),
            keySHA256: key(certificate).map { Digest.hex($0) },
            timestamps: timestamps(certificate))
    }

    private static func parse(_ der: [UInt8]) -> OpaquePointer? {
        der.withUnsafeBufferPointer { bytes in
            var cursor = bytes.baseAddress
            let certificate = d2i_X509(nil, &cursor, bytes.count)
            // Bytes after the certificate are not covered by its signature: not one certificate.
            if certificate != nil, cursor != bytes.baseAddress.map({ $0 + bytes.count }) {
                X509_free(certificate)
                return nil
            }
            return certificate
        }
    }

    /// A name as RFC 2253 writes it, in UTF-8, controls escaped.
    private static func text(_ name: OpaquePointer?) -> String {
        guard let name, let output = BIO_new(BIO_s_mem()) else { return "" }
        defer { BIO_free(output) }
        let flags = copenssl_readable_name_flags()
        guard X509_NAME_print_ex(output, name, 0, flags) >= 0 else { return "" }
        var start: UnsafeMutablePointer<CChar>?
        let count = copenssl_bio_bytes(output, &start)
        guard let start, count > 0 else { return "" }
        let bytes = UnsafeRawBufferPointer(start: start, count: min(count, maximumNameBytes))
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func date(_ time: UnsafePointer<ASN1_TIME>?) -> Date? {
        guard let time else { return nil }
        var parts = tm()
        guard ASN1_TIME_to_tm(time, &parts) == 1 else { return nil }
        return Date(timeIntervalSince1970: Double(timegm(&parts)))
    }

    /// The public key in DER (SubjectPublicKeyInfo).
    private static func key(_ certificate: OpaquePointer) -> [UInt8]? {
        guard let key = X509_get_X509_PUBKEY(certificate) else { return nil }
        let count = i2d_X509_PUBKEY(key, nil)
        guard count > 0, count <= maximumBytes else { return nil }
        return [UInt8](unsafeUninitializedCapacity: Int(count)) { buffer, written in
            var next = buffer.baseAddress
            written = max(0, Int(i2d_X509_PUBKEY(key, &next)))
        }
    }

    private static func serial(_ certificate: OpaquePointer) -> String {
        guard let number = X509_get0_serialNumber(certificate) else { return "" }
        let bytes = UnsafeRawBufferPointer(
            start: ASN1_STRING_get0_data(number),
            count: min(Int(ASN1_STRING_length(number)), maximumNameBytes))
        let isNegative = ASN1_STRING_type(number) & V_ASN1_NEG != 0
        return (isNegative ? "-" : "") + Hexadecimal.text(bytes)
    }

    private static func alternativeNames(_ certificate: OpaquePointer) -> [String] {
        guard let names = copenssl_alternative_names(certificate) else { return [] }
        defer { copenssl_free_names(names) }
        let count = min(Int(copenssl_name_count(names)), maximumNames)
        return (0..<count).compactMap { index in
            var start: UnsafePointer<UInt8>?
            var length: Int32 = 0
            let kind = copenssl_name(names, Int32(index), &start, &length)
            guard let start, length > 0 else { return nil }
            let bytes = UnsafeBufferPointer(
                start: start, count: min(Int(length), maximumNameBytes))
            if kind == COPENSSL_NAME_ADDRESS { return IPAddress(bytes: Array(bytes))?.description }
            return kind == COPENSSL_NAME_TEXT ? String(decoding: bytes, as: UTF8.self) : nil
        }
    }

    private static func timestamps(_ certificate: OpaquePointer) -> [CertificateTimestamp] {
        guard let list = copenssl_timestamps(certificate) else { return [] }
        defer { copenssl_free_timestamps(list) }
        let count = min(Int(copenssl_timestamp_count(list)), maximumTimestamps)
        return (0..<count).compactMap { index in
            guard let timestamp = copenssl_timestamp(list, Int32(index)) else { return nil }
            var start: UnsafeMutablePointer<UInt8>?
            let length = SCT_get0_log_id(timestamp, &start)
            guard let start, length > 0 else { return nil }
            let log = Hexadecimal.text(UnsafeBufferPointer(start: start, count: Int(length)))
            let milliseconds = Double(SCT_get_timestamp(timestamp))
            return CertificateTimestamp(
                log: log, time: Date(timeIntervalSince1970: milliseconds / 1000))
        }
    }
}
