// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Dispatch
import Glibc
import Synchronization

/// A name server over UDP for one test: what each name leads to, and how that changes.
final class Zone: Sendable {
    enum Record: Sendable {
        case address(String)
        case alias(String)
    }

    let port: UInt16
    private let socket: Int32
    private let names: [String: @Sendable (_ asked: Int) -> [Record]]
    private let asked = Mutex<[String: Int]>([:])

    /// Answers with what `names` say; they are told how often the name was asked for before.
    init?(_ names: [String: @Sendable (_ asked: Int) -> [Record]]) {
        let descriptor = Glibc.socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let isBound = withUnsafePointer(to: place) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isBound else { return nil }
        socket = descriptor
        port = SweepTests.port(of: descriptor)
        self.names = names
        DispatchQueue(label: "zone").async { [self] in
            var buffer = [UInt8](repeating: 0, count: 2048)
            while true {
                var peer = sockaddr_storage()
                var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
                let isOpen = withUnsafeMutablePointer(to: &peer) {
                    $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { peer in
                        let count = recvfrom(descriptor, &buffer, buffer.count, 0, peer, &size)
                        guard count > 0 else { return false }
                        guard count > 16 else { return true }
                        let reply = reply(to: Array(buffer.prefix(count)))
                        sendto(descriptor, reply, reply.count, 0, peer, size)
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

    private func reply(to query: [UInt8]) -> [UInt8] {
        var end = 12
        var labels: [String] = []
        while end < query.count, query[end] != 0 {
            let next = end + 1 + Int(query[end])
            labels.append(String(decoding: query[(end + 1)..<next], as: UTF8.self))
            end = next
        }
        let question = query[12..<(end + 5)]
        let type = UInt16(query[end + 1]) << 8 | UInt16(query[end + 2])
        let name = labels.joined(separator: ".").lowercased()
        guard let say = names[name] else {
            return query.prefix(2) + [0x81, 0x83, 0, 1, 0, 0, 0, 0, 0, 0] + question
        }
        let before = asked.withLock { asked in
            let key = "\(name)/\(type)"
            defer { asked[key, default: 0] += 1 }
            return asked[key] ?? 0
        }
        var answers: [[UInt8]] = []
        add(say(before), of: [0xC0, 12], type, to: &answers)
        return query.prefix(2) + [0x81, 0x80, 0, 1, 0, UInt8(answers.count), 0, 0, 0, 0]
            + question + answers.joined()
    }

    private func add(
        _ records: [Record], of owner: [UInt8], _ type: UInt16, to answers: inout [[UInt8]]
    ) {
        func append(_ kind: UInt8, _ data: [UInt8]) {
            answers.append(
                owner + [0, kind, 0, 1, 0, 0, 0, 0, 0, UInt8(data.count)] + data)
        }
        for record in records {
            switch record {
            case .address(let text):
                guard let address = IPAddress(text), type == (address.isIPv6 ? 28 : 1) else {
                    continue
                }
                append(UInt8(type), address.bytes)
            case .alias(let target):
                var name: [UInt8] = []
                for label in target.split(separator: ".") {
                    name.append(UInt8(label.utf8.count))
                    name += label.utf8
                }
                name.append(0)
                append(5, name)
                if let say = names[target] { add(say(0), of: name, type, to: &answers) }
            }
        }
    }
}
