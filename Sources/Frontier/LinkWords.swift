// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

internal import Casework

/// The words in addresses and link texts by which ``PagePlan`` orders and refuses.
enum LinkWords {
    /// What a link says of where it leads.
    struct Signs: OptionSet {
        let rawValue: UInt8

        /// To where we do not go.
        static let forbidden = Signs(rawValue: 1)
        static let query = Signs(rawValue: 2)
        static let price = Signs(rawValue: 4)
        static let contact = Signs(rawValue: 8)
    }

    private static let tokens: [Signs: [String]] = [
        .query: [
            "cx", "chaxun", "query", "verify", "yanzheng", "yz", "search", "zscx", "certquery",
            "certsearch", "certificate", "cert", "zhengshu", "special", "safety",
        ],
        .price: [
            "price", "prices", "jiage", "baojia", "fee", "fees", "feiyong", "baoming", "bm",
            "signup", "apply", "order",
        ],
        .contact: [
            "contact", "contacts", "contactus", "about", "aboutus", "lianxi", "lxwm", "guanyu",
            "kefu",
        ],
        .forbidden: [
            "manage", "manager", "management", "guanli", "houtai", "backend", "dede", "wp",
            "phpmyadmin",
            "logout", "logoff", "signout", "signin", "delete", "del", "remove", "unsubscribe",
            "submit", "download", "xiazai", "cart", "passport", "sso", "oauth",
        ],
    ]
    private static let phrases: [Signs: [String]] = [
        .query: ["查询", "查詢", "验证", "驗證", "核验", "真伪", "证书", "證書"],
        .price: ["价格", "价目", "报价", "费用", "收费", "报名", "办证", "办理", "代办"],
        .contact: ["联系", "聯繫", "聯絡", "客服", "关于", "咨询", "微信"],
        .forbidden: [
            "登录", "登錄", "登陆", "登入", "后台", "後台", "管理员", "管理入口", "退出", "注销", "下载", "下載",
            "login", "log in", "sign in", "logout", "log out", "download",
        ],
    ]
    /// Ends of names that are no page.
    private static let files: Set<String> = [
        "7z", "apk", "avi", "bin", "bmp", "css", "csv", "dmg", "doc", "docx", "eot", "exe", "flv",
        "gif", "gz", "ico", "ipa", "iso", "jar", "jpeg", "jpg", "js", "json", "m4a", "mov", "mp3",
        "mp4", "msi", "ofd", "pdf", "pkg", "png", "ppt", "pptx", "rar", "rss", "svg", "tar", "tgz",
        "ttf", "wav", "webm", "webp", "wmv", "woff", "woff2", "wps", "xls", "xlsx", "xml", "zip",
    ]

    private static let signOfToken: [String: Signs] = tokens.reduce(into: [:]) { all, entry in
        for token in entry.value { all[token, default: []].formUnion(entry.key) }
    }
    /// The phrases by their first byte: a page has many links, and a look-up in bytes allocates
    /// nothing.
    private static let phrasesByFirstByte: [[(bytes: [UInt8], signs: Signs)]] =
        phrases.reduce(into: Array(repeating: [], count: 256)) { table, entry in
            for phrase in entry.value {
                let bytes = Array(phrase.utf8)
                table[Int(bytes[0])].append((bytes, entry.key))
            }
        }

    /// What the address and the text of a link say.
    static func signs(_ address: WebAddress, text: String) -> Signs {
        if isFile(address) { return .forbidden }
        var signs = signs(inText: text)
        forEachToken(of: address) { token in
            signs.formUnion(signOfToken[token] ?? [])
            if isForbidden(token) { signs.insert(.forbidden) }
        }
        return signs
    }

    private static func isForbidden(_ token: String) -> Bool {
        token.hasSuffix("login") || token.hasPrefix("login") || token.hasPrefix("logon")
            || token.hasSuffix("admin")
            // `administration` is a word of real government pages, and of their copies.
            || token.hasPrefix("admin") && !token.hasPrefix("administrati")
    }

    private static func isFile(_ address: WebAddress) -> Bool {
        let path = address.pathOnly.utf8
        guard let last = path.lastIndex(where: { $0 != UInt8(ascii: "/") }) else { return false }
        let name = path[...last].reversed().prefix { $0 != UInt8(ascii: "/") }
        guard let dot = name.firstIndex(of: UInt8(ascii: ".")) else { return false }
        let end = path[dot.base...last]
        return end.count <= 5 && files.contains(String(Substring(end)).lowercased())
    }

    private static func signs(inText text: String) -> Signs {
        var signs: Signs = []
        let bytes = text.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        for start in bytes.indices {
            for (phrase, sign) in phrasesByFirstByte[Int(bytes[start])]
            where bytes[start...].starts(with: phrase) {
                signs.formUnion(sign)
            }
        }
        return signs
    }

    /// Tells the words of an address's path and query, lowercase: what stands between other signs,
    /// and the parts of `camelCase`.
    private static func forEachToken(of address: WebAddress, _ body: (String) -> Void) {
        var word: [UInt8] = []
        var whole: [UInt8] = []
        func end(_ bytes: inout [UInt8]) {
            if !bytes.isEmpty { body(String(decoding: bytes, as: UTF8.self)) }
            bytes.removeAll(keepingCapacity: true)
        }
        var wasSmall = false
        for byte in address.path.utf8 {
            let lower = byte | 0x20
            guard (0x61...0x7A).contains(lower) || (0x30...0x39).contains(byte) else {
                if word.count < whole.count { end(&word) }
                word.removeAll(keepingCapacity: true)
                end(&whole)
                wasSmall = false
                continue
            }
            let isCapital = (0x41...0x5A).contains(byte)
            if isCapital, wasSmall { end(&word) }
            wasSmall = !isCapital
            word.append((0x30...0x39).contains(byte) ? byte : lower)
            whole.append((0x30...0x39).contains(byte) ? byte : lower)
        }
        if word.count < whole.count { end(&word) }
        end(&whole)
    }
}

extension LinkWords.Signs: Hashable {}
