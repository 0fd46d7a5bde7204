// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// Names of certificates in the form that `Lookalikes` takes, with no allocation for each.
package enum LoggedName {
    /// What a name of a certificate is.
    package enum Form: Sendable, Hashable {
        /// A host in lowercase ASCII.
        case plain
        /// Something that may be a host once it is mapped: letters beyond ASCII, a dot at the end.
        case odd
        /// No host: a control inside, an address, a name without a dot.
        case none
    }

    /// Writes the host that the bytes in `range` name to `host`, in lowercase and without `*.`.
    package static func read(
        _ bytes: Span<UInt8>, _ range: Range<Int>, into host: inout [UInt8]
    ) -> Form {
        host.removeAll(keepingCapacity: true)
        guard range.count <= 1000 else { return .none }
        var start = range.lowerBound
        if range.count > 2, bytes[start] == UInt8(ascii: "*"),
            bytes[start + 1] == UInt8(ascii: ".")
        {
            start += 2
        }
        var label = 0
        var isOdd = false
        var hasDot = false
        for index in start..<range.upperBound {
            let byte = bytes[index]
            switch byte {
            case 0x61...0x7A, 0x30...0x39, UInt8(ascii: "-"), UInt8(ascii: "_"):
                label += 1
                host.append(byte)
            case 0x41...0x5A:
                label += 1
                host.append(byte | 0x20)
            case UInt8(ascii: "."):
                if label == 0 { isOdd = true }
                label = 0
                hasDot = true
                host.append(byte)
            case 0x80...:
                isOdd = true
                host.append(byte)
            default:
                // A zero, a space or a slash: what comes before it is not what the name says.
                return .none
            }
            if label > 63 { return .none }
        }
        guard let last = host.last, hasDot || isOdd else { return .none }
        if isOdd || label == 0 || host.count > 253 { return .odd }
        // The last label of an address is a number.
        return (0x30...0x39).contains(last) ? .odd : .plain
    }
}
