// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework

/// Serves practice sites on loopback, each at an address of its own.
///
/// Each site has its own address, so that politeness towards an address never makes one site wait
/// for another, and so that a site is known by its address, as a fake on a bare address is. All
/// sites reached by HTTP share one port, all reached by HTTPS another.
///
/// On IPv6 there is one loopback address only: at `::1` all sites share it, and the `Host` field
/// tells them apart.
package final class RangeServer: Sendable {
    package let sites: [PracticeSite]
    /// Where each site listens, by ``PracticeSite/id``.
    package let addresses: [String: IPAddress]
    /// The port of all sites reached by HTTP.
    package let port: UInt16
    /// The port of all sites reached by HTTPS.
    package let securePort: UInt16

    private let loop: RangeLoop

    /// Opens the range.
    ///
    /// - Parameters:
    ///   - sites: What to serve; their ids must differ.
    ///   - firstAddress: The address of the first site; each further site has the next one.
    ///     127.77.0.1 by default.
    ///   - port: The port for HTTP; 0 for a free one.
    ///   - securePort: The port for HTTPS; 0 for a free one.
    ///   - keepsRequests: Whether ``requests(of:)`` tells anything; not where they are without number.
    /// - Throws: ``RangeError``, if an address is not loopback or a port is taken.
    package init(
        sites: [PracticeSite], firstAddress: IPAddress? = nil, port: UInt16 = 0,
        securePort: UInt16 = 0, keepsRequests: Bool = true
    ) throws(RangeError) {
        guard !sites.isEmpty else { throw .noSites }
        let places = try Self.places(of: sites, from: firstAddress)
        self.sites = sites
        addresses = Dictionary(
            zip(sites, places).map { ($0.id, $1) }, uniquingKeysWith: { first, _ in first })

        let plain = Self.groups(sites, at: places, secure: false)
        let secure = Self.groups(sites, at: places, secure: true)
        let listening = try Listening(at: plain.map(\.address), port: port)
        let secureListening = try Listening(
            at: secure.map(\.address), port: securePort, otherThan: listening.port)
        self.port = listening.port
        self.securePort = secureListening.port

        var contexts: [RangeTLS] = []
        for group in secure {
            contexts.append(try RangeTLS(for: group.sites, at: group.address))
        }

        loop = try RangeLoop(keepsRequests: keepsRequests)
        for (group, socket) in zip(plain, listening.take()) {
            loop.serve(group.sites, on: socket, tls: nil)
        }
        for ((group, context), socket) in zip(zip(secure, contexts), secureListening.take()) {
            loop.serve(group.sites, on: socket, tls: context)
        }
        loop.start()
    }

    deinit {
        loop.stop()
    }

    /// Closes every connection and every port.
    ///
    /// Does nothing if it was called before.
    package func stop() {
        loop.stop()
    }

    /// How many visitors are connected.
    package var connectionCount: Int { loop.connectionCount }

    /// What the site was asked, in order.
    package func requests(of id: String) -> [RangeRequest] {
        loop.requests(of: id)
    }

    /// The address that a list of suspects names: `http://cx-mem.example:41234/`.
    ///
    /// A site without a host name is named by its IP address.
    package func url(of site: PracticeSite) -> String {
        let host = site.hosts.first ?? addresses[site.id].map(Self.authority) ?? ""
        let origin =
            site.isSecure ? "https://\(host):\(securePort)" : "http://\(host):\(port)"
        return origin + site.entry
    }

    /// The address that a list of suspects names, of the site with this id.
    package func url(of id: String) -> String? {
        sites.first { $0.id == id }.map { url(of: $0) }
    }

    /// All host names and their addresses, in the form of `/etc/hosts`.
    package var hostsFile: String {
        sites.filter { !$0.hosts.isEmpty }
            .map { "\(addresses[$0.id]?.description ?? "") \($0.hosts.joined(separator: " "))\n" }
            .joined()
    }

    /// The addresses that a sweep of the range must be allowed to connect to, and no others.
    package var allowedRanges: [AddressRange] {
        Set(addresses.values).map(\.description).sorted().compactMap { AddressRange($0) }
    }

    static func authority(_ address: IPAddress) -> String {
        address.isIPv6 ? "[\(address)]" : address.description
    }

    private static func places(
        of sites: [PracticeSite], from first: IPAddress?
    ) throws(RangeError) -> [IPAddress] {
        guard let first = first ?? IPAddress("127.77.0.1") else { return [] }
        guard ReservedRange.containing(first) == .loopback else {
            throw .notLoopback(first.description)
        }
        if first.isIPv6 { return sites.map { _ in first } }
        let base = first.bytes.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        // 127.255.255.255 is the broadcast address of the loopback network.
        guard UInt64(base) + UInt64(sites.count) <= 0x7FFF_FFFF else {
            throw .addressesExhausted(first: first.description, sites: sites.count)
        }
        return sites.indices.compactMap { index in
            let value = base + UInt32(index)
            return IPAddress(
                bytes: [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) })
        }
    }

    /// The sites of one scheme, by address.
    private static func groups(
        _ sites: [PracticeSite], at places: [IPAddress], secure: Bool
    ) -> [(address: IPAddress, sites: [PracticeSite])] {
        var groups: [(address: IPAddress, sites: [PracticeSite])] = []
        for (site, place) in zip(sites, places) where site.isSecure == secure {
            if groups.last?.address == place {
                groups[groups.count - 1].sites.append(site)
            } else {
                groups.append((place, [site]))
            }
        }
        return groups
    }
}
