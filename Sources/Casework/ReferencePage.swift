// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// 参照页: what a page of a protected site looks like, to be compared with suspects.
package struct ReferencePage: Sendable, Hashable {
    /// The name of its file without `.yml`.
    package var name: String
    /// The ``ProtectedSite/id`` that it belongs to.
    package var site: String
    package var address: String
    package var title: String
    /// When it was made, as ``Timestamp`` writes it.
    package var madeAt: String
    /// SHA-256 of the page's bytes.
    package var sha256: String
    package var sketch: PageSketch
    /// The names of the files that the page loads, as ``Page/resourceNames`` gives them.
    package var resources: [String]
    /// SHA-256 of the site's icon; `nil` if it is not known.
    package var icon: String?

    package init(
        name: String, site: String, address: String, title: String, madeAt: String, sha256: String,
        sketch: PageSketch, resources: [String], icon: String? = nil
    ) {
        self.name = name
        self.site = site
        self.address = address
        self.title = title
        self.madeAt = madeAt
        self.sha256 = sha256
        self.sketch = sketch
        self.resources = resources
        self.icon = icon
    }

    /// The fewest files that must be the same for their names to mean anything.
    package static let leastResources = 3

    /// Whether there is enough of the page to know another one by.
    package var isTelling: Bool {
        sketch.text.filled >= MinHash.leastFilled || sketch.shape.filled >= MinHash.leastFilled
            || resources.count >= Self.leastResources
    }
}

extension Page {
    /// The most names of files that are compared: 256.
    private static let resourceLimit = 256

    /// The names of the files that the page loads, sorted: scripts, style sheets, images and icons.
    ///
    /// Of each the last part of its path, without query, in lower case. Names that every other site
    /// uses are left out.
    package var resourceNames: [String] {
        var names: Set<String> = []
        let targets =
            scripts.lazy.compactMap(\.source) + styles.lazy.compactMap(\.source)
            + images.lazy.map(\.source) + icons.lazy.map(\.target)
        for target in targets where names.count < Self.resourceLimit {
            let path = target.utf8.prefix { $0 != 0x3F && $0 != 0x23 }
            guard let last = path.split(separator: 0x2F, omittingEmptySubsequences: false).last,
                (4...120).contains(last.count), last.contains(0x2E), !target.hasPrefix("data:")
            else { continue }
            let name = String(decoding: last, as: UTF8.self).lowercased()
            if !Self.commonNames.contains(name) { names.insert(name) }
        }
        return names.sorted()
    }

    private static let commonNames: Set<String> = [
        "jquery.js", "jquery.min.js", "index.js", "main.js", "app.js", "common.js", "style.css",
        "main.css", "index.css", "app.css", "common.css", "base.css", "reset.css", "bootstrap.css",
        "bootstrap.min.css", "bootstrap.js", "bootstrap.min.js", "swiper.min.js", "swiper.min.css",
        "vue.js", "vue.min.js", "axios.min.js", "layui.js", "layui.css", "logo.png", "logo.jpg",
        "banner.jpg", "banner.png", "favicon.ico", "hm.js", "bg.jpg", "bg.png", "1.jpg", "2.jpg",
        "1.png", "2.png", "3.jpg", "3.png", "qr.png", "qrcode.png", "icon.png", "iconfont.css",
        "font-awesome.min.css", "animate.css", "animate.min.css", "layer.js", "html5shiv.js",
        "respond.min.js",
    ]
}

extension ReferencePage {
    /// What `page` looks like.
    package init(
        _ page: Page, name: String, site: String, madeAt: String, sha256: String,
        icon: String? = nil
    ) {
        self.init(
            name: name, site: site, address: page.address.description,
            title: page.title.string, madeAt: madeAt, sha256: sha256, sketch: page.sketch,
            resources: page.resourceNames, icon: icon)
    }
}
