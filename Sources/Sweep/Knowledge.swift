// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework
import Digests
import FastMatcher
import FoundationEssentials
package import HostNames
package import Judgement
package import Lookalikes
import NetworkRegistry
import RuleFiles

/// What Jianwei knows before it looks at anything: protected sites, rules, names.
///
/// Enough to judge a saved page or explain a name; a sweep adds the rooms that reach out.
package struct Knowledge: Sendable {
    package let names: HostNames
    package let sites: [ProtectedSite]
    package let explainer: Explainer
    package var judge: Judge { compiled.value }
    private let compiled: OnDemand<Judge>
    /// SHA-256 of the rules, in hexadecimal: each verdict names it.
    package let rulesDigest: String
    /// Whom to ask about domains and addresses.
    package let registries: RegistryDirectory
    /// What names that imitate are made of.
    package let nameWords: NameWords
    /// Identifiers, icons and file names of protected sites, which copies have from them.
    package let officialMarks: Set<String>

    package init(
        names: HostNames, sites: [ProtectedSite], rules: RuleSet, known: Set<String> = [],
        registries: RegistryDirectory = RegistryDirectory(), indicators: [Indicator] = [],
        references: [ReferencePage] = [], nameWords: NameWords = NameWords()
    ) {
        self.names = names
        self.sites = sites
        self.explainer = Explainer(
            sites: sites, vocabulary: NameVocabulary.standard.extended(by: nameWords),
            known: known)
        // A tenth of a second and 15 MB that who asks about names only need not wait for.
        self.compiled = OnDemand {
            Judge(rules: rules, sites: sites, indicators: indicators, references: references)
        }
        self.rulesDigest = rules.digest
        self.registries = registries
        self.nameWords = nameWords
        officialMarks = Set(sites.flatMap { $0.identifiers.values.flatMap { $0 } })
            .union(references.flatMap { $0.resources + ($0.icon.map { [$0] } ?? []) })
    }

    /// Reads `Rules/`, `Seeds/protected-sites.yml` and `Seeds/registries.yml` below `folder`.
    ///
    /// - Parameter additional: further protected sites, such as the practice range's own.
    /// - Throws: the error of the room that could not read its part, with the place of the mistake.
    package static func load(
        from folder: DataFolder, additional: [ProtectedSite] = []
    ) throws -> Knowledge {
        let names = try HostNames()
        let sites = try SiteFiles.load(path: folder.protectedSites)
        var rules = try RuleFiles.load(
            directory: folder.rules, compile: RegularExpression.compiler)
        var indicators: [Indicator] = []
        if let directory = folder.indicators {
            let loaded = try IndicatorFiles.load(
                directory: directory, compile: RegularExpression.compiler)
            indicators = loaded.indicators
            // A verdict names all that judged it.
            rules.digest = Digest.hex("\(rules.digest)\n\(loaded.digest)\n")
        }
        let references = try ReferenceFiles.load(
            directory: folder.references, sites: (sites + additional).map(\.id))
        if !references.references.isEmpty {
            rules.digest = Digest.hex("\(rules.digest)\n\(references.digest)\n")
        }
        var registries = try RegistryFiles.load(path: folder.registries)
        try BootstrapFile.add(from: folder.seeds, to: &registries)
        let nameWords = try NameFiles.load(
            words: folder.nameWords, suffixes: folder.nameSuffixes,
            formerDomains: folder.formerDomains)
        return Knowledge(
            names: names, sites: sites + additional, rules: rules,
            known: lookalikes(in: folder, names), registries: registries, indicators: indicators,
            references: references.references, nameWords: nameWords)
    }

    /// Reads only what is needed to find words of sellers: rules and protected sites.
    package static func wordJudge(from folder: DataFolder) throws -> Judge {
        Judge(
            rules: try RuleFiles.load(
                directory: folder.rules, compile: RegularExpression.compiler),
            sites: try SiteFiles.load(path: folder.protectedSites))
    }

    /// The hosts of `Seeds/known-lookalikes.txt`; none if there is no such file.
    private static func lookalikes(in folder: DataFolder, _ names: HostNames) -> Set<String> {
        let bytes = FileManager.default.contents(atPath: folder.knownLookalikes) ?? Data()
        let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
        return Set(
            lines.compactMap { line in
                let host = line.prefix { $0 != "#" && !$0.isWhitespace }
                return host.isEmpty ? nil : names.ascii(String(host))
            })
    }

    /// Whether, and of what, `host` is an imitation.
    package func opinion(on host: String, isWildcard: Bool? = nil) -> NameOpinion {
        explainer.explain(names.parts(of: host), isWildcard: isWildcard)
    }

    /// Parses an address as a browser would, hosts beyond ASCII included.
    package func address(
        _ text: String, relativeTo base: WebAddress? = nil
    ) throws(WebAddressError) -> WebAddress {
        try WebAddress(text, relativeTo: base, mapping: { names.ascii($0) })
    }

    /// What politeness takes `address` for a part of: its registrable domain, or its host.
    @Sendable package func site(of address: WebAddress) -> String {
        names.parts(of: address.host).site
    }

    /// The host that `written` names, which may be a whole address; `nil` if it names none.
    package func host(_ written: String) -> String? {
        names.host(in: written)
    }
}
