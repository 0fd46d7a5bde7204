// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import FoundationEssentials
import Glibc
import Judgement
import PageReader
import Sweep
import WebArchive

/// Does to saved pages what a sweep does to each: reading, judging or archiving, without a network.
struct PagesPart {
    private let part: String
    private let pages: [[UInt8]]
    private let data: DataFolder

    init(_ part: String, folder: String, data: String) throws {
        self.part = part
        self.data = DataFolder(path: data)
        pages = try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map {
            Array(try Data(contentsOf: URL(filePath: folder + "/" + $0)))
        }
    }

    func run() throws -> [String: Int] {
        let address = WebAddress(scheme: .http, host: "site.example", path: "/p/")
        var done = ["pages": pages.count]
        switch part {
        case "archive":
            let directory =
                FileManager.default.temporaryDirectory.path + "/jianwei-benchmark-\(getpid())"
            defer { try? FileManager.default.removeItem(atPath: directory) }
            let archive = try ArchiveWriter(directory: directory, software: "benchmark")
            for page in pages {
                let exchange = Exchange(
                    request: Exchange.Request(address: address, head: Array("GET / HTTP/1.1".utf8)),
                    response: Exchange.Response(
                        status: 200, httpVersion: "HTTP/1.1", head: Array("HTTP/1.1 200 OK".utf8),
                        headers: [HeaderField("Content-Type", "text/html")], body: page),
                    startedAt: Date())
                let place = try archive.append(
                    exchange, capture: "benchmark", purpose: .page, reachedBy: nil)
                done["bytes", default: 0] += place.length
            }
            try archive.close()
        case "judge":
            let knowledge = try Knowledge.load(from: data)
            for page in pages {
                let verdict = knowledge.judge.judge(
                    PageReader.read(page, at: address, contentType: "text/html"))
                done["findings", default: 0] += verdict.findings.count
            }
        default:
            for page in pages {
                let read = PageReader.read(page, at: address, contentType: "text/html")
                done["text", default: 0] += read.text.bytes.count
                done["links", default: 0] += read.links.count
            }
        }
        return done
    }
}
