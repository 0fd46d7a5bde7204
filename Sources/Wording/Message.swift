// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// The languages that Jianwei speaks.
package enum Language: String, Sendable, CaseIterable {
    case english = "en"
    case chinese = "zh"

    /// The language of a POSIX locale name such as `zh_CN.UTF-8`: Chinese if it says `zh`,
    /// otherwise English.
    package init(locale: String) {
        self = locale.lowercased().hasPrefix("zh") ? .chinese : .english
    }
}

/// One thing said to a user, in every language that Jianwei speaks.
///
/// All messages stand in this module, one file for each room, so that they can be read, compared
/// and mended together. A message says what is wrong, where, and what to do next.
package struct Message: Sendable, Hashable {
    package let english: String
    package let chinese: String

    package init(en english: String, zh chinese: String) {
        self.english = english
        self.chinese = chinese
    }

    /// The message in `language`.
    package func text(in language: Language) -> String {
        switch language {
        case .english: english
        case .chinese: chinese
        }
    }
}

/// An error that can be said to a user in each language.
package protocol Explained: Error, Sendable, CustomStringConvertible {
    var message: Message { get }
}

extension Explained {
    package var description: String { message.english }
}
