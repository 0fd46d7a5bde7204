// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// What is said about the tables of a packet.
package enum TableMessages {
    package static func notWritten(_ path: String, _ reason: String) -> Message {
        Message(
            en: "the table '\(path)' could not be written: \(reason); "
                + "see whether the disk is full, then export again",
            zh: "无法写入表格“\(path)”：\(reason)；请检查磁盘是否已满，然后重新导出")
    }

    package static func incomplete(_ path: String) -> Message {
        Message(
            en: "not all of the table '\(path)' reached the disk; see whether it is full, "
                + "then export again",
            zh: "表格“\(path)”没有完整写入磁盘；请检查磁盘是否已满，然后重新导出")
    }
}
