// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Wording

/// Why the practice range does not open.
package enum RangeError: Error, Sendable, Hashable {
    /// The first address is not a loopback address. The range is never open to others.
    case notLoopback(String)
    case noSites
    /// There are more sites than addresses left in 127.0.0.0/8.
    case addressesExhausted(first: String, sites: Int)
    /// The place is an address and a port.
    case cannotListen(place: String, reason: String)
    case systemCall(String, reason: String)
    case certificate(site: String, reason: String)
}

extension RangeError: Explained {
    package var message: Message {
        switch self {
        case .notLoopback(let address): RangeMessages.notLoopback(address)
        case .noSites: RangeMessages.noSites()
        case .addressesExhausted(let first, let sites):
            RangeMessages.addressesExhausted(first, sites: sites)
        case .cannotListen(let place, let reason):
            RangeMessages.cannotListen(place, reason: reason)
        case .systemCall(let call, let reason): RangeMessages.systemCall(call, reason: reason)
        case .certificate(let site, let reason): RangeMessages.certificate(site, reason: reason)
        }
    }
}
