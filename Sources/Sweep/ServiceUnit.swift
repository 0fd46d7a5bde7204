// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// A systemd unit that watches a casebook.
///
/// It may write to the casebook and nowhere else, gains no privilege, and sees no device. Source of
/// each setting: systemd.exec(5).
package struct ServiceUnit: Sendable, Hashable {
    package static let name = "jianwei-watch.service"

    /// All paths absolute.
    package var program: String
    package var casebook: String
    package var data: String
    /// `nil` for what ``DataFolder/watchFile`` names, if it is there.
    package var watchFile: String?
    /// Where secrets stand; need not be there.
    package var environmentFile: String
    /// The account that runs it; `nil` for a unit of a user's own.
    package var account: String?

    package init(
        program: String, casebook: String, data: String, watchFile: String?,
        environmentFile: String, account: String?
    ) {
        self.program = program
        self.casebook = casebook
        self.data = data
        self.watchFile = watchFile
        self.environmentFile = environmentFile
        self.account = account
    }

    /// Whether every path can stand in a unit.
    package var badPath: String? {
        ([program, casebook, data, environmentFile] + [watchFile].compactMap { $0 }).first { path in
            !path.hasPrefix("/")
                || !path.unicodeScalars.allSatisfy {
                    $0.value > 0x20 && $0.value != 0x7F && !"\"'\\;".unicodeScalars.contains($0)
                }
        }
    }

    package var text: String {
        func path(_ path: String) -> String {
            path.split(separator: "%", omittingEmptySubsequences: false).joined(separator: "%%")
        }
        /// In a command line `$` begins a variable, too.
        func word(_ text: String) -> String {
            path(text).split(separator: "$", omittingEmptySubsequences: false).joined(
                separator: "$$")
        }
        var command = [program, "watch", "run", "--casebook", casebook, "--data", data]
        if let watchFile { command += ["--watch", watchFile] }
        var service = """
            Type=exec
            ExecStart=\(command.map(word).joined(separator: " "))
            WorkingDirectory=\(path(casebook))
            EnvironmentFile=-\(path(environmentFile))
            Restart=on-failure
            RestartSec=30s
            RestartPreventExitStatus=64
            KillSignal=SIGTERM
            TimeoutStopSec=90s
            UMask=0077
            LimitNOFILE=65536
            NoNewPrivileges=yes
            LockPersonality=yes
            MemoryDenyWriteExecute=yes
            RestrictRealtime=yes
            RestrictSUIDSGID=yes
            SystemCallArchitectures=native

            """
        if let account {
            service += """
                User=\(account)
                ReadWritePaths=\(path(casebook))
                ProtectSystem=strict
                ProtectHome=read-only
                PrivateTmp=yes
                PrivateDevices=yes
                ProtectClock=yes
                ProtectControlGroups=yes
                ProtectHostname=yes
                ProtectKernelLogs=yes
                ProtectKernelModules=yes
                ProtectKernelTunables=yes
                RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
                RestrictNamespaces=yes
                RemoveIPC=yes
                CapabilityBoundingSet=
                AmbientCapabilities=
                SystemCallFilter=@system-service
                SystemCallErrorNumber=EPERM

                """
        }
        return """
            # Written by 'jianwei watch install'; 'jianwei watch uninstall' removes it.
            [Unit]
            Description=Jianwei watches for websites that pose as the government
            Wants=network-online.target
            After=network-online.target

            [Service]
            \(service)
            [Install]
            WantedBy=\(account == nil ? "default.target" : "multi-user.target")

            """
    }
}
