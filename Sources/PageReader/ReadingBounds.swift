// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// How much of a page is read, so that no page costs unbounded memory or time.
///
/// What a bound leaves out is named in ``Page/cuts``.
package struct ReadingBounds: Sendable, Hashable {
    /// The most bytes of body that are decoded and parsed: 8 MiB.
    package var sourceBytes = 8 * 1024 * 1024
    /// The most elements that are looked at: 200,000.
    package var elements = 200_000
    /// The deepest nesting that is followed: 256.
    ///
    /// What stands deeper is read as if it stood there.
    package var depth = 256
    /// The most attributes of one element: 128.
    package var attributes = 128
    /// The most bytes each of visible text and of hidden text: 2 MiB.
    package var textBytes = 2 * 1024 * 1024
    /// The most links, frames and redirects together: 5,000.
    package var links = 5_000
    /// The most forms: 200.
    package var forms = 200
    /// The most fields, in forms and outside: 2,000.
    package var fields = 2_000
    /// The most images: 5,000.
    package var images = 5_000
    /// The most scripts, and the most style sheets: 1,000.
    package var scripts = 1_000
    /// The most bytes of inline scripts and styles that are kept: 4 MiB.
    package var scriptBytes = 4 * 1024 * 1024
    /// The most bytes of strings in inline scripts that are read as text: 256 KiB.
    package var scriptTextBytes = 256 * 1024
    /// The most attributes that tell a reader something, and the most bytes of them: 2,000, 256 KiB.
    package var hints = 2_000
    package var hintBytes = 256 * 1024
    /// The most comments: 1,000.
    package var comments = 1_000
    /// The most `meta` elements: 500.
    package var metas = 500
    /// The most identifiers: 500.
    package var identifiers = 500
    /// The most contacts: 500.
    package var contacts = 500

    package init() {}
}
