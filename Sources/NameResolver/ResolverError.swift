// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Wording

/// Why a ``NameResolver`` cannot be set up.
package enum ResolverError: Explained, Hashable {
    case noServers
    case tooManyServers(Int, limit: Int)
    /// The system or c-ares refused what a resolver needs: memory, a descriptor.
    case cannotStart(step: String, reason: String)

    package var message: Message {
        switch self {
        case .noServers:
            ResolverMessages.noServers
        case .tooManyServers(let count, let limit):
            ResolverMessages.tooManyServers(count, limit: limit)
        case .cannotStart(let step, let reason):
            ResolverMessages.cannotStart(step: step, reason: reason)
        }
    }
}
