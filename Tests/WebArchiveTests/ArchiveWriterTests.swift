// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Digests
import Foundation
import Glibc
import Testing
import Wording

@testable import WebArchive

struct ArchiveWriterTests {
    let scratch: Scratch
    init() throws { scratch = try Scratch() }

    private func writer(segmentBytes: Int = 1 << 30) throws -> ArchiveWriter {
        try ArchiveWriter(
            directory: scratch.path, software: "Jianwei test", segmentBytes: segmentBytes)
    }

    private func reader(_ place: ArchivePlace) throws -> ArchiveReader {
        try ArchiveReader(path: scratch.path + "/" + place.segment)
    }

    @Test func `An exchange comes back byte for byte, as three records`() async throws {
        let body = (0..<70_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let exchange = Samples.exchange(body: body)
        let writer = try writer()

        let place = try writer.append(
            exchange, capture: "JW-000001-desktop-1", purpose: .page, reachedBy: "302")
        try await writer.sync()

        let records = try reader(place).records(at: place)
        #expect(records.map(\.type) == ["request", "response", "metadata"])
        #expect(records[0].block == exchange.request.head)
        #expect(Array(records[1].payload) == body)
        #expect(records[1].block.starts(with: exchange.response?.head ?? []))
        #expect(records[1].fields.first("WARC-Date") == "2026-11-23T05:13:00.123Z")
        #expect(records[1].fields.first("WARC-IP-Address") == "127.0.0.1")
        #expect(
            records[1].fields.first("WARC-Payload-Digest") == "sha256:" + Digest.hex(body))
        #expect(records[0].fields.first("WARC-Concurrent-To") == records[1].id)
        #expect(records[2].fields.first("WARC-Refers-To") == records[1].id)
        #expect(records[2].fields.first("WARC-Truncated") == nil)
        let description = String(decoding: records[2].block, as: UTF8.self)
        #expect(description.contains("JW-000001-desktop-1"))
        #expect(description.contains(#""reachedBy" : "302""#))
    }

    @Test func `Joined chunks and HTTP 2 are written as archives expect, and said`() throws {
        let writer = try writer()

        let chunked = try writer.append(
            Samples.exchange(head: "HTTP/1.1 200 OK\r\ntransfer-ENCODING: chunked\r\n\r\n"),
            capture: "c", purpose: .page, reachedBy: nil)
        let second = try writer.append(
            Samples.exchange(head: "HTTP/2 404 \r\nserver: x\r\n\r\n", version: "h2"),
            capture: "c", purpose: .page, reachedBy: nil)

        let records = try reader(chunked).records(at: chunked)
        let text = String(decoding: records[1].block, as: UTF8.self)
        #expect(text.contains("\r\nX-Archive-Orig-transfer-ENCODING: chunked\r\n"))
        #expect(String(decoding: records[2].block, as: UTF8.self).contains("chunks"))
        let other = try reader(second).records(at: second)
        #expect(other[1].block.starts(with: "HTTP/1.1 404 \r\n".utf8))
        #expect(other[1].fields.first("WARC-Protocol") == "h2")
        #expect(String(decoding: other[2].block, as: UTF8.self).contains("HTTP/2"))
    }

    @Test(arguments: [
        (FetchFailure.limitReached(.body(bytes: 9)), "length"),
        (.limitReached(.total(seconds: 30)), "time"), (.cutShort, "disconnect"),
        (.connectionReset, "disconnect"), (.cancelled, "unspecified"), (.tooManyHops(10), ""),
    ])
    func `A response that broke off says why`(failure: FetchFailure, reason: String) throws {
        let writer = try writer()

        let place = try writer.append(
            Samples.exchange(failure: failure), capture: "c", purpose: .page, reachedBy: nil)

        let records = try reader(place).records(at: place)
        #expect(records[1].fields.first("WARC-Truncated") ?? "" == reason)
        #expect(String(decoding: records[2].block, as: UTF8.self).contains(failure.code))
    }

    @Test func `A visit that got no answer is kept as request and description`() throws {
        var exchange = Samples.exchange(failure: .connectionRefused)
        exchange.response = nil
        let writer = try writer()

        let place = try writer.append(exchange, capture: "c", purpose: .page, reachedBy: nil)

        let records = try reader(place).records(at: place)
        #expect(records.map(\.type) == ["request", "metadata"])
        #expect(records[1].fields.first("WARC-Refers-To") == records[0].id)
    }

    @Test func `No value can forge a field of a record`() throws {
        let writer = try writer()
        var report = Samples.names
        report.host = "x\r\nWARC-Type: forged"

        let place = try writer.append(report, capture: "a\nb c")

        let records = try reader(place).records(at: place)
        #expect(records.map(\.type) == ["response", "response", "resource"])
        #expect(
            records[2].target == "urn:jianwei:names:a%0Ab%20c:x%0D%0AWARC-Type%3A%20forged")
        #expect(
            String(decoding: records[0].block, as: UTF8.self)
                == "20261123051300\ncx.example. 60 IN A 127.0.0.1\n")
    }

    @Test func `Many threads append and sync, and every record is whole`() async throws {
        let writer = try writer(segmentBytes: 20_000)

        let places = try await withThrowingTaskGroup(of: ArchivePlace.self) { group in
            for index in 0..<200 {
                group.addTask {
                    let place = try writer.append(
                        Samples.exchange(path: "/\(index)"), capture: "c", purpose: .page,
                        reachedBy: nil)
                    try await writer.sync()
                    return place
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        try writer.close()

        #expect(Set(places).count == 200)
        #expect(Set(places.map(\.segment)).count > 1)
        for place in places {
            #expect(try reader(place).records(at: place).count == 3)
        }
        var count = 0
        for segment in Set(places.map(\.segment)) {
            let reader = try ArchiveReader(path: scratch.path + "/" + segment)
            #expect(try reader.scan { _ in count += 1 } == .whole)
        }
        #expect(count == 600 + Set(places.map(\.segment)).count)
    }

    @Test func `A closed archive refuses, and a second writer never appends to the first`() throws {
        let first = try writer()
        let place = try first.append(
            Samples.exchange(), capture: "c", purpose: .page, reachedBy: nil)
        try first.close()

        #expect(throws: ArchiveError.closed(scratch.path)) {
            try first.append(Samples.exchange(), capture: "c", purpose: .page, reachedBy: nil)
        }
        let second = try writer()
        let other = try second.append(
            Samples.exchange(), capture: "c", purpose: .page, reachedBy: nil)
        #expect(other.segment != place.segment)
    }

    @Test(.enabled(if: Checkers.folder != nil, Comment(rawValue: Checkers.reason)))
    func `warcio agrees with every digest, also for odd headers`() throws {
        let writer = try writer()
        let heads = [
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", "HTTP/1.1 200 OK\nA: b\n\n",
            "HTTP/2 200 \r\nserver: x\r\n\r\n",
            "HTTP/1.1 200 OK\r\nA: b\r\n \r\nC: d\r\n\r\n",
            "HTTP/1.1 200 OK\r\nA: b\r\n folded\r\n\r\n", "HTTP/1.1 200 OK\r\nA: unfinished",
            "HTTP/1.1 200 OK\r\nA: \u{3000}\r\n\u{3000}\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "nonsense\r\n\r\n",
        ]
        var segment = ""
        for head in heads {
            for body in ["", "x", "\r\n\r\n", "查询\n"] {
                let place = try writer.append(
                    Samples.exchange(body: Array(body.utf8), head: head), capture: "c",
                    purpose: .page, reachedBy: nil)
                segment = place.segment
            }
        }
        _ = try writer.append(Samples.names, capture: "c")
        try writer.close()

        let result = try Checkers.run("warcio", ["check", "-v", scratch.path + "/" + segment])

        #expect(result.code == 0, "\(result.output)")
        let count = 1 + heads.count * 4 * 3 + 3
        #expect(
            result.output.split(separator: "\n").filter { $0.hasSuffix("digest pass") }.count
                == count, "\(result.output)")
        #expect(!result.output.contains("no digest"))
    }
}

// MARK: - Failing disks

extension ArchiveWriterTests {
    @Test func `A full disk is said, and nothing torn is left`() throws {
        let full = open("/dev/full", O_WRONLY)
        try #require(full >= 0)
        defer { close(full) }
        let isFull = Toggle()
        let writer = try ArchiveWriter(
            directory: scratch.path, software: "t", segmentBytes: 1, level: 1
        ) { path throws(ArchiveError) in
            isFull.value
                ? OutputFile(descriptor: dup(full), path: path) : try OutputFile(creating: path)
        }
        isFull.value = true

        let error = #expect(throws: ArchiveError.self) {
            try writer.append(Samples.exchange(), capture: "c", purpose: .page, reachedBy: nil)
        }

        #expect(error?.message.english.hasSuffix("free some space and try again") == true)
        #expect(error?.message.chinese.hasSuffix("磁盘已满；请清理空间后重试") == true)
        isFull.value = false
        let place = try writer.append(
            Samples.exchange(), capture: "c", purpose: .page, reachedBy: nil)
        #expect(try reader(place).records(at: place).count == 3)
    }

    @Test func `What did not fit is cut off again, and the next record follows the last`() throws {
        let mount = scratch.path + "/small"
        try FileManager.default.createDirectory(atPath: mount, withIntermediateDirectories: true)
        guard mountSmallDisk(mount) else {
            // Only root can mount; the test above fails a disk without.
            return
        }
        defer { umount2(mount, 0) }
        let writer = try ArchiveWriter(directory: mount, software: "t")
        var random = SystemRandomNumberGenerator()
        let large = (0..<300_000).map { _ in UInt8.random(in: 0...255, using: &random) }
        let first = try writer.append(
            Samples.exchange(), capture: "c", purpose: .page, reachedBy: nil)

        #expect(throws: ArchiveError.cannotWrite(mount + "/" + first.segment, ENOSPC)) {
            try writer.append(
                Samples.exchange(body: large), capture: "c", purpose: .page, reachedBy: nil)
        }
        let second = try writer.append(
            Samples.exchange(), capture: "c", purpose: .page, reachedBy: nil)
        try writer.close()

        let reader = try ArchiveReader(path: mount + "/" + first.segment)
        var count = 0
        #expect(try reader.scan { _ in count += 1 } == .whole)
        #expect(second.segment == first.segment)
        #expect(second.offset == first.offset + first.length)
        #expect(count == 1 + 3 + 3)
    }

    private func mountSmallDisk(_ path: String) -> Bool {
        geteuid() == 0 && mount("none", path, "tmpfs", 0, "size=256k") == 0
    }
}

/// A flag that a test turns while others look at it.
final class Toggle: @unchecked Sendable {
    // @unchecked Sendable because the lock guards the value.
    private let lock = NSLock()
    private var isOn = false

    var value: Bool {
        get { lock.withLock { isOn } }
        set { lock.withLock { isOn = newValue } }
    }
}
