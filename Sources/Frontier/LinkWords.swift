// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

internal import Casework

/// The words in addresses and link texts by which ``PagePlan`` orders and refuses.
enum LinkWords {
    static let query: Set<String> = [
        "cx", "chaxun", "query", "verify", "yanzheng", "yz", "search", "zscx", "certquery",
        "certsearch", "certificate", "cert", "zhengshu", "special", "safety",
    ]
    static let chineseQuery = ["查询", "查詢", "验证", "驗證", "核验", "真伪", "证书", "證書"]
    static let price: Set<String> = [
        "price", "prices", "jiage", "baojia", "fee", "fees", "feiyong", "baoming", "bm", "signup",
        "apply", "order",
    ]
    static let chinesePrice = ["价格", "价目", "报价", "费用", "收费", "报名", "办证", "办理", "代办"]
    static let contact: Set<String> = [
        "contact", "contacts", "contactus", "about", "aboutus", "lianxi", "lxwm", "guanyu", "kefu",
    ]
    static let chineseContact = ["联系", "聯繫", "聯絡", "客服", "关于", "咨询", "微信"]

    private static let forbidden: Set<String> = [
        "manage", "manager", "management", "guanli", "houtai", "backend", "dede", "wp",
        "phpmyadmin",
        "logout", "logoff", "signout", "signin", "delete", "del", "remove", "unsubscribe", "submit",
        "download", "xiazai", "cart", "passport", "sso", "oauth",
    ]
    private static let forbiddenTexts = [
        "登录", "登錄", "登陆", "登入", "后台", "後台", "管理员", "管理入口", "退出", "注销", "下载", "下載",
        "login", "log in", "sign in", "logout", "log out", "download",
    ]
    /// Ends of names that are no page.
    private static let files: Set<String> = [
        "7z", "apk", "avi", "bin", "bmp", "css", "csv", "dmg", "doc", "docx", "eot", "exe", "flv",
        "gif", "gz", "ico", "ipa", "iso", "jar", "jpeg", "jpg", "js", "json", "m4a", "mov", "mp3",
        "mp4", "msi", "ofd", "pdf", "pkg", "png", "ppt", "pptx", "rar", "rss", "svg", "tar", "tgz",
        "ttf", "wav", "webm", "webp", "wmv", "woff", "woff2", "wps", "xls", "xlsx", "xml", "zip",
    ]

    /// Whether a link leads to where we do not go.
    static func isForbidden(_ address: WebAddress, text: String) -> Bool {
        let name = address.pathOnly.split(separator: "/").last ?? ""
        if let dot = name.lastIndex(of: "."),
            files.contains(name[name.index(after: dot)...].lowercased())
        {
            return true
        }
        let text = text.lowercased()
        if forbiddenTexts.contains(where: { text.contains($0) }) { return true }
        return tokens(address).contains { token in
            forbidden.contains(token) || token.hasSuffix("login") || token.hasPrefix("login")
                || token.hasPrefix("logon") || token.hasSuffix("admin")
                // `administration` is a word of real government pages, and of their copies.
                || token.hasPrefix("admin") && !token.hasPrefix("administrati")
        }
    }

    /// The words of an address's path and query, lowercase: what stands between other signs, and
    /// the parts of `camelCase`.
    static func tokens(_ address: WebAddress) -> Set<String> {
        var tokens: Set<String> = []
        var word: [UInt8] = []
        var whole: [UInt8] = []
        func add(_ bytes: [UInt8]) {
            if !bytes.isEmpty { tokens.insert(String(decoding: bytes, as: UTF8.self)) }
        }
        var wasSmall = false
        for byte in address.path.utf8 {
            let lower = byte | 0x20
            guard (0x61...0x7A).contains(lower) || (0x30...0x39).contains(byte) else {
                add(word)
                add(whole)
                (word, whole, wasSmall) = ([], [], false)
                continue
            }
            let isCapital = (0x41...0x5A).contains(byte)
            if isCapital, wasSmall {
                add(word)
                word = []
            }
            wasSmall = !isCapital
            word.append((0x30...0x39).contains(byte) ? byte : lower)
            whole.append((0x30...0x39).contains(byte) ? byte : lower)
        }
        add(word)
        add(whole)
        return tokens
    }
}
