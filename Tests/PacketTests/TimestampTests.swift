// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation
import Testing

struct TimestampTests {
    @Test func `A time that is read and written again is the same, to the millisecond`() {
        for milliseconds in 0..<1000 {
            let digits = String(milliseconds)
            let padded = String(repeating: "0", count: 3 - digits.count) + digits
            let text = "2026-11-23T05:13:00.\(padded)Z"

            #expect(Timestamp.date(text).map(Timestamp.text) == text)
        }
        #expect(
            Timestamp.text(Date(timeIntervalSince1970: 0.9996)) == "1970-01-01T00:00:01.000Z")
    }
}
