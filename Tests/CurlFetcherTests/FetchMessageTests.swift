// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Testing
import Wording

struct FetchMessageTests {
    private static let address = IPAddress(bytes: [127, 0, 0, 1])

    private static let failures: [FetchFailure] =
        [
            .nameAbsent, .nameUnknown, .connectionRefused, .unreachable, .connectionReset,
            .tls("x"), .proxy("x"), .malformed("x"), .cutShort, .tooManyHops(10), .cancelled,
            .outOfResources("x"), .internalFault("x"), .limitReached(.connect(seconds: 10)),
            .limitReached(.firstByte(seconds: 0.5)), .limitReached(.total(seconds: 30)),
            .limitReached(.slow(bytesPerSecond: 100)), .limitReached(.header(bytes: 1)),
            .limitReached(.body(bytes: 1)), .limitReached(.decoded(bytes: 1)),
        ]
        + ReservedRange.allCases.compactMap { range in address.map { .addressRefused($0, range) } }

    @Test(arguments: failures)
    func `Every failure is said in Chinese, with no word left in English`(failure: FetchFailure) {
        let chinese = failure.message.chinese
            .replacing("HTTP", with: "").replacing("http://", with: "")
            .replacing("ulimit -n", with: "").replacing("x", with: "")

        #expect(chinese.contains("，") || chinese.contains("；"))
        #expect(!chinese.contains { $0.isASCII && $0.isLetter })
        #expect(failure.description == failure.message.english)
    }

    @Test func `A limit is said with its value`() {
        let failure = FetchFailure.limitReached(.connect(seconds: 10))

        #expect(
            failure.message
                == Message(
                    en: "no connection within 10 seconds; try again later",
                    zh: "10 秒内未能建立连接；请稍后重试"))
    }
}
