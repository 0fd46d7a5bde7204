// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework

/// Who a packet is for, and so what it holds.
package enum PacketAudience: String, Sendable, Hashable, CaseIterable {
    /// All there is, letters to every addressee among it.
    case archive
    /// All evidence and all forms, without letters that others are to get.
    case police
    /// The letters to this addressee, and the text of the pages with identity numbers masked.
    ///
    /// Neither raw bytes, which hold the numbers of third persons, nor forms, informants or log.
    case registrar
    case host
    case cac = "12377"

    /// Whether it gets the evidence itself.
    package var isWhole: Bool { self == .archive || self == .police }

    /// Whether the letter to `addressee` is in it.
    package func receives(_ addressee: Addressee) -> Bool {
        switch self {
        case .archive: true
        case .police: false
        case .registrar: addressee == .registrar
        case .host: addressee == .host || addressee == .deliveryNetwork
        case .cac: [.cac, .spam, .apac].contains(addressee)
        }
    }
}
