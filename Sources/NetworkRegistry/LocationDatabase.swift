// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import CLoc
import Casework
import FoundationEssentials
import Glibc
import Synchronization

/// libloc's database: network, autonomous system and country of an address.
///
/// libloc maps the file; a look-up reads the pages it needs. It does not promise to be thread safe,
/// so a lock lets in one caller at a time.
final class LocationDatabase: Sendable {
    /// What the database says about one address.
    struct Entry {
        var network: String
        var asNumber: UInt32?
        var asName: String?
        var country: String?
    }

    let file: DataFile
    private let handle: Mutex<Handle>

    init(path: String) throws(RegistryError) {
        guard let stream = fopen(path, "re") else {
            throw .unreadable(path: path, reason: String(cString: strerror(errno)))
        }
        // libloc works on a duplicate of the descriptor.
        defer { fclose(stream) }
        let opened = try Handle(stream, path: path)
        let date = opened.date
        handle = Mutex(opened)
        file = DataFile(path: path, date: date, kind: .location)
    }

    /// What the database says about `address`, or `nil` if it does not list it.
    func entry(for address: IPAddress) -> Entry? {
        handle.withLock { $0.entry(for: address) }
    }

    /// Owns libloc's context and database.
    private struct Handle: ~Copyable, @unchecked Sendable {
        // @unchecked Sendable because the pointers are not shared, and the lock that holds this
        // lets in one thread at a time.

        private let context: OpaquePointer
        private let database: OpaquePointer

        init(_ stream: UnsafeMutablePointer<FILE>, path: String) throws(RegistryError) {
            var context: OpaquePointer?
            guard loc_new(&context) == 0, let context else {
                throw .unreadable(path: path, reason: "loc_new")
            }
            // Only what makes the system unusable: errors come to us as statuses.
            loc_set_log_priority(context, LOG_EMERG)
            var database: OpaquePointer?
            guard loc_database_new(context, &database, stream) == 0, let database else {
                loc_unref(context)
                throw .notALocationDatabase(path: path)
            }
            self.context = context
            self.database = database
        }

        deinit {
            loc_database_unref(database)
            loc_unref(context)
        }

        var date: Date {
            Date(timeIntervalSince1970: Double(loc_database_created_at(database)))
        }

        func entry(for address: IPAddress) -> Entry? {
            let mapped =
                address.isIPv6
                ? address.bytes
                : [UInt8](repeating: 0, count: 10) + [255, 255] + address.bytes
            var found: OpaquePointer?
            guard cloc_lookup(database, mapped, &found) == 0, let network = found else {
                return nil
            }
            defer { loc_network_unref(network) }
            guard let text = loc_network_str(network) else { return nil }
            var entry = Entry(network: String(cString: text))
            entry.country = loc_network_get_country_code(network).flatMap {
                CountryCode.text(String(cString: $0))
            }
            let number = loc_network_get_asn(network)
            if number != 0 {
                entry.asNumber = number
                entry.asName = name(of: number)
            }
            return entry
        }

        private func name(of number: UInt32) -> String? {
            var found: OpaquePointer?
            guard loc_database_get_as(database, &found, number) == 0, let system = found else {
                return nil
            }
            defer { loc_as_unref(system) }
            guard let name = loc_as_get_name(system) else { return nil }
            let text = String(cString: name)
            return text.isEmpty ? nil : text
        }
    }
}

enum CountryCode {
    /// `code` if it stands for a country: neither `??`, nor libloc's marks such as `A1` (proxies)
    /// and `XX`.
    static func text(_ code: String) -> String? {
        let isCode = code.utf8.count == 2 && code.utf8.allSatisfy { (0x41...0x5A).contains($0) }
        return isCode && code != "XX" && code != "XD" ? code : nil
    }
}
