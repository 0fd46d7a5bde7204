// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import CCurl

extension CurlFetcher {
    /// libcurl and what it was built with, by name and version.
    package static var libraries: [String] {
        String(cString: curl_version()).split(separator: " ").map(String.init)
    }
}
