// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Poppler's command line tools, an independent reader of PDF.
struct Poppler {
    let path: String

    /// Keeps `bytes` as a file for the tools to read.
    init(_ bytes: [UInt8], _ name: String = "form") throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "jianwei-forms-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.path + "/\(name).pdf"
        try Data(bytes).write(to: URL(filePath: path))
    }

    func remove() {
        try? FileManager.default.removeItem(
            at: URL(filePath: path).deletingLastPathComponent())
    }

    /// All text, or that of one page.
    func text(page: Int? = nil) throws -> String {
        let pages = page.map { ["-f", String($0), "-l", String($0)] } ?? []
        return try Self.run("pdftotext", pages + ["-layout", path, "-"])
    }

    /// All text, or that of one page, without any space: how wide a gap is, is a matter of layout.
    func words(page: Int? = nil) throws -> String {
        try text(page: page).filter { !$0.isWhitespace }
    }

    /// The lines of text of one page without what stands on every page.
    func lines(page: Int) throws -> [String] {
        try text(page: page).split(whereSeparator: \.isNewline).map(String.init).filter {
            let line = $0.trimmingCharacters(in: .whitespacesAndNewlines)
            return !line.isEmpty && !line.hasPrefix("第 ") && !line.contains("编号：JW")
        }
    }

    func pageCount() throws -> Int {
        let info = try Self.run("pdfinfo", [path])
        let line = info.split(separator: "\n").first { $0.hasPrefix("Pages:") }
        return line?.split(separator: " ").last.flatMap { Int($0) } ?? 0
    }

    /// Of each font its columns `emb`, `sub` and `uni`.
    func fonts() throws -> [(name: String, isEmbedded: Bool, hasUnicode: Bool)] {
        try Self.run("pdffonts", [path]).split(separator: "\n").dropFirst(2).map { line in
            let columns = line.split(separator: " ")
            // name … emb sub uni object ID
            return (
                String(columns[0]), columns[columns.count - 5] == "yes",
                columns[columns.count - 3] == "yes"
            )
        }
    }

    private static func run(_ tool: String, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/\(tool)")
        process.arguments = arguments
        let file = FileManager.default.temporaryDirectory.appending(
            path: "jianwei-poppler-\(UUID().uuidString)")
        _ = FileManager.default.createFile(atPath: file.path, contents: nil)
        defer { try? FileManager.default.removeItem(at: file) }
        process.standardOutput = try FileHandle(forWritingTo: file)
        process.standardError = FileHandle.nullDevice
        try process.run()
        let end = Date() + 60
        while process.isRunning {
            if Date() > end { process.terminate() }
            Thread.sleep(forTimeInterval: 0.005)
        }
        guard process.terminationStatus == 0 else { throw Failure(tool: tool) }
        return String(decoding: try Data(contentsOf: file), as: UTF8.self)
    }

    struct Failure: Error { var tool: String }
}
