// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

// How libcurl, epoll and Dispatch share the work
//
// libcurl never blocks here. It says which sockets to watch (SOCKETFUNCTION) and when to wake it
// (TIMERFUNCTION). The sockets are in an epoll set of our own, which Dispatch watches as one
// readable descriptor; every event is answered with `curl_multi_socket_action` on one serial queue.
// Three facts shape the rest:
//
// 1. libcurl closes a socket right after it says POLL_REMOVE. Dispatch forbids closing a descriptor
//    that a source still watches; an epoll set does not mind.
// 2. libcurl must not be called from within its own callbacks. So a timeout of zero only raises a
//    flag, and callbacks only take notes.
// 3. `curl_multi_cleanup` may call back into SOCKETFUNCTION to end TLS sessions. So cleaning up is a
//    method, `shutDown()`, and never `deinit`.

import CCurl
import CEpoll
import Casework
import Dispatch
import FoundationEssentials
import Glibc
import Synchronization

/// One request on its way through the fetcher.
final class FetchJob: @unchecked Sendable {
    // @unchecked Sendable because `request` and `siteHash` never change, `continuation` is set
    // before the job is handed to its shard, and the rest is used on the shard's queue only, but
    // for `wasHandedOver`, which the caller reads after the continuation.
    enum State {
        case new
        case waiting
        case running(Transfer)
        case done
    }

    let request: FetchRequest
    let siteHash: UInt64
    var continuation: CheckedContinuation<FetchResult, Never>?
    var state = State.new
    var isCancelled = false
    /// Whether the shard counts the result until the caller has come for it.
    var wasHandedOver = false

    init(_ request: FetchRequest, siteHash: UInt64) {
        self.request = request
        self.siteHash = siteHash
    }

    /// Answers a request that never got as far as a transfer.
    func finish(_ failure: FetchFailure) {
        let exchange = Exchange(
            request: Exchange.Request(address: request.address, head: []), failure: failure,
            startedAt: Date())
        finish(FetchResult(exchange: exchange, cookies: request.cookies))
    }

    func finish(_ result: FetchResult) {
        state = .done
        continuation.take()?.resume(returning: result)
    }
}

/// One of the fetcher's event loops: it alone runs the requests to its share of all sites.
///
/// Call ``shutDown()`` before releasing it.
final class Shard: @unchecked Sendable {
    // @unchecked Sendable because all mutable state is used on `queue` only, which
    // `dispatchPrecondition` checks at each way in; other threads leave their wishes in `inbox`.
    enum Wish {
        case start(FetchJob)
        case cancel(FetchJob)
    }

    private struct Inbox {
        var wishes: [Wish] = []
        var isRead = true
        var isClosed = false
        /// Results that were handed over, but whose callers have not come for them yet.
        var handedOver = 0
        /// Whether nothing new is started until callers have come for some of them.
        var isHeldBack = false
    }

    /// How many results may wait for their callers before nothing new is started: 128.
    ///
    /// Pages that come faster than they are read would fill the memory.
    static let handOverLimit = 128

    /// How many requests are started before events are looked at: 256.
    private static let startsAtOnce = 256

    let policy: AddressPolicy
    let trustStore: TrustStore
    let queue: DispatchQueue
    let multi: UnsafeMutableRawPointer
    private let capacity: Int
    private let inbox = Mutex(Inbox())
    private var waiting = FIFO<FetchJob>()
    private var transfers: [Transfer] = []
    private var idle: [Transfer] = []
    private var inFlight = 0
    private var isShutDown = false

    // For Shard+Events.swift.
    let epoll: Int32
    let events = UnsafeMutableBufferPointer<epoll_event>.allocate(capacity: 512)
    let source: any DispatchSourceRead
    let timer: any DispatchSourceTimer
    var deadlines = DeadlineHeap()
    var curlDeadline = Instant.max
    var timerArmedAt = Instant.max
    var mustKick = false
    /// Whether more requests can be started, after a look at events.
    private(set) var mustAdmit = false

    init(
        index: Int, capacity: Int, policy: AddressPolicy, trustStore: TrustStore
    ) throws(FetchFailure) {
        guard let multi = curl_multi_init() else {
            throw .outOfResources("libcurl cannot make an event loop")
        }
        let epoll = cepoll_create()
        guard epoll >= 0 else {
            curl_multi_cleanup(multi)
            throw .outOfResources("epoll: \(String(cString: strerror(errno)))")
        }
        self.capacity = capacity
        self.policy = policy
        self.trustStore = trustStore
        self.multi = multi
        self.epoll = epoll
        queue = DispatchQueue(label: "fetch-\(index)")
        timer = DispatchSource.makeTimerSource(queue: queue)
        source = DispatchSource.makeReadSource(fileDescriptor: epoll, queue: queue)
        startEvents(keepingConnections: capacity + capacity / 5)
    }

    deinit {
        precondition(isShutDown, "call shutDown() before releasing a CurlFetcher")
        events.deallocate()
    }

    /// Asks for something to be done on the queue.
    ///
    /// - Returns: `false` if the shard is shut down.
    func post(_ wish: Wish) -> Bool {
        let (isTaken, mustRead) = inbox.withLock { inbox in
            if inbox.isClosed { return (false, false) }
            inbox.wishes.append(wish)
            defer { inbox.isRead = false }
            return (true, inbox.isRead)
        }
        if mustRead {
            queue.async { [self] in
                readInbox()
                turn()
            }
        }
        return isTaken
    }

    private func readInbox() {
        dispatchPrecondition(condition: .onQueue(queue))
        let wishes = inbox.withLock { inbox in
            inbox.isRead = true
            defer { inbox.wishes.removeAll() }
            return inbox.wishes
        }
        for wish in wishes {
            switch wish {
            case .start(let job):
                if job.isCancelled || isShutDown {
                    job.finish(.cancelled)
                } else {
                    job.state = .waiting
                    waiting.append(job)
                }
            case .cancel(let job):
                cancel(job)
            }
        }
        admit()
    }

    /// Notes that a caller has come for a result.
    func take() {
        let hasRoomAgain = inbox.withLock { inbox in
            inbox.handedOver -= 1
            guard inbox.isHeldBack, inbox.handedOver <= Self.handOverLimit / 2 else { return false }
            inbox.isHeldBack = false
            return true
        }
        if hasRoomAgain {
            queue.async { [self] in
                admit()
                turn()
            }
        }
    }

    /// Ends every request as cancelled, and frees libcurl's memory.
    func shutDown() {
        inbox.withLock { $0.isClosed = true }
        queue.sync {
            guard !isShutDown else { return }
            isShutDown = true
            readInbox()
            while let job = waiting.popFirst() {
                if case .waiting = job.state { job.finish(.cancelled) }
            }
            for transfer in transfers where transfer.job != nil {
                finish(transfer, with: .cancelled)
            }
            expectOK(curl_multi_cleanup(multi))
            transfers.removeAll()
            idle.removeAll()
            stopEvents()
        }
    }
}

// MARK: - Requests

extension Shard {
    /// Starts waiting requests for which there is room, some at a time: what answers at once is then
    /// seen before the next are started, so that quick sites never pile up.
    private func admit() {
        let isHeldBack = inbox.withLock { inbox in
            inbox.isHeldBack = inbox.handedOver >= Self.handOverLimit
            return inbox.isHeldBack
        }
        mustAdmit = false
        guard !isHeldBack else { return }
        var started = 0
        while !isShutDown, inFlight < capacity, let job = waiting.popFirst() {
            guard case .waiting = job.state else { continue }
            start(job)
            started += 1
            if started == Self.startsAtOnce {
                mustAdmit = true
                return
            }
        }
    }

    private func start(_ job: FetchJob) {
        var transfer: Transfer?
        do throws(FetchFailure) {
            let taken = if let idle = idle.popLast() { idle } else { try makeTransfer() }
            transfer = taken
            try taken.begin(job)
            job.state = .running(taken)
            inFlight += 1
            expectOK(curl_multi_add_handle(multi, taken.easy.raw))
            watch(taken, at: taken.clock.start)
        } catch {
            job.finish(error)
            if let transfer { retire(transfer) }
        }
    }

    private func makeTransfer() throws(FetchFailure) -> Transfer {
        let transfer = try Transfer(slot: transfers.count, shard: self)
        transfers.append(transfer)
        return transfer
    }

    private func cancel(_ job: FetchJob) {
        job.isCancelled = true
        switch job.state {
        case .new, .done: break
        case .waiting: job.finish(.cancelled)
        case .running(let transfer): finish(transfer, with: .cancelled)
        }
    }

    /// Takes `transfer` from libcurl and answers its request, unless another address is to be tried.
    private func finish(_ transfer: Transfer, with failure: FetchFailure?) {
        dispatchPrecondition(condition: .onQueue(queue))
        guard let job = transfer.job else { return }
        var failure = failure
        expectOK(curl_multi_remove_handle(multi, transfer.easy.raw))
        if let reason = failure, reason.isOfOneAddress, transfer.clock.requestedAt == nil {
            do throws(FetchFailure) {
                if try transfer.beginNextAttempt() {
                    expectOK(curl_multi_add_handle(multi, transfer.easy.raw))
                    watch(transfer, at: .now)
                    return
                }
            } catch {
                failure = error
            }
        }
        inFlight -= 1
        inbox.withLock { $0.handedOver += 1 }
        job.wasHandedOver = true
        job.finish(transfer.takeResult(failure))
        retire(transfer)
    }

    /// Keeps a transfer for the next request.
    private func retire(_ transfer: Transfer) {
        do throws(FetchFailure) {
            try transfer.end()
            idle.append(transfer)
        } catch {
            // A handle that does not forget is never used again; its slot stays empty.
        }
    }

    /// Answers every request that libcurl has completed, then starts others in their place.
    func finishCompleted() {
        var remaining: Int32 = 0
        while let message = curl_multi_info_read(multi, &remaining) {
            guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle,
                let context = ccurl_easy_context(easy)
            else { continue }
            let transfer = Transfer.from(context)
            let code = message.pointee.data.result
            finish(transfer, with: transfer.failure(of: code))
        }
        admit()
    }

    /// Has the clock of `transfer` looked at when something on it is due.
    func watch(_ transfer: Transfer, at now: Instant) {
        let due: Instant
        switch transfer.look(at: now) {
        case .wait(let until): due = until
        case .reached: due = now
        }
        if let armed = transfer.armedAt, armed <= due { return }
        transfer.armedAt = due
        deadlines.insert(DeadlineHeap.Entry(time: due, slot: transfer.slot))
    }

    /// Ends the requests whose time is up.
    func finishExpired() {
        while let entry = deadlines.pop(dueAt: .now) {
            let transfer = transfers[entry.slot]
            // An earlier look was wanted since; that one goes on.
            guard transfer.armedAt == entry.time else { continue }
            transfer.armedAt = nil
            guard transfer.job != nil else { continue }
            let now = Instant.now
            if case .reached(let limit) = transfer.look(at: now) {
                finish(transfer, with: .limitReached(limit))
            }
            if transfer.job != nil { watch(transfer, at: now) }
        }
        admit()
    }
}

/// Stops the program unless `code` is `CURLM_OK`: a multi handle fails only if it is misused.
func expectOK(_ code: CURLMcode, line: UInt = #line) {
    precondition(code == CURLM_OK, String(cString: curl_multi_strerror(code)), line: line)
}
