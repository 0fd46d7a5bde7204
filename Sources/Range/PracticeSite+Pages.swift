// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework

extension PracticeSite {
    /// A site of fixed pages, by path without the query; any other path is not found.
    init(
        id: String, summary: String, hosts: [String], isSecure: Bool = false,
        certificate: Certificate = .selfSigned, entry: String = "/", expected: Expectation,
        expectedRendered: Expectation? = nil, pages: [String: RangeReply]
    ) {
        self.init(
            id: id, summary: summary, hosts: hosts, isSecure: isSecure, certificate: certificate,
            entry: entry, expected: expected, expectedRendered: expectedRendered,
            reply: { pages[$0.pathOnly] ?? Assets.pages[$0.pathOnly] ?? .notFound })
    }
}

extension RangeRequest {
    /// The address of another host of the range that is reached as this one was.
    func url(on host: String, path: String = "/") -> String {
        let port = (headers.first("Host") ?? "").split(separator: ":").last.flatMap { UInt16($0) }
        return "http://\(host)\(port.map { ":\($0)" } ?? "")\(path)"
    }

    var isWeChat: Bool { userAgent.contains("MicroMessenger") }
    var isPhone: Bool { userAgent.contains("Mobile") }
}

extension RangeReply {
    /// A page in UTF-8.
    static func html(_ text: String, status: Int = 200) -> RangeReply {
        .response(
            status: status,
            headers: [
                HeaderField("Server", "nginx"),
                HeaderField("Content-Type", "text/html; charset=utf-8"),
            ],
            body: Array(text.utf8))
    }

    /// Some bytes of this type.
    static func file(_ type: String, _ bytes: [UInt8]) -> RangeReply {
        .response(
            status: 200,
            headers: [HeaderField("Server", "nginx"), HeaderField("Content-Type", type)],
            body: bytes)
    }

    static func redirect(to target: String, status: Int = 302) -> RangeReply {
        .response(
            status: status,
            headers: [HeaderField("Server", "nginx"), HeaderField("Location", target)], body: [])
    }

    static let notFound = RangeReply.html(
        """
        <html>
        <head><title>404 Not Found</title></head>
        <body>
        <center><h1>404 Not Found</h1></center>
        <hr><center>nginx</center>
        </body>
        </html>
        """, status: 404)
}

/// A page's frame: what stands around its content.
struct PageFrame {
    var title: String
    var keywords = ""
    var style = ""
    /// Further elements for the head.
    var head = ""
    var charset = "utf-8"

    /// The whole page around `body`.
    func around(_ body: String) -> String {
        """
        <!DOCTYPE html>
        <html lang="zh-CN">
        <head>
        <meta charset="\(charset)">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="keywords" content="\(keywords)">
        <title>\(title)</title>
        <link rel="icon" href="/favicon.ico">
        <style>
        \(style)
        </style>
        \(head)
        </head>
        <body>
        \(body)
        </body>
        </html>

        """
    }
}

/// Style sheets that several sites share.
enum Styles {
    static let government = """
        *{margin:0;padding:0;box-sizing:border-box}
        body{font:14px/1.8 "Microsoft YaHei",SimSun,sans-serif;color:#333;background:#f3f6fb}
        a{color:#1d57a5;text-decoration:none}
        .top{background:#c7000b;color:#fff;padding:24px 0}
        .wrap{width:1100px;max-width:96%;margin:0 auto}
        .top img{height:60px;vertical-align:middle;margin-right:16px}
        .top h1{display:inline-block;font-size:28px;letter-spacing:2px;vertical-align:middle}
        .nav{background:#a60009}
        .nav a{display:inline-block;color:#fff;padding:10px 22px}
        .panel{background:#fff;border:1px solid #dbe4f0;margin:24px auto;padding:28px}
        .panel h2{border-left:4px solid #c7000b;padding-left:12px;margin-bottom:20px}
        .row{margin:14px 0}
        .row label{display:inline-block;width:120px;text-align:right;margin-right:12px}
        .row input,.row select{width:280px;height:34px;border:1px solid #c9d3e0;padding:0 8px}
        .btn{background:#1d57a5;color:#fff;border:0;padding:9px 42px;margin-left:136px}
        table{width:100%;border-collapse:collapse}
        td,th{border:1px solid #dbe4f0;padding:8px 12px;text-align:left}
        .foot{border-top:3px solid #c7000b;background:#fff;text-align:center;padding:24px 0}
        """

    static let advert = """
        *{margin:0;padding:0}
        body{font:16px/1.7 "PingFang SC","Microsoft YaHei",sans-serif;background:#fffbe8}
        .hero{background:linear-gradient(135deg,#ff5b00,#ff9d00);color:#fff;padding:36px 18px}
        .hero h1{font-size:30px}
        .box{background:#fff;border-radius:10px;margin:16px;padding:18px;box-shadow:0 1px 6px #ddd}
        .price{color:#e60012;font-size:24px;font-weight:bold}
        .contact{background:#07c160;color:#fff;border-radius:24px;padding:12px;text-align:center}
        ul{padding-left:22px}
        footer{color:#999;font-size:12px;text-align:center;padding:20px}
        """

    static let article = """
        body{margin:0;font:16px/1.9 Georgia,"Songti SC",SimSun,serif;color:#222;background:#fff}
        header{border-bottom:1px solid #ddd;padding:18px 6%}
        header b{font-size:24px}
        header nav a{margin-right:18px;color:#555;font-size:14px}
        main{display:flex;margin:24px 6%}
        article{flex:3;padding-right:40px}
        article p{text-indent:2em;margin:12px 0}
        .info{color:#888;font-size:13px}
        aside{flex:1;border-left:1px solid #eee;padding-left:20px;font-size:14px}
        footer{background:#f5f5f5;color:#777;font-size:13px;padding:20px 6%}
        """
}
