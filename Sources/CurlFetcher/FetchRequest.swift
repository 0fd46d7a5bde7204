// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework

/// One request to make: one address, one persona, one hop.
package struct FetchRequest: Sendable {
    package var address: WebAddress
    /// The addresses that the host's name led to, already checked; tried in this order.
    ///
    /// May be empty if the host is an IP address itself, or if a proxy resolves the name.
    package var connectTo: [IPAddress]
    package var persona: Persona
    /// The page that led here; the persona's own referer if `nil`.
    package var referer: String?
    /// The cookies of this visit so far, as the last ``FetchResult/cookies`` gave them.
    package var cookies: [String]
    package var limits: FetchLimits
    /// Whether more requests to this site follow at once, so that the connection is worth keeping.
    package var keepsConnection: Bool
    /// The proxy to go through, or `nil` to connect directly.
    package var proxy: ProxySetting?
    /// What to send by POST, with the type that the persona's fields name; `nil` for a GET.
    ///
    /// Only for services of the bureau's own: nothing is ever submitted to a suspect site.
    package var body: [UInt8]?
    /// A line to send in place of an HTTP request; see ``CurlFetcher/ask(_:)``.
    var line: String?

    package init(
        address: WebAddress, connectTo: [IPAddress] = [], persona: Persona,
        referer: String? = nil, cookies: [String] = [], limits: FetchLimits = FetchLimits(),
        keepsConnection: Bool = false, proxy: ProxySetting? = nil
    ) {
        self.address = address
        self.connectTo = connectTo
        self.persona = persona
        self.referer = referer
        self.cookies = cookies
        self.limits = limits
        self.keepsConnection = keepsConnection
        self.proxy = proxy
    }

    /// The addresses to open a socket to, in order: the proxy's, or the site's.
    var targets: [IPAddress] {
        if let proxy { return proxy.addresses }
        if connectTo.isEmpty, let own = address.hostAddress { return [own] }
        return connectTo
    }
}

/// What came of a request.
package struct FetchResult: Sendable {
    /// Request, response and failure.
    package var exchange: Exchange
    /// The cookies of this visit from now on, in libcurl's form (Netscape cookie file lines).
    package var cookies: [String]
    /// All that the server sent, if it was asked by a line and not by HTTP.
    var raw: [UInt8] = []
}
