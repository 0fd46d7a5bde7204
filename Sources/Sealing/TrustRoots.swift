// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import COpenSSL
import FoundationEssentials
import Glibc

/// The certificates that somebody trusts: never any that come with what is to be checked.
package final class TrustRoots: @unchecked Sendable {
    // @unchecked Sendable because the certificates are never changed after this was made.
    private let certificates: [OpaquePointer]
    private let hasSystem: Bool

    /// The roots of this machine.
    package static let system = TrustRoots([], hasSystem: true)

    private init(_ certificates: [OpaquePointer], hasSystem: Bool) {
        self.certificates = certificates
        self.hasSystem = hasSystem
    }

    deinit {
        for certificate in certificates { X509_free(certificate) }
    }

    /// Reads every certificate of a PEM file, or of the files of a folder.
    package static func load(_ path: String) throws(SealError) -> TrustRoots {
        let files = FileManager.default
        let names = (try? files.contentsOfDirectory(atPath: path))?.sorted().map { path + "/" + $0 }
        guard names != nil || files.isReadableFile(atPath: path) else { throw .unreadable(path) }
        let found = (names ?? [path]).prefix(10_000).flatMap { name in
            OpenSSL.certificates(inPEM: [UInt8](files.contents(atPath: name) ?? Data()))
        }
        guard !found.isEmpty else { throw .noCertificate(path) }
        return TrustRoots(found, hasSystem: false)
    }

    /// A new store of them, to be freed; chains must hold at `time`, or now.
    func store(at time: Date? = nil) -> OpaquePointer {
        let store = Self.store(of: certificates, at: time)
        if hasSystem { X509_STORE_set_default_paths(store) }
        return store
    }

    /// A new store in which each of `certificates` is trusted for itself, to be freed.
    static func store(
        of certificates: [OpaquePointer], at time: Date?, trustingEach: Bool = false
    ) -> OpaquePointer {
        guard let store = X509_STORE_new() else { preconditionFailure("OpenSSL is out of memory") }
        for certificate in certificates { X509_STORE_add_cert(store, certificate) }
        if trustingEach { X509_STORE_set_flags(store, UInt(X509_V_FLAG_PARTIAL_CHAIN)) }
        if let time, let parameters = X509_STORE_get0_param(store) {
            X509_VERIFY_PARAM_set_time(parameters, OpenSSL.seconds(time))
        }
        return store
    }
}
