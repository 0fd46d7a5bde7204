// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// A sweep that is killed again and again ends as one that was left alone.
@Suite(.serialized)
struct ResumeTests {
    // `make torture` is the same with 2,000 sites and 100 kills.
    @Test func `A sweep that is killed and resumed ends as an undisturbed one`() async throws {
        let torture = try await tool(
            "python3", Program.packageRoot.path + "/Tests/Torture/torture.py", "--program",
            Program.executable.path, "--sites", "100", "--kills", "6")

        #expect(torture.code == 0, "\(torture.text)")
    }

    @Test func `What differs between two casebooks is found`() async throws {
        let tried = try await tool(
            "python3", Program.packageRoot.path + "/Tests/Torture/examine_test.py", "--program",
            Program.executable.path)

        #expect(tried.code == 0, "\(tried.text)")
    }
}
