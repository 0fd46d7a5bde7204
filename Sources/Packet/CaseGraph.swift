// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework

/// A case as a graph of CASE/UCO in JSON-LD: what was captured, when, by whom, with which tool, and
/// what it gave.
///
/// Findings and custody have no place in it. Identifiers come from what they name, so that the same
/// case gives the same graph. Source: CASE 1.5.0 and UCO 1.5.0, namespaces `investigation` and
/// `observable`.
package struct CaseGraph {
    private let contents: PacketContents
    private let ids: StableIdentifiers
    private var objects: [MachineValue] = []
    private var references: [String] = []
    private var known: Set<String> = []

    /// The graph.
    package static func value(
        _ seen: Observables, _ contents: PacketContents, ids: StableIdentifiers
    ) -> MachineValue {
        var graph = CaseGraph(contents: contents, ids: ids)
        graph.add(seen)
        return .object([
            "@context": .object(vocabularies), "@graph": .list(graph.objects),
        ])
    }

    private static let vocabularies: [String: MachineValue] = [
        "action": "https://ontology.unifiedcyberontology.org/uco/action/",
        "core": "https://ontology.unifiedcyberontology.org/uco/core/",
        "identity": "https://ontology.unifiedcyberontology.org/uco/identity/",
        "investigation": "https://ontology.caseontology.org/case/investigation/",
        "observable": "https://ontology.unifiedcyberontology.org/uco/observable/",
        "tool": "https://ontology.unifiedcyberontology.org/uco/tool/",
        "types": "https://ontology.unifiedcyberontology.org/uco/types/",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    ]

    private init(contents: PacketContents, ids: StableIdentifiers) {
        self.contents = contents
        self.ids = ids
    }

    private mutating func add(_ seen: Observables) {
        let caseFile = contents.caseFile
        let hosts = seen.hosts.map { host in
            (
                host,
                observable(
                    "DomainName", host, ["observable:value": .text(host)])
            )
        }
        let byName = Dictionary(hosts, uniquingKeysWith: { first, _ in first })
        let urls = seen.urls.map { url in
            observable(
                "URL", url,
                [
                    "observable:fullValue": .text(url),
                    "observable:host": (try? WebAddress(url))
                        .flatMap { byName[$0.host] }.map(Self.reference),
                ])
        }
        for address in seen.addresses {
            let text = address.description
            _ = observable(
                address.isIPv6 ? "IPv6Address" : "IPv4Address", text,
                ["observable:addressValue": .text(text)])
        }
        for capture in caseFile.captures { add(capture, of: urls.first) }
        for file in contents.files where file.path.contains("/attachments/") { _ = add(file) }
        _ = object(
            "investigation:Investigation", "investigation", listed: false,
            [
                "core:name": .text(caseFile.lead.caseNumber.description),
                "core:description": .text(seen.summary),
                "investigation:investigationForm": "suspicious-activity",
                "core:startTime": Self.time(Timestamp.text(seen.firstSeen)),
                "core:object": Self.references(references),
            ])
    }

    private mutating func add(_ capture: Capture, of url: String?) {
        let parts = capture.software.split(maxSplits: 1) { $0 == "/" || $0 == " " }
            .map(String.init)
        let tool = object(
            "tool:Tool", "tool " + capture.software,
            [
                "core:name": .text(HostileText.visible(parts.first ?? capture.software)),
                "tool:version": parts.dropFirst().first.map { .text(HostileText.visible($0)) },
                "tool:toolType": "web archiver",
            ])
        let entry = contents.custody.first {
            $0.action == .captured && $0.subject == capture.name
        }
        let performer = entry.map { entry in
            object(
                "identity:Identity", "identity " + entry.actor,
                ["core:name": .text(HostileText.visible(entry.actor))])
        }
        var results: [String] = []
        if let file = PacketForms(contents).archive(of: capture) {
            let id = add(file)
            results = [
                id,
                object(
                    "investigation:ProvenanceRecord", "provenance " + capture.name,
                    [
                        "core:description": .text("WARC 1.1，访问 \(capture.name) 的请求与应答原始字节"),
                        "investigation:exhibitNumber": .text(capture.name),
                        "core:object": Self.references([id]),
                    ]),
            ]
        }
        let start = capture.startedAt
        _ = object(
            "investigation:InvestigativeAction", "capture " + capture.name,
            [
                "core:name": "capture",
                "core:description": .text(
                    "以访问身份 \(HostileText.visible(capture.persona.name)) 访问公开网页并存档"),
                "action:startTime": Self.time(Timestamp.text(start)),
                // A clock that was set back in between may not turn the two round.
                "action:endTime": Self.time(Timestamp.text(max(start, capture.endedAt))),
                "action:performer": performer.map(Self.reference),
                "action:instrument": Self.reference(tool),
                "action:object": url.map(Self.reference),
                "action:result": results.isEmpty ? nil : Self.references(results),
            ])
    }

    private mutating func add(_ file: PacketFile) -> String {
        let sums = [("SHA256", file.sha256)] + (file.md5.map { [("MD5", $0)] } ?? [])
        let hashes = sums.map { method, value in
            MachineValue.object([
                "@id": .text(id("hash \(method) \(file.path)")), "@type": "types:Hash",
                "types:hashMethod": .text(method),
                "types:hashValue": .object([
                    "@type": "xsd:hexBinary", "@value": .text(value.uppercased()),
                ]),
            ])
        }
        let content = MachineValue.object([
            "@id": .text(id("content " + file.path)), "@type": "observable:ContentDataFacet",
            "observable:sizeInBytes": .number(file.bytes), "observable:hash": .list(hashes),
        ])
        return observable(
            "File", file.path,
            [
                "observable:fileName": .text(
                    file.path.split(separator: "/").last.map(String.init) ?? file.path),
                "observable:filePath": .text(file.path),
                "observable:sizeInBytes": .number(file.bytes),
            ], besides: [content])
    }

    /// Adds an object that its facet of the same name describes; returns its identifier.
    private mutating func observable(
        _ type: String, _ name: String, _ facet: [String: MachineValue?],
        besides facets: [MachineValue] = []
    ) -> String {
        var fields = facet.compactMapValues(\.self)
        fields["@id"] = .text(id("\(type) facet \(name)"))
        fields["@type"] = .text("observable:\(type)Facet")
        return object(
            "observable:" + type, "\(type) \(name)",
            ["core:hasFacet": .list([.object(fields)] + facets)])
    }

    /// Adds an object, once; returns its identifier.
    private mutating func object(
        _ type: String, _ name: String, listed: Bool = true, _ fields: [String: MachineValue?]
    ) -> String {
        let id = id(name)
        guard known.insert(id).inserted else { return id }
        var fields = fields.compactMapValues(\.self)
        fields["@id"] = .text(id)
        fields["@type"] = .text(type)
        objects.append(.object(fields))
        if listed { references.append(id) }
        return id
    }

    private func id(_ name: String) -> String {
        "urn:uuid:" + ids.uuid("case \(contents.caseFile.lead.caseNumber) \(name)")
    }

    private static func reference(_ id: String) -> MachineValue { .object(["@id": .text(id)]) }

    private static func references(_ ids: [String]) -> MachineValue {
        .list(ids.map(reference))
    }

    private static func time(_ text: String) -> MachineValue {
        .object(["@type": "xsd:dateTime", "@value": .text(text)])
    }
}
