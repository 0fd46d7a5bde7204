// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import CertificateLogs
import Glibc

/// Reads lists of certificate-transparency logs from files.
package enum LogListFile {
    /// The logs that the file at `path` lists.
    package static func read(path: String) throws(LogListError) -> [KnownLog] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw .unreadable(path, errno) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        while bytes.count <= LogList.maximumBytes {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .unreadable(path, errno) }
            if count == 0 { break }
            bytes += buffer[..<count]
        }
        return try LogList.read(bytes, name: path)
    }
}
