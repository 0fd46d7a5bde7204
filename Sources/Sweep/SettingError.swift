// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Wording

/// A setting of a sweep that cannot be meant.
package enum SettingError: Explained, Hashable {
    case resolver(String)
    case range(String)
    case persona(String)
    /// The proxy's name has no address; described without credentials.
    case proxy(String)
    /// Neither a host nor an address.
    case subject(String)
    /// No protected site has this id or host.
    case site(String, known: [String])
    case timeServer(String)

    package var message: Message {
        switch self {
        case .resolver(let text): SweepMessages.badResolver(text)
        case .range(let text): SweepMessages.badRange(text)
        case .persona(let text): SweepMessages.badPersona(text)
        case .proxy(let text): SweepMessages.unknownProxy(text)
        case .subject(let text): SweepMessages.badSubject(text)
        case .site(let text, let known): SweepMessages.unknownSite(text, known)
        case .timeServer(let text): ClockMessages.wrongServer(text)
        }
    }
}
