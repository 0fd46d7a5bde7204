// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Digests
import FoundationEssentials
import Glibc
import Packet
import WebArchive

/// The capture as a WACZ file, which players of web archives open without a network.
///
/// Source: WACZ 1.1.1.
enum ReplayFiles {
    /// How much of each record's block the index needs: status and header.
    static let headBytes = 64 * 1024

    /// - Parameter index: where in the bag's archives, by ``member(_:)``, the answers lie.
    static func write(
        _ contents: PacketContents, _ index: ReplayIndex, to bag: inout BagFolder
    ) throws(PacketError) {
        let archives = bag.files.filter {
            $0.path.hasPrefix(contents.folder + "/") && $0.path.hasSuffix(".warc.gz")
        }
        guard !archives.isEmpty else { return }
        try bag.makeFolder(contents.folder + "/replay")
        let folder = "\(bag.path)/\(contents.folder)/replay/"
        var members = archives.map { archive in
            Member(
                name: "archive/" + member(archive.path), path: bag.path + "/" + archive.path,
                sha256: archive.sha256, bytes: archive.bytes)
        }
        // They hold addresses as they are, identity numbers too, so they stand in the sealed file
        // only: these go as soon as it is written.
        var passing: [String] = []
        defer { for path in passing { unlink(path) } }
        func add(_ name: String, _ bytes: [UInt8]) throws(PacketError) {
            let path = folder + (name.split(separator: "/").last ?? "")
            do throws(ArchiveError) {
                passing.append(path)
                try OutputFile(creating: path).write(bytes, at: 0)
            } catch {
                throw .archive(error)
            }
            members.append(
                Member(name: name, path: path, sha256: Digest.hex(bytes), bytes: bytes.count))
        }
        try add("indexes/index.cdx", Array(index.text.utf8))
        try add("pages/pages.jsonl", Array(pages(contents).utf8))
        let package = try PacketFiles.json(dataPackage(contents, members))
        try add("datapackage.json", package)
        try add(
            "datapackage-digest.json",
            try PacketFiles.json(
                MachineValue.object([
                    "path": "datapackage.json", "hash": .text("sha256:" + Digest.hex(package)),
                ])))

        let entries = members.map {
            ZipWriter.Entry(name: $0.name, path: $0.path, isStored: PacketFiles.isPacked($0.name))
        }
        try bag.add(
            "\(contents.folder)/replay/\(contents.caseFile.lead.caseNumber).wacz", kind: "回放包",
            format: "WACZ 1.1.1", isCopy: true
        ) { sink throws(ArchiveError) in
            try ZipWriter.write(entries, named: folder, into: sink)
        }
    }

    private struct Member {
        /// Inside the file.
        var name: String
        var path: String
        var sha256: String
        var bytes: Int
    }

    /// What the archive at `path` is called inside the file: the format wants small letters.
    static func member(_ path: String) -> String {
        let name = path.split(separator: "/").last ?? ""
        return String(
            name.lowercased().map {
                $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) ? $0 : "_"
            })
    }

    /// A line that says what the list is, then a line for each page.
    private static func pages(_ contents: PacketContents) -> String {
        var lines: [MachineValue] = [
            .object(["format": "json-pages-1.0", "id": "pages", "title": "Pages"])
        ]
        var seen: Set<String> = []
        for visit in contents.caseFile.captures.flatMap(\.visits)
        where visit.purpose == .page && visit.failure == nil {
            let url = visit.address.description
            guard seen.insert(url).inserted else { continue }
            lines.append(
                .object([
                    "id": .text("page-\(seen.count)"), "url": .text(url),
                    "ts": .text(Timestamp.text(visit.startedAt)),
                    "title": .text(HostileText.visible(visit.title ?? url)),
                ]))
        }
        let texts = lines.compactMap { try? CaseworkJSON.encode($0) }
        return texts.map { String(decoding: $0, as: UTF8.self) + "\n" }.joined()
    }

    private static func dataPackage(
        _ contents: PacketContents, _ members: [Member]
    ) -> MachineValue {
        let front = contents.caseFile.captures.flatMap(\.visits).first {
            $0.purpose == .page && $0.failure == nil
        }
        return .fields([
            "profile": "data-package", "wacz_version": "1.1.1",
            "title": .text(contents.ownNumber), "software": .text(contents.software),
            "created": .text(Timestamp.text(contents.exportedAt)),
            "mainPageURL": front.map { .text($0.address.description) },
            "mainPageDate": front.map { .text(Timestamp.text($0.startedAt)) },
            "resources": .list(
                members.map { member in
                    .object([
                        "name": .text(
                            member.name.split(separator: "/").last.map(String.init) ?? ""),
                        "path": .text(member.name),
                        "hash": .text("sha256:" + member.sha256),
                        "bytes": .number(member.bytes),
                    ])
                }),
        ])
    }
}

extension ReplayIndex {
    /// Adds `record` if it is the answer to an HTTP request; what the DNS said cannot be replayed.
    mutating func add(_ record: ArchiveRecord, in archive: String) {
        guard record.type == "response", let target = record.target,
            record.fields.first("Content-Type")?.hasPrefix("application/http") == true
        else { return }
        add(
            url: target, date: record.fields.first("WARC-Date") ?? "", head: record.block,
            digest: record.fields.first("WARC-Payload-Digest"), archive: archive,
            offset: record.offset, length: record.length)
    }
}
