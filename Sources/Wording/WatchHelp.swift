// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// The help of `jianwei watch` and `jianwei history`.
package enum WatchHelp {
    package static let examples = Message(
        en: """
            Examples:
              jianwei watch run                     watch in the foreground
              jianwei watch run --once --now        sweep every list once, now
              jianwei watch check                   mistakes in the watch file, and what is due when
              jianwei watch status                  last and next runs, undelivered reports
              jianwei watch report                  what changed in the last run
              sudo jianwei watch install --casebook /var/lib/jianwei

            Without a watch file known look-alikes and what sweeps found are swept daily, live
            confirmed sites hourly, dead ones weekly and then more rarely. Copy
            Seeds/watch.example.yml to Seeds/watch.yml to say otherwise.
            """,
        zh: """
            示例:
              jianwei watch run                     在前台值守
              jianwei watch run --once --now        立即把每份清单巡查一遍
              jianwei watch check                   检查值守文件,列出到期时间
              jianwei watch status                  上次、下次运行和未送达的报告
              jianwei watch report                  最近一次有哪些变化
              sudo jianwei watch install --casebook /var/lib/jianwei

            没有值守文件时:已知仿冒名称和巡查发现的网站每天一次,在线的已确认网站每小时一次,
            已关停的每周一次并逐步放缓。如需调整,请将 Seeds/watch.example.yml 复制为 Seeds/watch.yml 后修改。
            """)

    package static let file = Message(
        en: "What is watched and when; Seeds/watch.yml if there is one.",
        zh: "值守文件;默认采用 Seeds/watch.yml(如有)。")

    package static let run = Message(
        en: "Sweeps lists when they are due, and tells what changed.",
        zh: "按时巡查各清单,并报告与上次相比的变化。")
    package static let runExamples = Message(
        en: """
            Examples:
              jianwei watch run --casebook ./casebook
              jianwei watch run --once              run what is due, then end
              jianwei watch run --reports ./reports keep each report as a page, too

            What was missed while nobody watched is made up once. SIGTERM and Ctrl-C end it; a run
            that was cut off goes on the next time.
            """,
        zh: """
            示例:
              jianwei watch run --casebook ./casebook
              jianwei watch run --once              只运行已到期的任务,然后退出
              jianwei watch run --reports ./reports 同时把每份报告保存为网页

            无人值守期间错过的任务只补做一次。SIGTERM 或 Ctrl-C 结束;中断的任务下次继续。
            """)
    package static let once = Message(
        en: "Run what is due, hand over its reports, and end.", zh: "运行已到期的任务、送出报告后退出。")
    package static let now = Message(
        en: "Take every schedule for due at first.", zh: "启动时把所有任务视为到期。")
    package static let reports = Message(
        en: "Write each report there as watch-RUN.html.", zh: "把每份报告写入该文件夹:watch-次数.html。")
    package static let json = Message(
        en: "Print each report as one line of JSON.", zh: "每份报告输出为一行 JSON。")

    package static let check = Message(
        en: "Finds mistakes in the watch file, and says when each list is due.",
        zh: "检查值守文件,并列出各任务的到期时间。")
    package static let status = Message(
        en: "Shows last and next runs, what is overdue, and reports that could not be handed over. "
            + "Exit code 1 if a run is overdue or a report was given up.",
        zh: "显示上次和下次运行、逾期任务及未送达的报告;有逾期或放弃送达的返回 1。")
    package static let retry = Message(
        en: "Try all that was not handed over anew, from the first.", zh: "重新尝试送达所有未送达的报告。")
    package static let report = Message(
        en: "Shows what a run found changed.", zh: "显示某一次运行发现的变化。")
    package static let reportRun = Message(
        en: "The run's number; the newest if none is given.", zh: "第几次运行;默认最近一次。")
    package static let html = Message(
        en: "Write it as a self-contained Chinese page.", zh: "写成独立的中文网页。")

    package static let install = Message(
        en: "Writes a systemd unit that watches, and enables it where systemd runs.",
        zh: "写入 systemd 服务单元,并在 systemd 运行时启用。")
    package static let installExamples = Message(
        en: """
            Examples:
              sudo jianwei watch install --casebook /var/lib/jianwei
              jianwei watch install --user --casebook ~/jianwei
              jianwei watch install --prefix ./image --casebook /var/lib/jianwei

            Secrets that the watch file names go into the environment file that the unit reads;
            'watch install' says which. 'jianwei watch uninstall' undoes it.
            """,
        zh: """
            示例:
              sudo jianwei watch install --casebook /var/lib/jianwei
              jianwei watch install --user --casebook ~/jianwei
              jianwei watch install --prefix ./image --casebook /var/lib/jianwei

            值守文件引用的密钥写在服务单元读取的环境文件中,安装时会提示路径。
            jianwei watch uninstall 可撤销。
            """)
    package static let uninstall = Message(
        en: "Disables and removes the systemd unit.", zh: "停用并删除 systemd 服务单元。")
    package static let user = Message(
        en: "For the account that calls, and not for the machine.", zh: "只为当前账户安装。")
    package static let system = Message(
        en: "For the machine (the default).", zh: "为整机安装(默认)。")
    package static let prefix = Message(
        en: "Write below this folder and enable nothing: for an image.", zh: "写到该文件夹之下,不启用;用于制作镜像。")
    package static let account = Message(
        en: "The account that watches; the owner of the casebook by default.",
        zh: "以哪个账户值守;默认为案件库的属主。")

    package static let history = Message(
        en: "Shows a site's life: when it was new, live, gone, back, and what changed.",
        zh: "显示一个网站的经历:何时新增、上线、关停、恢复,以及每次变化。")
    package static let historyExamples = Message(
        en: "Examples:\n  jianwei history cx-mem.example\n  jianwei history JW-000012 --json",
        zh: "示例:\n  jianwei history cx-mem.example\n  jianwei history JW-000012 --json")
    package static let historyHost = Message(
        en: "A host, an address or a case number.", zh: "域名、网址或案件编号。")
}
