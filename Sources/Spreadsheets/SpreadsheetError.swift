// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Wording

/// Why a workbook could not be written.
package enum SpreadsheetError: Explained, Hashable {
    /// libxlsxwriter could not write the file at this path.
    case library(String, String)
    /// What was written to this path is less than was meant.
    case incomplete(String)

    package var message: Message {
        switch self {
        case .library(let path, let reason): TableMessages.notWritten(path, reason)
        case .incomplete(let path): TableMessages.incomplete(path)
        }
    }
}
