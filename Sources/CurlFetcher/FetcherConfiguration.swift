// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework
import Glibc

/// How a ``CurlFetcher`` works.
package struct FetcherConfiguration: Sendable {
    /// How many event loops share the work: one for each processor.
    package var shards: Int
    /// The most requests under way at once: 512.
    ///
    /// The rest wait, first come, first served. Bounded by the descriptors that the process may have.
    package var maximumInFlight: Int
    /// Which addresses may be connected to.
    package var policy: AddressPolicy
    /// The file of root certificates, in PEM, that decides whether a site's certificate is trusted.
    package var trustStore: String

    package init(
        shards: Int = Self.processorCount, maximumInFlight: Int = 512,
        policy: AddressPolicy = AddressPolicy(), trustStore: String = Self.systemTrustStore
    ) {
        self.shards = shards
        self.maximumInFlight = maximumInFlight
        self.policy = policy
        self.trustStore = trustStore
    }

    /// Where Debian and its kin keep the root certificates.
    package static let systemTrustStore = "/etc/ssl/certs/ca-certificates.crt"

    /// How many processors this machine lends us.
    package static var processorCount: Int {
        max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    }
}

/// The file descriptors that this process may have.
enum DescriptorLimit {
    /// Raises the limit as far as the system lets us, and returns it.
    static func raise() -> Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            return 1024
        }
        if limit.rlim_cur < limit.rlim_max {
            var raised = limit
            raised.rlim_cur = limit.rlim_max
            if setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &raised) == 0 {
                limit = raised
            }
        }
        return Int(clamping: min(limit.rlim_cur, 1 << 20))
    }

    /// How many requests may be under way if the process may have `descriptors`.
    ///
    /// libcurl keeps up to a fifth more connections than are in use, and the rest of the program
    /// needs descriptors too.
    static func requests(withDescriptors descriptors: Int) -> Int {
        max(1, (descriptors - min(256, descriptors / 2)) * 4 / 5)
    }
}
