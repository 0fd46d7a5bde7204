// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
package import Wording

/// Where `Rules/` and `Seeds/` lie.
package struct DataFolder: Sendable, Hashable {
    package let path: String

    /// A folder of indicators of kits that the user named, or nothing.
    private let named: String?

    /// - Parameter indicators: a folder of indicators of kits to use besides.
    package init(path: String, indicators: String? = nil) {
        self.path = path
        named = indicators
    }

    package var rules: String { path + "/Rules" }
    /// The folder of indicators that was named, or `Rules/iok` if there is one.
    package var indicators: String? {
        if let named { return named }
        let own = importedIndicators
        return FileManager.default.fileExists(atPath: own) ? own : nil
    }
    /// Where `rules import-iok` puts indicators.
    package var importedIndicators: String { rules + "/iok" }
    package var seeds: String { path + "/Seeds" }
    /// Where `protect add` keeps what pages of protected sites look like.
    package var references: String { seeds + "/references" }
    package var protectedSites: String { seeds + "/protected-sites.yml" }
    package var registries: String { seeds + "/registries.yml" }
    /// The bureau's own sources; not shipped, and often absent.
    package var lookups: String { seeds + "/lookups.yml" }
    /// The certificate-transparency logs to read, unless another list is named.
    package var certificateLogs: String { seeds + "/certificate-logs.json" }
    /// What is watched; not shipped, and often absent.
    package var watchFile: String { seeds + "/watch.yml" }
    package var nameWords: String { seeds + "/name-words.csv" }
    package var nameSuffixes: String { seeds + "/name-suffixes.csv" }
    package var formerDomains: String { seeds + "/former-domains.csv" }
    package var answerMarks: String { seeds + "/dns-answers.csv" }
    package var knownLookalikes: String { seeds + "/known-lookalikes.txt" }

    /// The list of the bureau's own sources: `named`, or the one in the seeds if there is one.
    package func lookupsFile(named: String?) -> String? {
        if let named { return URL(filePath: named).path }
        return FileManager.default.fileExists(atPath: lookups)
            ? URL(filePath: lookups).path : nil
    }

    /// Finds them from any folder: in the working directory, where `make install` puts them, and
    /// beside the sources that the program was built in.
    ///
    /// - Parameters:
    ///   - executable: the path of the running program, links resolved.
    ///   - named: a folder named by the user, which is then the only one tried.
    ///   - indicators: a folder of indicators of kits that the user named.
    package static func find(
        executable: String, workingDirectory: String, named: String? = nil,
        indicators: String? = nil
    ) throws(DataFolderError) -> DataFolder {
        let binary = executable.split(separator: "/").dropLast().map(String.init)
        func above(_ levels: Int, _ rest: String) -> String {
            "/" + binary.dropLast(levels).joined(separator: "/") + rest
        }
        let candidates =
            named.map { [$0] }
            ?? [workingDirectory, above(1, "/share/jianwei"), above(2, ""), above(3, "")]
        for candidate in candidates {
            let folder = DataFolder(path: candidate, indicators: indicators)
            if FileManager.default.fileExists(atPath: folder.protectedSites),
                FileManager.default.fileExists(atPath: folder.rules)
            {
                return folder
            }
        }
        throw DataFolderError(tried: candidates)
    }
}

/// `Rules/` and `Seeds/` are nowhere to be found.
package struct DataFolderError: Explained {
    package var tried: [String]
    package var message: Message { SweepMessages.noDataFolder(tried: tried) }
}
