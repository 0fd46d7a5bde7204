// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Glibc
import PageReader
import Testing

struct EncodingTests {
    private static let simplified =
        "特种作业操作证及安全生产知识和管理能力考核合格信息查询平台，请输入姓名和证件号码进行查询。"
    private static let traditional = "特種作業操作證查詢平臺，請輸入姓名與證件號碼，這是我們的網站，歡迎你來。"

    /// `text` in an encoding, by iconv.
    private static func encoded(_ text: String, _ name: String) -> [UInt8] {
        let descriptor = iconv_open(name, "UTF-8")
        defer { iconv_close(descriptor) }
        var input = Array(text.utf8).map { CChar(bitPattern: $0) }
        var output = [CChar](repeating: 0, count: input.count * 4 + 16)
        let capacity = output.count
        var outputLeft = capacity
        input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                var from: UnsafeMutablePointer<CChar>? = input.baseAddress
                var fromLeft = input.count
                var to: UnsafeMutablePointer<CChar>? = output.baseAddress
                _ = iconv(descriptor, &from, &fromLeft, &to, &outputLeft)
            }
        }
        return output.prefix(capacity - outputLeft).map { UInt8(bitPattern: $0) }
    }

    struct Sample: Sendable, CustomTestStringConvertible {
        var text = EncodingTests.simplified
        var written: String
        var header: String?
        var meta: String?
        var mark: [UInt8] = []
        var expected: String
        var source: Page.EncodingSource
        var testDescription: String { "\(written) as \(header ?? "-"), \(meta ?? "-")" }
    }

    @Test(arguments: [
        Sample(written: "UTF-8", header: "utf-8", expected: "utf-8", source: .header),
        Sample(written: "UTF-8", meta: "utf-8", expected: "utf-8", source: .meta),
        Sample(written: "UTF-8", expected: "utf-8", source: .content),
        Sample(
            written: "UTF-8", header: "gbk", mark: [0xEF, 0xBB, 0xBF], expected: "utf-8",
            source: .byteOrderMark),
        Sample(written: "UTF-8", meta: "gb2312", expected: "utf-8", source: .content),
        Sample(written: "UTF-8", header: "ISO-8859-1", expected: "utf-8", source: .content),
        Sample(written: "GB18030", header: "GB2312", expected: "gb18030", source: .header),
        Sample(written: "GB18030", meta: "gbk", expected: "gb18030", source: .meta),
        Sample(written: "GB18030", expected: "gb18030", source: .content),
        Sample(written: "GB18030", header: "utf-8", expected: "gb18030", source: .content),
        Sample(written: "GB18030", meta: "utf-8", expected: "gb18030", source: .content),
        Sample(written: "GB18030", header: "iso-8859-1", expected: "gb18030", source: .content),
        Sample(
            text: traditional, written: "BIG5-HKSCS", meta: "big5", expected: "big5", source: .meta),
        Sample(text: traditional, written: "BIG5-HKSCS", expected: "big5", source: .content),
        Sample(
            written: "UTF-16LE", mark: [0xFF, 0xFE], expected: "utf-16le", source: .byteOrderMark),
        Sample(
            written: "UTF-16BE", mark: [0xFE, 0xFF], expected: "utf-16be", source: .byteOrderMark),
        Sample(written: "UTF-16LE", header: "utf-16", expected: "utf-16le", source: .header),
        Sample(written: "UTF-16BE", expected: "utf-16be", source: .content),
        Sample(
            text: "こんにちは、さようなら", written: "CP932", meta: "Shift_JIS", expected: "shift_jis",
            source: .meta),
        Sample(
            text: "안녕하세요", written: "UHC", header: "euc-kr", expected: "euc-kr", source: .header),
        Sample(
            text: "Déjà vu – naïve", written: "CP1252", meta: "iso-8859-1",
            expected: "windows-1252",
            source: .meta),
    ])
    func `A page is read in the encoding that its bytes bear out`(sample: Sample) {
        let meta = sample.meta.map {
            "<meta http-equiv=Content-Type content='text/html; charset=\($0)'>"
        }
        let html = "<html><head>\(meta ?? "")</head><body><p>\(sample.text)</p></body></html>"
        let body = sample.mark + Self.encoded(html, sample.written)

        let page = PageReader.read(
            body, at: somewhere,
            contentType: sample.header.map { "text/html; charset=\"\($0)\"" } ?? "text/html")

        #expect(page.text.string == sample.text)
        #expect(page.encoding == sample.expected)
        #expect(page.encodingSource == sample.source)
        expectExact(page)
    }

    @Test func `Bytes that are no character become the replacement character`() {
        let body = Array("<p>免".utf8) + [0xFF] + Array("考\u{0}查询平台</p>".utf8) + [0xE5]

        let page = PageReader.read(body, at: somewhere, contentType: "text/html; charset=utf-8")

        #expect(page.text.string == "免\u{FFFD}考\u{FFFD}查询平台 \u{FFFD}".replacing(" ", with: "\n"))
        expectExact(page)
    }

    @Test func `A meta far behind other markup is still found`() {
        let filler = String(repeating: "<!-- charset=big5 -->", count: 60)
        let html = "<head>\(filler)<META CHARSET = gb2312 ></head><p>\(Self.simplified)</p>"

        let page = PageReader.read(Self.encoded(html, "GB18030"), at: somewhere)

        #expect(page.text.string == Self.simplified)
        #expect(page.encodingSource == .meta)
    }

    @Test func `Clean bytes are taken over as they are`() {
        let body = Array("<p>查询</p>".utf8)

        let page = PageReader.read(body, at: somewhere)

        #expect(page.source == body)
    }
}
