// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Packet
package import Sealing
package import Spreadsheets
package import Typesetter
package import WebArchive
package import Wording

/// Why a packet could not be exported or verified.
package enum PacketError: Explained, Hashable {
    /// Something stands where the packet should go; nothing is ever overwritten.
    case exists(String)
    case missing(String)
    case notPacket(String)
    /// The casebook's own custody chain does not hold.
    case custody(caseNumber: String, CustodyLog.Problem)
    /// A file is not the one that was attached.
    case attachmentChanged(String)
    /// A file could not be written or read, or a record in the archive is not true.
    case archive(ArchiveError)
    /// A form could not be set.
    case typesetter(TypesetterError)
    /// A table could not be written.
    case spreadsheet(SpreadsheetError)
    /// It is broken, and so was not stamped.
    case broken
    /// It has as many timestamps as a packet may.
    case tooManyTimestamps
    /// What hides the packet makes a file of another kind than the name says.
    case needsFile
    case seal(SealError)
    /// A bug of ours.
    case internalFault(String)

    package var message: Message {
        switch self {
        case .exists(let path): PacketMessages.exists(path)
        case .missing(let path): PacketMessages.missing(path)
        case .notPacket(let path): PacketMessages.notPacket(path)
        case .custody(let number, let problem): PacketMessages.custody(number, problem.message)
        case .attachmentChanged(let path): AttachmentMessages.changed(path)
        case .archive(let error): error.message
        case .typesetter(let error): error.message
        case .spreadsheet(let error): error.message
        case .broken: SealMessages.alreadyBroken
        case .tooManyTimestamps: SealMessages.tooManyTimestamps(Bag.timestamps)
        case .needsFile: SealMessages.encryptionNeedsFile
        case .seal(let error): error.message
        case .internalFault(let text): PacketMessages.internalFault(text)
        }
    }
}

extension CustodyLog.Problem {
    package var message: Message {
        switch self {
        case .malformed(let line): PacketMessages.custodyMalformed(line)
        case .changed(let sequence): PacketMessages.custodyChanged(sequence)
        case .broken(let sequence): PacketMessages.custodyBroken(sequence)
        case .cut: PacketMessages.custodyCut()
        case .empty: PacketMessages.custodyEmpty()
        }
    }
}
