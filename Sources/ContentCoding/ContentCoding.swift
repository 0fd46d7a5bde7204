// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// Takes the content codings of HTTP off a body (RFC 9110, section 8.4).
///
/// The input is hostile: the output never grows beyond its limit, and memory beside it stays
/// constant, whatever a body claims to hold.
package enum ContentCoding {
    /// A body without its codings.
    package struct Decoded: Sendable, Hashable {
        /// All that could be decoded.
        package var bytes: [UInt8]
        /// Why `bytes` is not the whole content; `nil` if it is.
        package var problem: Problem?

        package init(bytes: [UInt8], problem: Problem? = nil) {
            self.bytes = bytes
            self.problem = problem
        }
    }

    package enum Problem: Sendable, Hashable {
        /// The content is larger than this many bytes; its beginning is here.
        case limit(Int)
        /// The coded bytes are wrong or break off; what came before is here.
        case malformed
        /// This coding is not known; the bytes still carry it.
        case unknown(String)
    }

    /// The most codings that are taken off one body.
    ///
    /// Servers use one; a list of many is an attack.
    static let mostCodings = 4

    /// Takes the codings off `body`.
    ///
    /// - Parameters:
    ///   - body: The body as sent.
    ///   - coding: The value of Content-Encoding, which may list several, in the order they were
    ///     put on; `nil` if there is none.
    ///   - limit: The most bytes to return.
    /// - Returns: The content, or what could be had of it and why not all.
    /// - Complexity: O(*n*) in the length of the body and of what is returned.
    package static func decode(_ body: [UInt8], coding: String?, limit: Int) -> Decoded {
        let codings = (coding ?? "").split(separator: ",").map { text in
            text.lowercased().filter { $0 != " " && $0 != "\t" }
        }
        .filter { !$0.isEmpty && $0 != "identity" }
        guard codings.count <= mostCodings else {
            return bounded(
                Decoded(bytes: body, problem: .unknown(codings.joined(separator: ","))), limit)
        }
        var decoded = Decoded(bytes: body)
        for name in codings.reversed() {
            let next: Decoded
            switch name {
            case "gzip", "x-gzip": next = inflate(decoded.bytes, .gzip, limit: limit)
            case "deflate": next = inflateEither(decoded.bytes, limit: limit)
            case "br": next = unbrotli(decoded.bytes, limit: limit)
            default:
                return bounded(Decoded(bytes: decoded.bytes, problem: .unknown(name)), limit)
            }
            // The first thing that went wrong explains what follows from it.
            decoded = Decoded(bytes: next.bytes, problem: decoded.problem ?? next.problem)
        }
        return bounded(decoded, limit)
    }

    private static func bounded(_ decoded: Decoded, _ limit: Int) -> Decoded {
        guard decoded.bytes.count > limit else { return decoded }
        return Decoded(bytes: Array(decoded.bytes.prefix(limit)), problem: .limit(limit))
    }
}

/// Output that grows as it is filled, up to a limit.
struct BoundedOutput {
    private(set) var bytes: [UInt8] = []
    let limit: Int

    init(limit: Int, expecting count: Int) {
        self.limit = max(0, limit)
        bytes.reserveCapacity(min(self.limit, count))
    }

    /// Whether more was to be written than the limit allows.
    private(set) var isOverfull = false

    /// Adds as many of `new` as there is room for, and notes if that is not all.
    mutating func append(_ new: UnsafeBufferPointer<UInt8>) {
        let room = limit - bytes.count
        bytes.append(contentsOf: new.prefix(room))
        if new.count > room { isOverfull = true }
    }
}
