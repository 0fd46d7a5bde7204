// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// The bounds on what one request may cost us and the site it visits.
///
/// A limit that is reached ends the request with ``FetchFailure/limitReached(_:)``; what had come by
/// then is kept, marked as cut.
package struct FetchLimits: Sendable, Hashable, Codable {
    /// The longest that connecting may take, TLS included: 10 seconds.
    package var connectSeconds: Double = 10
    /// The longest from the request to the first byte of the answer: 15 seconds.
    package var firstByteSeconds: Double = 15
    /// The longest a request may take in all: 30 seconds.
    package var totalSeconds: Double = 30
    /// The slowest flow that is borne, in bytes a second over ``slowSeconds``: 100.
    package var leastBytesPerSecond: Int = 100
    /// How long the flow may stay under ``leastBytesPerSecond``: 10 seconds.
    package var slowSeconds: Int = 10
    /// The most bytes of response header: 64 KiB.
    package var headerBytes: Int = 64 * 1024
    /// The most bytes of body, as sent: 8 MiB.
    package var bodyBytes: Int = 8 * 1024 * 1024
    /// The most bytes of body after decompression: 16 MiB.
    package var decodedBytes: Int = 16 * 1024 * 1024
    /// The most requests in one chain of redirects: 10.
    package var hops: Int = 10

    package init() {}
}
