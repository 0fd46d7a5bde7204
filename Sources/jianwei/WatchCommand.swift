// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Wording

/// `jianwei watch`: what goes on without anybody who asks.
struct WatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: say(WatchMessages.watch),
        discussion: say(WatchHelp.examples),
        subcommands: [
            WatchRunCommand.self, WatchCheckCommand.self, WatchStatusCommand.self,
            WatchCertificatesCommand.self, WatchReportCommand.self, WatchInstallCommand.self,
            WatchUninstallCommand.self,
        ],
        defaultSubcommand: WatchRunCommand.self
    )
}
