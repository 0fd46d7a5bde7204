// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework

// Hostile: servers that give too much, too little, or too slowly.

extension PracticeRange {
    static func floods() -> [PracticeSite] {
        [
            PracticeSite(
                id: "tarpit", summary: "Takes the request and never says a word.",
                hosts: ["tarpit.example"], expected: .failure("first-byte-timeout")
            ) { _ in .stall },
            PracticeSite(
                id: "slow-drip",
                summary: "Sends a page at two bytes a second, to hold a visitor for hours.",
                hosts: ["drip.example"], expected: .failure("too-slow")
            ) { _ in
                .drip(
                    head: head("Content-Type: text/html", "Content-Length: 100000"),
                    body: [UInt8](repeating: 0x20, count: 100_000), milliseconds: 500)
            },
            PracticeSite(
                id: "gzip-bomb",
                summary: "64 MB of nothing in 64 KB of gzip.",
                hosts: ["bomb.example"], expected: .failure("decoded-too-large")
            ) { _ in
                .response(
                    status: 200,
                    headers: [
                        HeaderField("Content-Type", "text/html; charset=utf-8"),
                        HeaderField("Content-Encoding", "gzip"),
                    ], body: bomb)
            },
            PracticeSite(
                id: "endless-body",
                summary: "2 GB of spaces, as fast as they are taken.",
                hosts: ["endless.example"], expected: .failure("body-too-large")
            ) { _ in
                .endless(
                    head: head("Content-Type: text/html", "Content-Length: \(2 << 30)"),
                    chunk: [UInt8](repeating: 0x20, count: 64 * 1024), bytes: 2 << 30)
            },
            PracticeSite(
                id: "endless-chunks",
                summary: "2 GB in chunks, so that no length is announced.",
                hosts: ["chunks.example"], expected: .failure("body-too-large")
            ) { _ in
                .endless(
                    head: head("Content-Type: text/html", "Transfer-Encoding: chunked"),
                    chunk: Array("8000\r\n".utf8) + [UInt8](repeating: 0x20, count: 0x8000)
                        + Array("\r\n".utf8), bytes: 2 << 30)
            },
            PracticeSite(
                id: "header-flood",
                summary: "A header of 16 MB, field after field.",
                hosts: ["header.example"], expected: .failure("header-too-large")
            ) { _ in
                .endless(
                    head: Array("HTTP/1.1 200 OK\r\n".utf8),
                    chunk: Array("X-Filler: \(String(repeating: "x", count: 1000))\r\n".utf8),
                    bytes: 16 << 20)
            },
            PracticeSite(
                id: "cut-short",
                summary: "Announces more than it sends, and ends.",
                hosts: ["cut.example"], expected: .failure("cut-short")
            ) { _ in
                .raw(
                    head("Content-Type: text/html; charset=utf-8", "Content-Length: 90000")
                        + Array("<html><body>half a page".utf8))
            },
            PracticeSite(
                id: "reset",
                summary: "Resets the connection in the middle of the page.",
                hosts: ["reset.example"], expected: .failure("connection-reset")
            ) { _ in
                .reset(
                    after: head("Content-Type: text/html; charset=utf-8", "Content-Length: 90000")
                        + Array("<html><body>half a page".utf8))
            },
            PracticeSite(
                id: "garbage",
                summary: "Speaks another protocol.",
                hosts: ["garbage.example"], expected: .failure("malformed")
            ) { _ in
                .raw(Array("SSH-2.0-dropbear\r\n".utf8) + [0, 0, 1, 0x14, 0x0A, 0x14, 0xFF, 0xFE])
            },
        ]
    }

    /// The head of an answer that is not as it should be.
    private static func head(_ fields: String...) -> [UInt8] {
        Array("HTTP/1.1 200 OK\r\n\(fields.joined(separator: "\r\n"))\r\n\r\n".utf8)
    }

    private static let bomb = Compression.compress(
        [UInt8](repeating: 0, count: 1 << 20), times: 64, into: .gzip)
}
