// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// What is said about certificate-transparency logs.
package enum CertificateMessages {
    // MARK: - Lists of logs

    package static func unreadableList(_ list: String, _ code: Int32) -> Message {
        Message(
            en: "cannot read the list of logs \(list) (error \(code))",
            zh: "无法读取日志清单 \(list)(错误 \(code))")
    }

    package static func listTooLong(_ list: String, _ limit: Int) -> Message {
        Message(
            en: "the list of logs \(list) is longer than \(limit) bytes",
            zh: "日志清单 \(list) 超过 \(limit) 字节")
    }

    package static func malformedList(_ list: String, _ place: String) -> Message {
        Message(
            en: "\(list) is no list of logs in version 3 of the public form: \(place)",
            zh: "\(list) 不是第 3 版格式的日志清单:\(place)")
    }

    package static func listedWithoutKey(_ list: String, _ log: String) -> Message {
        Message(
            en: "\(list): the log '\(log)' has no key that a log may have (P-256, or RSA from "
                + "2048 bits); take the list from its publisher again",
            zh: "\(list):日志“\(log)”没有可用的公钥(应为 P-256 或 2048 位以上 RSA);请重新下载清单")
    }

    package static func listedWithOtherKey(_ list: String, _ log: String) -> Message {
        Message(
            en: "\(list): the id of the log '\(log)' is not its key's; take the list from its "
                + "publisher again",
            zh: "\(list):日志“\(log)”的标识与其公钥不符;请重新下载清单")
    }

    package static func listedWithoutAddress(_ list: String, _ log: String) -> Message {
        Message(
            en: "\(list): the log '\(log)' has no address that can be read",
            zh: "\(list):日志“\(log)”没有可读的地址")
    }

    package static func listedTwice(_ list: String, _ log: String) -> Message {
        Message(
            en: "\(list): the log '\(log)' is there twice",
            zh: "\(list):日志“\(log)”重复出现")
    }

    package static func noSuchLog(_ text: String, _ known: [String]) -> Message {
        Message(
            en: "no log of the list has '\(text)' in its name or address; there are: "
                + known.joined(separator: ", "),
            zh: "清单中没有名称或地址含“\(text)”的日志;现有:" + known.joined(separator: "、"))
    }

    package static func noLogs(_ list: String) -> Message {
        Message(
            en: "no log of \(list) takes new certificates now; take a newer list from its "
                + "publisher and name it with --log-list",
            zh: "\(list) 中没有仍在收录新证书的日志;请下载新清单并用 --log-list 指定")
    }

    // MARK: - What logs answer

    package static func busy(_ status: Int) -> Message {
        Message(
            en: "the log asks to be asked less (status \(status))",
            zh: "日志要求降低访问频率(状态 \(status))")
    }

    package static func missing(_ path: String) -> Message {
        Message(en: "the log has no \(path)", zh: "日志没有 \(path)")
    }

    package static func status(_ status: Int, _ path: String) -> Message {
        Message(
            en: "the log answers \(status) to \(path)", zh: "日志对 \(path) 应答 \(status)")
    }

    package static func badCoding(_ path: String) -> Message {
        Message(
            en: "what the log answers to \(path) is too large, or cannot be decompressed",
            zh: "日志对 \(path) 的应答过大或无法解压")
    }

    package static func noAddress(_ host: String) -> Message {
        Message(
            en: "\(host) has no address that the name servers tell; is this machine connected, and "
                + "does it need --proxy?",
            zh: "查不到 \(host) 的地址;请检查网络连接,或是否需要 --proxy")
    }

    package static let noHead = Message(
        en: "the log's answer is no tree head of this log", zh: "日志的应答不是本日志的树头")
    package static let badSignature = Message(
        en: "the log's tree head is not signed by the log's key",
        zh: "日志树头不是由该日志的密钥签名")

    package static func headInFuture(_ time: String) -> Message {
        Message(
            en: "the log's tree head is dated \(time) (Beijing time), in the future; is this "
                + "machine's clock right?",
            zh: "日志树头的时间为 \(time)(北京时间),晚于现在;请核对本机时钟")
    }

    package static let unproven = Message(
        en: "the log's proof does not lead to what it signed", zh: "日志给出的证明与其签名的树头不符")

    package static func noTile(_ path: String) -> Message {
        Message(en: "the log's \(path) is no tile", zh: "日志的 \(path) 不是有效数据块")
    }

    package static let noEntries = Message(
        en: "the log's answer holds no entries that can be read", zh: "日志的应答中没有可读的条目")

    package static func otherCount(_ count: Int) -> Message {
        Message(
            en: "the log gave \(count) entries, none of them or more than were asked for",
            zh: "日志返回了 \(count) 个条目,为零或多于所请求的数目")
    }

    package static func finding(_ kind: String) -> Message {
        switch kind {
        case "forked":
            Message(
                en: "the log has signed two histories of which neither continues the other",
                zh: "日志签名了两份互不相容的历史(分叉)")
        case "shrunk":
            Message(
                en: "the log has signed a later tree with fewer entries",
                zh: "日志后来签名的树条目反而减少")
        default:
            Message(
                en: "the log serves entries that are not in the tree it signed",
                zh: "日志提供的条目不在其签名的树中")
        }
    }

    package static func leadNote(log: String, entry: Int64, time: String) -> Message {
        Message(
            en: "certificate in \(log), entry \(entry), logged \(time)",
            zh: "\(log) 第 \(entry) 条证书,公示时间 \(time)")
    }

    // MARK: - The command

    package static let command = Message(
        en: "Reads certificate-transparency logs; certificates for names that imitate become "
            + "leads.",
        zh: "读取证书透明度日志,仿冒域名的证书自动成为线索。")

    package static let examples = Message(
        en: """
            Every browser wants certificates to stand in public logs, so a fake is seen there when it gets its certificate, often before anyone visits it. What a log answers is checked against what it signed.

            The logs that come with Jianwei are in Seeds/certificate-logs.json. Take the current list from its publisher, https://www.gstatic.com/ct/log_list/v3/log_list.json, and name it with --log-list.

            Examples:
              jianwei watch certificates                        follow all logs of the list, until Ctrl-C
              jianwei watch certificates --once --back 10000    the newest 10,000 entries of each
              jianwei watch certificates --once                 what came since
              jianwei watch certificates --log argon --json     one log; a line of JSON for each find
              jianwei watch certificates --status               how far each log was read, and the gaps
              jianwei sweep --waiting                           visit what was found

            Exit codes: 0 done, or stopped by Ctrl-C while it follows; 1 a log gave nothing, or broke its promise; 64 misuse; 75 interrupted with --once.
            """,
        zh: """
            浏览器要求证书在公开日志中公示,因此仿冒网站一取得证书就会出现在日志里,往往早于有人访问。日志的应答会与其签名核对。

            随附的日志清单是 Seeds/certificate-logs.json。请从发布者 https://www.gstatic.com/ct/log_list/v3/log_list.json 下载最新清单,用 --log-list 指定。

            示例:
              jianwei watch certificates                        持续读取清单中的全部日志,按 Ctrl-C 结束
              jianwei watch certificates --once --back 10000    各日志最新的 10000 条
              jianwei watch certificates --once                 此后新增的条目
              jianwei watch certificates --log argon --json     只读一个日志,每个发现输出一行 JSON
              jianwei watch certificates --status               各日志的进度和缺口
              jianwei sweep --waiting                           访问已发现的线索

            退出码:0 完成,或持续读取时按 Ctrl-C 结束;1 有日志无应答或违背承诺;64 用法错误;75 --once 时被中断。
            """)

    package static let listOption = Message(
        en: "A list of logs, in version 3 of the form that browsers' makers publish; "
            + "Seeds/certificate-logs.json if there is none.",
        zh: "日志清单(浏览器厂商公布的第 3 版格式);未指定时用 Seeds/certificate-logs.json。")
    package static let logOption = Message(
        en: "Read only logs with this in their name or address; may be given several times.",
        zh: "只读名称或地址含此内容的日志,可多次使用。")
    package static let fromOption = Message(
        en: "Where to begin: head, start, or the number of an entry; without it reading goes on "
            + "where it ended. What is left out is noted as a gap.",
        zh: "从何处开始:head(最新)、start(最早)或条目号;未指定时接着上次。跳过的部分记为缺口。")
    package static let backOption = Message(
        en: "Begin so many entries before the newest.", zh: "从最新条目之前这么多条开始。")
    package static let onceFlag = Message(
        en: "End at what the logs have now, instead of following them.",
        zh: "读到日志现有的末尾即结束,不持续读取。")
    package static let limitOption = Message(
        en: "Read so many entries of each log at most.", zh: "每个日志最多读取这么多条。")
    package static let everyOption = Message(
        en: "Look for new entries after so many seconds.", zh: "每隔这么多秒查看新条目。")
    package static let delayOption = Message(
        en: "Pause so many seconds between two requests to a log.", zh: "对同一日志两次请求之间的间隔秒数。")
    package static let statusFlag = Message(
        en: "Show how far each log was read, and what is missing; asks no log.",
        zh: "显示各日志的进度和缺口,不访问日志。")
    package static let minimumOption = Message(
        en: "Names of this level and above become leads: doubtful, suspect (the default) or high.",
        zh: "达到此级别的域名成为线索:doubtful、suspect(默认)或 high。")

    package static func badStart(_ text: String) -> Message {
        Message(
            en: "'\(text)' is no place in a log; give head, start or the number of an entry",
            zh: "“\(text)”不是日志中的位置;请用 head、start 或条目号")
    }

    package static let startTwice = Message(
        en: "--from and --back say the same; give one", zh: "--from 与 --back 只能用一个")

    package static func begun(_ log: String, _ position: Int64, _ size: Int64) -> Message {
        Message(
            en: "\(log): from entry \(position) of \(size)",
            zh: "\(log):从第 \(position) 条开始,共 \(size) 条")
    }

    package static func trouble(_ log: String, _ reason: Message, seconds: Int) -> Message {
        Message(
            en: "\(log): \(reason.english); again in \(seconds) s",
            zh: "\(log):\(reason.chinese);\(seconds) 秒后重试")
    }

    package static func failed(_ log: String, _ reason: Message) -> Message {
        Message(
            en: "\(log): given up: \(reason.english)", zh: "\(log):已放弃:\(reason.chinese)")
    }

    package static func broken(_ log: String, _ reason: Message) -> Message {
        Message(
            en: "\(log) is read no further: \(reason.english). What it signed is kept as evidence: "
                + "see --status --json. Tell those who publish the list of logs.",
            zh: "\(log) 停止读取:\(reason.chinese)。其签名已留作证据,见 --status --json。请告知清单发布者。")
    }

    package static func stopped(_ log: String) -> Message {
        Message(
            en: "\(log) was stopped before, because of what it signed; --from head reads it anew",
            zh: "\(log) 此前已因签名问题停止;用 --from head 可重新开始")
    }

    package static func gap(_ log: String, _ first: Int64, _ last: Int64) -> Message {
        Message(
            en: "\(log): entries \(first)–\(last) hold no certificate that can be read",
            zh: "\(log):第 \(first)–\(last) 条没有可读的证书")
    }

    package static func found(
        _ host: String, _ log: String, _ entry: Int64, _ time: String, case number: String,
        isNew: Bool
    ) -> Message {
        Message(
            en: "\(host)  \(isNew ? "new lead" : "known") \(number)  \(log) #\(entry)  \(time)",
            zh: "\(host)  \(isNew ? "新线索" : "已知") \(number)  \(log) 第 \(entry) 条  \(time)")
    }

    package static func progress(
        entries: Int64, rate: Int, names: Int64, hits: Int64, logs: Int
    ) -> Message {
        Message(
            en: "\(logs) logs  \(entries) entries (\(rate)/s)  \(names) names  \(hits) hits",
            zh: "\(logs) 个日志  \(entries) 条(\(rate)/秒)  \(names) 个域名  命中 \(hits)")
    }

    package static func done(
        entries: Int64, names: Int64, hits: Int64, newLeads: Int64, unreadable: Int64
    ) -> Message {
        Message(
            en: "\(entries) entries with \(names) names read: \(hits) hits, \(newLeads) new leads"
                + (unreadable > 0 ? ", \(unreadable) unreadable" : ""),
            zh: "读取 \(entries) 条、\(names) 个域名:命中 \(hits),新线索 \(newLeads)"
                + (unreadable > 0 ? ",无法识读 \(unreadable)" : ""))
    }

    package static let visitNext = Message(
        en: "Next: jianwei sweep --waiting", zh: "下一步:jianwei sweep --waiting")

    package static let nothingRead = Message(
        en: "no log was read yet", zh: "尚未读取任何日志")

    package static func position(
        _ start: Int64, _ position: Int64, _ waiting: Int64, _ time: String
    ) -> Message {
        Message(
            en: "entries \(start)–\(position) read, \(waiting) waiting; last looked at \(time)",
            zh: "已读第 \(start)–\(position) 条,待读 \(waiting) 条;最近查看 \(time)")
    }

    package static func readSoFar(_ entries: Int64, _ names: Int64, _ hits: Int64) -> Message {
        Message(
            en: "\(entries) entries, \(names) names, \(hits) hits",
            zh: "\(entries) 条,\(names) 个域名,命中 \(hits)")
    }

    package static func gapLine(
        _ first: Int64, _ last: Int64, _ entries: Int64, _ reason: String, _ time: String
    ) -> Message {
        let words =
            reason == "skipped"
            ? ("skipped on request", "按要求跳过") : ("no certificate that can be read", "没有可读的证书")
        return Message(
            en: "gap \(first)–\(last), \(entries) entries: \(words.0), \(time)",
            zh: "缺口 第 \(first)–\(last) 条,共 \(entries) 条:\(words.1),\(time)")
    }

    // MARK: - In a case

    package static let title = Message(
        en: "Certificates in transparency logs", zh: "证书透明度日志中的证书")

    package static func logged(_ kind: String, _ time: String) -> Message {
        kind == "precertificate"
            ? Message(en: "precertificate logged \(time)", zh: "预证书公示于 \(time)")
            : Message(en: "certificate logged \(time)", zh: "证书公示于 \(time)")
    }

    package static func signedHead(_ size: Int64, _ time: String, isProven: Bool) -> Message {
        Message(
            en: "tree head of \(size) entries signed \(time)"
                + (isProven ? ", with audit path" : ", audit path missing"),
            zh: "树头 \(size) 条,签名于 \(time)" + (isProven ? ",附审计路径" : ",缺审计路径"))
    }

    package static let waitingFlag = Message(
        en: "Visit the leads that wait: found by watch certificates, and not visited yet.",
        zh: "访问待查线索:由 watch certificates 发现、尚未访问的网址。")
    package static let waitingAlone = Message(
        en: "--waiting takes no list, no --resume and no --names",
        zh: "--waiting 不能与清单、--resume 或 --names 同用")
    package static let nothingWaits = Message(
        en: "no lead waits for a visit", zh: "没有待访问的线索")
}
