// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// Why a request brought no whole response.
package enum FetchFailure: Error, Sendable, Hashable, Codable {
    /// The DNS says that the name does not exist or has no address.
    case nameAbsent
    /// No name server gave an answer.
    case nameUnknown
    /// The address is not part of the public Internet, and the sweep does not allow it.
    case addressRefused(IPAddress, ReservedRange)
    case connectionRefused
    case unreachable
    case connectionReset
    /// TLS could not be set up at all. (A certificate that is merely invalid is no failure.)
    case tls(String)
    case proxy(String)
    /// What came is not HTTP, or breaks off before its announced length.
    case malformed(String)
    case cutShort
    case limitReached(Limit)
    case tooManyHops(Int)
    /// The site redirects to what is no address of the Web, or to another scheme; the target, made
    /// fit to be shown.
    case redirectRefused(String)
    /// The site's robots.txt asks not to be read here, and no person named this address.
    case robotsDisallowed
    case cancelled
    /// This process has no descriptor, memory or port left.
    case outOfResources(String)
    /// libcurl refused a call that should not fail: a bug of ours.
    case internalFault(String)

    /// One of the ``FetchLimits``, by name, with the value that was reached.
    package enum Limit: Sendable, Hashable, Codable {
        case connect(seconds: Double)
        case firstByte(seconds: Double)
        case total(seconds: Double)
        case slow(bytesPerSecond: Int)
        case header(bytes: Int)
        case body(bytes: Int)
        case decoded(bytes: Int)
    }

    /// A short, stable name for records and tables: `connect-timeout`.
    package var code: String {
        switch self {
        case .nameAbsent: "name-absent"
        case .nameUnknown: "name-unknown"
        case .addressRefused: "address-refused"
        case .connectionRefused: "connection-refused"
        case .unreachable: "unreachable"
        case .connectionReset: "connection-reset"
        case .tls: "tls"
        case .proxy: "proxy"
        case .malformed: "malformed"
        case .cutShort: "cut-short"
        case .limitReached(.connect): "connect-timeout"
        case .limitReached(.firstByte): "first-byte-timeout"
        case .limitReached(.total): "total-timeout"
        case .limitReached(.slow): "too-slow"
        case .limitReached(.header): "header-too-large"
        case .limitReached(.body): "body-too-large"
        case .limitReached(.decoded): "decoded-too-large"
        case .tooManyHops: "too-many-hops"
        case .redirectRefused: "redirect-refused"
        case .robotsDisallowed: "robots-disallowed"
        case .cancelled: "cancelled"
        case .outOfResources: "out-of-resources"
        case .internalFault: "internal-fault"
        }
    }
}
