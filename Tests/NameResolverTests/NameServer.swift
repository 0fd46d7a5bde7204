// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation
import Glibc
import NameResolver
import Testing

/// A real DNS server, NLnet Labs' nsd, on a loopback port, with the zones of the tests.
struct NameServer: Sendable {
    let address: ServerAddress

    @TaskLocal static var current: NameServer?

    static let binary = "/usr/sbin/nsd"
    static var isInstalled: Bool { access(binary, X_OK) == 0 }

    static let zones = [
        "fake.example": """
        $TTL 600
        @ IN SOA ns1 hostmaster 7 3600 600 86400 60
        @ IN NS ns1
        @ IN NS ns2.fake.example.
        @ IN A 127.0.0.10
        @ IN MX 10 mail
        @ IN TXT "v=spf1 -all" "two \\"parts\\""
        ns1 IN A 127.0.0.2
        ns2 IN A 127.0.0.3
        mail IN A 127.0.0.4
        both IN A 127.0.0.5
        both IN A 127.0.0.6
        both IN AAAA ::1
        six IN AAAA ::1
        empty IN TXT "no address here"
        www 300 IN CNAME step
        step 200 IN CNAME both
        dangling IN CNAME gone
        loop1 IN CNAME loop2
        loop2 IN CNAME loop1
        elsewhere IN CNAME www.second.example.
        lost IN CNAME www.nowhere.example.
        outer1 IN CNAME outer2.second.example.
        *.any IN A 127.0.0.9
        own.any IN A 127.0.0.9
        other.any IN A 127.0.0.8
        """
            + "\n"
            + (0..<120).map { "many IN A 127.1.0.\($0)\n" }.joined(),
        "second.example": """
        $TTL 600
        @ IN SOA ns1 hostmaster 1 3600 600 86400 60
        @ IN NS ns1
        ns1 IN A 127.0.0.2
        www IN A 127.0.0.7
        outer2 IN CNAME outer1.fake.example.
        """ + "\n",
        "127.in-addr.arpa": """
        $TTL 600
        @ IN SOA ns1.fake.example. hostmaster.fake.example. 1 3600 600 86400 60
        @ IN NS ns1.fake.example.
        4.0.0 IN PTR mail.fake.example.
        """ + "\n",
    ]

    /// Runs `body` while a server answers; stops it afterwards.
    static func run(_ body: @Sendable () async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "jianwei-nsd-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let address = try #require(ServerAddress("127.0.0.1:\(try freePort())"))
        try write(
            configuration(in: folder.path, at: address), to: folder.appending(path: "nsd.conf"))
        for (name, zone) in zones { try write(zone, to: folder.appending(path: name + ".zone")) }

        let process = try spawn([binary, "-d", "-c", folder.appending(path: "nsd.conf").path])
        defer {
            kill(-process, SIGKILL)
            waitpid(process, nil, 0)
        }
        try await waitUntilItAnswers(address)
        try await $current.withValue(NameServer(address: address)) { try await body() }
    }

    /// Starts a program as the head of its own process group, so that all of it can be stopped.
    ///
    /// With no signal blocked: our own threads block them, and children would inherit that.
    private static func spawn(_ words: [String]) throws -> pid_t {
        var attributes = posix_spawnattr_t()
        var noSignals = sigset_t()
        sigemptyset(&noSignals)
        try #require(posix_spawnattr_init(&attributes) == 0)
        defer { posix_spawnattr_destroy(&attributes) }
        try #require(posix_spawnattr_setsigmask(&attributes, &noSignals) == 0)
        try #require(posix_spawnattr_setpgroup(&attributes, 0) == 0)
        let flags = Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP)
        try #require(posix_spawnattr_setflags(&attributes, flags) == 0)
        var arguments = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var process: pid_t = 0
        try #require(posix_spawn(&process, words[0], nil, &attributes, &arguments, environ) == 0)
        return process
    }

    private static func waitUntilItAnswers(_ address: ServerAddress) async throws {
        for _ in 0..<100 {
            let resolver = try NameResolver(
                ResolverConfiguration(servers: [address], timeoutMilliseconds: 100, tries: 1))
            let report = await resolver.resolve("fake.example", depth: .addresses)
            if report.liveness == .live { return }
            try await Task.sleep(for: .milliseconds(20))
        }
        Issue.record("nsd does not answer at \(address)")
    }

    private static func configuration(in folder: String, at address: ServerAddress) -> String {
        """
        server:
            ip-address: \(address.address)@\(address.port)
            username: ""
            chroot: ""
            zonesdir: "\(folder)"
            database: ""
            pidfile: "\(folder)/nsd.pid"
            xfrdfile: "\(folder)/xfrd.state"
            zonelistfile: "\(folder)/zone.list"
            xfrdir: "\(folder)"
            server-count: 1
            rrl-ratelimit: 0
        remote-control:
            control-enable: no

        """
            + zones.keys.map { "zone:\n    name: \($0)\n    zonefile: \($0).zone\n" }.joined()
    }

    private static func write(_ text: String, to file: URL) throws {
        try Data(text.utf8).write(to: file)
    }

    /// A port that nobody uses now, for UDP, and that the system gives to nobody who does not name
    /// it, as other tests do not.
    private static func freePort() throws -> UInt16 {
        for _ in 0..<100 {
            guard let (socket, port) = try? loopbackSocket(port: .random(in: 20_000..<32_000))
            else { continue }
            close(socket)
            return port
        }
        throw PortInUse()
    }
}

/// A port cannot be had.
struct PortInUse: Error {}

/// A UDP socket on `port`, or on one that the system chose if it is 0.
func loopbackSocket(port: UInt16 = 0) throws -> (socket: Int32, port: UInt16) {
    let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
    try #require(descriptor >= 0)
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_port = port.bigEndian
    name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &name) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            bind(descriptor, $0, size) == 0 && getsockname(descriptor, $0, &size) == 0
        }
    }
    guard isBound else {
        close(descriptor)
        throw PortInUse()
    }
    return (descriptor, UInt16(bigEndian: name.sin_port))
}

/// Runs a suite with ``NameServer/current``.
struct WithNameServer: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        try await NameServer.run(function)
    }
}

extension Trait where Self == WithNameServer {
    static var nameServer: Self { WithNameServer() }
}
