// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import FoundationEssentials

/// Whom a ``NameResolver`` asks, how long it waits, and what it need not ask.
package struct ResolverConfiguration: Sendable {
    /// The servers, best first; by default those of this machine.
    package var servers: [ServerAddress]
    /// How long one server may take to answer one question: 2000 by default.
    package var timeoutMilliseconds: Int
    /// How often the servers are gone through for one question: 3 by default.
    ///
    /// A server that answers that it cannot or will not say is not asked again; one that is silent
    /// is.
    package var tries: Int
    /// Hosts that are known beforehand, for which no server is asked; empty by default.
    package var overrides: HostsFile
    /// How many questions may wait for an answer at one time: 1000 by default.
    ///
    /// More wait their turn.
    package var maximumOutstanding: Int

    package init(
        servers: [ServerAddress] = ResolverConfiguration.systemServers(),
        timeoutMilliseconds: Int = 2000, tries: Int = 3, overrides: HostsFile = HostsFile(),
        maximumOutstanding: Int = 1000
    ) {
        self.servers = servers
        self.timeoutMilliseconds = timeoutMilliseconds
        self.tries = tries
        self.overrides = overrides
        self.maximumOutstanding = maximumOutstanding
    }

    /// The servers that a file in the form of resolv.conf names, as many as the system would use.
    ///
    /// If it names none, or cannot be read, it is the server on this machine, as resolv.conf(5)
    /// says. Link-local servers, which need a zone (`fe80::1%eth0`), are passed over.
    package static func systemServers(path: String = "/etc/resolv.conf") -> [ServerAddress] {
        var servers: [ServerAddress] = []
        let text = (try? Data(contentsOf: URL(filePath: path))).map {
            String(decoding: $0, as: UTF8.self)
        }
        for line in (text ?? "").split(whereSeparator: \.isNewline) {
            let words = line.split(whereSeparator: \.isWhitespace)
            guard words.count >= 2, words[0] == "nameserver",
                let address = IPAddress(String(words[1]))
            else { continue }
            servers.append(ServerAddress(address))
        }
        if servers.isEmpty, let local = ServerAddress("127.0.0.1") { return [local] }
        // MAXNS of resolv.h.
        return Array(servers.prefix(3))
    }
}
