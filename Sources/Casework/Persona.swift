// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// 访问身份: how we look when we visit.
package struct Persona: Sendable, Hashable, Codable {
    /// The name by which flags and records call it: `desktop`, `phone`, `wechat`, `search`.
    package var name: String
    package var userAgent: String
    package var acceptLanguage: String
    package var referer: String?
    /// Further header fields in the order they are sent.
    package var extraHeaders: [HeaderField]
    /// Width and height in CSS pixels, for when a browser looks.
    package var viewport: Viewport

    package struct Viewport: Sendable, Hashable, Codable {
        package var width: Int
        package var height: Int
        package init(width: Int, height: Int) {
            self.width = width
            self.height = height
        }
    }

    package init(
        name: String, userAgent: String, acceptLanguage: String = "zh-CN,zh;q=0.9,en;q=0.6",
        referer: String? = nil, extraHeaders: [HeaderField] = [], viewport: Viewport
    ) {
        self.name = name
        self.userAgent = userAgent
        self.acceptLanguage = acceptLanguage
        self.referer = referer
        self.extraHeaders = extraHeaders
        self.viewport = viewport
    }

    /// A desktop browser.
    package static let desktop = Persona(
        name: "desktop",
        userAgent: "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 "
            + "(KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
        viewport: Viewport(width: 1366, height: 768)
    )

    /// A phone's browser.
    package static let phone = Persona(
        name: "phone",
        userAgent: "Mozilla/5.0 (Linux; Android 14; M2102J2SC) AppleWebKit/537.36 "
            + "(KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36",
        viewport: Viewport(width: 390, height: 844)
    )

    /// WeChat's built-in browser on a phone: how most victims open the code on a forged card.
    package static let wechat = Persona(
        name: "wechat",
        userAgent: "Mozilla/5.0 (Linux; Android 14; M2102J2SC) AppleWebKit/537.36 "
            + "(KHTML, like Gecko) Version/4.0 Chrome/126.0.0.0 Mobile Safari/537.36 "
            + "MicroMessenger/8.0.47.2560(0x28002F51) WeChat/arm64 Weixin NetType/WIFI "
            + "Language/zh_CN ABI/arm64",
        viewport: Viewport(width: 390, height: 844)
    )

    /// Somebody who comes from a search engine's result.
    package static let search = Persona(
        name: "search",
        userAgent: desktop.userAgent,
        referer: "https://www.baidu.com/",
        viewport: desktop.viewport
    )

    /// Every persona that a sweep can be asked for.
    package static let all = [desktop, phone, wechat, search]

    package static func named(_ name: String) -> Persona? {
        all.first { $0.name == name }
    }
}

/// One header field, as sent or received.
package struct HeaderField: Sendable, Hashable, Codable {
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

extension [HeaderField] {
    /// The value of the first field of this name, letter case ignored.
    package func first(_ name: String) -> String? {
        first { $0.name.lowercased() == name.lowercased() }?.value
    }
}
