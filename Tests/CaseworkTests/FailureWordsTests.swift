// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Testing
import Wording

struct FailureWordsTests {
    @Test(arguments: [
        FetchFailure.nameAbsent, .nameUnknown, .connectionRefused, .unreachable,
        .connectionReset, .tls(""), .proxy(""), .malformed(""), .cutShort, .tooManyHops(1),
        .redirectRefused(""), .robotsDisallowed, .cancelled, .outOfResources(""),
        .internalFault(""),
        .limitReached(.connect(seconds: 1)), .limitReached(.firstByte(seconds: 1)),
        .limitReached(.total(seconds: 1)), .limitReached(.slow(bytesPerSecond: 1)),
        .limitReached(.header(bytes: 1)), .limitReached(.body(bytes: 1)),
        .limitReached(.decoded(bytes: 1)),
    ])
    func `Each failure has words of its own in both languages`(failure: FetchFailure) {
        let message = FailureWords.message(forCode: failure.code)

        #expect(message.english != failure.code)
        #expect(message.chinese != message.english)
    }

    @Test func `A masked finding is as long as before, so that its place stays true`() {
        let number = "110101199003310012"
        let finding = Finding(
            rule: "r", title: "t", field: "text", text: "证件号 \(number)", start: 0, end: 22,
            weight: 1, why: "w")
        let verdict = Verdict(
            url: "http://x.example/", level: .high, score: 90, categories: [],
            findings: [finding], rules: "")

        let text = verdict.masked.findings[0].text

        #expect(!text.contains("19900331"))
        #expect(text.count == finding.text.count)
    }
}
