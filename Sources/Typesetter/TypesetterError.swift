// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Wording

/// Why a form could not be set as PDF.
package enum TypesetterError: Explained, Hashable {
    /// A font family that the forms are set in is not installed.
    case fontMissing(String)
    /// Pango or cairo refused something.
    case library(String)

    package var message: Message {
        switch self {
        case .fontMissing(let family): FormMessages.fontMissing(family)
        case .library(let reason): FormMessages.typesetterFailed(reason)
        }
    }
}
