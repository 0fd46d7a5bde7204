// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// What `jianwei watch` says.
package enum WatchMessages {
    package static let watch = Message(
        en: "Watches for new suspects without being asked each time.",
        zh: "持续监测,自动发现新的可疑网站。")
}
