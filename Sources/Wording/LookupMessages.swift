// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// What is said about sources of a bureau's own, and about what they answer.
package enum LookupMessages {
    // MARK: - Answers

    package static let redirected = Message(
        en: "it redirects, which is not followed; write the address that answers into the list",
        zh: "对方要求跳转,程序不跟随;请在查询源文件中改写为实际应答的地址")

    package static let misplaced = Message(
        en: "it holds no value where the list says that it lies; read the answer in the archive, "
            + "then mend 'rows' and 'fields', or say under 'absent' what means no record",
        zh: "应答中按查询源文件所写的位置没有取到值;请查看归档原文,修改 rows 和 fields,"
            + "或在 absent 中写明什么表示“未查到”")

    package static func withStatus(_ reason: Message, _ status: Int?) -> Message {
        guard let status, status != 200 else { return reason }
        return Message(
            en: "\(reason.english) (HTTP \(status))", zh: "\(reason.chinese)(HTTP \(status))")
    }

    package static func gap(of subject: String, at title: String, _ reason: Message) -> Message {
        Message(
            en: "look-up of \(subject) at \(title): \(reason.english)",
            zh: "\(title)查询 \(subject):\(reason.chinese)")
    }

    package static func skipped(_ title: String, _ reason: Message) -> Message {
        Message(
            en: "look-up at \(title): not asked: \(reason.english)",
            zh: "\(title):未查询:\(reason.chinese)")
    }

    // MARK: - Secrets

    package static func secretMissing(_ name: String) -> Message {
        Message(
            en: "the environment has no \(name); set it before the sweep: export \(name)=…",
            zh: "环境变量 \(name) 未设置;请在巡查前设置:export \(name)=…")
    }

    package static func secretUnfit(_ name: String) -> Message {
        Message(
            en: "\(name) holds a line end or another control character; set it anew without",
            zh: "环境变量 \(name) 含有换行或其他控制字符;请重新设置")
    }

    package static func secretShort(_ name: String, _ bytes: Int) -> Message {
        Message(
            en: "\(name) is shorter than \(bytes) bytes, too short to be told from other text and "
                + "kept out of the records; have a longer one issued",
            zh: "环境变量 \(name) 不足 \(bytes) 字节,无法与普通文字区分并从记录中隐去;请申请更长的密钥")
    }

    // MARK: - The list

    package static func tooMany(_ limit: Int) -> Message {
        Message(
            en: "a list holds \(limit) sources at most", zh: "一个文件最多可写 \(limit) 个查询源")
    }

    package static func tooLong(_ key: String, _ bytes: Int) -> Message {
        Message(
            en: "'\(key)' is longer than \(bytes) bytes", zh: "“\(key)”超过 \(bytes) 字节")
    }

    package static let badAddress = Message(
        en: "'address' must be an http:// or https:// address with a path, and nothing filled in "
            + "before it, such as https://icp.bureau.example/api?domain={domain}",
        zh: "address 必须是 http:// 或 https:// 开头、带路径的地址,且主机部分不得含占位符,"
            + "例如 https://icp.bureau.example/api?domain={domain}")

    package static let badSecret = Message(
        en: "'${' begins a secret's name and must end: ${ICP_TOKEN}, of letters, digits and _",
        zh: "“${”后应为环境变量名并以“}”结束,如 ${ICP_TOKEN};只能用字母、数字和下划线")

    package static func noPlaceholder(_ about: String) -> Message {
        Message(
            en: "nothing says what is asked about: write {\(about)} into the address, the body or "
                + "a header",
            zh: "没有写明查询对象:请在 address、body 或 headers 中写入 {\(about)}")
    }

    package static func otherPlaceholder(_ other: String, _ about: String) -> Message {
        Message(
            en: "{\(other)} is not filled in for a source about '\(about)'; write {\(about)}",
            zh: "about 为 \(about) 的查询源不填充 {\(other)};请写 {\(about)}")
    }

    package static let bodyAndMethod = Message(
        en: "'method: POST' and 'body' go together: give both or neither",
        zh: "method: POST 与 body 必须同时出现或同时省略")

    package static func badHeader(_ name: String) -> Message {
        Message(
            en: "'\(name)' cannot be set: a header has a plain name and one line, and Host, "
                + "Cookie, User-Agent, Connection, lengths and encodings are ours",
            zh: "不能设置头字段“\(name)”:名称须为普通字符、值为一行;"
                + "Host、Cookie、User-Agent、Connection、长度和编码类字段由程序填写")
    }

    package static func badPath(_ text: String, _ steps: Int) -> Message {
        Message(
            en: "'\(text)' is no place in JSON: write /data/0/name, * for each element, at most "
                + "\(steps) steps, ~1 for a / and ~0 for a ~ inside a key",
            zh: "“\(text)”不是 JSON 中的位置:应写成 /data/0/name,* 表示数组的每个元素,最多 \(steps) 级;"
                + "键名中的 / 写作 ~1,~ 写作 ~0")
    }

    package static func noFields(_ allowed: [String]) -> Message {
        Message(
            en: "'fields' names nothing to find; allowed: \(allowed.joined(separator: ", "))",
            zh: "fields 没有写要取的字段;可用:\(allowed.joined(separator: "、"))")
    }

    package static func noTrustStore(_ path: String) -> Message {
        Message(
            en: "\(path) cannot be read; 'ca' names a file of root certificates in PEM",
            zh: "无法读取 \(path);ca 应为 PEM 格式的根证书文件")
    }

    // MARK: - Dossier

    package static let title = Message(en: "Look-ups", zh: "本单位查询结果")

    package static let notConfigured = Message(
        en: "look-ups: no source of the bureau's own is set up; see Seeds/lookups.example.yml",
        zh: "ICP 备案与被动 DNS 查询:未配置本单位查询源,可参照 Seeds/lookups.example.yml 配置,"
            + "或由人工查询后用 jianwei attach 附加")

    package static func field(_ name: String) -> Message {
        fields[name] ?? Message(en: name, zh: name)
    }

    private static let fields = [
        "icp.number": Message(en: "ICP number", zh: "备案号"),
        "icp.holder": Message(en: "holder", zh: "主办单位"),
        "icp.holderKind": Message(en: "kind of holder", zh: "主办单位性质"),
        "icp.site": Message(en: "site", zh: "网站名称"),
        "icp.approvedAt": Message(en: "approved", zh: "审核通过时间"),
        "dns.name": Message(en: "name", zh: "域名"),
        "dns.type": Message(en: "type", zh: "类型"),
        "dns.value": Message(en: "led to", zh: "解析结果"),
        "dns.firstSeen": Message(en: "first seen", zh: "首次出现"),
        "dns.lastSeen": Message(en: "last seen", zh: "最近出现"),
        "note": Message(en: "note", zh: "备注"),
    ]

    package static let comparisonTitle = Message(
        en: "ICP: page beside look-up", zh: "ICP 备案:页面标注与查询结果对照")
    package static let shownByPage = Message(en: "the page shows", zh: "页面标注")
    package static let foundByLookup = Message(en: "the look-up found", zh: "查询结果")
    package static let nothingShown = Message(en: "no number", zh: "未标注")
    package static let nothingFound = Message(en: "no record", zh: "未查到备案")

    package static func outcome(_ code: String) -> Message {
        switch code {
        case "same": Message(en: "same number", zh: "编号一致")
        case "differs": Message(en: "NOT the same number", zh: "编号不一致")
        case "no-record": Message(en: "NO record", zh: "未备案")
        default: Message(en: "not shown by the page", zh: "页面未标注")
        }
    }

    package static func moreRows(_ count: Int) -> Message {
        Message(
            en: "\(count) further rows stand in the raw answer",
            zh: "另有 \(count) 条,见归档原文")
    }
}
