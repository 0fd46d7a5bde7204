// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Glibc
package import Wording

/// A server that tells the time by SNTP, as a user names it: `ntp.example`, `192.0.2.1:1123`,
/// `[2001:db8::1]`.
package struct TimeServer: Sendable, Hashable, CustomStringConvertible {
    package let host: String
    package let port: UInt16

    /// Reads a name or address, with a port or without (123).
    package init?(_ text: String) {
        var host = text[...]
        var port: UInt16? = 123
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else { return nil }
            host = text[text.index(after: text.startIndex)..<end]
            let rest = text[text.index(after: end)...]
            if !rest.isEmpty { port = rest.hasPrefix(":") ? UInt16(rest.dropFirst()) : nil }
        } else if let colon = text.lastIndex(of: ":"), text.firstIndex(of: ":") == colon {
            host = text[..<colon]
            port = UInt16(text[text.index(after: colon)...])
        }
        let allowed = host.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
                || [0x2D, 0x2E, 0x3A, 0x5F].contains(byte)
        }
        guard let port, port > 0, !host.isEmpty, host.utf8.count <= 253, allowed else { return nil }
        self.host = String(host)
        self.port = port
    }

    package var description: String {
        let shown = host.contains(":") ? "[\(host)]" : host
        return port == 123 ? shown : "\(shown):\(port)"
    }

    /// What one question to a server came to.
    struct Reading {
        /// What must be added to this machine's time to get the server's.
        var offset: Double
        var uncertainty: Double
        var stratum: UInt8
    }

    /// Asks up to three times, each for a second at most, and takes the answer that came fastest.
    ///
    /// Blocks.
    func read() throws(ClockFault) -> Reading {
        let descriptor = try connected()
        defer { close(descriptor) }
        var best: (delay: Double, reading: Reading)?
        var fault = ClockFault.silent(description)
        for _ in 0..<3 {
            do throws(ClockFault) {
                let (delay, reading) = try ask(descriptor)
                if delay < best?.delay ?? .infinity { best = (delay, reading) }
            } catch {
                fault = error
                if case .refused = error { break }
            }
        }
        guard let best else { throw fault }
        return best.reading
    }

    private func connected() throws(ClockFault) -> Int32 {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_DGRAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &found) == 0, let found else {
            throw .unknownHost(description)
        }
        defer { freeaddrinfo(found) }
        var next: UnsafeMutablePointer<addrinfo>? = found
        while let address = next {
            let descriptor = socket(
                address.pointee.ai_family,
                address.pointee.ai_socktype | Int32(SOCK_CLOEXEC.rawValue),
                0)
            if descriptor >= 0 {
                // Connected, so that only the server's own answers come in.
                let status = connect(
                    descriptor, address.pointee.ai_addr, address.pointee.ai_addrlen)
                if status == 0 { return descriptor }
                close(descriptor)
            }
            next = address.pointee.ai_next
        }
        throw .silent(description)
    }

    private func ask(_ descriptor: Int32) throws(ClockFault) -> (delay: Double, Reading) {
        let nonce = UInt64.random(in: 1 ... .max)
        let question = TimePacket.question(nonce: nonce)
        let asked = Self.now()
        let start = ContinuousClock.now
        guard
            send(descriptor, question, question.count, Int32(MSG_NOSIGNAL))
                == question.count
        else { throw .silent(description) }
        while true {
            let left = .seconds(1) - (ContinuousClock.now - start)
            let milliseconds = Int32(left / .milliseconds(1))
            var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard milliseconds > 0, poll(&wait, 1, milliseconds) > 0 else {
                throw .silent(description)
            }
            var bytes = [UInt8](repeating: 0, count: 512)
            let count = recv(descriptor, &bytes, bytes.count, 0)
            let delay = (ContinuousClock.now - start) / .seconds(1)
            guard count >= 0 else { throw .silent(description) }
            bytes.removeLast(bytes.count - count)
            do throws(TimePacket.Fault) {
                let answer = try TimePacket.answer(bytes, nonce: nonce)
                // The way there and back, without the server's own time; by a clock nobody sets.
                let way = max(0, delay - max(0, answer.sent - answer.received))
                let offset = ((answer.received - asked) + (answer.sent - (asked + delay))) / 2
                let doubt = way / 2 + answer.rootDelay / 2 + answer.rootDispersion
                return (
                    way, Reading(offset: offset, uncertainty: doubt, stratum: answer.stratum)
                )
            } catch {
                switch error {
                // Somebody else's; the right one may still come.
                case .foreign: continue
                case .malformed: throw .malformed(description)
                case .unset: throw .unset(description)
                case .refused(let code): throw .refused(description, code)
                }
            }
        }
    }

    private static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}

/// Why a clock could not be compared with another.
package enum ClockFault: Explained, Hashable {
    case unknownHost(String)
    case silent(String)
    case malformed(String)
    case unset(String)
    case refused(String, String)
    case noChrony
    case chronyUnset

    package var message: Message {
        switch self {
        case .unknownHost(let server): ClockMessages.unknownHost(server)
        case .silent(let server): ClockMessages.silent(server)
        case .malformed(let server): ClockMessages.malformed(server)
        case .unset(let server): ClockMessages.unset(server)
        case .refused(let server, let code): ClockMessages.refused(server, code)
        case .noChrony: ClockMessages.noChrony
        case .chronyUnset: ClockMessages.chronyUnset
        }
    }
}
