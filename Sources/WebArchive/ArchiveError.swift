// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Glibc
package import Wording

/// Why an archive could not be written or read.
package enum ArchiveError: Explained, Hashable {
    /// The code is `errno`.
    case cannotCreate(String, Int32)
    case cannotWrite(String, Int32)
    case cannotRead(String, Int32)
    /// A writer was used after it was closed: a bug.
    case closed(String)
    /// What stands at this byte is no whole, true record.
    case damaged(String, offset: Int, String)
    /// A place names a file outside the archive's folder.
    case unsafeName(String)
    case zip(String, String)
    case tooLarge(String, limit: Int)

    package var message: Message {
        switch self {
        case .cannotCreate(let path, let code):
            ArchiveMessages.cannotCreate(path, Self.reason(code))
        case .cannotWrite(let path, let code):
            ArchiveMessages.cannotWrite(path, Self.reason(code))
        case .cannotRead(let path, let code):
            ArchiveMessages.cannotRead(path, Self.reason(code))
        case .closed(let directory): ArchiveMessages.closed(directory)
        case .damaged(let path, let offset, let reason):
            ArchiveMessages.damaged(path, at: offset, reason)
        case .unsafeName(let name): ArchiveMessages.unsafeName(name)
        case .zip(let path, let reason): ArchiveMessages.zip(path, reason)
        case .tooLarge(let path, let limit): ArchiveMessages.tooLarge(path, limit: limit)
        }
    }

    private static func reason(_ code: Int32) -> Message {
        ArchiveMessages.reason(code, String(cString: strerror(code)))
    }
}
