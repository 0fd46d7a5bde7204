// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// What `jianwei rules bench` says.
package enum BenchMessages {
    package static let bench = Message(
        en: "Measures how fast the rules judge, and names the slow ones; in a release build.",
        zh: "测量规则研判的速度并列出最慢的规则;请用发布版(release)测量。")

    package static let pages = Message(
        en: "Saved pages, or folders of them; the practice range's if left out.",
        zh: "已保存的网页或其文件夹;不写则用练习靶场的网页。")
    package static let seconds = Message(
        en: "How long to measure, in seconds.", zh: "测量多少秒。")
    package static let slowest = Message(
        en: "How many of the slowest rules to name.", zh: "列出最慢的几条规则。")

    package static func noPages(_ path: String) -> Message {
        Message(
            en: "\(path) holds no .html file; name pages, or folders that hold some",
            zh: "\(path) 中没有 .html 文件;请指定网页或含有网页的文件夹")
    }

    package static func extent(_ pages: Int, _ megabytes: String, _ rounds: Int) -> Message {
        Message(
            en: "\(pages) pages with \(megabytes) MB of text, \(rounds) times",
            zh: "\(pages) 个网页,文字 \(megabytes) MB,重复 \(rounds) 次")
    }

    package static let reading = Message(en: "reading pages (of source)", zh: "读取网页(按源代码计)")
    package static let judging = Message(en: "judging, all in all (of text)", zh: "研判合计(按文字计)")
    package static let folding = Message(en: "  folding", zh: "  统一字形")
    package static let matching = Message(en: "  finding phrases", zh: "  查找词语")
    package static let listening = Message(
        en: "  all before the rules", zh: "  规则之前的全部工作")
    package static let pagesPerSecond = Message(en: "pages/s", zh: "页/秒")

    package static func share(_ percent: String) -> Message {
        Message(
            en: "judging costs \(percent) % of reading", zh: "研判耗时为读取网页的 \(percent) %")
    }

    package static let slowRules = Message(
        en: "slowest rules: a page, part of a verdict", zh: "最慢的规则:每页耗时、占研判的比例")
    package static let conditions = Message(
        en: "kinds of conditions, each by itself", zh: "各种条件单独的耗时")
}
