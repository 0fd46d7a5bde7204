// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import CXML2

extension PageReader {
    /// libxml2, by name and version.
    package static var libraries: [String] { ["libxml2/\(LIBXML_DOTTED_VERSION)"] }
}
