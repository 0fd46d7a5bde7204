// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Wording

extension FetchFailure: Explained {
    /// What went wrong and what to do next.
    package var message: Message {
        switch self {
        case .nameAbsent: FetchMessages.nameAbsent
        case .nameUnknown: FetchMessages.nameUnknown
        case .addressRefused(let address, let range):
            FetchMessages.addressRefused(address.description, range: range.rawValue)
        case .connectionRefused: FetchMessages.connectionRefused
        case .unreachable: FetchMessages.unreachable
        case .connectionReset: FetchMessages.connectionReset
        case .tls(let detail): FetchMessages.tls(detail)
        case .proxy(let detail): FetchMessages.proxy(detail)
        case .malformed(let detail): FetchMessages.malformed(detail)
        case .cutShort: FetchMessages.cutShort
        case .limitReached(let limit): limit.message
        case .tooManyHops(let hops): FetchMessages.tooManyHops(hops)
        case .redirectRefused(let target): FetchMessages.redirectRefused(target)
        case .robotsDisallowed: FetchMessages.robotsDisallowed
        case .cancelled: FetchMessages.cancelled
        case .outOfResources(let detail): FetchMessages.outOfResources(detail)
        case .internalFault(let detail): FetchMessages.internalFault(detail)
        }
    }
}

extension FetchFailure.Limit {
    fileprivate var message: Message {
        switch self {
        case .connect(let seconds): FetchMessages.connectLimit(seconds: seconds)
        case .firstByte(let seconds): FetchMessages.firstByteLimit(seconds: seconds)
        case .total(let seconds): FetchMessages.totalLimit(seconds: seconds)
        case .slow(let bytesPerSecond): FetchMessages.slowLimit(bytesPerSecond: bytesPerSecond)
        case .header(let bytes): FetchMessages.headerLimit(bytes: bytes)
        case .body(let bytes): FetchMessages.bodyLimit(bytes: bytes)
        case .decoded(let bytes): FetchMessages.decodedLimit(bytes: bytes)
        }
    }
}
