// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization
import Testing

/// Two sweeps on one casebook: each site sees one visitor.
@Suite(.serialized)
struct SharedSweepTests {
    @Test func `Two sweeps share the work, and are never at one site at the same time`()
        async throws
    {
        let folder = try TemporaryFolder()
        let watch = try #require(SiteWatch(hosts: 12))
        defer { watch.stop() }
        let hosts = try folder.write(watch.hosts, to: "hosts")
        let list = try folder.write(watch.list, to: "list.txt")
        let book = folder.path + "/book"
        let settings = [
            "--casebook", book, "--hosts", hosts, "--allow-range", "127.90.0.0/16", "--delay",
            "0.2", "--persona", "desktop,phone", "--max-pages", "2", "--json",
        ]

        // Two lists of the same sites, and a third process that helps with one of them.
        async let first = Program.run(["sweep", list] + settings)
        async let second = Program.run(["sweep", list] + settings)
        try await Task.sleep(for: .seconds(1))
        async let helper = Program.run(["sweep", "--resume", "--json", "--casebook", book])
        let results = try await [first, second, helper]

        #expect(results.allSatisfy { $0.code == 0 }, "\(results.map(\.errors))")
        #expect(watch.requests > 48)
        #expect(watch.overlaps.isEmpty, "\(watch.overlaps)")
        #expect(watch.shortestPause >= 0.195, "\(watch.shortestPause)")
        #expect(try await verdicts(of: book).count == 12)
    }
}

struct EnvironmentTests {
    @Test func `Proxies that the environment names are not used`() async throws {
        let folder = try TemporaryFolder()
        let watch = try #require(SiteWatch(hosts: 2))
        defer { watch.stop() }

        let result = try await Program.run(
            [
                "sweep", try folder.write(watch.list, to: "list.txt"), "--casebook",
                folder.path + "/book", "--hosts", try folder.write(watch.hosts, to: "hosts"),
                "--allow-range", "127.90.0.0/16", "--delay", "0", "--persona", "desktop",
            ],
            shell: "export http_proxy=http://127.0.0.1:9 HTTP_PROXY=$http_proxy "
                + "https_proxy=$http_proxy all_proxy=$http_proxy ALL_PROXY=$http_proxy")

        #expect(result.code == 0, "\(result.errors)")
        #expect(watch.requests >= 2)
    }
}

/// Sites on loopback, two hosts to a registrable domain, that note when they are asked.
final class SiteWatch: Sendable {
    let list: String
    let hosts: String
    private let listeners: [Int32]
    private let notes = Mutex(Notes())

    private struct Notes {
        var atWork: Set<String> = []
        var lastEnd: [String: Double] = [:]
        var overlaps: [String] = []
        var shortestPause = Double.infinity
        var requests = 0
    }

    var overlaps: [String] { notes.withLock { $0.overlaps } }
    var shortestPause: Double { notes.withLock { $0.shortestPause } }
    var requests: Int { notes.withLock { $0.requests } }

    init?(hosts count: Int) {
        var listeners: [Int32] = []
        var list = ""
        var hosts = ""
        for index in 0..<count {
            guard let (socket, port) = Self.listen(at: UInt32(0x7F5A_0001 + index)) else {
                return nil
            }
            let name = "h\(index).watched\(index / 2).example"
            list += "http://\(name):\(port)/\n"
            hosts += "127.90.0.\(index + 1) \(name)\n"
            listeners.append(socket)
        }
        self.listeners = listeners
        self.list = list
        self.hosts = hosts
        for socket in listeners {
            DispatchQueue(label: "watch").async { [self] in
                while true {
                    let visitor = accept(socket, nil, nil)
                    guard visitor >= 0 else { return }
                    DispatchQueue(label: "visitor").async { [self] in serve(visitor) }
                }
            }
        }
    }

    func stop() {
        for socket in listeners {
            shutdown(socket, Int32(SHUT_RDWR))
            close(socket)
        }
    }

    private func serve(_ visitor: Int32) {
        var head = ""
        var buffer = [UInt8](repeating: 0, count: 4096)
        while !head.contains("\r\n\r\n") {
            let count = recv(visitor, &buffer, buffer.count, 0)
            guard count > 0 else {
                close(visitor)
                return
            }
            head += String(decoding: buffer.prefix(count), as: UTF8.self)
        }
        let host = head.split(separator: "\r\n").first { $0.hasPrefix("Host: ") } ?? ""
        let site = String(host.split(separator: ".").dropFirst().first ?? "")
        notes.withLock { notes in
            notes.requests += 1
            if !notes.atWork.insert(site).inserted { notes.overlaps.append(site) }
            if let end = notes.lastEnd[site] {
                notes.shortestPause = min(notes.shortestPause, Self.now - end)
            }
        }
        // Long enough that visitors who do not wait for each other would meet.
        usleep(30_000)
        let body = "<html><p>公司简介</p><a href=/about>关于</a></html>"
        let answer = """
            HTTP/1.1 200 OK\r
            Content-Type: text/html; charset=utf-8\r
            Connection: close\r
            Content-Length: \(body.utf8.count)\r
            \r
            \(body)
            """
        // Before the visitor can know that it is served: it may ask again from then on.
        notes.withLock { notes in
            notes.atWork.remove(site)
            notes.lastEnd[site] = Self.now
        }
        send(visitor, Array(answer.utf8), answer.utf8.count, Int32(MSG_NOSIGNAL))
        shutdown(visitor, Int32(SHUT_WR))
        while recv(visitor, &buffer, buffer.count, 0) > 0 {}
        close(visitor)
    }

    private static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private static func listen(at address: UInt32) -> (socket: Int32, port: UInt16)? {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_addr.s_addr = address.bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isReady = withUnsafeMutablePointer(to: &place) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, size) == 0 && Glibc.listen(descriptor, 64) == 0
                    && getsockname(descriptor, $0, &size) == 0
            }
        }
        return isReady ? (descriptor, UInt16(bigEndian: place.sin_port)) : nil
    }
}
