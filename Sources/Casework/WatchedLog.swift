// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// A certificate-transparency log and how far it was read.
package struct WatchedLog: Sendable, Hashable, Codable {
    package enum State: String, Sendable, Hashable, Codable, CaseIterable {
        case following
        /// It showed two histories, or entries that are not in its tree: nothing of it is read.
        case stopped
    }

    /// SHA-256 of the log's public key, in hexadecimal.
    package var id: String
    package var description: String
    package var url: String
    package var state: State
    /// The first entry that was ever read.
    package var start: Int64
    /// The next entry to read; all between ``start`` and it were read, or stand in a gap.
    package var position: Int64
    /// The hashes of the tree of ``position`` entries, left to right; `nil` if not known yet.
    package var peaks: [TreeHash]?
    /// The newest head that was found to continue the one before it.
    package var head: SignedTreeHead?
    /// How many entries were read.
    package var entries: Int64
    /// How many names were in them.
    package var names: Int64
    /// How many entries had a name that became a lead, or was one.
    package var hits: Int64
    /// Why it is stopped, in Chinese, or what the last attempt ran into.
    package var problem: String?
    package var updatedAt: Date

    package init(
        id: String, description: String, url: String, state: State = .following, start: Int64,
        position: Int64, peaks: [TreeHash]? = nil, head: SignedTreeHead? = nil, entries: Int64 = 0,
        names: Int64 = 0, hits: Int64 = 0, problem: String? = nil, updatedAt: Date
    ) {
        self.id = id
        self.description = description
        self.url = url
        self.state = state
        self.start = start
        self.position = position
        self.peaks = peaks
        self.head = head
        self.entries = entries
        self.names = names
        self.hits = hits
        self.problem = problem
        self.updatedAt = updatedAt
    }

    /// How many entries the log has that were not read yet.
    package var waiting: Int64 { max(0, (head?.size ?? position) - position) }
}

/// Entries of a log of which nothing is known, and why.
package struct LogGap: Sendable, Hashable, Codable {
    package enum Reason: String, Sendable, Hashable, Codable, CaseIterable {
        /// The entry came and is in the tree, but holds no certificate that can be read.
        case unreadable
        /// Somebody had reading go on at a later entry.
        case skipped
    }

    /// The log's id.
    package var log: String
    package var first: Int64
    /// The last entry of the gap.
    package var last: Int64
    /// How many entries between them are missing: all, unless many small gaps were drawn together.
    package var entries: Int64
    package var reason: Reason
    package var notedAt: Date

    package init(
        log: String, first: Int64, last: Int64, entries: Int64? = nil, reason: Reason,
        notedAt: Date
    ) {
        self.log = log
        self.first = first
        self.last = last
        self.entries = entries ?? last - first + 1
        self.reason = reason
        self.notedAt = notedAt
    }
}

/// Proof that a log broke its promise to only ever add entries: what it signed, twice.
package struct LogFinding: Sendable, Hashable, Codable {
    package enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        /// Two heads of which neither continues the other.
        case forked
        /// A later head with fewer entries.
        case shrunk
        /// Entries were served that are not those of the tree it signed.
        case otherEntries = "other-entries"
    }

    package var log: String
    package var kind: Kind
    /// The head that was kept from before.
    package var kept: SignedTreeHead?
    /// The head that does not fit it.
    package var found: SignedTreeHead
    /// Hashes, authenticated by ``found``, of the tree that ``kept`` should stand for.
    package var peaks: [TreeHash]
    package var notedAt: Date

    package init(
        log: String, kind: Kind, kept: SignedTreeHead?, found: SignedTreeHead,
        peaks: [TreeHash] = [], notedAt: Date
    ) {
        self.log = log
        self.kind = kind
        self.kept = kept
        self.found = found
        self.peaks = peaks
        self.notedAt = notedAt
    }
}
