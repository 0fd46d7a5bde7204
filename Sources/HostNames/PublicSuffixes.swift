// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import CPsl
package import FoundationEssentials
import Glibc

/// Which public suffix list is used, and how old it is.
package struct PublicSuffixSource: Sendable, Hashable {
    /// The file; `nil` if the list is the one that the library was built with.
    package let path: String?
    /// When the file was last changed or the built-in list made; `nil` if that is not known.
    package let date: Date?
}

/// A public suffix list (<https://publicsuffix.org>), its private part included.
final class PublicSuffixes: @unchecked Sendable {
    // @unchecked Sendable because the list is only read after it was loaded.
    private let list: OpaquePointer
    private let isOwned: Bool
    let source: PublicSuffixSource

    /// Where Debian's package `publicsuffix` puts the list.
    static let debianPath = "/usr/share/publicsuffix/public_suffix_list.dafsa"

    init(path: String?) throws(HostNamesError) {
        if let path {
            guard let loaded = Self.load(path) else { throw .unreadableList(path: path) }
            list = loaded
            isOwned = true
            source = PublicSuffixSource(path: path, date: Self.changeDate(path))
        } else if let loaded = Self.load(Self.debianPath) {
            list = loaded
            isOwned = true
            source = PublicSuffixSource(
                path: Self.debianPath, date: Self.changeDate(Self.debianPath))
        } else if let builtIn = cpsl_builtin() {
            list = builtIn
            isOwned = false
            let seconds = cpsl_builtin_time()
            source = PublicSuffixSource(
                path: nil,
                date: seconds > 0 ? Date(timeIntervalSince1970: Double(seconds)) : nil)
        } else {
            throw .noList
        }
    }

    deinit {
        if isOwned { cpsl_free(list) }
    }

    /// How many bytes at the end of `host` are its registrable domain; `nil` if there is none.
    func registrableBytes(of host: String) -> Int? {
        host.withCString { start in
            cpsl_registrable_domain(list, start).map { strlen($0) }
        }
    }

    private static func load(_ path: String) -> OpaquePointer? {
        guard let list = cpsl_load(path) else { return nil }
        // libpsl reads any text as a list; one without a suffix is none. A DAFSA does not count.
        guard cpsl_suffix_count(list) != 0 else {
            cpsl_free(list)
            return nil
        }
        return list
    }

    private static func changeDate(_ path: String) -> Date? {
        var facts = stat()
        guard stat(path, &facts) == 0 else { return nil }
        return Date(timeIntervalSince1970: Double(facts.st_mtim.tv_sec))
    }
}
