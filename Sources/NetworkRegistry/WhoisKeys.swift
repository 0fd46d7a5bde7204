// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// What registries call the fields of their answers, in lowercase; the more telling first.
enum WhoisKeys {
    static let domain = ["domain name", "domain"]
    static let registrar = [
        "sponsoring registrar", "registrar", "registrar name", "registrar organization",
        "registration service provider", "注册商",
    ]
    static let registrarID = ["registrar iana id", "sponsoring registrar iana id"]
    static let registrarURL = ["registrar url", "referral url"]
    static let registrant = [
        "registrant organization", "registrant", "registrant name", "registrant organisation",
        "domain holder", "holder", "owner", "注册人",
    ]
    static let registrantMail = ["registrant contact email", "registrant email", "注册人邮箱"]
    static let created = [
        "creation date", "registration time", "created", "created on", "created date",
        "registered", "registered on", "registration date", "domain registration date",
        "domain name commencement date", "注册时间",
    ]
    static let changed = [
        "updated date", "last updated", "last updated on", "last update", "last modified",
        "last-modified", "modified", "changed", "domain last updated date",
    ]
    static let expires = [
        "registry expiry date", "registrar registration expiration date", "expiration time",
        "expiration date", "expiry date", "expire date", "expires", "expires on", "expiry",
        "paid-till", "domain expiration date", "到期时间",
    ]
    static let nameServers = [
        "name server", "name servers", "nserver", "nameserver", "nameservers", "dns",
        "域名服务器",
    ]
    static let status = ["domain status", "status", "state", "域名状态"]
    static let dnssec = ["dnssec", "dnssec signed", "signed"]
    static let referral = [
        "registrar whois server", "whois server", "refer", "whois", "referralserver",
        "registrar whois",
    ]

    static let network = ["inetnum", "inet6num", "netrange"]
    static let cidr = ["cidr", "route", "route6"]
    static let networkName = ["netname", "network name"]
    static let holder = ["organization", "org-name", "orgname", "owner", "descr", "custname"]
    static let organization = ["orgname", "org-name", "organization", "organisation-name"]
    static let country = ["country"]
    static let abuseMail = [
        "registrar abuse contact email", "abuse-mailbox", "orgabuseemail", "abuse-email",
        "abuse contact email", "abuse contact",
    ]
    static let abusePhone = [
        "registrar abuse contact phone", "orgabusephone", "abuse-phone", "abuse contact phone",
    ]
}
