// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Wording

/// Why something could not be signed or stamped.
package enum SealError: Explained, Hashable {
    /// A file with a key, certificates or a password cannot be read.
    case unreadable(String)
    /// No private key is in it, or the password is another.
    case noKey(String)
    case noCertificate(String)
    /// The certificate is another key's.
    case notPair
    /// Neither RSA nor P-256.
    case unsupportedKey
    /// No public key and no certificate is in it.
    case noPublicKey(String)
    /// The key is no SM2 key.
    case notNational(String)
    /// Not valid now; from and until when it is.
    case notValid(subject: String, from: String, until: String)
    /// OpenSSL's words.
    case cannotSign(String)
    /// OpenSSL's or the system's words.
    case cannotEncrypt(String)
    /// The address of a timestamp authority is none.
    case address(String)
    /// The authority gave no answer.
    case noAnswer(String, Message)
    /// The answer of the authority is not what was asked for, in OpenSSL's words.
    case answer(String, String)
    /// The authority's time is not this machine's.
    case clocks(String, theirs: String, ours: String)

    package var message: Message {
        switch self {
        case .unreadable(let path): SealMessages.unreadable(path)
        case .noKey(let path): SealMessages.noKey(path)
        case .noCertificate(let path): SealMessages.noCertificate(path)
        case .notPair: SealMessages.notPair
        case .unsupportedKey: SealMessages.unsupportedKey
        case .noPublicKey(let path): SealMessages.noPublicKey(path)
        case .notNational(let path): SealMessages.notNational(path)
        case .notValid(let subject, let from, let until):
            SealMessages.notValid(subject, from, until)
        case .cannotSign(let reason): SealMessages.cannotSign(reason)
        case .cannotEncrypt(let reason): SealMessages.cannotEncrypt(reason)
        case .address(let text): SealMessages.address(text)
        case .noAnswer(let authority, let reason): SealMessages.noAnswer(authority, reason)
        case .answer(let authority, let reason): SealMessages.answer(authority, reason)
        case .clocks(let authority, let theirs, let ours):
            SealMessages.clocks(authority, theirs, ours)
        }
    }
}
