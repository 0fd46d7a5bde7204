// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import CCurl
import Casework
import FoundationEssentials

/// A libcurl handle, the request it works on, and what it has received.
///
/// A class, because libcurl holds its address. Used again for one request after another: making a
/// handle costs an eighth of a request.
final class Transfer {
    /// What one request has brought so far.
    struct Incoming {
        var head: [UInt8] = []
        var isHeadComplete = false
        /// Bytes of all header lines, also of those that are not kept.
        var headerBytes = 0
        var body: [UInt8] = []
        /// Why we told libcurl to stop.
        var stop: FetchFailure?
        /// The request head as libcurl says it sent it, if it was asked to say.
        var sentHead: [UInt8] = []
        var isHTTP2 = false
        var tls: TLSSession?
        /// Whether this request opened a socket, and did not find a connection to use again.
        var isNewSocket = false
        var remote: IPAddress?

        var byteCount: Int { headerBytes + body.count }
    }

    /// Its place among its shard's transfers.
    let slot: Int
    unowned let shard: Shard
    private(set) var easy: EasyHandle
    private(set) var job: FetchJob?
    private(set) var targets: [IPAddress] = []
    private(set) var attempt = 0
    var clock = TransferClock(limits: FetchLimits(), start: 0, addresses: 1)
    var incoming = Incoming()
    /// When the shard's ``DeadlineHeap`` will have it looked at.
    var armedAt: Instant?

    private var startedAt = Date()
    private var attemptStart: Instant = 0
    private var fields: [HeaderField] = []
    private var forbidsReuse = false
    private var saysWhatItSends = false
    private var hasProxy = false
    private var speaksLines = false
    private var hasBody = false

    init(slot: Int, shard: Shard) throws(FetchFailure) {
        self.slot = slot
        self.shard = shard
        self.easy = try EasyHandle()
        try setUp()
    }

    /// The options that are the same for every request.
    private func setUp() throws(FetchFailure) {
        try setCallbacks()
        try easy.set(CURLOPT_NOSIGNAL, to: 1)
        try easy.set(CURLOPT_PROTOCOLS_STR, to: "http,https")
        // An address is sent as it is written, and the environment's proxies are not ours.
        try easy.set(CURLOPT_PATH_AS_IS, to: 1)
        try easy.set(CURLOPT_PROXY, to: "")
        try easy.set(CURLOPT_NOPROXY, to: "")
        try easy.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, to: 1)
        try easy.set(CURLOPT_HTTP_CONTENT_DECODING, to: 0)
        try easy.set(CURLOPT_HTTP_VERSION, to: CURL_HTTP_VERSION_2TLS)
        try easy.set(CURLOPT_SSLVERSION, to: CURL_SSLVERSION_TLSv1_0)
        // The certificate is judged and recorded, and never a reason to lose the page.
        try easy.set(CURLOPT_SSL_VERIFYPEER, to: 0)
        try easy.set(CURLOPT_SSL_VERIFYHOST, to: 0)
        try easy.set(CURLOPT_CAINFO, to: nil as String?)
        try easy.set(CURLOPT_CAPATH, to: nil as String?)
        // A resumed session shows no chain, and would link one persona's visit to another's.
        try easy.set(CURLOPT_SSL_SESSIONID_CACHE, to: 0)
        // Starts the cookie engine, with no file.
        try easy.set(CURLOPT_COOKIEFILE, to: "")
    }

    // MARK: - One request

    /// Makes ready for `job`, and aims at the first address.
    func begin(_ job: FetchJob) throws(FetchFailure) {
        let request = job.request
        let now = Instant.now
        self.job = job
        startedAt = Date()
        targets = request.targets
        attempt = 0
        attemptStart = now
        clock = TransferClock(limits: request.limits, start: now, addresses: targets.count)
        incoming = Incoming()
        guard !targets.isEmpty else {
            throw request.proxy == nil
                ? .internalFault("no address to connect to was given")
                : .proxy("no address is known for the proxy's name")
        }

        // Gopher only for our own questions: nothing that a site says may lead there.
        let asksLine = request.line != nil
        if speaksLines != asksLine {
            try easy.set(CURLOPT_PROTOCOLS_STR, to: asksLine ? "gopher" : "http,https")
            speaksLines = asksLine
        }
        try easy.set(CURLOPT_URL, to: request.url)
        let wanted = RequestHead.fields(persona: request.persona, referer: request.referer)
        if wanted != fields {
            try easy.setHeaders(wanted)
            fields = wanted
        }
        if forbidsReuse == request.keepsConnection {
            try easy.set(CURLOPT_FORBID_REUSE, to: request.keepsConnection ? 0 : 1)
            forbidsReuse = !request.keepsConnection
        }
        try setBody(request.body)
        // With cookies, a body or a proxy, libcurl adds lines that we cannot foresee; it tells them, at a
        // price. Without, the head is ours to the byte.
        let mustSay = !request.cookies.isEmpty || request.body != nil || request.proxy != nil
        if saysWhatItSends != mustSay {
            try easy.set(CURLOPT_VERBOSE, to: mustSay ? 1 : 0)
            saysWhatItSends = mustSay
        }
        for line in request.cookies { try easy.set(CURLOPT_COOKIELIST, to: line) }
        try setProxy(request)
        try aim()
    }

    /// Aims at the next address, if there is one.
    ///
    /// - Returns: Whether there is.
    func beginNextAttempt() throws(FetchFailure) -> Bool {
        guard attempt + 1 < targets.count else { return false }
        attempt += 1
        attemptStart = .now
        incoming = Incoming()
        clock.beginAttempt(at: attemptStart, addressesLeft: targets.count - attempt)
        try aim()
        return true
    }

    private func setBody(_ body: [UInt8]?) throws(FetchFailure) {
        if var body {
            hasBody = true
            try easy.set(CURLOPT_POST, to: 1)
            try easy.set(CURLOPT_POSTFIELDSIZE, to: body.count)
            let code = body.withUnsafeMutableBytes {
                ccurl_easy_set_pointer(easy.raw, CURLOPT_COPYPOSTFIELDS, $0.baseAddress)
            }
            try easy.check(code, "the body")
        } else if hasBody {
            hasBody = false
            try easy.set(CURLOPT_HTTPGET, to: 1)
        }
    }

    private func setProxy(_ request: FetchRequest) throws(FetchFailure) {
        let proxy = request.proxy
        guard proxy != nil || hasProxy else { return }
        hasProxy = proxy != nil
        // A line of its own passes an HTTP proxy only through a tunnel.
        try easy.set(CURLOPT_HTTPPROXYTUNNEL, to: request.line == nil ? 0 : 1)
        try easy.set(CURLOPT_PROXY, to: "")
        try easy.set(CURLOPT_PROXYUSERNAME, to: proxy?.user)
        try easy.set(CURLOPT_PROXYPASSWORD, to: proxy?.password)
    }

    private func aim() throws(FetchFailure) {
        easy.clearErrorText()
        guard let job else { return }
        if let proxy = job.request.proxy {
            try easy.set(CURLOPT_CONNECT_TO, to: nil as UnsafeMutablePointer<curl_slist>?)
            try easy.set(CURLOPT_PROXY, to: proxy.url(at: targets[attempt]))
        } else {
            let isIPv6 = targets[attempt].isIPv6
            try easy.set(CURLOPT_CONNECT_TO, to: DummyAddresses.list(job.siteHash, isIPv6: isIPv6))
        }
    }

    /// Forgets the request, so that nothing of it reaches the next one.
    func end() throws(FetchFailure) {
        job = nil
        targets = []
        incoming = Incoming()
        try easy.set(CURLOPT_COOKIELIST, to: "ALL")
    }
}

// MARK: - What came of it

extension Transfer {
    /// The finished request as an ``Exchange``; takes the body with it.
    func takeResult(_ failure: FetchFailure?) -> FetchResult {
        guard let job else { preconditionFailure("a transfer without a request has no result") }
        let request = job.request
        var failure = failure
        var response: Exchange.Response?
        if let head = ResponseHead(incoming.head) {
            response = Exchange.Response(
                status: head.status, httpVersion: head.httpVersion, head: incoming.head,
                headers: head.headers, body: incoming.body)
            incoming.body = []
            if head.status == 407, request.proxy != nil, failure == nil {
                failure = .proxy("the proxy asks for a name and password")
            }
        }
        let raw = request.line == nil ? [] : incoming.body
        var cookies = request.cookies
        do {
            cookies = try easy.cookies()
        } catch {
            failure = failure ?? error
        }
        let exchange = Exchange(
            request: Exchange.Request(address: request.address, head: sentHead(request)),
            response: response, failure: failure, remote: remote(request), tls: incoming.tls,
            startedAt: startedAt, timing: timing)
        return FetchResult(exchange: exchange, cookies: cookies, raw: raw)
    }

    /// The head as sent; empty if it was not.
    private func sentHead(_ request: FetchRequest) -> [UInt8] {
        guard clock.requestedAt != nil else { return [] }
        if let line = request.line { return Array((line + "\r\n").utf8) }
        if saysWhatItSends { return RequestHead.withoutCredentials(incoming.sentHead) }
        return RequestHead.start(request.address, isHTTP2: incoming.isHTTP2)
            + RequestHead.tail(fields)
    }

    private func remote(_ request: FetchRequest) -> Exchange.Endpoint? {
        var address = incoming.remote
        if address == nil, incoming.isNewSocket, easy.milliseconds(CURLINFO_CONNECT_TIME_T) != nil {
            address = targets[attempt]
        }
        return address.map {
            Exchange.Endpoint(
                address: $0, port: request.proxy?.port ?? request.address.port,
                proxy: request.proxy?.description)
        }
    }

    private var timing: Exchange.Timing {
        let earlier = Double(attemptStart - clock.start) / 1e6
        func time(_ info: CURLINFO) -> Double? { easy.milliseconds(info).map { $0 + earlier } }
        return Exchange.Timing(
            connectedMilliseconds: time(CURLINFO_CONNECT_TIME_T),
            securedMilliseconds: time(CURLINFO_APPCONNECT_TIME_T),
            firstByteMilliseconds: time(CURLINFO_STARTTRANSFER_TIME_T),
            totalMilliseconds: Double(Instant.now - clock.start) / 1e6)
    }

    /// Looks at the clock, first asking libcurl for a first byte that has not made a line yet.
    func look(at now: Instant) -> TransferClock.Look {
        if clock.requestedAt != nil, clock.firstByteAt == nil,
            let milliseconds = easy.milliseconds(CURLINFO_STARTTRANSFER_TIME_T)
        {
            clock.didReceiveFirstByte(
                at: min(now, attemptStart.adding(seconds: milliseconds / 1e3)))
        }
        return clock.look(at: now, bytes: incoming.byteCount)
    }
}

/// The addresses that libcurl believes it connects to.
///
/// CURLOPT_CONNECT_TO names one of 256 literals, so that libcurl never resolves a name and its
/// cache of names stays small, which it walks at the end of every transfer; and so that idle
/// connections are spread over 256 lists, which it walks to find one to use again. The open-socket
/// callback then puts the checked address in its place.
private enum DummyAddresses {
    static func list(_ hash: UInt64, isIPv6: Bool) -> UnsafeMutablePointer<curl_slist>? {
        (isIPv6 ? ipv6 : ipv4)[Int(truncatingIfNeeded: hash >> 32) & 255]
    }

    // Never changed and never freed: libcurl only reads them.
    private nonisolated(unsafe) static let ipv4 = (0..<256).map {
        curl_slist_append(nil, "::127.1.0.\($0):")
    }
    private nonisolated(unsafe) static let ipv6 = (0..<256).map {
        curl_slist_append(nil, "::[100::\(String($0 + 1, radix: 16))]:")
    }
}
