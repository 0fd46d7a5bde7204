// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// How certificates are written as text (RFC 7468), as stock tools read them.
package enum PEM {
    /// The certificate `der` between its `BEGIN` and `END` lines, 64 characters a line.
    package static func text(ofDER der: [UInt8]) -> String {
        let body = Data(der).base64EncodedString(
            options: [.lineLength64Characters, .endLineWithLineFeed])
        return "-----BEGIN CERTIFICATE-----\n\(body)\n-----END CERTIFICATE-----\n"
    }
}
