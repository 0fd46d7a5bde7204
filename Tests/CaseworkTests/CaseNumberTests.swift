// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Testing

struct CaseNumberTests {
    @Test(arguments: ["JW-000042", "jw-42", "42"])
    func `A case is found by its number however it is typed`(text: String) {
        #expect(CaseNumber(text)?.description == "JW-000042")
    }

    @Test(arguments: ["", "JW-", "JW-0", "-3", "4 2", "JW-四二"])
    func `What is no case number is not taken for one`(text: String) {
        #expect(CaseNumber(text) == nil)
    }
}
