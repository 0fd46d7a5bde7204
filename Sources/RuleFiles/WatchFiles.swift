// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework
import FoundationEssentials
package import Frontier
import Wording

/// Reads what is watched.
///
/// `Seeds/watch.example.yml` is the manual of the form.
package enum WatchFiles {
    /// The most schedules, and the most destinations, of one file.
    static let entries = 64

    /// What the file at `path` says.
    ///
    /// - Parameters:
    ///   - sites: the ids of the protected sites.
    ///   - personas: the names of the personas.
    ///   - isZone: whether a place is one whose clocks are known.
    /// - Throws: ``RuleFileError`` with every mistake.
    package static func load(
        path: String, sites: [String], personas: [String], isZone: (String) -> Bool
    ) throws(RuleFileError) -> WatchPlan {
        let mistakes = MistakeList()
        let slash = path.lastIndex(of: "/")
        let name = slash.map { String(path[path.index(after: $0)...]) } ?? path
        let reader = WatchReader(
            folder: slash.map { String(path[...$0]) } ?? "", sites: sites, personas: personas)
        var plan = WatchPlan(schedules: [])
        if let (root, _) = FileNode.root(path, named: name, mistakes),
            let keys = root.keys(
                "watch", allowed: ["zone", "schedules", "mail", "webhook"])
        {
            if let node = keys["zone"], let zone = node.text("zone") {
                if isZone(zone) {
                    plan.zone = zone
                } else {
                    node.fail(WatchFileMessages.unknownZone(zone))
                }
            }
            var taken: [String: String] = [:]
            func add<Entry>(
                _ key: String, _ read: (FileNode) -> Entry?, id: (Entry) -> String
            ) -> [Entry] {
                guard let list = keys[key] else { return [] }
                let nodes = list.list(key) ?? []
                if nodes.count > entries { list.fail(WatchFileMessages.tooMany(entries)) }
                return nodes.prefix(entries).compactMap { node in
                    guard let entry = read(node) else { return nil }
                    if let first = taken[id(entry)] {
                        node.fail(RuleMessages.duplicate(id(entry), first: first))
                    }
                    taken[id(entry)] = node.origin
                    return entry
                }
            }
            plan.destinations =
                add("mail", reader.mail, id: \.id) + add("webhook", reader.webhook, id: \.id)
            let known = plan.destinations.map(\.id)
            plan.schedules =
                keys["schedules"] == nil
                ? WatchPlan.standard.schedules
                : add("schedules", { reader.schedule($0, destinations: known) }, id: \.id)
        }
        try mistakes.check()
        return plan
    }
}

private struct WatchReader {
    /// The folder of the file, that other files are named from; empty, or ends in `/`.
    let folder: String
    let sites: [String]
    let personas: [String]

    private func id(_ node: FileNode?) -> String? {
        guard let node, let id = node.text("id") else { return nil }
        let isPlain = id.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || $0 == UInt8(ascii: "-")
        }
        guard isPlain, id.utf8.count <= 40 else {
            node.fail(WatchFileMessages.badID(id))
            return nil
        }
        return id
    }

    // MARK: - Schedules

    func schedule(_ node: FileNode, destinations: [String]) -> WatchSchedule? {
        guard
            let keys = node.keys(
                "schedule",
                allowed: [
                    "id", "list", "when", "personas", "pages", "sites", "budget", "file",
                    "report-to",
                ], required: ["id", "list", "when"]),
            let id = id(keys["id"]), let list = list(keys, node), let whenNode = keys["when"],
            let text = whenNode.text("when")
        else { return nil }
        let when: Schedule
        do throws(ScheduleError) { when = try Schedule(text) } catch {
            whenNode.fail(error.message)
            return nil
        }
        var schedule = WatchSchedule(id: id, list: list, when: when)
        if let node = keys["personas"], let names = node.texts("personas") {
            for name in names where !personas.contains(name) {
                node.fail(RuleMessages.unknownValue("personas", name, personas))
            }
            schedule.personas = names
        }
        if let pages = keys["pages"]?.whole("pages", 1...100) { schedule.pagesPerSite = pages }
        if let node = keys["report-to"], let names = node.isEmptyList ? [] : node.texts("report-to")
        {
            for name in names where !destinations.contains(name) {
                node.fail(RuleMessages.unknownValue("report-to", name, destinations))
            }
            schedule.reportTo = names
        }
        return schedule
    }

    private func list(_ keys: [String: FileNode], _ node: FileNode) -> WatchList? {
        guard let listNode = keys["list"], let name = listNode.text("list") else { return nil }
        let own = ["names": ["sites", "budget"], "file": ["file"]][name] ?? []
        for key in ["sites", "budget", "file"] where !own.contains(key) {
            keys[key]?.fail(WatchFileMessages.otherList(key, name))
        }
        switch name {
        case "known": return .known
        case "found": return .found
        case "confirmed": return .confirmed
        case "dead": return .dead
        case "certificates": return .certificates
        case "names":
            let ids = keys["sites"]?.texts("sites") ?? []
            for id in ids where !sites.contains(id) {
                keys["sites"]?.fail(RuleMessages.unknownValue("sites", id, sites))
            }
            return .names(
                sites: ids, budget: keys["budget"]?.whole("budget", 1...10_000_000) ?? 20_000)
        case "file":
            guard let fileNode = keys["file"], let file = fileNode.text("file") else {
                if keys["file"] == nil { node.fail(RuleMessages.missingKey("file")) }
                return nil
            }
            let path = file.hasPrefix("/") ? file : folder + file
            guard FileManager.default.isReadableFile(atPath: path) else {
                fileNode.fail(RuleMessages.unreadable(path, "no such file, or no permission"))
                return nil
            }
            return .file(path.hasPrefix("/") ? path : URL(filePath: path).path)
        default:
            listNode.fail(RuleMessages.unknownValue("list", name, WatchList.names))
            return nil
        }
    }

    // MARK: - Destinations

    func mail(_ node: FileNode) -> ReportDestination? {
        guard
            let keys = node.keys(
                "mail",
                allowed: [
                    "id", "server", "security", "user", "password", "from", "to", "allow", "ca",
                    "seconds", "when",
                ], required: ["id", "server", "from", "to"]),
            let id = id(keys["id"]), let serverNode = keys["server"],
            let server = serverNode.text("server")
        else { return nil }
        let security =
            keys["security"]?.choice("security", ReportDestination.Mail.Security.self) ?? .starttls
        let usual: UInt16 = security == .tls ? 465 : security == .starttls ? 587 : 25
        guard let (host, port) = Self.server(server, port: usual) else {
            serverNode.fail(WatchFileMessages.badServer(server))
            return nil
        }
        func address(_ node: FileNode, _ text: String) -> MailAddress? {
            let address = MailAddress(text)
            if address == nil { node.fail(WatchFileMessages.badMailbox(text)) }
            return address
        }
        let to = (keys["to"]?.texts("to") ?? []).compactMap { text in
            keys["to"].flatMap { address($0, text) }
        }
        guard let fromNode = keys["from"], let fromText = fromNode.text("from"),
            let from = address(fromNode, fromText), !to.isEmpty
        else { return nil }
        if to.count > 50 { keys["to"]?.fail(WatchFileMessages.tooMany(50)) }
        var mail = ReportDestination.Mail(
            host: host, port: port, security: security, from: from, to: to)
        mail.user = secret(keys["user"], "user")
        mail.password = secret(keys["password"], "password")
        if (mail.user == nil) != (mail.password == nil) {
            node.fail(WatchFileMessages.userAndPassword)
        }
        if mail.user != nil, security == .none {
            keys["security"]?.fail(WatchFileMessages.plainPassword)
        }
        return destination(id, .mail(mail), keys)
    }

    func webhook(_ node: FileNode) -> ReportDestination? {
        guard
            let keys = node.keys(
                "webhook", allowed: ["id", "url", "secret", "allow", "ca", "seconds", "when"],
                required: ["id", "url", "secret"]),
            let id = id(keys["id"]), let urlNode = keys["url"], let url = urlNode.text("url")
        else { return nil }
        guard let address = try? WebAddress(url), !url.contains("#"),
            !url.drop(while: { $0 != "/" }).dropFirst(2).prefix(while: { $0 != "/" }).contains("@")
        else {
            urlNode.fail(WatchFileMessages.badURL(url))
            return nil
        }
        guard let secret = secret(keys["secret"], "secret") else { return nil }
        return destination(id, .webhook(.init(address: address, secret: secret)), keys)
    }

    private func destination(
        _ id: String, _ way: ReportDestination.Way, _ keys: [String: FileNode]
    ) -> ReportDestination {
        var destination = ReportDestination(id: id, way: way)
        if let when = keys["when"]?.choice("when", Told.self) {
            destination.tellsAlways = when == .always
        }
        if let node = keys["allow"] {
            for text in node.texts("allow") ?? [] {
                if let range = AddressRange(text) {
                    destination.allowed.append(range)
                } else {
                    node.fail(RuleMessages.badRange(text))
                }
            }
        }
        destination.trustStore = keys["ca"]?.trustStore(beside: folder)
        if let seconds = keys["seconds"]?.whole("seconds", 1...120) {
            destination.seconds = Double(seconds)
        }
        return destination
    }

    private enum Told: String, CaseIterable {
        case changes
        case always
    }

    /// The variable that `${NAME}` names: a secret never stands in the file itself.
    private func secret(_ node: FileNode?, _ key: String) -> String? {
        guard let node, let text = node.text(key) else { return nil }
        let name = text.dropFirst(2).dropLast()
        let isName = name.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
                || $0 == UInt8(ascii: "_")
        }
        guard text.hasPrefix("${"), text.hasSuffix("}"), !name.isEmpty, isName else {
            node.fail(WatchFileMessages.secretInFile(key))
            return nil
        }
        return String(name)
    }

    /// `host`, `host:port`, or an address; IPv6 in brackets if a port follows.
    private static func server(_ text: String, port: UInt16) -> (String, UInt16)? {
        if IPAddress(text) != nil { return (text, port) }
        guard let address = try? WebAddress("http://\(text)/"), !text.contains("/"),
            !text.contains("@")
        else { return nil }
        let isNamed = text.hasSuffix(":\(address.port)")
        return (address.host, isNamed ? address.port : port)
    }
}
