// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import COpenSSL
import Glibc

/// Encrypts files to a recipient's certificate (CMS, RFC 5652 and RFC 5083).
package enum Envelope {
    package enum Cipher: String, Sendable, CaseIterable {
        /// AES-256-GCM as AuthEnvelopedData: a change is found when it is opened.
        case gcm
        /// AES-256-CBC as EnvelopedData, for old readers: it hides, but only the seal inside tells
        /// of a change.
        case cbc
    }

    /// Encrypts the file at `source` into a new one at `target`, in DER, in bounded memory.
    ///
    /// - Parameter certificates: the recipients', in PEM; each alone can open it.
    /// - Throws: if there is no certificate, or a file fails; a part of `target` may be there then.
    package static func seal(
        _ source: String, to target: String, for certificates: [UInt8], named name: String,
        with cipher: Cipher = .gcm
    ) throws(SealError) {
        let recipients = OpenSSL.certificates(inPEM: certificates)
        defer { for certificate in recipients { X509_free(certificate) } }
        guard !recipients.isEmpty else { throw .noCertificate(name) }
        guard let list = copenssl_certificates() else { throw .cannotEncrypt("out of memory") }
        defer { copenssl_free_certificates(list) }
        for certificate in recipients { _ = copenssl_certificates_add(list, certificate) }

        ERR_clear_error()
        guard let input = BIO_new_file(source, "rb") else { throw .unreadable(source) }
        defer { BIO_free(input) }
        guard let output = BIO_new_file(target, "wbx") else {
            throw .cannotEncrypt(OpenSSL.reason())
        }
        let algorithm = cipher == .gcm ? EVP_aes_256_gcm() : EVP_aes_256_cbc()
        let flags = UInt32(CMS_BINARY | CMS_STREAM)
        var isDone = false
        if let cms = CMS_encrypt(list, input, algorithm, flags) {
            isDone = i2d_CMS_bio_stream(output, cms, input, Int32(flags)) == 1
            CMS_ContentInfo_free(cms)
        }
        let reason = isDone ? "" : OpenSSL.reason()
        // A full disk may show only when the last bytes are written out.
        let isFlushed = copenssl_flush(output) == 1
        BIO_free(output)
        guard isDone, isFlushed, sync(target) else {
            throw .cannotEncrypt(isDone ? String(cString: strerror(errno)) : reason)
        }
    }

    private static func sync(_ path: String) -> Bool {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return fsync(descriptor) == 0
    }
}
