// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

internal import Casework
internal import Wording

/// An address as a person wrote it, while it is being mended; each step notes what it did.
///
/// Works on Unicode scalars: a `Character` may hide a mark behind a dot.
struct Draft {
    private var scalars: [Unicode.Scalar]
    private var notes: [(WebAddress) -> Message] = []

    init(_ text: String) { scalars = Array(text.unicodeScalars) }

    var text: String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    /// What was done, now that it is known what it led to.
    func mends(of address: WebAddress) -> [Message] { notes.map { $0(address) } }

    /// What stands before an `@` in front of the host, or `nil`.
    var user: String? {
        let authority = authority
        guard let at = authority.lastIndex(of: "@") else { return nil }
        return String(String.UnicodeScalarView(authority[..<at]))
    }

    mutating func removeInvisible(_ isInvisible: (Unicode.Scalar) -> Bool) {
        let kept = scalars.filter { !isInvisible($0) }
        guard kept != scalars else { return }
        scalars = kept
        notes.append { FrontierMessages.spacesRemoved($0.description) }
    }

    /// `example[.]com`, `example(.)com`, `hxxp`: how addresses are written so that nobody clicks.
    mutating func restoreDots() {
        var written = text
        for (form, meaning) in [
            ("[.]", "."), ("(.)", "."), ("{.}", "."), ("[dot]", "."), ("[:]", ":"),
            ("[://]", "://"),
        ] where written.contains(form) {
            written = written.replacing(form, with: meaning)
        }
        if written.lowercased().hasPrefix("hxxp") { written = "http" + written.dropFirst(4) }
        guard written != text else { return }
        scalars = Array(written.unicodeScalars)
        notes.append { FrontierMessages.dotsRestored($0.description) }
    }

    private static let pairs: [Unicode.Scalar: Unicode.Scalar] = [
        "\"": "\"", "'": "'", "`": "`", "“": "”", "‘": "’", "「": "」", "『": "』", "【": "】", "《": "》",
        "〈": "〉", "(": ")", "（": "）", "<": ">", "＜": "＞", "[": "]", "［": "］", "{": "}",
    ]
    private static let trailing: Set<Unicode.Scalar> = [
        ",", ";", "!", "。", "，", "；", "！", "、", "：", "”", "’", "」", "』", "】", "》", "）", "\"", "'",
    ]

    /// Takes off pairs of quotes and brackets around, and marks that end a sentence.
    mutating func unwrap() {
        var rest = scalars[...]
        while let first = rest.first, let last = rest.last, rest.count > 1 {
            if let close = Self.pairs[first], let end = rest.lastIndex(of: close),
                end > rest.startIndex,
                // `[2001:db8::1]` is how an address is written.
                !(first == "[" && rest[..<end].contains(":") && !rest[..<end].contains("/")),
                rest[(end + 1)...].allSatisfy({ Self.trailing.contains($0) })
            {
                rest = rest[..<end].dropFirst()
            } else if Self.trailing.contains(last) {
                rest.removeLast()
            } else {
                break
            }
        }
        guard rest.count != scalars.count else { return }
        scalars = Array(rest)
        notes.append { FrontierMessages.wrappingRemoved($0.description) }
    }

    /// Reads full-width letters and Chinese full stops in scheme and host as ASCII.
    ///
    /// The path keeps them, because there they mean themselves.
    mutating func foldWidth() {
        var folded = scalars.map(Self.fold)
        if let end = Self.authority(of: folded)?.upperBound, end + 1 < folded.count {
            folded[(end + 1)...] = scalars[(end + 1)...]
        }
        guard folded != scalars else { return }
        scalars = folded
        notes.append { FrontierMessages.fullWidthRead($0.description) }
    }

    private static func fold(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar.value {
        case 0xFF01...0xFF5E: Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
        case 0x3002, 0xFF61: "."
        default: scalar
        }
    }

    /// Leaves out `网址:` and the like.
    mutating func removeLabel() {
        guard let colon = scalars.firstIndex(of: ":"), colon > 0, colon + 1 < scalars.count else {
            return
        }
        var label = String(String.UnicodeScalarView(scalars[..<colon]))
        let isChinese = scalars[..<colon].allSatisfy { $0.value >= 0x2E80 }
        guard isChinese || ["url", "link"].contains(label.lowercased()) else { return }
        scalars.removeFirst(colon + 1)
        label = String(label.prefix(20))
        notes.append { FrontierMessages.labelRemoved(label, $0.description) }
    }

    private static let schemes: [(written: String, meant: String)] = [
        ("http//", "http://"), ("https//", "https://"), ("http;//", "http://"),
        ("https;//", "https://"), ("http:://", "http://"), ("https:://", "https://"),
        ("htp://", "http://"), ("htttp://", "http://"), ("ttp://", "http://"),
        ("ttps://", "https://"), ("http.//", "http://"), ("https.//", "https://"),
        ("http://http://", "http://"), ("https://https://", "https://"),
        ("http://https://", "https://"),
    ]

    /// Mends a mistyped `http://`, and reads `//host` as a host.
    mutating func mendScheme() {
        let lower = text.lowercased()
        if lower.hasPrefix("//") {
            scalars.removeFirst(2)
        } else if let (written, meant) = Self.schemes.first(where: { lower.hasPrefix($0.written) })
        {
            scalars = Array(meant.unicodeScalars) + scalars.dropFirst(written.unicodeScalars.count)
            notes.append { FrontierMessages.schemeMended($0.description) }
        }
    }

    /// User, host and port as they stand now.
    private var authority: ArraySlice<Unicode.Scalar> {
        Self.authority(of: scalars).map { scalars[$0] } ?? []
    }

    private static func authority(of scalars: [Unicode.Scalar]) -> Range<Int>? {
        var start = 0
        let slash = scalars.firstIndex(of: "/") ?? scalars.endIndex
        if slash > 0, slash + 1 < scalars.count, scalars[slash - 1] == ":",
            scalars[slash + 1] == "/"
        {
            start = slash + 2
        }
        let end = scalars[start...].firstIndex { "/\\?#".unicodeScalars.contains($0) }
        return start..<(end ?? scalars.endIndex)
    }
}
