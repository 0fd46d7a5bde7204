// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework
package import HostNames
package import Judgement
package import Lookalikes
import RuleFiles

/// What Jianwei knows before it looks at anything: protected sites, rules, names.
///
/// Enough to judge a saved page or explain a name; a sweep adds the rooms that reach out.
package struct Knowledge: Sendable {
    package let names: HostNames
    package let sites: [ProtectedSite]
    package let explainer: Explainer
    package let judge: Judge

    package init(names: HostNames, sites: [ProtectedSite], rules: RuleSet) {
        self.names = names
        self.sites = sites
        self.explainer = Explainer(sites: sites)
        self.judge = Judge(rules: rules, sites: sites)
    }

    /// Reads `Rules/` and `Seeds/protected-sites.yml` below `folder`.
    ///
    /// - Parameter additional: further protected sites, such as the practice range's own.
    /// - Throws: the error of the room that could not read its part, with the place of the mistake.
    package static func load(
        from folder: DataFolder, additional: [ProtectedSite] = []
    ) throws -> Knowledge {
        let names = try HostNames()
        let sites = try SiteFiles.load(path: folder.protectedSites)
        let rules = try RuleFiles.load(directory: folder.rules)
        return Knowledge(names: names, sites: sites + additional, rules: rules)
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

    /// The host that `written` names, which may be a whole address; `nil` if it names none.
    package func host(_ written: String) -> String? {
        let mended = names.mend(written).text
        let text = mended.contains("://") ? mended : "https://" + mended
        return (try? address(text))?.host
    }
}
