// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

// The commands for what a bureau looks up by itself: `lookups` and `attach`.

extension CommandMessages {
    package static let lookups = Message(
        en: "Checks and tries the bureau's own sources, such as an ICP interface or passive DNS.",
        zh: "检查和试问本单位自有的查询接口,如 ICP 备案、被动 DNS。")

    package static let lookupsExamples = Message(
        en: """
            The list is Seeds/lookups.yml; Seeds/lookups.example.yml is its manual. Secrets stand in the environment.

            Examples:
              jianwei lookups check
              ICP_TOKEN=… jianwei lookups ask cx-mem.example --only icp
              jianwei lookups ask 203.0.113.7 --lookups ./lookups.yml --json

            Exit codes: 0 all is well; 1 a mistake, a missing secret or no answer; 64 misuse.
            """,
        zh: """
            查询源写在 Seeds/lookups.yml,写法见 Seeds/lookups.example.yml;密钥放在环境变量中。

            示例:
              jianwei lookups check
              ICP_TOKEN=… jianwei lookups ask cx-mem.example --only icp
              jianwei lookups ask 203.0.113.7 --lookups ./lookups.yml --json

            退出码:0 正常;1 有错误、缺少密钥或没有取得应答;64 用法错误。
            """)

    package static let lookupsCheck = Message(
        en: "Reads the list, names every mistake, and says which secrets are set; no network.",
        zh: "读取查询源文件,列出每处错误,并说明哪些密钥已设置;不访问网络。")

    package static let lookupsAsk = Message(
        en: "Asks now, and shows what came and where in the answer it lies; nothing is kept.",
        zh: "立即查询,显示结果及各字段在应答中的位置;不保存。")

    package static let lookupsSubject = Message(
        en: "A domain, a host or an IP address.", zh: "域名、主机名或 IP 地址。")

    package static let lookupsOnly = Message(
        en: "Ask this source alone.", zh: "只问这一个查询源。")

    package static let lookupsOption = Message(
        en: "The list of the bureau's own sources; Seeds/lookups.yml if it is there.",
        zh: "本单位查询源文件;默认为 Seeds/lookups.yml(如有)。")

    package static let noLookups = Message(
        en: "no source is set up: copy Seeds/lookups.example.yml to Seeds/lookups.yml and change "
            + "it, or name a list by --lookups",
        zh: "尚未配置查询源:请将 Seeds/lookups.example.yml 复制为 Seeds/lookups.yml 并修改,"
            + "或用 --lookups 指定文件")

    package static func noLookupsFile(_ path: String) -> Message {
        Message(
            en: "\(path): there is no such file; name the list of sources by --lookups",
            zh: "\(path):文件不存在;请用 --lookups 指定查询源文件")
    }

    package static func lookupsNoSuch(_ id: String) -> Message {
        Message(
            en: "the list holds no source '\(id)'; see jianwei lookups check",
            zh: "查询源文件中没有“\(id)”;可用 jianwei lookups check 查看")
    }

    package static let lookupsOther = Message(
        en: "no source answers for that: those about 'address' take an IP address, the others a "
            + "domain or host",
        zh: "没有可用的查询源:about 为 address 的查询 IP 地址,其余查询域名或主机名")

    package static func lookupsRead(_ count: Int) -> Message {
        Message(
            en: "\(count) sources: no mistake, and every secret is set",
            zh: "\(count) 个查询源:没有错误,所需密钥均已设置")
    }

    package static let lookupsUnready = Message(
        en: "some secrets are missing; until they are set, their sources are not asked",
        zh: "部分密钥缺失;设置之前不会查询相应的查询源")

    package static func secretSet(_ name: String) -> Message {
        Message(en: "\(name) is set", zh: "\(name) 已设置")
    }
}
