// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework
import FoundationEssentials

/// Asks the DNS about hosts, and tells *live*, *absent* and *unknown* apart.
///
/// Never blocks a thread, and never uses the system's own resolver. Many callers may ask at one
/// time; those that ask the same share one question, and addresses are remembered for as long as
/// their records allow, at most five minutes. A remembered answer keeps the time at which, and the
/// server from which, it came.
///
/// A question ends in bounded time: after ``ResolverConfiguration/tries`` times the time-out for
/// each server.
package final class NameResolver: Sendable {
    /// How much to ask about a host.
    package enum Depth: Sendable, Hashable {
        /// A and AAAA, with the CNAME records on the way.
        case addresses
        /// Also NS, SOA, MX and TXT.
        case full
    }

    private let core: ResolverCore
    private let overrides: HostsFile

    package init(_ configuration: ResolverConfiguration) throws(ResolverError) {
        core = try ResolverCore(configuration)
        overrides = configuration.overrides
    }

    deinit {
        core.shutDown()
    }

    /// Ends all questions, whose names are then unknown; further ones end at once.
    ///
    /// Returns before the sockets are closed. To be called when no more will be asked; may be
    /// called twice.
    package func shutDown() {
        core.shutDown()
    }

    /// What the DNS says about `host`, which is in ASCII.
    ///
    /// A host that is an IP address is live with itself, and one that the overrides name has their
    /// addresses: no server is asked about either. NS and SOA are asked for at `zone`, usually the
    /// registrable domain, or at `host` if it is `nil`.
    package func resolve(
        _ host: String, depth: Depth, zone: String? = nil
    ) async -> NameReport {
        if let report = overrides.report(withoutAsking: host) { return report }
        let name = host.asDNSName
        let apex = zone?.asDNSName ?? name
        var questions = [Question(name: name, type: .a), Question(name: name, type: .aaaa)]
        if depth == .full {
            questions += [
                Question(name: apex, type: .ns), Question(name: apex, type: .soa),
                Question(name: name, type: .mx), Question(name: name, type: .txt),
            ]
        }
        return NameReport(host: host, answers: await core.ask(questions))
    }

    /// The names that `address` points back to.
    package func reverse(_ address: IPAddress) async -> NameAnswer {
        let question = Question(name: address.reverseName, type: .ptr)
        let answers = await core.ask([question])
        return answers[0]
    }

    /// Whether any name under `parent` has the addresses of `host`, as a random one shows.
    ///
    /// `nil` if it is unknown, because no server answered for one of both, or because `host` is not
    /// a matter of the DNS: an IP address or overridden.
    package func probeWildcard(_ host: String, under parent: String) async -> Bool? {
        guard IPAddress(host) == nil, overrides.addresses(of: host) == nil else { return nil }
        let letters = Array("abcdefghijklmnopqrstuvwxyz")
        let label = String((0..<14).map { _ in letters[Int.random(in: letters.indices)] })
        async let own = resolve(host, depth: .addresses)
        async let random = resolve("\(label).\(parent)", depth: .addresses)
        let (known, probe) = await (own, random)
        if probe.liveness == .absent { return false }
        guard known.liveness != .unknown, probe.liveness != .unknown else { return nil }
        // One shared address is enough: large hosts give a few of many, in turn.
        return !Set(known.addresses).isDisjoint(with: probe.addresses)
    }
}

extension IPAddress {
    /// The name under which the DNS keeps what an address points back to (RFC 1035, RFC 3596).
    fileprivate var reverseName: String {
        guard isIPv6 else {
            return bytes.reversed().map(String.init).joined(separator: ".") + ".in-addr.arpa"
        }
        return bytes.reversed()
            .map { "\(String($0 & 15, radix: 16)).\(String($0 >> 4, radix: 16))." }
            .joined() + "ip6.arpa"
    }
}
