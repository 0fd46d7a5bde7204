// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework

/// A line of a CDXJ index: where in which archive the answer to an address lies.
///
/// Sorted lines let a player find it by halving. Source: the CDXJ form that pywb and WACZ 1.1.1 use.
package struct ReplayIndex {
    package var lines: [String] = []

    package init() {}

    /// Adds one `response` record.
    ///
    /// - Parameters:
    ///   - head: Where the block begins, with the status line and header.
    ///   - date: `WARC-Date`.
    package mutating func add(
        url: String, date: String, head: [UInt8], digest: String?, archive: String, offset: Int,
        length: Int
    ) {
        // By bytes, and no further than the empty line: what follows may be a picture.
        var end = 0
        while end + 3 < head.count,
            head[end] != 0x0D || head[end + 2] != 0x0D || head[end + 1] != 0x0A
                || head[end + 3] != 0x0A
        { end += 1 }
        let text = String(
            decoding: head.prefix(end + 3 < head.count ? end : head.count), as: UTF8.self)
        let lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)
        let status = lines.first?.split(separator: " ").dropFirst().first.map(String.init)
        let header = lines.dropFirst().prefix { !$0.isEmpty }
        let type = header.first { $0.lowercased().hasPrefix("content-type:") }?
            .dropFirst(13).split(separator: ";").first
        let mime = type.map { $0.filter { !$0.isWhitespace }.lowercased() } ?? "unk"
        let value = MachineValue.fields([
            "url": .text(url), "mime": .text(mime), "status": status.map(MachineValue.text),
            "digest": digest.map(MachineValue.text), "length": .text(String(length)),
            "offset": .text(String(offset)), "filename": .text(archive),
        ])
        guard let json = try? CaseworkJSON.encode(value) else { return }
        let stamp = date.prefix(19).filter(\.isNumber)
        self.lines.append("\(Self.key(url)) \(stamp) " + String(decoding: json, as: UTF8.self))
    }

    /// The index as a file.
    package var text: String {
        lines.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { $0 + "\n" }.joined()
    }

    /// The sort-friendly form: labels turned round, `www` left out, questions in order.
    package static func key(_ url: String) -> String {
        let lowered = url.lowercased()
        guard let scheme = lowered.firstRange(of: "://") else { return lowered }
        let rest = lowered[scheme.upperBound...]
        let end = rest.firstIndex { $0 == "/" || $0 == "?" || $0 == "#" } ?? rest.endIndex
        var authority = String(rest[..<end])
        if let at = authority.lastIndex(of: "@") {
            authority = String(authority[authority.index(after: at)...])
        }
        var port = ""
        if !authority.hasSuffix("]"), let colon = authority.lastIndex(of: ":") {
            port = String(authority[colon...])
            authority = String(authority[..<colon])
        }
        if authority.hasPrefix("www."), authority.count > 4 { authority.removeFirst(4) }
        let host = authority.split(separator: ".").reversed().joined(separator: ",")
        var path = String(rest[end...].prefix { $0 != "#" })
        if !path.hasPrefix("/") { path = "/" + path }
        if let question = path.firstIndex(of: "?") {
            let parts = path[path.index(after: question)...].split(separator: "&").sorted()
            path = path[...question] + parts.joined(separator: "&")
        }
        return "\(host)\(port))\(path)".replacing(" ", with: "%20")
    }
}
