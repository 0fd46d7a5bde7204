// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

internal import FoundationEssentials
internal import GRDB
package import Wording

/// Why the casebook could not be opened, read or written.
package enum CasebookError: Explained, Hashable {
    case noFolder(String, reason: String)
    case notWritable(String, reason: String)
    /// The file is damaged.
    case corrupt(file: String, detail: String)
    /// It was made by a later version of Jianwei than this.
    case newerSchema(file: String, found: Int, known: Int)
    /// It is a database of something else.
    case notACasebook(file: String)
    /// Another process held it for longer than the 30 seconds that we wait.
    case busy(file: String)
    case diskFull(file: String)
    /// A record in it does not read as what it should be.
    case unreadable(file: String, detail: String)
    case noSuchRun(Int64)
    case closed(file: String)
    /// What SQLite said that has no case of its own.
    case database(file: String, code: Int, detail: String)

    init(_ error: any Error, file: String) {
        switch error {
        case let error as CasebookError:
            self = error
        case let error as DatabaseError:
            let detail = error.message ?? ""
            self =
                switch error.resultCode {
                case .SQLITE_CORRUPT, .SQLITE_NOTADB: .corrupt(file: file, detail: detail)
                case .SQLITE_BUSY, .SQLITE_LOCKED: .busy(file: file)
                case .SQLITE_FULL: .diskFull(file: file)
                case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM:
                    .notWritable(file, reason: detail)
                case .SQLITE_MISUSE: .closed(file: file)
                default:
                    .database(
                        file: file, code: Int(error.extendedResultCode.rawValue), detail: detail)
                }
        default:
            self = .unreadable(file: file, detail: String(describing: error))
        }
    }

    package var message: Message {
        switch self {
        case .noFolder(let path, let reason): CasebookMessages.noFolder(path, reason)
        case .notWritable(let path, let reason): CasebookMessages.notWritable(path, reason)
        case .corrupt(let file, let detail): CasebookMessages.corrupt(file, detail)
        case .newerSchema(let file, let found, let known):
            CasebookMessages.newerSchema(file, found, known)
        case .notACasebook(let file): CasebookMessages.notACasebook(file)
        case .busy(let file): CasebookMessages.busy(file)
        case .diskFull(let file): CasebookMessages.diskFull(file)
        case .unreadable(let file, let detail): CasebookMessages.unreadable(file, detail)
        case .noSuchRun(let number): CasebookMessages.noSuchRun(number)
        case .closed(let file): CasebookMessages.closed(file)
        case .database(let file, let code, let detail):
            CasebookMessages.database(file, code, detail)
        }
    }
}
