// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// What the export and the verification of packets say.
package enum PacketMessages {
    package static func exists(_ path: String) -> Message {
        Message(
            en: "'\(path)' exists already; choose another name or move it away",
            zh: "“\(path)”已经存在；请换一个名称，或先将其移走")
    }

    package static func missing(_ path: String) -> Message {
        Message(
            en: "there is no packet at '\(path)'; give the folder or the zip file",
            zh: "“\(path)”处没有证据包；请给出文件夹或 zip 文件")
    }

    package static func notPacket(_ path: String) -> Message {
        Message(
            en: "'\(path)' is no packet: it has no bagit.txt at its root",
            zh: "“\(path)”不是证据包：根目录下没有 bagit.txt")
    }

    package static func custody(_ caseNumber: String, _ problem: Message) -> Message {
        Message(
            en: "the custody log of \(caseNumber) is broken: \(problem.english); "
                + "nothing was exported, restore the casebook from a backup",
            zh: "\(caseNumber) 的保管链已损坏：\(problem.chinese)；未导出任何内容，请从备份恢复案卷库")
    }

    package static func internalFault(_ text: String) -> Message {
        Message(
            en: "the packet could not be made: \(text); this is a bug, please report it",
            zh: "无法生成证据包：\(text)；这是程序缺陷，请报告")
    }

    // MARK: Custody

    package static func custodyMalformed(_ line: Int) -> Message {
        Message(en: "line \(line) is malformed", zh: "第 \(line) 行格式有误")
    }

    package static func custodyChanged(_ sequence: Int64) -> Message {
        Message(
            en: "entry \(sequence) was changed", zh: "序号 \(sequence) 的内容被改动")
    }

    package static func custodyBroken(_ sequence: Int64) -> Message {
        Message(
            en: "entry \(sequence) does not follow the one before it",
            zh: "序号 \(sequence) 与上一行不衔接")
    }

    package static func custodyCut() -> Message {
        Message(en: "its end is missing or changed", zh: "末尾缺失或被改动")
    }

    package static func custodyEmpty() -> Message {
        Message(en: "it has no entry of this case", zh: "没有本案的记录")
    }

    // MARK: Verification

    package static func changed(_ file: String) -> Message {
        Message(
            en: "'\(file)' was changed: its SHA-256 is not the one in the manifest",
            zh: "“\(file)”被改动：SHA-256 与清单不符")
    }

    package static func gone(_ file: String) -> Message {
        Message(en: "'\(file)' is missing", zh: "缺少“\(file)”")
    }

    package static func added(_ file: String) -> Message {
        Message(en: "'\(file)' is not in the manifest", zh: "“\(file)”不在清单中")
    }

    package static func renamed(_ old: String, to new: String) -> Message {
        Message(
            en: "'\(old)' was renamed to '\(new)'", zh: "“\(old)”被改名为“\(new)”")
    }

    package static func duplicate(_ file: String) -> Message {
        Message(
            en: "'\(file)' is there twice; readers disagree which one is meant",
            zh: "“\(file)”出现两次，不同软件会读到不同的内容")
    }

    package static func unsafeName(_ file: String) -> Message {
        Message(
            en:
                "'\(file)' is no name of a file in a packet: it leads elsewhere, or hides something",
            zh: "“\(file)”不是证据包中的文件名：指向别处，或含有隐藏字符")
    }

    package static func malformed(_ file: String) -> Message {
        Message(en: "'\(file)' is malformed", zh: "“\(file)”格式有误")
    }

    package static func unreadable(_ file: String, _ reason: Message) -> Message {
        Message(
            en: "'\(file)' cannot be read: \(reason.english)",
            zh: "“\(file)”无法读取：\(reason.chinese)")
    }

    package static func manifestsDiffer(_ file: String) -> Message {
        Message(
            en: "'\(file)' does not agree with manifest-sha256.txt",
            zh: "“\(file)”与 manifest-sha256.txt 不一致")
    }

    package static func record(_ file: String, at offset: Int, _ reason: String) -> Message {
        Message(
            en: "'\(file)' holds a wrong record at byte \(offset): \(reason)",
            zh: "“\(file)”第 \(offset) 字节处的记录有误：\(reason)")
    }

    package static func custodyLog(_ problem: Message) -> Message {
        Message(
            en: "custody.log: \(problem.english)", zh: "保管链 custody.log：\(problem.chinese)")
    }

    package static func zipNames(_ name: String, _ other: String) -> Message {
        Message(
            en: "programs disagree whether a file of the zip is '\(name)' or '\(other)'",
            zh: "zip 中同一文件有“\(name)”与“\(other)”两个名称，不同软件解压结果会不同")
    }

    package static func zipOverlap(_ name: String) -> Message {
        Message(
            en: "'\(name)' shares bytes of the zip with another file",
            zh: "“\(name)”与 zip 中另一文件共用字节")
    }

    package static func zipUnlisted(at offset: Int) -> Message {
        Message(
            en: "the zip holds bytes that its list does not speak of, from byte \(offset)",
            zh: "zip 自第 \(offset) 字节起含有目录未列出的内容")
    }

    package static func otherBag(_ digest: String) -> Message {
        Message(
            en: "this is not the packet that was recorded: its digest is \(digest)",
            zh: "这不是案卷中记录的证据包：整包校验值为 \(digest)")
    }

    // MARK: Failures

    /// What a ``FetchFailure/code`` means.
    package static func failure(_ code: String) -> Message {
        switch code {
        case "name-absent": Message(en: "the name does not exist", zh: "域名不存在或没有地址")
        case "name-unknown": Message(en: "no name server answered", zh: "域名服务器均未应答")
        case "address-refused":
            Message(en: "the address is not public", zh: "地址不属于公网，拒绝连接")
        case "connection-refused": Message(en: "the server refused", zh: "服务器拒绝连接")
        case "unreachable": Message(en: "the server is unreachable", zh: "无法到达服务器")
        case "connection-reset": Message(en: "the connection was reset", zh: "连接被重置")
        case "tls": Message(en: "TLS could not be set up", zh: "无法建立 TLS 连接")
        case "proxy": Message(en: "the proxy failed", zh: "代理失败")
        case "malformed": Message(en: "the answer is not HTTP", zh: "应答不是合规的 HTTP")
        case "cut-short": Message(en: "the answer breaks off", zh: "应答中途中断")
        case "connect-timeout": Message(en: "connecting took too long", zh: "连接超时")
        case "first-byte-timeout": Message(en: "no answer in time", zh: "等待应答超时")
        case "total-timeout": Message(en: "the answer took too long", zh: "接收超时")
        case "too-slow": Message(en: "the answer came too slowly", zh: "应答过慢")
        case "header-too-large": Message(en: "the header is too large", zh: "应答头过大")
        case "body-too-large":
            Message(en: "the body is too large and was cut", zh: "正文过大，只保留前部")
        case "decoded-too-large":
            Message(en: "the body unpacks to too much", zh: "正文解压后过大")
        case "too-many-hops": Message(en: "too many redirects", zh: "跳转次数过多")
        case "cancelled": Message(en: "the visit was stopped", zh: "访问被中止")
        case "out-of-resources":
            Message(en: "this machine ran out of resources", zh: "本机资源不足")
        default: Message(en: "an internal fault", zh: "程序内部错误")
        }
    }
}
