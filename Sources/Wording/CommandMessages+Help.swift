// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

// The help texts of the commands.

extension CommandMessages {
    package static let jianwei = Message(
        en: """
            Finds websites that pose as the Chinese government to sell forged work-safety certificates, and packs evidence for the police.
            """,
        zh: "鉴伪:发现假冒政府网站制售假冒安全生产证书的网站,并整理成可移交公安机关的证据包。")

    package static let jianweiExamples = Message(
        en: """
            Examples:
              jianwei demo                              see it at work on the practice range
              jianwei sweep suspects.csv                visit and judge a list of addresses
              jianwei sweep https://cx-mem.example/     one address
              jianwei cases --level suspect             what was found
              jianwei packet export JW-000001 --to evidence.zip
            """,
        zh: """
            示例:
              jianwei demo                              用练习靶场演示全过程
              jianwei sweep suspects.csv                访问并研判一份网址清单
              jianwei sweep https://cx-mem.example/     研判单个网址
              jianwei cases --level suspect             查看已发现的可疑网站
              jianwei packet export JW-000001 --to evidence.zip
            """)

    package static let sweep = Message(
        en: "Visits suspect addresses, judges them, and keeps the evidence.",
        zh: "访问可疑网址,逐一研判并保全证据。")

    package static let sweepExamples = Message(
        en: """
            A list is a text file (one address a line, # comments) or a CSV with the header url,source,reported_at,reporter_ref,note; - or no argument reads standard input.

            Examples:
              jianwei sweep Seeds/suspects.example.csv
              jianwei sweep list.txt cx-mem.example --persona wechat
              jianwei sweep --names --for mem-cx        ask for names that imitate, visit what lives
              jianwei sweep --names Seeds/known-lookalikes.txt --only-new
              jianwei sweep --resume                    go on after an interruption
              jianwei sweep list.txt --json > verdicts.jsonl

            Exit codes: 0 all done; 1 some leads failed; 64 misuse; 75 interrupted, try --resume.
            """,
        zh: """
            清单可以是文本文件(每行一个网址,# 后为注释),也可以是表头为 url,source,reported_at,reporter_ref,note 的 CSV;写 - 或不写参数则读取标准输入。

            示例:
              jianwei sweep Seeds/suspects.example.csv
              jianwei sweep list.txt cx-mem.example --persona wechat
              jianwei sweep --names --for mem-cx        查询可能的仿冒域名,只访问存活的
              jianwei sweep --names Seeds/known-lookalikes.txt --only-new
              jianwei sweep --resume                    中断后继续
              jianwei sweep list.txt --json > verdicts.jsonl

            退出码:0 全部完成;1 部分线索失败;64 用法错误;75 被中断,可用 --resume 继续。
            """)

    package static let sweepInputs = Message(
        en: "Lists of addresses, or addresses.",
        zh: "网址清单文件,或网址。")

    package static let namesFlag = Message(
        en: "Ask the DNS first: for names that are made (see names generate), or that files list.",
        zh: "先查询 DNS:查询自动生成的域名(见 names generate),或文件中所列的域名。")

    package static let onlyNewFlag = Message(
        en: "With --names: at the end, show only what changed since the last sweep.",
        zh: "与 --names 同用:最后只显示与上次巡查相比的变化。")

    package static let namesAlone = Message(
        en: "--for, --budget and --only-new go with --names; --names takes made names or files, "
            + "not both, and no standard input",
        zh: "--for、--budget、--only-new 须与 --names 同用;--names 要么自动生成,要么读取文件,不读标准输入")

    package static let resumeFlag = Message(
        en: "Go on with the last sweep of this casebook that was not finished.",
        zh: "继续本案卷中上一次未完成的巡查。")

    package static let jsonLinesFlag = Message(
        en: "Print one JSON object for each lead as it is done.",
        zh: "每完成一条线索输出一个 JSON 对象。")

    package static let jsonFlag = Message(
        en: "Print JSON, one object a line.",
        zh: "以 JSON 输出,每行一个对象。")

    package static let noRegistriesFlag = Message(
        en: "Ask no registry (WHOIS, RDAP) about doubtful sites.",
        zh: "不向注册机构(WHOIS、RDAP)查询可疑网站的注册信息。")

    package static let judge = Message(
        en: "Judges saved pages, without a network.",
        zh: "研判已保存的网页,不访问网络。")

    package static let judgeExamples = Message(
        en: """
            Examples:
              jianwei judge page.html --url https://cx-mem.example/
              jianwei judge page.html --url http://x.example/ --header 'Content-Type: text/html; charset=gbk'
              jianwei judge --jsonl < pages.jsonl

            A line for --jsonl: {"url": "…", "html" | "text" | "body_base64": "…", "headers"?: {"Content-Type": "…"}}
            """,
        zh: """
            示例:
              jianwei judge page.html --url https://cx-mem.example/
              jianwei judge page.html --url http://x.example/ --header 'Content-Type: text/html; charset=gbk'
              jianwei judge --jsonl < pages.jsonl

            --jsonl 的每行:{"url": "…", "html" | "text" | "body_base64": "…", "headers"?: {"Content-Type": "…"}}
            """)

    package static let judgeFile = Message(
        en: "The saved page.",
        zh: "保存的网页文件。")

    package static let judgeURL = Message(
        en: "The address that the page was served under.",
        zh: "该网页的访问地址。")

    package static let judgeHeader = Message(
        en: "A header field that came with the page; may be given again.",
        zh: "随网页返回的响应头,可重复填写。")

    package static let judgeLines = Message(
        en: """
            Read JSON objects from standard input, one a line, and answer each by one line.
            """,
        zh: "从标准输入逐行读取 JSON 对象,逐行输出判定。")

    package static let judgeLinesAlone = Message(
        en: "--jsonl reads standard input: give no file and no --url with it",
        zh: "--jsonl 读取标准输入,不要同时填写文件或 --url")

    package static let judgeNeeds = Message(
        en: """
            give a saved page and the address it was served under: jianwei judge FILE.html --url URL
            """,
        zh: "请填写网页文件及其访问地址:jianwei judge FILE.html --url 网址")

    package static let names = Message(
        en: "What a host's name alone says, and whether it is in use.",
        zh: "从域名本身判断,以及查询域名是否在用。")

    package static let explain = Message(
        en: """
            Says whether a host imitates a protected site, of which, by which shape, and why.
            """,
        zh: "判断域名是否模仿受保护的官方网站,模仿哪一个、用什么手法、理由是什么。")

    package static let explainExamples = Message(
        en: """
            Standard input has a host on each line, or is a zone file, a list of new registrations
            or a DNS log: the first field of a line that is a host with a dot is taken. Lines
            without one are counted, and the first ten shown.

            Examples:
              jianwei names explain cx-mem-gov.example cx.mem.gov.cn
              jianwei names explain --json < hosts.txt
              zcat com.zone.gz | jianwei names explain --min suspect
            """,
        zh: """
            标准输入每行一个域名,也可以是区文件、新注册域名清单或 DNS 日志。

            示例:
              jianwei names explain cx-mem-gov.example cx.mem.gov.cn
              jianwei names explain --json < hosts.txt
              zcat com.zone.gz | jianwei names explain --min suspect
            """)

    package static let explainHosts = Message(
        en: "Hosts or addresses; none, or -, reads standard input.",
        zh: "域名或网址;不写或写 - 则读取标准输入。")

    package static let generate = Message(
        en: """
            Prints names that someone would register who wants to be taken for a protected site.
            """,
        zh: "列出仿冒者可能注册的域名,最可能的在前。")

    package static let generateExamples = Message(
        en: """
            Each line: prior (1 is the likeliest), shape, protected site, host. Words and suffixes
            are in Seeds/name-words.csv, name-suffixes.csv and former-domains.csv: add your own.

            Examples:
              jianwei names generate --for mem-cx --budget 1000
              jianwei names generate --json > candidates.jsonl
              jianwei sweep --names --for mem-cx        ask the DNS for them, visit what lives
            """,
        zh: """
            每行:可能性(1 为最高)、手法、受保护网站、域名。词和后缀在 Seeds/name-words.csv、
            name-suffixes.csv、former-domains.csv 中,可以自行增加。

            示例:
              jianwei names generate --for mem-cx --budget 1000
              jianwei names generate --json > candidates.jsonl
              jianwei sweep --names --for mem-cx        逐个查询 DNS,只访问存活的
            """)

    package static let forOption = Message(
        en: "A protected site, by its id or a host of it; may be repeated. All if left out.",
        zh: "受保护网站的编号或官方域名,可以多次填写;不写则为全部。")

    package static let budgetOption = Message(
        en: "The most names for each protected site.", zh: "每个受保护网站最多列出多少个域名。")

    package static let minOption = Message(
        en: "Show only names of this level or above: dismiss, doubtful, suspect, high.",
        zh: "只显示不低于此级别的域名:dismiss、doubtful、suspect、high。")

    package static let resolve = Message(
        en: """
            Says of each host, however many, whether it is live, absent or unknown, and its addresses.
            """,
        zh: "批量查询域名是否存活(存活、不存在、未知)及其地址,数量不限。")

    package static let resolveExamples = Message(
        en: """
            Asks for A, AAAA, NS and MX. Hosts are printed as they are answered, not in the order
            given, and in the same memory however many they are. Ends with 1 if the state of a host
            is unknown, or a line names no host.

            Examples:
              jianwei names resolve cx-mem-gov.example cx.mem.gov.cn
              jianwei names resolve --json < hosts.txt > answers.jsonl
              jianwei names resolve --resolver 127.0.0.1:5353 --in-flight 200 - < hosts.txt
            """,
        zh: """
            查询 A、AAAA、NS 和 MX 记录。先答复的先输出,不按输入顺序;不论数量多少,占用内存不变。
            有域名状态未知或某行不是域名时,退出码为 1。

            示例:
              jianwei names resolve cx-mem-gov.example cx.mem.gov.cn
              jianwei names resolve --json < hosts.txt > answers.jsonl
              jianwei names resolve --resolver 127.0.0.1:5353 --in-flight 200 - < hosts.txt
            """)

    package static let questionsOption = Message(
        en: "How many questions may wait for an answer at one time; public servers want few.",
        zh: "同时等待答复的查询数;公共 DNS 服务器宜少。")

    package static let cases = Message(
        en: "Lists the cases in the casebook, most suspect first.",
        zh: "列出案卷中的案件,最可疑的在前。")

    package static let casesExamples = Message(
        en: """
            Examples:
              jianwei cases --level suspect
              jianwei cases --category fake_query --since 2026-11-01 --json
            """,
        zh: """
            示例:
              jianwei cases --level suspect
              jianwei cases --category fake_query --since 2026-11-01 --json
            """)

    package static let levelOption = Message(
        en: "At least this level: high, suspect, doubtful, dismiss.",
        zh: "不低于此等级:high 高度可疑、suspect 可疑、doubtful 存疑、dismiss 排除。")

    package static let categoryOption = Message(
        en: "Of this category: fake_query, sale_forged, exam_bypass, mirror_spam.",
        zh: """
            属于此类别:fake_query 假冒查询网站、sale_forged 兜售假证、exam_bypass 免考保过、mirror_spam 镜像垃圾站。
            """)

    package static let hostOption = Message(
        en: "Whose host contains this text.",
        zh: "域名包含此文字。")

    package static let stateOption = Message(
        en: "In this state: waiting, working, done, failed.",
        zh: "处于此状态:waiting 待访问、working 进行中、done 已完成、failed 失败。")

    package static let sinceOption = Message(
        en: "Changed on or after this day.",
        zh: "在此日期或之后有更新。")

    package static let limitOption = Message(
        en: "The most cases listed.",
        zh: "最多列出的案件数。")

    package static let show = Message(
        en: "Shows all that is known of a case.",
        zh: "显示一个案件的全部信息。")

    package static let showExamples = Message(
        en: """
            Examples:
              jianwei show JW-000001
              jianwei show cx-mem.example --json
            """,
        zh: """
            示例:
              jianwei show JW-000001
              jianwei show cx-mem.example --json
            """)

    package static let caseArgument = Message(
        en: "A case number, an address or a host.",
        zh: "案件编号、网址或域名。")

    package static let packet = Message(
        en: "Makes and checks evidence packets.",
        zh: "导出和核验证据包。")

    package static let export = Message(
        en: "Packs one case, or several together, as a BagIt bag that stock tools can verify.",
        zh: "把一个或几个案件导出为一个证据包(BagIt 格式,可用通用工具核验)。")

    package static let exportExamples = Message(
        en: """
            Examples:
              jianwei packet export JW-000001 --to evidence/JW-000001
              jianwei packet export cx-mem.example --to JW-000001.zip
              jianwei packet export 1 2 7 --to ring.zip
              jianwei packet export 1 --to 1.zip --officer NAME --id NO --officer NAME --id NO
              jianwei packet export 1 --to 1.zip --sign-key key.pem --sign-cert cert.pem \\
                --tsa https://tsa.example/tsr
            """,
        zh: """
            示例:
              jianwei packet export JW-000001 --to evidence/JW-000001
              jianwei packet export cx-mem.example --to JW-000001.zip
              jianwei packet export 1 2 7 --to 团伙.zip
              jianwei packet export 1 --to 1.zip --officer 张某 --id 510001 --officer 李某 --id 510002
              jianwei packet export 1 --to 1.zip --sign-key 私钥.pem --sign-cert 证书.pem \\
                --tsa https://tsa.example/tsr
            """)

    package static let exportTo = Message(
        en: "The folder to make, or a file that ends in .zip; must not exist.",
        zh: "要新建的文件夹,或以 .zip 结尾的文件;不能已存在。")

    package static let verify = Message(
        en: "Finds every file of a packet that was changed, lost, added or renamed.",
        zh: "核验证据包,指出被改动、缺失、多出或改名的文件。")

    package static let verifyExamples = Message(
        en: """
            Examples:
              jianwei packet verify evidence/JW-000001
              jianwei packet verify JW-000001.zip
              jianwei packet verify JW-000001.zip --roots roots/ --digest DIGEST
            """,
        zh: """
            示例:
              jianwei packet verify evidence/JW-000001
              jianwei packet verify JW-000001.zip
              jianwei packet verify JW-000001.zip --roots 根证书/ --digest 整包校验值
            """)

    package static let verifyPath = Message(
        en: "A packet: a folder or a .zip file.",
        zh: "证据包文件夹或 .zip 文件。")

    package static let digestOption = Message(
        en: "The SHA-256 of the whole that was shown when the packet was exported.",
        zh: "导出时显示的整包校验值。")

    package static let doctor = Message(
        en: "Checks what is installed, how old the data is, and what is missing.",
        zh: "检查组件、数据和限制:有什么、多旧、缺什么、怎样补齐。")

    package static let doctorExamples = Message(
        en: """
            Examples:
              jianwei doctor
              jianwei doctor --casebook ./casebook
            """,
        zh: """
            示例:
              jianwei doctor
              jianwei doctor --casebook ./casebook
            """)

    package static let demo = Message(
        en: """
            Starts the practice range on loopback, sweeps it for real, and shows the result.
            """,
        zh: "在本机启动练习靶场,真实巡查一遍并展示结果。")

    package static let demoExamples = Message(
        en: """
            Examples:
              jianwei demo
              jianwei demo --serve        only start the range, to try commands against it
            """,
        zh: """
            示例:
              jianwei demo
              jianwei demo --serve        只启动靶场,以便自行试用各命令
            """)

    package static let demoFolder = Message(
        en: "Where to keep what the demonstration makes.",
        zh: "演示结果的保存位置。")

    package static let demoServe = Message(
        en: "Only start the range, until Ctrl-C.",
        zh: "只启动靶场,按 Ctrl-C 结束。")

    package static let casebookOption = Message(
        en: "Where everything is kept.",
        zh: "案卷文件夹,全部数据保存在此。")

    package static let dataOption = Message(
        en: "The folder that holds Rules and Seeds.",
        zh: "Rules 和 Seeds 所在的文件夹。")

    package static let personaOption = Message(
        en: "How to look when visiting: wechat, phone, desktop, search.",
        zh: "访问身份:wechat 微信、phone 手机、desktop 电脑、search 搜索引擎来客。")

    package static let maxPagesOption = Message(
        en: "The most pages read of one site.",
        zh: "每个网站最多读取的页数。")

    package static let inFlightOption = Message(
        en: "The most leads at work at once.",
        zh: "同时处理的线索数上限。")

    package static let timeoutOption = Message(
        en: "The longest one request may take.",
        zh: "单次请求的最长时间。")

    package static let connectTimeoutOption = Message(
        en: "The longest that connecting may take.",
        zh: "建立连接的最长时间。")

    package static let delayOption = Message(
        en: "The least time between two requests to one site.",
        zh: "对同一网站两次请求的最短间隔。")

    package static let proxyOption = Message(
        en: """
            A proxy for all personas, or for one: socks5h://user:password@127.0.0.1:1080.
            """,
        zh: "代理,可指定某一访问身份:socks5h://用户:密码@127.0.0.1:1080。")

    package static let allowRangeOption = Message(
        en: "A range of addresses that is otherwise refused, such as 127.77.0.0/16.",
        zh: "允许访问的地址段(默认拒绝内网等地址),如 127.77.0.0/16。")

    package static let hostsOption = Message(
        en: "A file in the form of /etc/hosts that goes before the DNS.",
        zh: "优先于 DNS 的 hosts 文件。")

    package static let resolverOption = Message(
        en: "A name server to ask instead of the system's: address or address:port.",
        zh: "改用的 DNS 服务器:地址或 地址:端口。")
}
