// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// What is said about the answers of registries, and about whom to tell of a site.
extension RegistryMessages {
    // MARK: - Problems of an answer

    package static let noRecord = Message(
        en: "it has no record of this", zh: "未查到登记记录")
    package static let limited = Message(
        en: "it limits how often it is asked", zh: "对方限制查询次数")
    package static let refused = Message(
        en: "it refuses to answer; ask it in writing", zh: "对方拒绝查询,请以公函查询")
    package static let cut = Message(
        en: "the answer broke off; what came is kept", zh: "应答中断,已收到的部分已留存")
    package static let unreadableAnswer = Message(
        en: "the answer is in no known form; read it in the archive",
        zh: "应答格式无法识读,请查看归档原文")

    package static func otherSubject(_ subject: String) -> Message {
        Message(
            en: "the answer is about '\(subject)' and not about what was asked",
            zh: "应答所述为「\(subject)」,与所查不符")
    }

    package static func contradiction(_ field: String) -> Message {
        Message(
            en: "the answers contradict themselves about '\(field)'; check with the registry",
            zh: "应答在「\(field)」一项自相矛盾,请向注册机构核实")
    }

    package static let tooManyReferrals = Message(
        en: "the server refers on and on; the further servers were not asked",
        zh: "服务器一再转介,后续服务器未再查询")

    // MARK: - Gaps

    package static func gap(of subject: String, at server: String, _ reason: Message) -> Message {
        Message(
            en: "registration of \(subject): \(server): \(reason.english)",
            zh: "\(subject) 的注册信息:\(server):\(reason.chinese)")
    }

    package static func noServer(for subject: String) -> Message {
        Message(
            en: "registration of \(subject): Seeds/registries.yml names no server for it; add one",
            zh: "\(subject) 的注册信息:Seeds/registries.yml 中没有对应的查询服务器,请补充")
    }

    package static func cannotBeRegistered(_ subject: String) -> Message {
        Message(
            en: "registration of \(subject): nobody can register names of this suffix",
            zh: "\(subject) 的注册信息:该后缀为保留后缀,不存在注册信息")
    }

    package static let notAsked = Message(
        en: "registration: not asked, as the sweep was told by --no-registries",
        zh: "注册信息:本次巡查使用了 --no-registries,未查询")

    package static let notAskedOfHarmless = Message(
        en: "registration: asked only of sites that are at least doubtful",
        zh: "注册信息:仅对判定为存疑及以上的网站查询")

    package static func notAskedOfProtected(_ subject: String) -> Message {
        Message(
            en: "registration of \(subject): not asked, it belongs to a protected site",
            zh: "\(subject) 的注册信息:属于受保护的官方网站,不查询")
    }

    package static func leftAlone(until time: String) -> Message {
        Message(
            en: "it said that it was asked too often, and is left alone until \(time); sweep the "
                + "site again after that",
            zh: "该服务器提示查询过于频繁,\(time) 前不再查询;请在此后重新巡查")
    }

    package static let busy = Message(
        en: "others stand in line before this question; sweep the site again later",
        zh: "排队查询较多,本次未轮到;请稍后重新巡查")

    package static let outOfTime = Message(
        en: "the time for one site was used up; sweep the site again later",
        zh: "单个网站的查询时间已用完;请稍后重新巡查")

    // MARK: - Whom to tell

    package static func role(_ role: String) -> Message {
        roles[role] ?? Message(en: role, zh: role)
    }

    private static let roles = [
        "registrar": Message(en: "registrar", zh: "域名注册商"),
        "host": Message(en: "host", zh: "接入商/主机商"),
        "delivery-network": Message(en: "CDN", zh: "CDN"),
        "certificate-authority": Message(en: "certificate authority", zh: "证书颁发机构"),
    ]

    package static let recipientsTitle = Message(en: "Whom to tell", zh: "告知对象")

    package static let nobodyKnown = Message(
        en: "Nobody is known yet: the site has no registration, network or certificate on record.",
        zh: "尚无:没有取得该网站的注册、网络或证书信息。")

    package static let noContact = Message(en: "no contact published", zh: "未公布联系方式")

    private static let notice =
        "收到告知后仍不处理的,可作为认定「明知」的依据(法释〔2019〕15号第十一条),请记录告知时间、方式和回执。"

    package static let whyRegistrar = Message(
        en: "It manages the name: it can suspend it, and knows who registered it.",
        zh: "域名由其管理:可暂停域名解析,并掌握注册人实名信息。\(notice)")

    package static func whyDeliveryNetwork(_ mark: String) -> Message {
        Message(
            en: "It delivers the pages (\(mark)): it can stop that, and knows the machine behind. "
                + "The site's addresses are its own, and not the host's.",
            zh: "网页经其分发(依据 \(mark)):可停止加速,并掌握源站地址和客户信息。"
                + "网站的 IP 地址属于 CDN,不是主机商的。\(notice)")
    }

    package static let hiddenHost = Message(
        en: "not known: behind the CDN", zh: "未知:源站被 CDN 遮挡")
    package static let whyHidden = Message(
        en: "The addresses seen are the CDN's. Ask the CDN for the machine behind it first.",
        zh: "所见 IP 地址属于 CDN,其登记单位不是主机商。请先向 CDN 调取源站地址,再确定主机商。")

    package static func whyHost(_ address: String) -> Message {
        Message(
            en: "The site's machine stands in its network (\(address)): it can disconnect it, and "
                + "knows who rents it.",
            zh: "网站服务器位于其网络(\(address)):可断开接入,并掌握租用人信息和访问日志。\(notice)")
    }

    package static let whyAuthority = Message(
        en: "It issued the certificate: it can revoke it, and knows the account that asked for it.",
        zh: "网站证书由其签发:可吊销证书,并掌握申请账户信息;吊销不能关闭网站,应与注册商、主机商同时告知。")

    // MARK: - The list of registries

    package static func notABootstrap(_ path: String) -> Message {
        Message(
            en: "\(path) is not a bootstrap file of IANA (RFC 9224); fetch it again from "
                + "https://data.iana.org/rdap/ or remove it",
            zh: "\(path) 不是 IANA 的 RDAP 引导文件(RFC 9224);请从 https://data.iana.org/rdap/ 重新下载,"
                + "或删除该文件")
    }
}
