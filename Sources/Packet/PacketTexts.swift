// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework

/// The plain texts of a packet, in Chinese, for its readers.
package enum PacketTexts {
    /// What a reader saw on `page`.
    package static func page(_ page: PageRecord) -> String {
        var text = """
            网址：\(HostileText.visible(page.address.description))
            标题：\(HostileText.visible(page.title))
            编码：\(HostileText.visible(page.encoding))
            说明：以下为页面可见文字，由程序从封存的原始数据中提取；身份证号码已遮盖，\
            不可见字符以 ⟦U+编码⟧ 表示。

            ―――― 可见文字 ――――
            \(HostileText.visible(page.text))

            """
        if !page.hiddenText.isEmpty {
            text += """

                ―――― 页面中存在但不显示的文字 ――――
                \(HostileText.visible(page.hiddenText))

                """
        }
        return text
    }

    /// What is in a packet for somebody outside, and what is not.
    package static func readmeForOutside(_ cases: [PacketContents]) -> String {
        guard let contents = cases.first else { return "" }
        let text = """
            说明

            编号：\(contents.packetNumber)
            导出时间：\(Timestamp.beijing(contents.exportedAt))（北京时间）

            data/notices/   告知函：PDF、可编辑的 HTML，及供粘贴到邮件或表单的文字
            data/pages/     所涉页面的可见文字，居民身份证号码已遮盖

            网页原始数据含有第三人的个人信息，不在本包内，由发函单位保存，供办案机关依法调取。
            核对完整性：sha256sum -c hashes.sha256；其余核验方法见 VERIFY.md。

            签名与时间戳：
            \(contents.sealing.map { HostileText.visible($0) }.joined(separator: "\n"))

            """
        return cases.count > 1 ? ofSeveral(text) : text
    }

    /// How to check the packet with tools that everybody has.
    package static func readme(_ cases: [PacketContents]) -> String {
        guard let contents = cases.first else { return "" }
        let numbers = contents.cases.map(\.description).joined(separator: "、")
        let text = """
            核验说明

            案件编号：\(numbers)
            导出时间：\(Timestamp.beijing(contents.exportedAt))（北京时间）
            导出人员：\(HostileText.visible(contents.exportedBy))
            软件版本：\(HostileText.visible(contents.software))

            一、先看什么
            用浏览器打开 data/report.html（不联网、无脚本，可直接打印）。

            二、核对完整性（任选其一，在本说明所在的文件夹内执行）
            1. 逐个文件核对 SHA-256：
               sha256sum -c hashes.sha256
            2. 按 BagIt（RFC 8493）整体核对，能发现缺少、多出、改名的文件：
               bagit.py --validate .
            3. 核对网页原始数据（WARC 1.1）中每条记录的摘要：
               warcio check data/capture/*.warc.gz
            4. 核对保管链中某一行（例如第 6 行）的哈希，结果应等于该行最后一列：
               sed -n 6p data/custody.log | cut -f1-8 | tr '\\t' '\\n' | sha256sum
            5. 用本软件一次完成以上全部核对：
               jianwei packet verify 本文件夹或 zip 文件
            6. 签名和时间戳（seal/ 中，如有）的核验命令见 VERIFY.md。
            在 Windows 上可用 certutil -hashfile 文件名 SHA256 逐个核对。

            三、整包校验值
            tagmanifest-sha256.txt 的 SHA-256 即整包校验值，导出时已显示并可记入案卷。
            有人同时改动文件和全部清单时，只有与案卷中记录的整包校验值比对才能发现，
            因此请另行保存该值。

            四、目录
            data/forms/            文书：PDF 为固定版本，同名 HTML 可编辑
                                   1-record 网页证据固定记录、2-list 电子数据提取固定清单、
                                   3-report 涉案网站情况报告、4-referral 案件移送书（草稿）、
                                   5-terms 术语与变体字说明、6-steps 复现步骤
            data/notices/          致各服务商和举报受理机构的告知函（如有）
            data/report.html       报告
            data/capture/          网页请求与应答的原始字节（WARC，逐条记录压缩）
            data/pages/            各页面的可见文字
            data/tables.xlsx       案件表（每案一行）与命中表（每处命中一行），供 Excel、WPS 打开；
                                   data/cases.csv、data/findings.csv 为同一内容的 CSV
            data/verdict.json      判定与全部命中
            data/visits.json       每次访问的身份、时间、地址、结果
            data/dossier.json      基础设施；data/dns.json 为域名解析的全部应答
            data/certificates/     服务器出示的证书链（PEM）
            data/certificate-logs.json 证书透明度日志中的证书、条目、签名的树头和审计路径（如有）
            data/attachments/      人工查询的附加材料（如有），data/attachments.json 为其说明；
                                   保存的网页以 .html.txt 存放，避免误点运行
            data/replay/           回放包（WACZ，内含索引，可在 ReplayWeb.page 离线打开）
            data/machine/          机读格式：STIX 2.1、MISP、CASE/UCO；给出报告单位时另有 X-ARF
            data/custody.log       保管链
            hashes.sha256          SHA-256 清单；hashes.sm3 为国密 SM3 清单
            seal/                  数字签名和时间戳（如有）

            五、增删改说明
            data/capture/ 中为原始字节，除两处外未作任何改动：分块传输的正文已合并，
            相应的头字段改名为 X-Archive-Orig-Transfer-Encoding；HTTP/2 的状态行写作 HTTP/1.1。
            两处均在对应的 metadata 记录中注明。
            向本单位查询接口发出的请求和应答中，密钥以 [secret:名称] 代替。
            data/attachments/ 中为附加的文件原样。
            其余文件由程序从原始字节提取，居民身份证号码（含 T 开头的证书编号）已遮盖。

            六、性质
            本证据包由程序自动固定和排序，供核查线索使用；是否违法由具名办案人员核实认定。

            """
        return cases.count > 1 ? ofSeveral(text) + several(cases) : text
    }

    /// `text` about one case, for the folders of several.
    package static func ofSeveral(_ text: String) -> String {
        [
            "capture/", "pages/", "replay/", "machine/", "notices/", "attachments", "certificates/",
            "report.html", "verdict.json", "visits.json", "dossier.json", "dns.json",
        ].reduce(text) { $0.replacing("data/\($1)", with: "data/JW-*/\($1)") }
    }

    /// Where each of several cases lies.
    private static func several(_ cases: [PacketContents]) -> String {
        let places = cases.map { contents in
            "\(contents.folder)/  "
                + FormText(contents.caseFile.lead.address.description, limit: 200).plain
        }
        return """

            七、本包含 \(cases.count) 个案件
            封面见 data/forms/0-cover.pdf。各案的文件和文书（forms/）在各自的文件夹内，上文以 JW-*
            代称；电子数据提取固定清单（data/forms/2-list）、保管链和表格为各案共用。
            \(places.joined(separator: "\n"))

            """
    }
}

/// How numbers are written in reports.
enum ReportFormat {
    /// `+2.5` or `-1.0`: one decimal, always with a sign.
    static func weight(_ weight: Double) -> String {
        let tenths = Int((min(max(weight, -1e6), 1e6) * 10).rounded())
        let sign = tenths < 0 ? "-" : "+"
        return "\(sign)\(abs(tenths) / 10).\(abs(tenths) % 10)"
    }

    /// `1,234,567`.
    static func count(_ count: Int) -> String {
        var digits = Array(String(count))
        var index = digits.count - 3
        while index > 0 {
            digits.insert(",", at: index)
            index -= 3
        }
        return String(digits)
    }
}
