// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

extension NameVocabulary {
    /// The vocabulary with the words that candidates are made of, so that what is generated is known
    /// when it is met.
    ///
    /// Short initials tell nothing where they are met, so that only long ones are taken.
    package func extended(by words: NameWords) -> NameVocabulary {
        var result = self
        for word in words.words where word.isChinese {
            let pinyin = word.pinyin
            let initials = word.initials
            switch word.kind {
            case .topic:
                if pinyin.utf8.count >= 12 {
                    result.topics.insert(pinyin)
                } else if pinyin.utf8.count >= 6 {
                    result.looseTopics.insert(pinyin)
                }
                if initials.utf8.count >= 6 {
                    result.topics.insert(initials)
                } else if initials.utf8.count >= 4 {
                    result.looseTopics.insert(initials)
                }
                if word.text.count >= 4, !result.chineseTopics.contains(word.text) {
                    result.chineseTopics.append(word.text)
                }
            case .office:
                if initials.utf8.count >= 3 { result.offices.insert(initials) }
                if pinyin.utf8.count >= 8 { result.looseTopics.insert(pinyin) }
            case .modifier, .prefix, .suffix:
                if pinyin.utf8.count >= 4 { result.fillers.insert(pinyin) }
            }
        }
        return result
    }
}
