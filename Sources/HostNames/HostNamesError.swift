// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Wording

/// Why host names cannot be read on this machine.
package enum HostNamesError: Explained, Hashable {
    /// The public suffix list that was asked for cannot be read, or holds no suffix.
    case unreadableList(path: String)
    /// No list was asked for, none is installed, and the library was built without one.
    case noList
    /// ICU gave this error instead of its check for letters that look alike.
    case confusables(String)

    package var message: Message {
        switch self {
        case .unreadableList(let path): NameMessages.unreadableSuffixList(path)
        case .noList: NameMessages.noSuffixList()
        case .confusables(let name): NameMessages.noConfusables(name)
        }
    }
}
