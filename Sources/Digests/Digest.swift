// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import COpenSSL

/// A message digest that is computed piece by piece.
///
/// Stands below the rooms, beside the doors, because every room that stores or compares bytes needs
/// one. The work is OpenSSL's.
package struct Digest: ~Copyable {
    package enum Algorithm: String, Sendable, CaseIterable {
        case sha256
        case sha512
        /// 国家密码管理局's hash (GB/T 32905-2016).
        case sm3
        /// Broken against forgers; only because police forms still ask for it.
        case md5
        /// Broken likewise; only because RFC 9562 makes names of it.
        case sha1
    }

    private let context: OpaquePointer

    package init(_ algorithm: Algorithm) {
        guard let context = EVP_MD_CTX_new(),
            EVP_DigestInit_ex2(context, Self.methods[algorithm] ?? nil, nil) == 1
        else { preconditionFailure("OpenSSL cannot start \(algorithm.rawValue)") }
        self.context = context
    }

    deinit {
        EVP_MD_CTX_free(context)
    }

    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        guard let base = bytes.baseAddress, !bytes.isEmpty else { return }
        let done = EVP_DigestUpdate(context, base, bytes.count)
        precondition(done == 1, "OpenSSL cannot digest")
    }

    package mutating func update(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { update($0) }
    }

    /// The digest of all that was given.
    package consuming func finish() -> [UInt8] {
        var value = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var count: UInt32 = 0
        let done = EVP_DigestFinal_ex(context, &value, &count)
        precondition(done == 1, "OpenSSL cannot digest")
        return Array(value.prefix(Int(count)))
    }

    // Fetched once: OpenSSL 3 looks an algorithm up anew, under a lock, each time it is named.
    // Immutable after that, so sharing the pointers is safe.
    private nonisolated(unsafe) static let methods: [Algorithm: OpaquePointer?] = Dictionary(
        uniqueKeysWithValues: Algorithm.allCases.map {
            ($0, EVP_MD_fetch(nil, $0.rawValue, nil))
        })
}

extension Digest {
    /// The digest of `bytes`.
    package static func of(_ bytes: [UInt8], _ algorithm: Algorithm = .sha256) -> [UInt8] {
        var digest = Digest(algorithm)
        digest.update(bytes)
        return digest.finish()
    }

    /// The digest of `bytes`, in lowercase hexadecimal.
    package static func hex(_ bytes: [UInt8], _ algorithm: Algorithm = .sha256) -> String {
        Hexadecimal.text(of(bytes, algorithm))
    }

    /// The digest of `text` in UTF-8, in lowercase hexadecimal.
    package static func hex(_ text: String, _ algorithm: Algorithm = .sha256) -> String {
        hex(Array(text.utf8), algorithm)
    }
}

extension Digest {
    /// The keyed digest (HMAC, RFC 2104) of `bytes` by SHA-256.
    package static func hmac(_ bytes: [UInt8], key: [UInt8]) -> [UInt8] {
        let blockBytes = 64
        var block = key.count > blockBytes ? of(key) : key
        block += [UInt8](repeating: 0, count: blockBytes - block.count)
        return of(block.map { $0 ^ 0x5C } + of(block.map { $0 ^ 0x36 } + bytes))
    }
}

/// Bytes as hexadecimal digits.
package enum Hexadecimal {
    /// Two lowercase digits for each byte.
    package static func text(_ bytes: some Sequence<UInt8>) -> String {
        func digit(_ nibble: UInt8) -> UInt8 { nibble < 10 ? 0x30 + nibble : 0x57 + nibble }
        var digits: [UInt8] = []
        digits.reserveCapacity(2 * bytes.underestimatedCount)
        for byte in bytes {
            digits.append(digit(byte >> 4))
            digits.append(digit(byte & 15))
        }
        return String(decoding: digits, as: UTF8.self)
    }
}
