// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation
import NetworkRegistry
import Testing
import Wording

/// Facts from the files of Debian's packages.
struct InstalledDataTests {
    private static let files = NetworkRegistry.findDataFiles()
    private static let areInstalled = files.locationDatabase != nil && files.countryTables != nil
    private static let remark: Comment =
        "no data files: apt-get install libloc-database tor-geoipdb"

    private func registry() throws -> NetworkRegistry {
        try NetworkRegistry(
            locationDatabase: Self.files.locationDatabase, countryTables: Self.files.countryTables)
    }

    @Test(
        .enabled(if: areInstalled, remark),
        arguments: ["114.114.114.114", "223.5.5.5", "2400:3200::1", "::ffff:223.5.5.5"])
    func `Public resolvers of China lie in China`(address: String) throws {
        let facts = try registry().facts(of: try #require(IPAddress(address)))

        #expect(facts.country == "CN")
        #expect(facts.network != nil)
        #expect(facts.asNumber != nil)
        #expect(facts.reverseNames.isEmpty)
    }

    @Test(.enabled(if: areInstalled, remark))
    func `A network is told with its operator`() throws {
        let facts = try registry().facts(of: try #require(IPAddress("8.8.8.8")))

        #expect(facts.network == "8.8.8.0/24")
        #expect(facts.asNumber == 15169)
        #expect(facts.asName?.uppercased().contains("GOOGLE") == true)
        #expect(facts.country == "US")
    }

    @Test(.enabled(if: areInstalled, remark))
    func `Each fact names the file and the date it comes from`() throws {
        let registry = try registry()
        let labels = registry.dataFiles.map(\.label)

        let facts = registry.facts(of: try #require(IPAddress("223.5.5.5")))

        #expect(registry.dataFiles.map(\.kind) == [.location, .countries4, .countries6])
        #expect(registry.gaps.isEmpty)
        #expect(
            facts.source == "\(labels[0]) (network, AS); \(labels[1]) (country)"
                || facts.source == "\(labels[0]) (network, AS, country)")
    }

    @Test(
        .enabled(if: areInstalled, remark),
        arguments: ["10.0.0.1", "127.0.0.1", "192.168.1.1", "::1", "fd00::1", "::ffff:10.0.0.1"])
    func `An address outside the public Internet has no network`(address: String) throws {
        let facts = try registry().facts(of: try #require(IPAddress(address)))

        #expect(facts.network == nil)
        #expect(facts.country == nil)
        #expect(facts.asNumber == nil)
        #expect(facts.source.hasPrefix("不是公网地址"))
    }
}

/// Missing, broken and small files.
struct DataFileTests {
    private final class Folder {
        let url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)

        init() throws {
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        }

        deinit {
            try? FileManager.default.removeItem(at: url)
        }

        func write(_ text: String, _ name: String) throws -> String {
            let file = url.appending(path: name)
            try Data(text.utf8).write(to: file)
            return file.path
        }
    }

    private static let v4 = """
        # Generated: Thu, 25 Jun 2026 04:33:59 GMT
        #
        16777216,16777471,AU
        16777472,16778239,CN
        16779264,16781311,??
        16781312,16785407,JP
        """
    private static let v6 = """
        2001:200::,2001:200:134:ffff:ffff:ffff:ffff:ffff,JP
        2400:3200::,2400:3200:ffff:ffff:ffff:ffff:ffff:ffff,CN

        """

    private let folder: Folder
    private let registry: NetworkRegistry

    init() throws {
        let folder = try Folder()
        self.folder = folder
        registry = try NetworkRegistry(
            locationDatabase: nil,
            countryTables: (try folder.write(Self.v4, "geoip"), try folder.write(Self.v6, "geoip6"))
        )
    }

    @Test(arguments: [
        ("1.0.0.0", "AU"), ("1.0.0.255", "AU"), ("1.0.1.0", "CN"), ("1.0.3.255", "CN"),
        ("1.0.4.0", nil), ("1.0.8.0", nil), ("1.0.16.0", "JP"), ("1.0.31.255", "JP"),
        ("1.0.32.0", nil), ("8.8.8.8", nil), ("0.255.255.255", nil), ("2001:200::", "JP"),
        ("2400:3200:1::1", "CN"), ("2400:3201::", nil), ("2001:1ff::1", nil),
        ("2002:100:101::1", "CN"),
    ])
    func `A table tells the country at both ends of each range`(address: String, country: String?)
        throws
    {
        let facts = registry.facts(of: try #require(IPAddress(address)))

        #expect(facts.country == country)
    }

    @Test func `What a missing database would tell is said, and how to get it`() throws {
        let facts = registry.facts(of: try #require(IPAddress("1.0.1.1")))

        #expect(facts.network == nil)
        #expect(
            facts.source
                == "geoip 2026-06-25 (country); 无法查明网段和运营者：缺少 IP 位置数据库；"
                + "请执行 apt-get install libloc-database 安装")
        #expect(registry.gaps == [RegistryMessages.noLocationDatabase])
    }

    @Test func `Without any file all gaps are told`() throws {
        let registry = try NetworkRegistry(locationDatabase: nil, countryTables: nil)

        let facts = registry.facts(of: try #require(IPAddress("1.0.1.1")))

        #expect(registry.dataFiles.isEmpty)
        #expect(
            facts.source
                == registry.gaps.map(\.chinese).joined(separator: "; "))
        #expect(registry.gaps.count == 2)
    }

    @Test func `The date is the one the file gives, or when it was changed`() throws {
        let dates = registry.dataFiles.map { Timestamp.text($0.date) }

        #expect(dates[0] == "2026-06-25T04:33:59.000Z")
        #expect(registry.dataFiles[1].date.timeIntervalSinceNow > -3600)
    }

    @Test func `A table out of order never names a wrong country`() throws {
        let lines = Self.v4.split(separator: "\n").reversed().joined(separator: "\n")
        let registry = try NetworkRegistry(
            locationDatabase: nil,
            countryTables: (
                try folder.write(lines, "reversed"), try folder.write(Self.v6, "geoip6")
            ))

        for address in ["1.0.0.1", "1.0.1.1", "1.0.20.1", "9.9.9.9"] {
            let found = registry.facts(of: try #require(IPAddress(address))).country
            let right = self.registry.facts(of: try #require(IPAddress(address))).country
            #expect(found == nil || found == right)
        }
    }

    @Test(arguments: ["", "# only a comment\n", "hello\n", "1,2\n", "a,b,CN\n", "1.0.0.0,x,CN"])
    func `What is not a table is refused by name`(text: String) throws {
        let path = try folder.write(text, "not-a-table")

        #expect(throws: RegistryError.notACountryTable(path: path)) {
            try NetworkRegistry(locationDatabase: nil, countryTables: (path, path))
        }
    }

    @Test(arguments: ["", "not a database", String(repeating: "LOCDBXX", count: 4000)])
    func `What is not a location database is refused by name`(text: String) throws {
        let path = try folder.write(text, "location.db")

        let error = #expect(throws: RegistryError.self) {
            try NetworkRegistry(locationDatabase: path, countryTables: nil)
        }

        #expect(error == .notALocationDatabase(path: path))
        #expect(
            error?.message.chinese
                == "\(path) 不是 libloc 格式的 IP 位置数据库；请执行 apt-get install libloc-database 安装")
    }

    @Test func `A file that is not there is told by its path`() {
        let error = #expect(throws: RegistryError.self) {
            try NetworkRegistry(locationDatabase: "/nonexistent/location.db", countryTables: nil)
        }

        #expect(
            error?.description
                == "cannot read /nonexistent/location.db: No such file or directory; check that the "
                + "file exists and may be read")
    }
}
