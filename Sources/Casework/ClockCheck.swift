// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// How far this machine's clock was from another at one moment, and by what that is known.
///
/// Source of the field: 检察机关办理网络犯罪案件规定, article 37 (2); GA/T 1564-2019 (system time and
/// Beijing time).
package struct ClockCheck: Sendable, Hashable, Codable {
    package enum Method: String, Sendable, Hashable, Codable, CaseIterable {
        /// A question to a time server (RFC 4330).
        case sntp
        /// What this machine's own chronyd says of itself.
        case chrony
        /// The `Date` field of an answer by HTTP: whole seconds, and only as right as that server.
        case httpDate = "http-date"
        /// Not measured; ``ClockCheck/reason`` says why.
        case none
    }

    package var method: Method
    /// The server's name and address, or what else said so; empty for ``Method/none``.
    package var source: String
    /// When, by this machine's clock.
    package var at: Date
    /// What must be added to this machine's times to get the source's, in seconds.
    package var offset: Double?
    /// How wrong ``offset`` may be, in seconds.
    package var uncertainty: Double?
    /// Why better methods gave nothing, in Chinese; `nil` if the first that was asked for did.
    package var reason: String?

    package init(
        method: Method, source: String = "", at: Date, offset: Double? = nil,
        uncertainty: Double? = nil, reason: String? = nil
    ) {
        self.method = method
        self.source = source
        self.at = at
        self.offset = offset
        self.uncertainty = uncertainty
        self.reason = reason
    }
}
