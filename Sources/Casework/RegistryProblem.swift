// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Wording

/// Why the answer of a registry or a look-up is not to be relied on as it stands.
package enum RegistryProblem: Sendable, Hashable, Codable {
    /// It knows nothing of what was asked.
    case noRecord
    /// It says that too much is asked of it, and answers nothing else.
    case limited
    /// It refuses to answer at all.
    case refused
    /// It broke off, or was larger than we read.
    case cut
    /// It is no answer of its kind, such as a web page.
    case unreadable
    /// It speaks of something else than was asked.
    case otherSubject(String)
    /// It gives two values for what can have one; the field's name.
    case contradiction(String)
    /// It refers to a server that refers on, too often.
    case tooManyReferrals
    /// It sends its reader elsewhere, where we do not follow.
    case redirected
    /// It has no value where one was to lie.
    case misplaced

    package var message: Message {
        switch self {
        case .noRecord: RegistryMessages.noRecord
        case .limited: RegistryMessages.limited
        case .refused: RegistryMessages.refused
        case .cut: RegistryMessages.cut
        case .unreadable: RegistryMessages.unreadableAnswer
        case .otherSubject(let subject): RegistryMessages.otherSubject(subject)
        case .contradiction(let field): RegistryMessages.contradiction(field)
        case .tooManyReferrals: RegistryMessages.tooManyReferrals
        case .redirected: LookupMessages.redirected
        case .misplaced: LookupMessages.misplaced
        }
    }
}
