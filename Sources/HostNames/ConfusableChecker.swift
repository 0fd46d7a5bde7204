// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import CICU

/// ICU's eye for letters that look alike and scripts that do not mix (UTS 39).
final class ConfusableChecker: @unchecked Sendable {
    // @unchecked Sendable because ICU only reads the checker after it was opened.
    private let checker: OpaquePointer

    init() throws(HostNamesError) {
        var status: Int32 = 0
        guard let checker = cicu_open(&status) else {
            throw .confusables(String(cString: cicu_error_name(status)))
        }
        self.checker = checker
    }

    deinit {
        cicu_close(checker)
    }

    /// The UTS 39 skeleton of `label`, or `nil` if ICU has none.
    func skeleton(of label: String) -> String? {
        var label = label
        return label.withUTF8 { text -> String? in
            text.withMemoryRebound(to: CChar.self) { text -> String? in
                guard let start = text.baseAddress, let length = Int32(exactly: text.count) else {
                    return nil
                }
                // One character's skeleton may be many bytes; 1,024 hold that of any label.
                let capacity = 1024
                return String(unsafeUninitializedCapacity: capacity) { room in
                    room.withMemoryRebound(to: CChar.self) { room in
                        guard let into = room.baseAddress else { return 0 }
                        let count = cicu_skeleton(checker, start, length, into, Int32(capacity))
                        return count > capacity ? 0 : max(0, Int(count))
                    }
                }
            }
        }.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Whether `label` mixes scripts as no honest name does; also if ICU cannot tell.
    func mixesScripts(_ label: String) -> Bool {
        var label = label
        return label.withUTF8 { text in
            text.withMemoryRebound(to: CChar.self) { text in
                guard let start = text.baseAddress, let length = Int32(exactly: text.count) else {
                    return false
                }
                return cicu_mixes_scripts(checker, start, length) != 0
            }
        }
    }
}
