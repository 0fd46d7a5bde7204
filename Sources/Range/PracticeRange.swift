// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework

/// The practice range: every site, and the official site that some of them imitate.
///
/// The sites play what Chinese courts, ministries and newspapers tell of this crime, what is easily
/// mistaken for it, and what a hostile server can do to a visitor.
package enum PracticeRange {
    /// All sites, by theme, in the order that a list names them.
    package static func sites() -> [PracticeSite] {
        clones() + cloaked() + sellers() + carriers() + officials() + publications() + services()
            + floods() + traps()
    }

    /// The site with this id.
    package static func site(_ id: String) -> PracticeSite? {
        sites().first { $0.id == id }
    }

    /// Official sites to be protected beside the real ones while the range is swept.
    ///
    /// The organ does not exist, and no number of it was ever given out.
    package static let protectedSites = [
        ProtectedSite(
            id: "range-official",
            name: Official.platform,
            organ: Official.organ,
            aliases: ["澜山省应急厅", "澜山应急"],
            hosts: [Official.host],
            identifiers: [
                Identifier.Kind.siteCode.rawValue: [Official.siteCode],
                Identifier.Kind.conac.rawValue: [Official.conac],
                Identifier.Kind.icp.rawValue: [Official.icp],
                Identifier.Kind.police.rawValue: [Official.police],
                Identifier.Kind.baiduAnalytics.rawValue: [Official.analytics],
            ],
            routes: ["/lscx/cert/query"]
        )
    ]

    /// The official site of a province that does not exist.
    enum Official {
        static let host = "official.test"
        static let organ = "澜山省应急管理厅"
        static let platform = "澜山省安全生产资格证书查询平台"
        // In the right form, so that the page reader finds them, and never given out: 5199 is no
        // area of GB/T 2260, and no licence has the number 00000001.
        static let siteCode = "5199990001"
        static let conac = "00000000000000000000000000C0FFEE"
        static let icp = "蜀ICP备00000001号-1"
        static let police = "51999902000001"
        static let analytics = "0123456789abcdef0123456789abcdef"
    }
}
