// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework
import FoundationEssentials
package import Wording

/// Hosts whose addresses are known without asking, in the form of hosts(5).
package struct HostsFile: Sendable, Hashable {
    private var addresses: [String: [IPAddress]] = [:]

    /// Knows no host.
    package init() {}

    /// Reads lines of an address and the hosts that have it; `#` begins a comment.
    ///
    /// Errors call the text by `name`, usually its path.
    package init(text: String, name: String) throws(HostsFileError) {
        // By bytes, because Swift takes CR LF for one character.
        for (index, line) in text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
            .enumerated()
        {
            let written = line.prefix { $0 != UInt8(ascii: "#") }
            let words = written.split { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
                .map { String(decoding: $0, as: UTF8.self) }
            guard let first = words.first else { continue }
            guard let address = IPAddress(first) else {
                throw .notAnAddress(first, file: name, line: index + 1)
            }
            guard words.count > 1 else { throw .noHost(first, file: name, line: index + 1) }
            for word in words.dropFirst() {
                let host = word.asDNSName
                guard WebAddress.isHostName(host) else {
                    throw .notAHost(word, file: name, line: index + 1)
                }
                addresses[host, default: []].append(address)
            }
        }
    }

    /// Reads the file at `path`.
    package static func read(path: String) throws(HostsFileError) -> HostsFile {
        let bytes: Data
        do {
            bytes = try Data(contentsOf: URL(filePath: path))
        } catch {
            throw .unreadable(path)
        }
        return try HostsFile(text: String(decoding: bytes, as: UTF8.self), name: path)
    }

    /// The addresses of `host` in the order of the file, or `nil` if the file does not name it.
    package func addresses(of host: String) -> [IPAddress]? {
        addresses.isEmpty ? nil : addresses[host.asDNSName]
    }
}

/// Why a hosts file cannot be used.
package enum HostsFileError: Explained, Hashable {
    case unreadable(String)
    case notAnAddress(String, file: String, line: Int)
    case notAHost(String, file: String, line: Int)
    case noHost(String, file: String, line: Int)

    package var message: Message {
        switch self {
        case .unreadable(let path):
            ResolverMessages.hostsFileUnreadable(path)
        case .notAnAddress(let text, let file, let line):
            ResolverMessages.hostsLineWithoutAddress(text, file: file, line: line)
        case .notAHost(let text, let file, let line):
            ResolverMessages.hostsLineWithBadHost(text, file: file, line: line)
        case .noHost(let text, let file, let line):
            ResolverMessages.hostsLineWithoutHost(text, file: file, line: line)
        }
    }
}

extension String {
    /// Lowercase and without the root's dot, as names are compared here.
    var asDNSName: String {
        let isPlain =
            utf8.last != UInt8(ascii: ".") && !utf8.contains { (0x41...0x5A).contains($0) }
        if isPlain { return self }
        let name = lowercased()
        return name.utf8.last == UInt8(ascii: ".") ? String(name.dropLast()) : name
    }
}
