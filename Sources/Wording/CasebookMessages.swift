// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// What the room `Casebook` says.
package enum CasebookMessages {
    package static func noFolder(_ path: String, _ reason: String) -> Message {
        Message(
            en: "\(path): the casebook's folder cannot be made (\(reason)); name another folder",
            zh: "\(path):无法建立案件库文件夹(\(reason));请换一个文件夹")
    }

    package static func notWritable(_ path: String, _ reason: String) -> Message {
        Message(
            en: "\(path): cannot be written (\(reason)); "
                + "check who owns the folder and whether the disk is read-only",
            zh: "\(path):无法写入(\(reason));请检查该文件夹的属主和权限,以及磁盘是否只读")
    }

    package static func corrupt(_ file: String, _ detail: String) -> Message {
        Message(
            en: "\(file): the casebook is damaged (\(detail)); copy the whole folder to a safe "
                + "place, then put back the last backup, or save what can be read with "
                + "'sqlite3 casebook.sqlite .recover'",
            zh: "\(file):案件库已损坏(\(detail));请先把整个文件夹另存一份,"
                + "再恢复最近的备份,或用 'sqlite3 casebook.sqlite .recover' 抢救可读的内容")
    }

    package static func newerSchema(_ file: String, _ found: Int, _ known: Int) -> Message {
        Message(
            en: "\(file): was made by a newer Jianwei (form \(found), this one knows up to "
                + "\(known)); update Jianwei on this machine",
            zh: "\(file):由更新版本的鉴伪建立(格式 \(found),本程序只认识到 \(known));"
                + "请升级本机的鉴伪")
    }

    package static func notACasebook(_ file: String) -> Message {
        Message(
            en: "\(file): is a database, but not a casebook; name another folder",
            zh: "\(file):是数据库文件,但不是案件库;请换一个文件夹")
    }

    package static func busy(_ file: String) -> Message {
        Message(
            en: "\(file): another process has been writing for 30 seconds; wait until it is done "
                + "and try again",
            zh: "\(file):另一个程序已连续写入 30 秒;请等它结束后再试")
    }

    package static func diskFull(_ file: String) -> Message {
        Message(
            en: "\(file): the disk is full; free some space, then go on with --resume",
            zh: "\(file):磁盘已满;请腾出空间,再用 --resume 继续")
    }

    package static func unreadable(_ file: String, _ detail: String) -> Message {
        Message(
            en: "\(file): a record cannot be read (\(detail)); "
                + "check the custody log with 'jianwei doctor'",
            zh: "\(file):有一条记录无法读取(\(detail));请用 'jianwei doctor' 核对保管链")
    }

    package static func noSuchRun(_ number: Int64) -> Message {
        Message(
            en: "there is no sweep number \(number); start one without --resume",
            zh: "没有编号为 \(number) 的巡查;请去掉 --resume 重新开始")
    }

    package static func closed(_ file: String) -> Message {
        Message(
            en: "\(file): the casebook was closed while it was still in use; please report this",
            zh: "\(file):案件库在使用中被关闭;这是程序错误,请反馈")
    }

    package static func database(_ file: String, _ code: Int, _ detail: String) -> Message {
        Message(
            en: "\(file): SQLite error \(code) (\(detail)); check the disk, then try again",
            zh: "\(file):SQLite 错误 \(code)(\(detail));请检查磁盘后再试")
    }
}

// MARK: - What a check of the custody log found

extension CasebookMessages {
    package static func custodyWhole(_ lines: Int64) -> Message {
        Message(
            en: "the custody log is whole: \(lines) lines",
            zh: "保管链完整:共 \(lines) 条")
    }

    package static func custodyMissing(_ line: Int64) -> Message {
        Message(
            en: "line \(line) of the custody log is missing",
            zh: "保管链第 \(line) 条缺失")
    }

    package static func custodyUnlinked(_ line: Int64) -> Message {
        Message(
            en: "line \(line) of the custody log does not follow the line before it: "
                + "a line was exchanged or changed",
            zh: "保管链第 \(line) 条与上一条不衔接:有记录被调换或改动")
    }

    package static func custodyChanged(_ line: Int64) -> Message {
        Message(
            en: "line \(line) of the custody log was changed after it was written",
            zh: "保管链第 \(line) 条在写入后被改动")
    }

    package static func custodySubjectChanged(_ line: Int64, _ subject: String) -> Message {
        Message(
            en: "line \(line) of the custody log: the record of \(subject) is not the one that "
                + "was logged",
            zh: "保管链第 \(line) 条:\(subject) 的记录与当时登记的不一致")
    }

    package static func custodySubjectMissing(_ line: Int64, _ subject: String) -> Message {
        Message(
            en: "line \(line) of the custody log: the record of \(subject) is gone",
            zh: "保管链第 \(line) 条:\(subject) 的记录已不存在")
    }
}
