// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import CAres

extension NameResolver {
    /// c-ares, by name and version.
    package static var libraries: [String] {
        ares_version(nil).map { ["c-ares/\(String(cString: $0))"] } ?? []
    }
}
