// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import CZlib
import Testing

@testable import ContentCoding

struct ContentCodingTests {
    private static let page = Array(String(repeating: "安全生产证书查询 ", count: 200).utf8)

    @Test(arguments: [nil, "", "identity", " Identity "])
    func `Without a coding a body is itself`(coding: String?) {
        let decoded = ContentCoding.decode(Self.page, coding: coding, limit: 1 << 20)

        #expect(decoded == ContentCoding.Decoded(bytes: Self.page))
    }

    @Test(arguments: [
        ("gzip", CZLIB_GZIP_BITS), ("X-GZip", CZLIB_GZIP_BITS), ("deflate", MAX_WBITS),
        ("deflate", Int32(CZLIB_RAW_BITS)),
    ])
    func `Every wrapping of deflate is read`(coding: String, bits: Int32) throws {
        let body = try compressed(Self.page, bits)

        let decoded = ContentCoding.decode(body, coding: coding, limit: 1 << 20)

        #expect(decoded == ContentCoding.Decoded(bytes: Self.page))
    }

    @Test func `All members of a gzip body are read, and padding after them is not`() throws {
        let first = try compressed(Array("one ".utf8), CZLIB_GZIP_BITS)
        let second = try compressed(Array("two".utf8), CZLIB_GZIP_BITS)

        let decoded = ContentCoding.decode(
            first + second + [0, 0, 0], coding: "gzip", limit: 100)

        #expect(decoded == ContentCoding.Decoded(bytes: Array("one two".utf8)))
    }

    @Test func `Brotli is read`() {
        // "jianwei" ten times, by Brotli's own encoder at its best quality.
        let decoded = ContentCoding.decode(Self.brotli, coding: "br", limit: 100)

        #expect(decoded == ContentCoding.Decoded(bytes: Self.brotliContent))
    }

    @Test func `Several codings are taken off, the last first`() throws {
        let inner = try compressed(Self.page, MAX_WBITS)
        let body = try compressed(inner, CZLIB_GZIP_BITS)

        let decoded = ContentCoding.decode(body, coding: "deflate, gzip", limit: 1 << 20)

        #expect(decoded == ContentCoding.Decoded(bytes: Self.page))
    }

    @Test func `A bomb costs no more than the limit`() throws {
        let bomb = try compressed([UInt8](repeating: 0, count: 50 << 20), CZLIB_GZIP_BITS)

        let decoded = ContentCoding.decode(bomb, coding: "gzip", limit: 100_000)

        #expect(decoded.problem == .limit(100_000))
        #expect(decoded.bytes == [UInt8](repeating: 0, count: 100_000))
        #expect(decoded.bytes.capacity < 1 << 20)
    }

    @Test func `A Brotli bomb costs no more than the limit`() {
        let decoded = ContentCoding.decode(Self.brotli, coding: "br", limit: 10)

        #expect(decoded.problem == .limit(10))
        #expect(decoded.bytes == Array(Self.brotliContent.prefix(10)))
    }

    @Test func `Content of just the limit is whole`() throws {
        let body = try compressed(Self.page, CZLIB_GZIP_BITS)

        let decoded = ContentCoding.decode(body, coding: "gzip", limit: Self.page.count)

        #expect(decoded == ContentCoding.Decoded(bytes: Self.page))
    }

    @Test func `A body that breaks off gives what could be read`() throws {
        let body = try compressed(Self.page, CZLIB_GZIP_BITS)

        let decoded = ContentCoding.decode(
            Array(body.dropLast(12)), coding: "gzip", limit: 1 << 20)

        #expect(decoded.problem == .malformed)
        #expect(!decoded.bytes.isEmpty)
        #expect(Self.page.starts(with: decoded.bytes))
    }

    @Test(arguments: ["gzip", "deflate", "br"])
    func `What is not coded as announced is malformed`(coding: String) {
        let body = Array("<html>plain after all</html>".utf8)

        let decoded = ContentCoding.decode(body, coding: coding, limit: 1 << 20)

        #expect(decoded.problem == .malformed)
    }

    @Test(arguments: ["gzip", "deflate", "br"])
    func `An empty body is empty under any coding`(coding: String) {
        let decoded = ContentCoding.decode([], coding: coding, limit: 100)

        #expect(decoded == ContentCoding.Decoded(bytes: []))
    }

    @Test(arguments: [("zstd", "zstd"), ("gzip, zstd", "zstd")])
    func `A coding that is not known leaves the body as it is`(coding: String, unknown: String) {
        let decoded = ContentCoding.decode(Self.page, coding: coding, limit: 1 << 20)

        #expect(decoded == ContentCoding.Decoded(bytes: Self.page, problem: .unknown(unknown)))
    }

    @Test func `A long list of codings is not followed`() {
        let coding = Array(repeating: "gzip", count: 5).joined(separator: ",")

        let decoded = ContentCoding.decode(Self.page, coding: coding, limit: 1 << 20)

        #expect(decoded.problem == .unknown(coding))
    }

    private static let brotliContent = Array(String(repeating: "jianwei", count: 10).utf8)
    private static let brotli: [UInt8] = [
        0x1B, 0x45, 0x00, 0xF8, 0x8D, 0x54, 0xB5, 0xBF, 0x0E, 0x4B, 0x53, 0x73, 0x53, 0x65, 0x77,
        0x71, 0x4F, 0x24, 0x30, 0x93, 0x13,
    ]
}

/// `bytes` compressed by zlib into the format that `bits` names.
private func compressed(_ bytes: [UInt8], _ bits: Int32) throws -> [UInt8] {
    var stream = z_stream()
    try #require(czlib_deflate_init(&stream, 9, bits) == Z_OK)
    defer { deflateEnd(&stream) }
    var input = bytes
    var output = [UInt8](repeating: 0, count: bytes.count + 1024)
    let status = input.withUnsafeMutableBufferPointer { input in
        output.withUnsafeMutableBufferPointer { output in
            stream.next_in = input.baseAddress
            stream.avail_in = UInt32(input.count)
            stream.next_out = output.baseAddress
            stream.avail_out = UInt32(output.count)
            return deflate(&stream, Z_FINISH)
        }
    }
    try #require(status == Z_STREAM_END)
    return Array(output.prefix(output.count - Int(stream.avail_out)))
}
