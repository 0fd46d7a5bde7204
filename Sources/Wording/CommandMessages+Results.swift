// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

// What the commands say of what they did, and of what went wrong.

extension CommandMessages {
    package static let errorPrefix = Message(
        en: "error:",
        zh: "错误:")

    package static let argument = Message(
        en: "argument",
        zh: "参数")

    package static let official = Message(
        en: "official",
        zh: "官方")

    package static let noFindings = Message(
        en: "nothing suspicious was found",
        zh: "没有发现可疑之处")

    package static let failedLevel = Message(
        en: "failed",
        zh: "未取得")

    package static let noCases = Message(
        en: "no case matches",
        zh: "没有符合条件的案件")

    package static let resumeAlone = Message(
        en: "--resume goes on with the last sweep: give no list with it",
        zh: "--resume 继续上一次巡查,不要同时填写清单")

    package static let nothingToSweep = Message(
        en: "name a list or an address; see jianwei sweep --help",
        zh: "请填写清单文件或网址,参见 jianwei sweep --help")

    package static let noLeads = Message(
        en: "no line names an address that can be visited; nothing was started",
        zh: "没有一行是可访问的网址,巡查未开始")

    package static let stopping = Message(
        en: """
            stopping: what is under way is given back; press Ctrl-C again to end at once
            """,
        zh: "正在停止:未完成的线索将放回队列;再按一次 Ctrl-C 立即结束")

    package static let listCutOff = Message(
        en: "the sweep was stopped before its whole list was taken over; start it again with the "
            + "list: what is known already keeps its number",
        zh: "上一次巡查在读入清单时中断,请用原清单重新运行 sweep,已录入的线索编号不变")
    package static let broken = Message(
        en: "broken",
        zh: "不符")

    package static let whole = Message(
        en: "whole",
        zh: "完好")

    package static let originTitle = Message(
        en: "Where it came from",
        zh: "线索来源")

    package static let dossierTitle = Message(
        en: "Who hosts it",
        zh: "谁在托管")

    package static let oldData = Message(
        en: """
            older than a year; upgrade the package, or put a newer file in its place
            """,
        zh: "数据已超过一年,请升级软件包或替换为较新的文件")

    package static let fewDescriptors = Message(
        en: "few files may be open at once; raise it with ulimit -n 20000",
        zh: "可同时打开的文件数偏少,可用 ulimit -n 20000 提高")

    package static let littleSpace = Message(
        en: """
            little space is left for evidence; free some, or name another --casebook
            """,
        zh: "剩余空间不足以保存证据,请清理磁盘或用 --casebook 指定其他位置")

    package static let noResolver = Message(
        en: """
            no name server is configured; add one to /etc/resolv.conf, or use --resolver
            """,
        zh: "未配置 DNS 服务器,请修改 /etc/resolv.conf 或使用 --resolver")

    package static func noCasebook(_ path: String) -> Message {
        Message(
            en: "there is no casebook at \(path); make one with 'jianwei sweep', or name "
                + "another with --casebook",
            zh: "\(path) 处没有案卷,请先运行 jianwei sweep,或用 --casebook 指定其他位置")
    }

    package static func nothingToResume(_ path: String) -> Message {
        Message(
            en: "nothing to resume: every sweep of \(path) is finished",
            zh: "没有需要继续的巡查:\(path) 中的巡查均已完成")
    }

    package static func unreadable(_ path: String) -> Message {
        Message(
            en: "cannot read \(path); check that it is a file and that you may read it",
            zh: "无法读取 \(path),请确认它是文件且有读取权限")
    }

    package static func noFile(_ path: String) -> Message {
        Message(
            en: "there is no file \(path); check its name and folder",
            zh: "找不到文件 \(path),请检查文件名和所在文件夹")
    }

    package static func cannotWrite(_ path: String, _ reason: String) -> Message {
        Message(
            en: "cannot write \(path): \(reason)",
            zh: "无法写入 \(path):\(reason)")
    }

    package static func badHeader(_ line: String) -> Message {
        Message(
            en: "'\(line)' is no header field; write --header 'Content-Type: text/html; "
                + "charset=gbk'",
            zh: "「\(line)」不是响应头,应写成 --header 'Content-Type: text/html; charset=gbk'")
    }

    package static func badDate(_ text: String) -> Message {
        Message(
            en: "'\(text)' is no day; write it as 2026-11-23",
            zh: "「\(text)」不是日期,应写成 2026-11-23")
    }

    package static func outOfRange(_ option: String, _ range: String) -> Message {
        Message(
            en: "\(option) takes a number in \(range)",
            zh: "\(option) 应为 \(range) 之间的数")
    }

    package static func noHost(_ text: String) -> Message {
        Message(
            en: "'\(text)' names no host",
            zh: "「\(text)」不是域名")
    }

    package static func noSuchCase(_ text: String) -> Message {
        Message(
            en: "no case is called '\(text)'; 'jianwei cases' lists them",
            zh: "没有「\(text)」这个案件,可用 jianwei cases 查看全部")
    }

    package static func interrupted(_ path: String) -> Message {
        Message(
            en: "the sweep was interrupted; nothing is lost. Go on with: jianwei sweep "
                + "--resume --casebook \(path)",
            zh: "巡查被中断,数据没有丢失。继续:jianwei sweep --resume --casebook \(path)")
    }

    package static func discovered(_ url: String, _ on: String) -> Message {
        Message(
            en: "new lead: \(url) (linked from \(on))",
            zh: "新线索:\(url)(链接自 \(on))")
    }

    package static func moreRows(_ count: Int) -> Message {
        Message(
            en: "… and \(count) more: jianwei cases",
            zh: "……另有 \(count) 条,用 jianwei cases 查看")
    }

    package static func nextSteps(_ number: String, _ options: String) -> Message {
        Message(
            en: """
                next: jianwei show \(number)\(options)
                      jianwei packet export \(number) --to \(number).zip\(options)
                """,
            zh: """
                下一步:jianwei show \(number)\(options)
                        jianwei packet export \(number) --to \(number).zip\(options)
                """)
    }

    package static func exportNext(_ number: String) -> Message {
        Message(
            en: "to export: jianwei packet export \(number) --to \(number).zip",
            zh: "导出证据包:jianwei packet export \(number) --to \(number).zip")
    }

    package static func captureTitle(_ name: String, _ time: String) -> Message {
        Message(
            en: "Visit \(name), \(time) Beijing time",
            zh: "取证访问 \(name),北京时间 \(time)")
    }

    package static func exported(_ path: String, _ files: Int, _ bytes: Int) -> Message {
        Message(
            en: "\(path): \(files) files, \(bytes) bytes; check it with: jianwei packet "
                + "verify \(path)",
            zh: "\(path):\(files) 个文件,\(bytes) 字节;核验:jianwei packet verify \(path)")
    }

    package static func bagDigest(_ digest: String) -> Message {
        Message(
            en:
                "SHA-256 of the whole: \(digest)\nKeep it with the case: only it shows that files and "
                + "lists were not changed together.",
            zh: "整包校验值 SHA-256:\(digest)\n请另行记入案卷:有人同时改动文件和清单时,只有凭它才能发现。")
    }

    package static func verified(_ files: Int) -> Message {
        Message(
            en: "all \(files) files and the chain of custody are as they were when "
                + "exported",
            zh: "\(files) 个文件及保管链与导出时一致")
    }

    package static func missingData(_ package: String) -> Message {
        Message(
            en: "install it: apt-get install \(package)",
            zh: "安装方法:apt-get install \(package)")
    }

    package static let custodyBroken = Message(
        en: "someone changed the casebook; keep it as it is, and compare with a copy",
        zh: "案卷可能被改动,请保持原状并与备份比对")

    package static func demoStart(_ sites: Int, _ folder: String) -> Message {
        Message(
            en: "The practice range: \(sites) sites on loopback. Everything is kept in "
                + "\(folder)",
            zh: "练习靶场:本机 \(sites) 个网站。全部结果保存在 \(folder)")
    }

    package static func demoServing(_ list: String, _ hosts: String) -> Message {
        Message(
            en: """
                The range is up until Ctrl-C. In another terminal:
                  jianwei sweep \(list) --hosts \(hosts) --allow-range 127.77.0.0/16 --delay 0.1
                """,
            zh: """
                靶场已启动,按 Ctrl-C 结束。在另一个终端中运行:
                  jianwei sweep \(list) --hosts \(hosts) --allow-range 127.77.0.0/16 --delay 0.1
                """)
    }

    package static func demoSummary(_ right: Int, _ total: Int) -> Message {
        Message(
            en: "\(right) of \(total) practice sites got the verdict they must get",
            zh: "\(total) 个靶场网站中,\(right) 个判定与预期一致")
    }

    package static func demoPackets(_ count: Int, _ folder: String) -> Message {
        Message(
            en: "\(count) evidence packets lie in \(folder)",
            zh: "\(count) 个证据包保存在 \(folder)")
    }

    package static func demoNext(_ casebook: String, _ packet: String) -> Message {
        Message(
            en: """
                Look at one: open \(packet)/data/report.html
                Then try:    jianwei packet verify \(packet)
                             jianwei cases --casebook \(casebook)
                             jianwei sweep YOUR-LIST.txt
                """,
            zh: """
                查看报告:打开 \(packet)/data/report.html
                接着试试:jianwei packet verify \(packet)
                          jianwei cases --casebook \(casebook)
                          jianwei sweep 你的清单.txt
                """)
    }

    package static func progress(
        done: Int, total: Int, inFlight: Int, rate: Double, live: Int, dead: Int, suspect: Int,
        secondsLeft: Int?
    ) -> Message {
        let speed = (rate * 10).rounded() / 10
        let left =
            secondsLeft.map { "\($0 / 60):" + ($0 % 60 < 10 ? "0" : "") + "\($0 % 60)" } ?? "–"
        return Message(
            en: "\(done)/\(total) done, \(inFlight) in flight, \(speed)/s, live \(live), "
                + "dead \(dead), suspect \(suspect), left \(left)",
            zh: "已完成 \(done)/\(total),进行中 \(inFlight),每秒 \(speed),存活 \(live),"
                + "无法访问 \(dead),可疑 \(suspect),剩余 \(left)")
    }

    package static func moreNoHosts(_ count: Int) -> Message {
        Message(
            en: "\(count) lines name no host; the first ten are shown above",
            zh: "共有 \(count) 行不是域名,以上只列出前十行")
    }

    package static func nameProgress(
        asked: Int, rate: Int, live: Int, parked: Int, absent: Int, unknown: Int
    ) -> Message {
        Message(
            en: "\(asked) names asked, \(rate)/s, live \(live), parked \(parked), "
                + "absent \(absent), unknown \(unknown)",
            zh: "已查询 \(asked) 个域名,每秒 \(rate),存活 \(live),停放 \(parked),"
                + "不存在 \(absent),未知 \(unknown)")
    }

    package static func namesDone(
        asked: Int, live: Int, parked: Int, blocked: Int, wildcard: Int, unknown: Int
    ) -> Message {
        Message(
            en: "\(asked) names asked: \(live) live, \(parked) parked, \(blocked) without a "
                + "site, \(wildcard) only by a wildcard, \(unknown) unknown",
            zh: "共查询 \(asked) 个域名:存活 \(live),停放 \(parked),没有网站 \(blocked),"
                + "仅因泛解析存在 \(wildcard),未知 \(unknown)")
    }

    package static func nameChanged(_ host: String, from: String?, to: String) -> Message {
        let english = from.map { "\($0) → \(to)" } ?? "new, \(to)"
        return Message(
            en: "\(english)  \(host)",
            zh: "\(from.map { "\(chineseState($0)) → " } ?? "新发现，")\(chineseState(to))  \(host)")
    }

    private static func chineseState(_ state: String) -> String {
        let words = [
            "absent": "不存在", "parked": "停放", "live": "存活", "cloaked": "伪装", "down": "无响应",
            "back": "恢复",
        ]
        return words[state] ?? state
    }

    package static let nothingChanged = Message(
        en: "nothing changed since the last sweep", zh: "与上次巡查相比没有变化")

    package static func resolveProgress(
        done: Int, rate: Int, live: Int, absent: Int, unknown: Int
    ) -> Message {
        Message(
            en: "\(done) names, \(rate)/s, live \(live), absent \(absent), unknown \(unknown)",
            zh: "已查询 \(done) 个域名,每秒 \(rate),存活 \(live),不存在 \(absent),未知 \(unknown)")
    }

    package static let live = Message(en: "live", zh: "存活")
    package static let absent = Message(en: "absent", zh: "不存在")
    package static let unknown = Message(en: "unknown", zh: "未知")

    package static func summary(
        total: Int, high: Int, suspect: Int, doubtful: Int, dismissed: Int, failed: Int
    ) -> Message {
        Message(
            en: "\(total) leads: \(high) high, \(suspect) suspect, \(doubtful) doubtful, "
                + "\(dismissed) dismissed, \(failed) failed",
            zh: "共 \(total) 条线索:高度可疑 \(high),可疑 \(suspect),存疑 \(doubtful),"
                + "排除 \(dismissed),未取得 \(failed)")
    }
}
