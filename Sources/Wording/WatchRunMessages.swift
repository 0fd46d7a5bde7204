// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// What a watch says while it goes on.
package enum WatchRunMessages {
    package static let taken = Message(
        en: "another process watches this casebook; see 'jianwei watch status'",
        zh: "已有另一个进程在对这个案件库值守;请用 jianwei watch status 查看")

    package static func noList(_ path: String) -> Message {
        Message(
            en: "the list \(path) cannot be read; put it there, or change the watch file",
            zh: "无法读取清单 \(path);请放置该文件,或修改值守文件")
    }

    package static func noFile(_ path: String) -> Message {
        Message(
            en: "there is no watch file \(path); copy Seeds/watch.example.yml to begin",
            zh: "没有值守文件 \(path);可先复制 Seeds/watch.example.yml")
    }

    package static func watching(_ schedules: Int, _ casebook: String) -> Message {
        Message(
            en: "watching \(casebook) by \(schedules) schedules; Ctrl-C ends it",
            zh: "正在值守 \(casebook),共 \(schedules) 项任务;按 Ctrl-C 结束")
    }

    package static func began(_ run: Int64, _ schedule: String) -> Message {
        Message(en: "run \(run) of '\(schedule)' begins", zh: "任务 \(schedule) 第 \(run) 次开始")
    }

    package static func resumed(_ run: Int64, _ schedule: String) -> Message {
        Message(
            en: "run \(run) of '\(schedule)', which was cut off, goes on",
            zh: "任务 \(schedule) 第 \(run) 次曾中断,现继续")
    }

    package static func failed(_ schedule: String, _ why: Message) -> Message {
        Message(
            en: "schedule '\(schedule)': \(why.english)", zh: "任务 \(schedule):\(why.chinese)")
    }

    package static func delivered(_ run: Int64, _ destination: String) -> Message {
        Message(
            en: "the report of run \(run) was handed to '\(destination)'",
            zh: "第 \(run) 次的报告已送达 \(destination)")
    }

    package static func notDelivered(
        _ run: Int64, _ destination: String, _ why: Message
    ) -> Message {
        Message(
            en: "the report of run \(run) could not be handed to '\(destination)' and is kept: "
                + why.english,
            zh: "第 \(run) 次的报告未能送达 \(destination),已保留待重试:\(why.chinese)")
    }

    package static func cannotWrite(_ path: String) -> Message {
        Message(en: "\(path) cannot be written", zh: "无法写入 \(path)")
    }

    package static func noReport(_ run: Int64?) -> Message {
        guard let run else {
            return Message(
                en: "no watch has run yet; try 'jianwei watch run --once --now'",
                zh: "还没有运行过值守;可先执行 jianwei watch run --once --now")
        }
        return Message(
            en: "there is no report of a run \(run); 'jianwei watch status' names the last ones",
            zh: "没有第 \(run) 次运行的报告;可用 jianwei watch status 查看最近的次数")
    }

    // MARK: - Status

    package static func next(_ time: String?) -> Message {
        Message(en: "next \(time ?? "never")", zh: "下次 \(time ?? "无")")
    }

    package static func last(_ run: Int64, _ ended: String?, _ changes: Int?) -> Message {
        guard let ended else {
            return Message(en: "last run \(run), not over", zh: "最近第 \(run) 次,尚未结束")
        }
        return Message(
            en: "last run \(run), \(ended), \(changes ?? 0) changes",
            zh: "最近第 \(run) 次,\(ended),\(changes ?? 0) 项变化")
    }

    package static func watchedBy(_ process: String?) -> Message {
        guard let process else {
            return Message(
                en: "nobody watches now; 'jianwei watch run' or 'jianwei watch install' begins",
                zh: "目前无人值守;可用 jianwei watch run 或 jianwei watch install 开始")
        }
        return Message(en: "watched by process \(process)", zh: "由进程 \(process) 值守中")
    }

    package static let overdue = Message(
        en: "overdue: nobody ran it when it was due", zh: "已逾期:到期时没有运行")

    package static func retrying(_ count: Int) -> Message {
        Message(
            en: "\(count) reports will be tried anew by whoever watches",
            zh: "\(count) 份报告将在值守时重新送达")
    }

    package static let unready = Message(
        en: "some reports could not be handed over; set what is missing",
        zh: "部分报告将无法送达;请补齐所缺设置")

    package static func read(_ schedules: Int, _ destinations: Int) -> Message {
        Message(
            en: "\(schedules) schedules and \(destinations) destinations read, no mistakes",
            zh: "已读取 \(schedules) 项任务、\(destinations) 个送达对象,没有错误")
    }

    // MARK: - History

    package static func noHistory(_ host: String) -> Message {
        Message(
            en: "the casebook knows no site '\(host)'; 'jianwei cases' lists them",
            zh: "案件库中没有网站“\(host)”;可用 jianwei cases 查看")
    }

    package static func phase(_ phase: String?) -> Message {
        switch phase {
        case "live": Message(en: "live", zh: "在线")
        case "gone": Message(en: "gone", zh: "已关停")
        case "waiting": Message(en: "never answered", zh: "从未应答")
        default: Message(en: "not watched", zh: "未列入值守")
        }
    }

    package static func visits(_ count: Int, _ first: String?, _ last: String?) -> Message {
        Message(
            en: "\(count) visits, \(first ?? "-") to \(last ?? "-")",
            zh: "访问 \(count) 次,\(first ?? "-") 至 \(last ?? "-")")
    }

    package static func rests(_ until: String) -> Message {
        Message(en: "left alone until \(until)", zh: "在 \(until) 前暂不巡查")
    }

    package static let notWatched = Message(
        en: "no watch has looked at it yet; 'jianwei show' has its visits",
        zh: "尚无值守记录;历次访问见 jianwei show")

    // MARK: - The service

    package static func wrote(_ path: String) -> Message {
        Message(en: "wrote \(path)", zh: "已写入 \(path)")
    }

    package static func removed(_ path: String) -> Message {
        Message(en: "removed \(path)", zh: "已删除 \(path)")
    }

    package static func enabled(_ unit: String) -> Message {
        Message(
            en: "enabled and started \(unit); its log: journalctl -u \(unit)",
            zh: "已启用并启动 \(unit);日志:journalctl -u \(unit)")
    }

    package static func notEnabled(_ command: String) -> Message {
        Message(
            en: "systemd does not run here, so nothing was enabled; later: \(command)",
            zh: "本机未运行 systemd,未启用;以后可执行:\(command)")
    }

    package static func enablingFailed(_ command: String, _ text: String) -> Message {
        Message(en: "'\(command)' failed: \(text)", zh: "“\(command)”失败:\(text)")
    }

    package static func secrets(_ path: String) -> Message {
        Message(
            en: "secrets of the watch file go into \(path), one NAME=value a line, readable by "
                + "its owner only",
            zh: "值守文件引用的密钥写入 \(path),每行一个 名称=值,权限设为仅属主可读")
    }

    package static func undo(_ command: String) -> Message {
        Message(en: "to undo: \(command)", zh: "撤销:\(command)")
    }

    package static func notInstalled(_ path: String) -> Message {
        Message(en: "\(path) is not there: nothing to remove", zh: "\(path) 不存在,无需删除")
    }

    package static func badPath(_ path: String) -> Message {
        Message(
            en: "'\(path)' holds a character that no unit file can hold; use a plain path",
            zh: "路径“\(path)”含有服务单元不支持的字符,请改用普通路径")
    }
}
