// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework
package import CurlFetcher

/// How certificate-transparency logs are watched.
package struct CertificateWatchSettings: Sendable {
    /// Where reading of a log begins.
    package enum Start: Sendable, Hashable {
        /// After the newest entry.
        case head
        case first
        case entry(Int64)
        /// So many entries before the newest.
        case back(Int64)
    }

    /// What one answer may cost.
    package struct Bounds: Sendable, Hashable {
        /// The most bytes of an answer with entries, compressed or not: 32 MiB.
        package var answerBytes = 32 << 20
        /// The longest that one answer may take: 60 seconds.
        package var seconds: Double = 60

        package init() {}
    }

    /// The names that become leads: this level and above.
    package var least = Verdict.Level.suspect
    /// Where to begin; `nil` to go on where reading ended, and at the head of a log that is new.
    package var start: Start?
    /// The most entries of each log that are read in one run; `nil` for no bound.
    package var limit: Int64?
    /// How long to wait for new entries, in seconds: 30.
    package var secondsBetweenHeads: Double = 30
    /// The pause between two requests to one log, in seconds: none, as logs are made to be read.
    package var secondsBetweenRequests: Double = 0
    /// How often in a row a log may give nothing before it is given up, or, where it is followed,
    /// asked for a new head: 5.
    package var attempts = 5
    /// How long an incomplete tile at the end of a log is left to fill, in seconds: 60.
    ///
    /// A run that is to end reads it at once.
    package var patienceWithTiles: Double = 60
    /// How many entries are asked for in one request: 256.
    ///
    /// Logs give fewer.
    package var entriesPerRequest: Int64 = 256
    /// How many entries are read before they are compared with what the log signed, and kept: 4,096.
    package var entriesPerStride: Int64 = 4096
    /// Ranges that are allowed although they are not part of the public Internet, in CIDR form.
    package var allowedRanges: [String] = []
    /// A file in the form of `/etc/hosts` that goes before the DNS.
    package var hostsFile: String?
    /// Name servers, `address` or `address:port`; empty for the system's.
    package var resolvers: [String] = []
    package var proxy: ProxySetting?
    package var bounds = Bounds()

    package init() {}
}
