// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework
import Digests

/// The order in which a server sends its header fields, by which the same set-up is known again.
package enum HeaderOrder {
    /// `hhh:`, the version of HTTP, and the SHA-256 of the names in the order they came, joined by
    /// colons, of equal neighbours only the first.
    ///
    /// Known as HHHash, of A. Dulaunoy, <https://www.foo.be/2023/07/HTTP-Headers-Hashing_HHHash>.
    ///
    /// `httpVersion` is written as in ``Exchange/Response/httpVersion``.
    package static func hash(_ headers: [HeaderField], httpVersion: String) -> String {
        var names: [String] = []
        for field in headers where field.name != names.last { names.append(field.name) }
        let version =
            switch httpVersion.lowercased() {
            case "h2", "http/2", "http/2.0": 2
            case "h3", "http/3", "http/3.0": 3
            default: 1
            }
        return "hhh:\(version):\(Digest.hex(names.joined(separator: ":")))"
    }
}
