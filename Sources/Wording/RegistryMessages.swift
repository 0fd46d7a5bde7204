// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// What is said about networks, and about the data files that tell of them.
package enum RegistryMessages {
    package static let noLocationDatabase = Message(
        en: "networks and operators are not known: no location database; install it with "
            + "'apt-get install libloc-database'",
        zh: "无法查明网段和运营者：缺少 IP 位置数据库；请执行 apt-get install libloc-database 安装"
    )

    package static let noCountryTables = Message(
        en: "countries may be out of date: no country tables; install them with "
            + "'apt-get install tor-geoipdb'",
        zh: "所属国家或地区可能不是最新：缺少国别地址表；请执行 apt-get install tor-geoipdb 安装"
    )

    package static let unlisted = Message(
        en: "no data file lists this address",
        zh: "数据文件中没有该地址"
    )

    package static func reserved(_ kind: String) -> Message {
        Message(
            en: "not an address of the public Internet (\(kind))",
            zh: "不是公网地址（\(kind)）"
        )
    }

    package static func unreadable(_ path: String, reason: String) -> Message {
        Message(
            en: "cannot read \(path): \(reason); check that the file exists and may be read",
            zh: "无法读取 \(path)（\(reason)）；请检查文件是否存在、是否有读取权限"
        )
    }

    package static func notALocationDatabase(_ path: String) -> Message {
        Message(
            en: "\(path) is not a location database of libloc; install one with "
                + "'apt-get install libloc-database'",
            zh: "\(path) 不是 libloc 格式的 IP 位置数据库；请执行 apt-get install libloc-database 安装"
        )
    }

    package static func notACountryTable(_ path: String) -> Message {
        Message(
            en: "\(path) is not a table of addresses and countries as Tor uses it; install one "
                + "with 'apt-get install tor-geoipdb'",
            zh: "\(path) 不是 Tor 格式的国别地址表；请执行 apt-get install tor-geoipdb 安装"
        )
    }
}
