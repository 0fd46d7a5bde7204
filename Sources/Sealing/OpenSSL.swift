// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import COpenSSL
import Casework
import FoundationEssentials
import Glibc

/// What several parts of this room ask of OpenSSL.
enum OpenSSL {
    /// Gives `body` a BIO that reads `bytes`, which must outlive it.
    static func reading<Value>(
        _ bytes: [UInt8], _ body: (OpaquePointer) throws -> Value
    ) rethrows -> Value {
        try bytes.withUnsafeBytes { buffer in
            guard let input = BIO_new_mem_buf(buffer.baseAddress, Int32(clamping: buffer.count))
            else { preconditionFailure("OpenSSL is out of memory") }
            defer { BIO_free(input) }
            return try body(input)
        }
    }

    /// The private key in `pem`, to be freed; `password` opens it if it is encrypted.
    static func privateKey(inPEM pem: [UInt8], password: [UInt8]?) -> OpaquePointer? {
        defer { ERR_clear_error() }
        // Without a password OpenSSL would ask the terminal for one.
        let secret = (password ?? []) + [0]
        return reading(pem) { input in
            secret.withUnsafeBytes { bytes in
                PEM_read_bio_PrivateKey(
                    input, nil, nil, UnsafeMutableRawPointer(mutating: bytes.baseAddress))
            }
        }
    }

    /// Every certificate in `pem`, each to be freed.
    static func certificates(inPEM pem: [UInt8]) -> [OpaquePointer] {
        defer { ERR_clear_error() }
        return reading(pem) { input in
            var found: [OpaquePointer] = []
            while let certificate = PEM_read_bio_X509(input, nil, nil, nil) {
                found.append(certificate)
            }
            return found
        }
    }

    /// The value that one of OpenSSL's `i2d` functions writes.
    static func der(_ write: (UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>?) -> Int32)
        -> [UInt8]?
    {
        let count = Int(write(nil))
        guard count > 0 else { return nil }
        var bytes = [UInt8](repeating: 0, count: count)
        let written = bytes.withUnsafeMutableBufferPointer { buffer in
            var cursor = buffer.baseAddress
            return write(&cursor)
        }
        return Int(written) == count ? bytes : nil
    }

    /// Why the last call on this thread failed, in OpenSSL's words; none are left behind.
    static func reason() -> String {
        defer { ERR_clear_error() }
        var words: [String] = []
        var data: UnsafePointer<CChar>?
        var flags: Int32 = 0
        while words.count < 8 {
            let code = ERR_get_error_all(nil, nil, nil, &data, &flags)
            guard code != 0 else { break }
            var text = ERR_reason_error_string(code).map { String(cString: $0) } ?? "\(code)"
            if flags & ERR_TXT_STRING != 0, let data { text += " (" + String(cString: data) + ")" }
            words.append(text)
        }
        return words.isEmpty ? "no reason given" : words.joined(separator: "; ")
    }

    /// What the certificate says.
    static func facts(_ certificate: OpaquePointer) -> CertificateFacts? {
        der { i2d_X509(certificate, $0) }.flatMap(CertificateReader.facts(ofDER:))
    }

    static func seconds(_ date: Date) -> time_t { time_t(date.timeIntervalSince1970.rounded()) }
}
