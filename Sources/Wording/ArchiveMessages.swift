// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// What the archive of web records and the writers of files say.
package enum ArchiveMessages {
    package static func cannotCreate(_ path: String, _ reason: Message) -> Message {
        Message(
            en: "cannot create '\(path)': \(reason.english)",
            zh: "无法新建“\(path)”：\(reason.chinese)")
    }

    package static func cannotWrite(_ path: String, _ reason: Message) -> Message {
        Message(
            en: "cannot write '\(path)': \(reason.english)",
            zh: "无法写入“\(path)”：\(reason.chinese)")
    }

    package static func cannotRead(_ path: String, _ reason: Message) -> Message {
        Message(
            en: "cannot read '\(path)': \(reason.english)",
            zh: "无法读取“\(path)”：\(reason.chinese)")
    }

    package static func closed(_ directory: String) -> Message {
        Message(
            en: "the archive in '\(directory)' is closed; this is a bug, please report it",
            zh: "归档“\(directory)”已经关闭；这是程序缺陷，请报告")
    }

    package static func damaged(_ path: String, at offset: Int, _ reason: String) -> Message {
        Message(
            en: "'\(path)' is damaged at byte \(offset): \(reason); restore it from a backup",
            zh: "“\(path)”在第 \(offset) 字节处损坏（\(reason)）；请从备份恢复")
    }

    package static func unsafeName(_ name: String) -> Message {
        Message(
            en: "'\(name)' is not a file name inside the archive; the casebook may be damaged",
            zh: "“\(name)”不是归档内的文件名；案卷库可能已损坏")
    }

    package static func zip(_ path: String, _ reason: String) -> Message {
        Message(
            en: "cannot handle the zip file '\(path)': \(reason)",
            zh: "无法处理 zip 文件“\(path)”：\(reason)")
    }

    package static func tooLarge(_ path: String, limit: Int) -> Message {
        Message(
            en: "'\(path)' unpacks to more than \(limit) bytes or entries; it is not read further",
            zh: "“\(path)”解开后超过 \(limit) 字节或条目；不再继续读取")
    }

    /// Why the system refused a call, and what to do about it.
    ///
    /// `code` is `errno` on Linux, `text` what the C library calls it.
    package static func reason(_ code: Int32, _ text: String) -> Message {
        switch code {
        case 28, 122:
            Message(
                en: "the disk is full; free some space and try again",
                zh: "磁盘已满；请清理空间后重试")
        case 5:
            Message(
                en: "the disk reports an error; check the disk before going on",
                zh: "磁盘报告读写错误；请先检查磁盘")
        case 13, 1:
            Message(
                en: "permission denied; check who owns the folder",
                zh: "没有权限；请检查文件夹的所有者")
        case 2: Message(en: "no such file or folder", zh: "文件或文件夹不存在")
        case 17: Message(en: "it already exists", zh: "已经存在")
        case 20: Message(en: "a part of the path is not a folder", zh: "路径中有一段不是文件夹")
        case 24: Message(en: "too many open files", zh: "打开的文件过多")
        case 27: Message(en: "the file would exceed the size limit", zh: "文件超过大小限制")
        case 30: Message(en: "the disk is read-only", zh: "磁盘为只读")
        default: Message(en: text, zh: text)
        }
    }
}
