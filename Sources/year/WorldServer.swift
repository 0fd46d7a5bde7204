// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Dispatch
import Foundation
import Glibc
import Range
import Synchronization

/// The world on loopback: each site at two addresses, and a name server that knows no name.
final class WorldServer: Sendable {
    private let range: RangeServer
    private let names: NoNames
    private let state: State

    /// What the servers look at when they are asked.
    private final class State: Sendable {
        let sites: Mutex<[WorldSite]>
        let visits = Mutex(0)

        init(_ sites: [WorldSite]) { self.sites = Mutex(sites) }

        func reply(_ index: Int, _ request: RangeRequest) -> RangeReply {
            let site = sites.withLock { $0[index] }
            guard site.isUp else { return .reset(after: []) }
            guard request.pathOnly == "/" else {
                return .response(status: 404, headers: [], body: Array("none".utf8))
            }
            let visit = visits.withLock { count in
                count += 1
                return count
            }
            var headers = [HeaderField("Content-Type", "text/html; charset=utf-8")]
            if site.isBehindCDN { headers.append(HeaderField("X-Qiniu-Zone", "0")) }
            return .response(
                status: 200, headers: headers, body: Array(World.page(site, visit: visit).utf8))
        }
    }

    init(_ world: World) throws {
        let state = State(world.sites)
        self.state = state
        range = try RangeServer(
            sites: world.sites.flatMap { site in
                (0..<2).map { place in
                    PracticeSite(
                        id: "\(site.index)-\(place)", summary: "", hosts: [site.host],
                        isSecure: site.isSecure, expected: .failure("")
                    ) { state.reply(site.index, $0) }
                }
            }, firstAddress: IPAddress("127.80.0.1"), keepsRequests: false)
        names = try NoNames()
    }

    func show(_ world: World) { state.sites.withLock { $0 = world.sites } }

    func stop() {
        range.stop()
        names.stop()
    }

    /// Who is asked for names that the hosts file does not have.
    var resolver: String { "127.0.0.1:\(names.port)" }

    /// The addresses of the sites that have one, as `/etc/hosts` has them.
    func hosts(_ world: World) -> String {
        world.sites.filter { $0.outage != .absent }.map { site in
            let address = range.addresses["\(site.index)-\(site.place)"]?.description ?? ""
            return "\(address) \(site.host)\n"
        }.joined()
    }

    /// A list of all sites.
    func list(_ world: World) -> String {
        world.sites.map { site in
            site.isSecure
                ? "https://\(site.host):\(range.securePort)/\n"
                : "http://\(site.host):\(range.port)/\n"
        }.joined()
    }
}

/// A name server by whom no name exists.
private final class NoNames: Sendable {
    let port: UInt16
    private let socket: Int32

    init() throws {
        let descriptor = Glibc.socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &place) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, size) == 0 && getsockname(descriptor, $0, &size) == 0
            }
        }
        guard isBound else { throw CocoaError(.fileReadUnknown) }
        port = UInt16(bigEndian: place.sin_port)
        socket = descriptor
        DispatchQueue(label: "no-names").async {
            var buffer = [UInt8](repeating: 0, count: 2048)
            while true {
                var peer = sockaddr_storage()
                var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
                let isOpen = withUnsafeMutablePointer(to: &peer) {
                    $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { peer in
                        let count = recvfrom(descriptor, &buffer, buffer.count, 0, peer, &size)
                        guard count > 0 else { return false }
                        guard count > 16,
                            let end = buffer[12..<count].firstIndex(of: 0), end + 5 <= count
                        else { return true }
                        let reply =
                            buffer[..<2] + [0x81, 0x83, 0, 1, 0, 0, 0, 0, 0, 0]
                            + buffer[12..<(end + 5)]
                        sendto(descriptor, Array(reply), reply.count, 0, peer, size)
                        return true
                    }
                }
                guard isOpen else { return }
            }
        }
    }

    func stop() {
        shutdown(socket, Int32(SHUT_RDWR))
        close(socket)
    }
}
