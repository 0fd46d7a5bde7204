// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// Why a watch's report could not be handed over.
package enum DeliveryMessages {
    package static let noDestination = Message(
        en: "the watch file has no such destination any more",
        zh: "值守文件中已没有该送达对象")

    package static let noReport = Message(
        en: "the casebook has no such report", zh: "案件库中没有这份报告")

    package static func noAddress(_ host: String) -> Message {
        Message(
            en: "\(host) has no address; look at its spelling and at the name server",
            zh: "\(host) 没有地址;请检查拼写和域名服务器")
    }

    package static func refusedAddress(_ host: String, _ address: String) -> Message {
        Message(
            en: "\(host) lies at \(address), which is not public; if it is the bureau's own, name "
                + "its range under 'allow'",
            zh: "\(host) 的地址 \(address) 不属于公网;如为本单位服务器,请在 allow 中写明网段")
    }

    package static func timeout(_ seconds: Double) -> Message {
        Message(
            en: "not taken within \(Int(seconds)) seconds", zh: "\(Int(seconds)) 秒内未被接收")
    }

    package static func refused(_ code: Int, _ text: String) -> Message {
        Message(
            en: "the server refused (\(code)): \(text)", zh: "服务器拒绝接收(\(code)):\(text)")
    }

    package static func insecure(_ reason: String) -> Message {
        Message(
            en: "no secure connection: \(reason); if the certificate is the bureau's own, name its "
                + "root under 'ca'",
            zh: "无法建立可信的加密连接:\(reason);如为本单位自签证书,请在 ca 中写明根证书文件")
    }

    package static func unreachable(_ reason: String) -> Message {
        Message(en: "cannot be reached: \(reason)", zh: "无法连接:\(reason)")
    }

    package static func fault(_ reason: String) -> Message {
        Message(en: "failed: \(reason)", zh: "失败:\(reason)")
    }
}
