// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework

/// Fetches pages, many at once, with few threads.
///
/// Each ``fetch(_:)`` makes one request: redirects are returned, not followed. Callers may start
/// tens of thousands at once; what exceeds ``FetcherConfiguration/maximumInFlight`` waits its turn.
/// While many results wait for callers that are slow to come for them, nothing new is started.
///
/// Call ``shutDown()`` before releasing a fetcher.
package final class CurlFetcher: Sendable {
    private let shards: [Shard]
    /// The most requests under way at once: what was asked for, as far as descriptors allow.
    package let maximumInFlight: Int

    /// Starts a fetcher, and raises this process's limit of open descriptors as far as it may.
    ///
    /// - Throws: ``FetchFailure/tls(_:)`` if the root certificates cannot be read.
    package init(_ configuration: FetcherConfiguration) throws(FetchFailure) {
        guard Curl.isReady else { throw .internalFault("libcurl cannot start") }
        let trustStore = try TrustStore(path: configuration.trustStore)
        let allowed = DescriptorLimit.requests(withDescriptors: DescriptorLimit.raise())
        let maximum = max(1, min(configuration.maximumInFlight, allowed))
        let count = max(1, min(configuration.shards, maximum))
        var shards: [Shard] = []
        do throws(FetchFailure) {
            for index in 0..<count {
                let capacity = maximum / count + (index < maximum % count ? 1 : 0)
                shards.append(
                    try Shard(
                        index: index, capacity: capacity, policy: configuration.policy,
                        trustStore: trustStore))
            }
        } catch {
            for shard in shards { shard.shutDown() }
            throw error
        }
        self.maximumInFlight = maximum
        self.shards = shards
    }

    /// Makes one request, and returns what came of it.
    ///
    /// Never throws: why a response is missing or cut is the exchange's failure. If the task is
    /// cancelled, so is the request, and what had come by then is returned.
    package func fetch(_ request: FetchRequest) async -> FetchResult {
        let hash = Self.siteHash(request)
        let shard = shards[Int(truncatingIfNeeded: hash % UInt64(shards.count))]
        let job = FetchJob(request, siteHash: hash)
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                job.continuation = continuation
                if !shard.post(.start(job)) { job.finish(.cancelled) }
            }
        } onCancel: {
            _ = shard.post(.cancel(job))
        }
        if job.wasHandedOver { shard.take() }
        return result
    }

    /// Ends every request as cancelled and frees libcurl's memory.
    ///
    /// Fetches that come later are answered as cancelled.
    package func shutDown() {
        for shard in shards { shard.shutDown() }
    }

    /// A hash (FNV-1a) of what must keep to one event loop for connections to be used again.
    private static func siteHash(_ request: FetchRequest) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in request.address.host.utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
        }
        return hash ^ (hash >> 29)
    }
}
