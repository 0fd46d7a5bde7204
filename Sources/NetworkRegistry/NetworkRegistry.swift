// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

package import Casework
import FoundationEssentials
import Glibc
package import Wording

/// Tells which network an address lies in, who announces it and in which country, from files on
/// this machine: nobody learns what we look at.
///
/// Files that are missing are no error; ``gaps`` says what they would tell and how to get them.
package final class NetworkRegistry: Sendable {
    /// Where the data lies on this machine.
    package struct DataFiles: Sendable, Hashable {
        /// A database for libloc, or `nil` if there is none.
        package var locationDatabase: String?
        /// Tor's two tables, or `nil` unless both are there.
        package var countryTables: (v4: String, v6: String)? {
            tables.isEmpty ? nil : (tables[0], tables[1])
        }
        private var tables: [String]

        fileprivate init(locationDatabase: String?, v4: String?, v6: String?) {
            self.locationDatabase = locationDatabase
            tables = if let v4, let v6 { [v4, v6] } else { [] }
        }
    }

    private let locations: LocationDatabase?
    private let countries4: CountryTable?
    private let countries6: CountryTable?
    /// The files in use, for provenance.
    package let dataFiles: [DataFile]

    /// Opens the files that are named; throws if one of them cannot be used.
    package init(
        locationDatabase: String?, countryTables: (v4: String, v6: String)?
    ) throws(RegistryError) {
        var files: [DataFile] = []
        if let locationDatabase {
            let opened = try LocationDatabase(path: locationDatabase)
            locations = opened
            files.append(opened.file)
        } else {
            locations = nil
        }
        if let countryTables {
            let v4 = try CountryTable(path: countryTables.v4, kind: .countries4)
            let v6 = try CountryTable(path: countryTables.v6, kind: .countries6)
            countries4 = v4
            countries6 = v6
            files += [v4.file, v6.file]
        } else {
            countries4 = nil
            countries6 = nil
        }
        dataFiles = files
    }

    /// The files that this machine has where Debian's packages put them.
    package static func findDataFiles() -> DataFiles {
        func firstReadable(_ paths: String...) -> String? {
            paths.first { access($0, R_OK) == 0 }
        }
        return DataFiles(
            // The first is what `location update` renews, or a link to the second.
            locationDatabase: firstReadable(
                "/var/lib/location/database.db", "/usr/share/libloc-location/location.db"),
            v4: firstReadable("/usr/share/tor/geoip"),
            v6: firstReadable("/usr/share/tor/geoip6"))
    }

    /// What cannot be told because a file is missing, and how to get it.
    package var gaps: [Message] {
        (locations == nil ? [RegistryMessages.noLocationDatabase] : [])
            + (countries4 == nil ? [RegistryMessages.noCountryTables] : [])
    }

    /// The network, its operator and its country, and which file of which date said so.
    ///
    /// If two files name a country, the fresher one counts. An address outside the public Internet
    /// has no network; ``NetworkFacts/source`` then says of which kind it is, and where a file is
    /// missing, which, in Chinese.
    package func facts(of address: IPAddress) -> NetworkFacts {
        let sought = address.embeddedIPv4 ?? address
        if let kind = ReservedRange.containing(sought) ?? ReservedRange.containing(address) {
            let reason = RegistryMessages.reserved(kind.rawValue)
            return NetworkFacts(address: address, source: reason.chinese)
        }
        let table = sought.isIPv6 ? countries6 : countries4
        let location = locations?.entry(for: sought)
        let listed = table?.country(of: sought)
        let isTableFresher =
            (table?.file.date ?? .distantPast) > (locations?.file.date ?? .distantPast)
        let isFromTable = listed != nil && (isTableFresher || location?.country == nil)

        var sources: [(file: DataFile, said: [String])] = []
        if let file = locations?.file, let location {
            var said = ["network"]
            if location.asNumber != nil { said.append("AS") }
            if location.country != nil, !isFromTable { said.append("country") }
            sources.append((file, said))
        }
        if let file = table?.file, isFromTable { sources.append((file, ["country"])) }
        let texts = sources.map { "\($0.file.label) (\($0.said.joined(separator: ", ")))" }
        let remarks = (texts.isEmpty && gaps.count < 2 ? [RegistryMessages.unlisted] : []) + gaps
        return NetworkFacts(
            address: address, network: location?.network, asNumber: location?.asNumber,
            asName: location?.asName, country: isFromTable ? listed : location?.country,
            source: (texts + remarks.map(\.chinese)).joined(separator: "; "))
    }
}
