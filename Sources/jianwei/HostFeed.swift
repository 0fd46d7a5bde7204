// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Dispatch
import HostNames
import Wording

/// The hosts that the arguments name, or else standard input, some at a time.
final class HostFeed: @unchecked Sendable {
    // @unchecked Sendable because what changes is used on `queue` only. Waiting for input blocks its
    // thread, not one of those that all tasks share.
    private let queue = DispatchQueue(label: "host-feed")
    private let names: HostNames
    private let readsInput: Bool
    private var arguments: ArraySlice<String>
    private var reader = LineReader(maximum: HostLine.maximumBytes)
    private var badLines = BadLines()

    /// The most hosts that are handed out at one time.
    private static let hostsAtOnce = 1024

    init(_ arguments: [String], names: HostNames) {
        self.names = names
        readsInput = arguments.isEmpty || arguments == ["-"]
        self.arguments = readsInput ? [] : arguments[...]
    }

    /// The next hosts in ASCII, as many as are here already; `nil` at the end.
    ///
    /// What names no host is said at once.
    func next() async -> [String]? {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: self.read()) }
        }
    }

    /// Whether all that was read so far names a host.
    func namesOnlyHosts() async -> Bool {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: self.badLines.count == 0) }
        }
    }

    private func read() -> [String]? {
        var hosts: [String] = []
        repeat {
            guard let written = nextWritten() else {
                if hosts.isEmpty { badLines.close() }
                return hosts.isEmpty ? nil : hosts
            }
            guard !written.isEmpty else { continue }
            guard let host = HostLine.host(in: written, names) else {
                badLines.add(written)
                continue
            }
            hosts.append(host)
        } while hosts.count < Self.hostsAtOnce && (hosts.isEmpty || hasMore)
        return hosts
    }

    private var hasMore: Bool { readsInput ? reader.hasMore : !arguments.isEmpty }

    private func nextWritten() -> String? {
        readsInput ? reader.next().map(HostLine.written) : arguments.popFirst()
    }
}
