// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// What signing and stamping a packet, and checking that, say.
package enum SealMessages {
    package static func unreadable(_ path: String) -> Message {
        Message(
            en: "'\(path)' cannot be read; give a file that is there and that you may read",
            zh: "无法读取“\(path)”；请指定存在且有权读取的文件")
    }

    package static func noKey(_ path: String) -> Message {
        Message(
            en: "'\(path)' holds no private key in PEM, or the password is wrong; "
                + "give the password by --sign-password-file or JIANWEI_SIGN_PASSWORD",
            zh: "“\(path)”中没有 PEM 格式的私钥，或口令不对；"
                + "口令请用 --sign-password-file 或环境变量 JIANWEI_SIGN_PASSWORD 给出")
    }

    package static func noCertificate(_ path: String) -> Message {
        Message(
            en: "'\(path)' holds no certificate in PEM", zh: "“\(path)”中没有 PEM 格式的证书")
    }

    package static let notPair = Message(
        en: "the signing certificate belongs to another key; give the pair",
        zh: "签名证书与私钥不配对；请给出同一对")

    package static let unsupportedKey = Message(
        en: "the key is neither RSA (2048 bits or more) nor P-256; sign with one of these",
        zh: "私钥既不是 RSA（2048 位以上）也不是 P-256；请使用其中一种")

    package static func notValid(_ subject: String, _ from: String, _ until: String) -> Message {
        Message(
            en: "the signing certificate of '\(subject)' is valid from \(from) to \(until) only; "
                + "renew it",
            zh: "“\(subject)”的签名证书有效期为 \(from) 至 \(until)，当前不在有效期内；请更新证书")
    }

    package static func noPublicKey(_ path: String) -> Message {
        Message(
            en: "'\(path)' holds no public key and no certificate in PEM",
            zh: "“\(path)”中没有 PEM 格式的公钥或证书")
    }

    package static func notNational(_ path: String) -> Message {
        Message(
            en: "the key in '\(path)' is no SM2 key; make one with openssl genpkey -algorithm SM2",
            zh: "“\(path)”中的密钥不是 SM2 密钥；可用 openssl genpkey -algorithm SM2 生成")
    }

    package static func cannotSign(_ reason: String) -> Message {
        Message(en: "the packet cannot be signed: \(reason)", zh: "无法签名：\(reason)")
    }

    package static func cannotEncrypt(_ reason: String) -> Message {
        Message(
            en: "the packet cannot be encrypted: \(reason); nothing was exported",
            zh: "无法加密证据包：\(reason)；未导出任何内容")
    }

    package static let encryptionNeedsFile = Message(
        en: "encryption needs a file: --encrypt-to a name that ends in .zip.p7m, "
            + "--zip-password-… one that ends in .zip",
        zh: "加密须导出为文件:--encrypt-to 的文件名须以 .zip.p7m 结尾,--zip-password-… 的须以 .zip 结尾")

    package static let encryptOption = Message(
        en: "Encrypt the zip file to this certificate (PEM); --to must end in .zip.p7m.",
        zh: "用此证书(PEM)加密 zip 文件;--to 须以 .zip.p7m 结尾。")

    package static let cipherOption = Message(
        en: "gcm (AES-256-GCM), or cbc (AES-256-CBC) for old readers.",
        zh: "gcm(AES-256-GCM),旧软件用 cbc(AES-256-CBC)。")

    package static let zipPasswordOption = Message(
        en: "Encrypt the zip file (AES-256) with the password on the first line of this file; "
            + "'ask' asks for it, - reads JIANWEI_ZIP_PASSWORD.",
        zh: "用此文件首行的口令加密 zip 文件(AES-256);填 ask 时当场输入,填 - 时读取环境变量 JIANWEI_ZIP_PASSWORD。")

    package static let zipPasswordPrompt = Message(
        en: "Password of the zip file:", zh: "zip 文件的口令：")
    package static let againPrompt = Message(en: "Once more:", zh: "再输一次：")
    package static let noTerminal = Message(
        en: "there is no terminal to ask at; give a file, or - and JIANWEI_ZIP_PASSWORD",
        zh: "没有终端可供输入；请指定文件，或填 - 并设置 JIANWEI_ZIP_PASSWORD")
    package static let secretsDiffer = Message(
        en: "the two are not the same, or empty; nothing was exported",
        zh: "两次输入不一致或为空；未导出任何内容")

    package static let noZipPassword = Message(
        en: "there is no password for the zip file: put it on the first line of the file, "
            + "or into JIANWEI_ZIP_PASSWORD",
        zh: "没有 zip 文件的口令:请写在文件首行,或设置环境变量 JIANWEI_ZIP_PASSWORD")

    package static func address(_ text: String) -> Message {
        Message(
            en: "'\(text)' is no address of a timestamp authority; give http://… or https://…",
            zh: "“\(text)”不是时间戳机构的网址；请给出 http://… 或 https://…")
    }

    package static func noAnswer(_ authority: String, _ reason: Message) -> Message {
        Message(
            en: "\(authority) gave no timestamp: \(reason.english); "
                + "export without --tsa and stamp later with 'jianwei packet stamp'",
            zh: "\(authority) 没有给出时间戳：\(reason.chinese)；"
                + "可不带 --tsa 导出，以后用 'jianwei packet stamp' 补盖")
    }

    package static func status(_ code: Int) -> Message {
        Message(en: "it answered with status \(code)", zh: "应答状态码为 \(code)")
    }

    package static func answer(_ authority: String, _ reason: String) -> Message {
        Message(
            en: "the answer of \(authority) is no valid timestamp for this packet: \(reason)",
            zh: "\(authority) 的应答不是本证据包的有效时间戳：\(reason)")
    }

    package static func clocks(_ authority: String, _ theirs: String, _ ours: String) -> Message {
        Message(
            en: "\(authority) says that it is \(theirs), this machine \(ours); "
                + "set the clock, or ask another authority",
            zh: "\(authority) 给出的时间为 \(theirs)，本机为 \(ours)；请校准本机时钟或换用其他机构")
    }

    package static let bothFiles = Message(
        en: "--sign-key and --sign-cert belong together; give both or neither",
        zh: "--sign-key 与 --sign-cert 须同时给出")

    package static let alreadyBroken = Message(
        en: "the packet is broken and was not stamped; see 'jianwei packet verify'",
        zh: "证据包已损坏，未加盖时间戳；请用 'jianwei packet verify' 查看")

    package static func tooManyTimestamps(_ most: Int) -> Message {
        Message(
            en: "the packet has \(most) timestamps already, which is the most",
            zh: "证据包已有 \(most) 个时间戳，不能再加")
    }

    // MARK: Commands

    package static let keyOption = Message(
        en: "Sign with this private key (RSA or P-256, PEM).",
        zh: "用此私钥签名(RSA 或 P-256,PEM)。")
    package static let certificateOption = Message(
        en: "The key's certificate (PEM), with those up to its root if there are any.",
        zh: "私钥对应的证书(PEM),可附中间证书。")
    package static let passwordOption = Message(
        en: "A file whose first line opens the key; else JIANWEI_SIGN_PASSWORD is used.",
        zh: "首行为私钥口令的文件;不指定时使用环境变量 JIANWEI_SIGN_PASSWORD。")
    package static let nationalKeyOption = Message(
        en: "Sign with this private SM2 key (PEM) too; the same password opens it.",
        zh: "同时用此 SM2 私钥(PEM)作国密签名;口令与 --sign-key 相同。")
    package static let nationalTrustOption = Message(
        en: "The public SM2 key or certificate (PEM) of the office that signed, as you know it.",
        zh: "您所掌握的签名单位 SM2 公钥或证书(PEM)。")
    package static let sm3Flag = Message(
        en: "Compare each file's SM3 as well; takes several times as long.",
        zh: "同时核对每个文件的 SM3 值,用时数倍。")
    package static let tsaOption = Message(
        en: "Have the packet stamped by this timestamp authority (RFC 3161); may be repeated.",
        zh: "由此时间戳机构(RFC 3161)加盖时间戳,可重复。")
    package static let tsaRootsOption = Message(
        en: "Roots that the authorities must lead to (PEM); those of the system by default.",
        zh: "时间戳机构须追溯到的根证书(PEM);默认为系统根证书。")
    package static let goesOnFlag = Message(
        en: "If signing or stamping fails, export without, and say why on page one.",
        zh: "签名或加盖失败时仍导出,并在首页写明原因。")
    package static let rootsOption = Message(
        en: "Roots whose signatures and timestamps you trust (PEM); never any from the packet.",
        zh: "您信任的根证书(PEM 文件或文件夹);绝不使用证据包自带的证书。")
    package static let stamp = Message(
        en: "Add a timestamp to a packet that was exported without.",
        zh: "为已导出的证据包补盖时间戳。")
    package static let stampExamples = Message(
        en: """
            Examples:
              jianwei packet stamp JW-000001.zip --tsa https://tsa.example/tsr
              jianwei packet stamp JW-000001.zip --tsa https://tsa.example/tsr --tsa-roots tsa.pem
            """,
        zh: """
            示例:
              jianwei packet stamp JW-000001.zip --tsa https://tsa.example/tsr
              jianwei packet stamp JW-000001.zip --tsa https://tsa.example/tsr --tsa-roots tsa.pem
            """)
    package static let tsaNeeded = Message(
        en: "give --tsa, the address of a timestamp authority", zh: "请用 --tsa 给出时间戳机构的网址")

    package static func wasStamped(_ path: String, _ name: String) -> Message {
        Message(en: "'\(path)' now holds \(name)", zh: "“\(path)”已加入 \(name)")
    }

    // MARK: On page one

    package static func signed(_ subject: String, _ sha256: String) -> String {
        "以“\(subject)”的证书（SHA-256 \(sha256)）作 CMS 分离式签名，见 seal/signature.p7s；"
            + "签名覆盖全部文件的清单，以及保管链的行数和末行哈希。"
    }

    package static func nationallySigned(_ sha256: String) -> String {
        "以国密 SM2 私钥（公钥 SHA-256 \(sha256)）作签名，见 seal/signature.sm2，覆盖范围相同。"
    }

    package static let unsigned = "本证据包导出时未作数字签名。"

    package static func stamped(_ authorities: [String]) -> String {
        "导出时由 \(authorities.joined(separator: "、")) 加盖可信时间戳（RFC 3161），"
            + "见 seal/timestamp-N.tsr。"
    }

    package static let unstamped =
        "本证据包导出时未加盖可信时间戳，时间以本机时钟和保管链为凭；之后可用 jianwei packet stamp 补盖。"

    package static func failed(_ reason: Message) -> String {
        "未能签名或加盖时间戳，原因：\(reason.chinese)。"
    }

    // MARK: Verification

    package static func signatureFails(_ reason: String) -> Message {
        Message(
            en: "the signature does not fit: \(reason)", zh: "签名与证据包不符：\(reason)")
    }

    package static func signerFails(_ reason: String) -> Message {
        Message(
            en: "the signer's certificate is not trusted: \(reason)",
            zh: "签名人的证书不可信：\(reason)")
    }

    package static func otherSigner(_ sha256: String) -> Message {
        Message(
            en: "it is signed by another certificate than bag-info.txt says: \(sha256)",
            zh: "签名证书不是 bag-info.txt 所记的证书：\(sha256)")
    }

    package static func sealMissing(_ file: String) -> Message {
        Message(
            en: "'\(file)' is missing, which bag-info.txt promises",
            zh: "缺少 bag-info.txt 所记的“\(file)”")
    }

    package static func timestampFails(_ file: String, _ reason: String) -> Message {
        Message(
            en: "the timestamp '\(file)' does not fit: \(reason)",
            zh: "时间戳“\(file)”与证据包不符：\(reason)")
    }

    package static func authorityFails(_ file: String, _ reason: String) -> Message {
        Message(
            en: "the authority of '\(file)' is not trusted: \(reason)",
            zh: "时间戳“\(file)”的机构不可信：\(reason)")
    }

    package static let nationalSignatureFails = Message(
        en: "the SM2 signature does not fit the key that you trust",
        zh: "国密签名与您指定的公钥不符")

    package static func otherNationalKey(_ sha256: String) -> Message {
        Message(
            en:
                "it is signed by another SM2 key than yours; SHA-256 of the one it names: \(sha256)",
            zh: "国密签名所用密钥不是您指定的；其所记公钥的 SHA-256 为 \(sha256)")
    }

    package static func nationalSumDiffers(_ file: String) -> Message {
        Message(
            en: "the SM3 of '\(file)' is not the one in hashes.sm3",
            zh: "“\(file)”的 SM3 值与 hashes.sm3 所记不符")
    }

    package static let noNationalKey = Message(
        en: "give --sm2-key, the signer's public key as you know it",
        zh: "请用 --sm2-key 给出您所掌握的签名人公钥")

    package static let noSM3 = Message(
        en: "give --sm3 to compare them; they are under SHA-256 all the same",
        zh: "加 --sm3 即可核对；其完整性已由 SHA-256 保证")

    package static func by(_ subject: String) -> Message {
        Message(en: "by \(subject)", zh: "签名人 \(subject)")
    }

    package static func stampedAt(_ time: String, _ subject: String) -> Message {
        Message(en: "\(time), by \(subject)", zh: "\(time)，机构 \(subject)")
    }

    package static let noRoots = Message(
        en: "give --roots to say whom you trust", zh: "请用 --roots 指定可信的根证书")

    package static let noDigest = Message(
        en: "give --digest, the value that was noted at export",
        zh: "请用 --digest 给出导出时记下的整包校验值")

    package static func claim(_ name: String) -> Message {
        switch name {
        case "files": Message(en: "files and lists", zh: "文件与清单")
        case "digest": Message(en: "digest noted at export", zh: "导出时记录的整包校验值")
        case "sm3": Message(en: "SM3 of each file", zh: "各文件 SM3 值")
        case "national": Message(en: "SM2 signature", zh: "国密签名")
        case "records": Message(en: "web archive records", zh: "网页原始记录")
        case "custody": Message(en: "chain of custody", zh: "保管链")
        case "signature": Message(en: "signature", zh: "数字签名")
        case "signer": Message(en: "signer's certificate", zh: "签名人证书")
        case "time": Message(en: "timestamps", zh: "时间戳")
        case "authority": Message(en: "timestamp authorities", zh: "时间戳机构证书")
        default: Message(en: name, zh: name)
        }
    }

    package static func state(_ name: String) -> Message {
        switch name {
        case "kept": Message(en: "kept", zh: "成立")
        case "broken": Message(en: "broken", zh: "不成立")
        case "unchecked": Message(en: "can't be checked here", zh: "此处无法核验")
        case "unclaimed": Message(en: "not claimed", zh: "未主张")
        default: Message(en: name, zh: name)
        }
    }
}
