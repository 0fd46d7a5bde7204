// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// What the practice range says to its users.
package enum RangeMessages {
    package static func notLoopback(_ address: String) -> Message {
        Message(
            en: "the practice range cannot open at \(address), because that is not an address of "
                + "this machine alone; choose one in 127.0.0.0/8, or ::1",
            zh: "练习场不能开在 \(address):它不是仅限本机的地址。请在 127.0.0.0/8 中另选一个,或用 ::1"
        )
    }

    package static func noSites() -> Message {
        Message(
            en: "the practice range has no site to open; name at least one",
            zh: "练习场没有可开的网站,请至少指定一个"
        )
    }

    package static func addressesExhausted(_ address: String, sites: Int) -> Message {
        Message(
            en: "\(sites) sites do not fit between \(address) and 127.255.255.254; "
                + "choose a lower first address",
            zh: "从 \(address) 到 127.255.255.254 放不下 \(sites) 个网站,请选更小的起始地址"
        )
    }

    package static func cannotListen(_ place: String, reason: String) -> Message {
        Message(
            en: "the practice range cannot listen at \(place): \(reason); "
                + "choose another port, or close what uses it",
            zh: "练习场无法在 \(place) 上监听:\(reason)。请换一个端口,或关闭占用它的程序"
        )
    }

    package static func systemCall(_ call: String, reason: String) -> Message {
        Message(
            en: "the practice range cannot open: \(call): \(reason)",
            zh: "练习场无法启动:\(call):\(reason)"
        )
    }

    package static func certificate(_ site: String, reason: String) -> Message {
        Message(
            en: "the practice range cannot make a certificate for '\(site)': \(reason)",
            zh: "练习场无法为“\(site)”生成证书:\(reason)"
        )
    }
}
