// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Wording

/// Why a data file that was named cannot be used.
package enum RegistryError: Explained, Hashable {
    case unreadable(path: String, reason: String)
    case notALocationDatabase(path: String)
    case notACountryTable(path: String)
    case notABootstrap(path: String)

    package var message: Message {
        switch self {
        case .unreadable(let path, let reason):
            RegistryMessages.unreadable(path, reason: reason)
        case .notALocationDatabase(let path):
            RegistryMessages.notALocationDatabase(path)
        case .notACountryTable(let path):
            RegistryMessages.notACountryTable(path)
        case .notABootstrap(let path):
            RegistryMessages.notABootstrap(path)
        }
    }
}
