// swift-tools-version: 6.2

import PackageDescription

let package = Package(
    name: "jianwei",
    products: [
        .executable(name: "jianwei", targets: ["jianwei"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // Doors: C libraries as module maps and typed shims, no logic.
        .systemLibrary(name: "CAres", pkgConfig: "libcares", providers: [.apt(["libc-ares-dev"])]),
        .systemLibrary(
            name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
        .systemLibrary(
            name: "CBrotli", pkgConfig: "libbrotlidec", providers: [.apt(["libbrotli-dev"])]),
        .systemLibrary(
            name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CDeflate", providers: [.apt(["libdeflate-dev"])]),
        .systemLibrary(name: "CEpoll"),
        .systemLibrary(name: "CIdn2", pkgConfig: "libidn2", providers: [.apt(["libidn2-dev"])]),
        .systemLibrary(name: "CLoc", providers: [.apt(["libloc-dev"])]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(
            name: "CPango", pkgConfig: "pangocairo", providers: [.apt(["libpango1.0-dev"])]),
        .systemLibrary(name: "CPsl", pkgConfig: "libpsl", providers: [.apt(["libpsl-dev"])]),
        .systemLibrary(
            name: "CXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .systemLibrary(
            name: "CXlsxWriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "CRE2", linkerSettings: [.linkedLibrary("re2")]),
        .target(name: "CDatagrams"),
        .target(
            name: "CICU",
            linkerSettings: [.linkedLibrary("icui18n"), .linkedLibrary("icuuc")]
        ),

        // Beside the doors: what every room needs of one.
        .target(name: "Digests", dependencies: ["COpenSSL"]),

        // Ground: values and pure functions. No I/O, no clock, no C.
        .target(name: "Wording"),
        .target(name: "Casework", dependencies: ["Wording"]),
        .target(name: "Frontier", dependencies: ["Casework", "Wording"]),
        .target(name: "Judgement", dependencies: ["Casework", "Wording"]),
        .target(name: "Lookalikes", dependencies: ["Casework", "Wording"]),
        .target(name: "Packet", dependencies: ["Casework", "Wording"]),

        // Middle: one outside technology each; they never import one another.
        .target(
            name: "Casebook",
            dependencies: [
                "Casework", "Digests", "Wording", .product(name: "GRDB", package: "GRDB.swift"),
            ]
        ),
        .target(name: "CertificateLogs", dependencies: ["Casework", "Digests", "Wording"]),
        .target(name: "ClockReader", dependencies: ["Casework", "Wording"]),
        .target(name: "ContentCoding", dependencies: ["CBrotli", "CZlib", "Casework"]),
        .target(name: "CurlFetcher", dependencies: ["CCurl", "CEpoll", "Casework", "Wording"]),
        .target(name: "FastMatcher", dependencies: ["CRE2", "Judgement"]),
        .target(name: "HostNames", dependencies: ["CICU", "CIdn2", "CPsl", "Casework", "Wording"]),
        .target(
            name: "NameResolver",
            dependencies: ["CAres", "CDatagrams", "CEpoll", "Casework", "Wording"]
        ),
        .target(name: "NetworkRegistry", dependencies: ["CLoc", "Casework", "Digests", "Wording"]),
        .target(name: "PageReader", dependencies: ["CXML2", "Casework", "Digests", "Wording"]),
        .target(
            name: "RuleFiles",
            dependencies: [
                "Casework", "Digests", "Frontier", "Judgement", "Lookalikes", "Wording",
                .product(name: "Yams", package: "Yams"),
            ]
        ),
        .target(name: "Sealing", dependencies: ["COpenSSL", "Casework", "Digests", "Wording"]),
        .target(name: "Spreadsheets", dependencies: ["CXlsxWriter", "Packet", "Wording"]),
        .target(name: "Typesetter", dependencies: ["CPango", "Casework", "Packet", "Wording"]),
        .target(
            name: "WebArchive",
            dependencies: ["CArchive", "CDeflate", "CZlib", "Casework", "Digests", "Wording"]
        ),

        // Beside: the practice range.
        .target(
            name: "Range", dependencies: ["CEpoll", "COpenSSL", "CZlib", "Casework", "Wording"]),

        // Top: joins the rooms.
        .target(
            name: "PacketExport",
            dependencies: [
                "Casework", "Digests", "Packet", "Sealing", "Spreadsheets", "Typesetter", "WebArchive",
                "Wording",
            ]
        ),
        .target(
            name: "Sweep",
            dependencies: [
                "CertificateLogs",
                "Casebook", "Casework", "ClockReader", "ContentCoding", "CurlFetcher", "Frontier", "HostNames",
                "Digests", "FastMatcher", "Judgement", "Lookalikes", "NameResolver",
                "NetworkRegistry", "Packet",
                "PacketExport", "PageReader", "Range", "RuleFiles", "Sealing", "WebArchive",
                "Wording",
            ]
        ),
        .executableTarget(
            name: "jianwei",
            dependencies: [
                "CertificateLogs",
                "Casebook", "Casework", "ClockReader", "CurlFetcher", "FastMatcher", "Frontier", "HostNames",
                "Judgement", "Lookalikes",
                "NameResolver", "NetworkRegistry", "Packet", "PacketExport", "PageReader", "Range",
                "RuleFiles", "Sealing", "Spreadsheets", "Sweep", "Typesetter", "WebArchive", "Wording",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),

        // No product: parts of Jianwei alone, for `make bench`.
        .executableTarget(
            name: "BenchmarkParts",
            dependencies: [
                "CertificateLogs", "ContentCoding",
                "Casebook", "Casework", "CurlFetcher", "Judgement", "NameResolver", "PageReader",
                "Sweep", "WebArchive",
            ],
            path: "Benchmarks/Parts"
        ),

        // Beside: hostile inputs for every parser; `make fuzz`.
        .executableTarget(
            name: "fuzz",
            dependencies: [
                "CertificateLogs",
                "CZlib", "Casework", "ContentCoding", "CurlFetcher", "Digests", "FastMatcher",
                "Frontier", "HostNames", "Judgement", "Lookalikes", "NameResolver",
                "NetworkRegistry", "PacketExport", "PageReader", "RuleFiles", "Sealing", "Sweep",
                "WebArchive", "Wording",
            ]
        ),

        // Beside: how well the rules judge pages written for this; `make score`.
        .executableTarget(
            name: "score",
            dependencies: [
                "Casework", "Judgement", "Sweep", "Wording",
                .product(name: "Yams", package: "Yams"),
            ]
        ),

        // Beside: a simulated year of watching; `make year`.
        .executableTarget(
            name: "year",
            dependencies: ["Casebook", "Casework", "Frontier", "Range", "Sweep"]
        ),

        .testTarget(
            name: "CasebookTests",
            dependencies: [
                "Casebook", "Casework", "Digests", "Wording",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]
        ),
        .testTarget(name: "CaseworkTests", dependencies: ["Casework", "Wording"]),
        .testTarget(
            name: "CertificateLogsTests",
            dependencies: [
                "Casebook", "Casework", "CertificateLogs", "CZlib", "Digests", "Sealing", "Sweep",
                "Wording",
            ]),
        .testTarget(
            name: "ClockReaderTests", dependencies: ["Casework", "ClockReader", "Wording"]),
        .testTarget(
            name: "CommandTests", dependencies: ["Casework", "WebArchive", "jianwei"],
            exclude: ["faults.c"]),
        .testTarget(name: "ContentCodingTests", dependencies: ["CZlib", "ContentCoding"]),
        .testTarget(
            name: "CurlFetcherTests", dependencies: ["Casework", "CurlFetcher", "Range", "Wording"]),
        .testTarget(name: "FastMatcherTests", dependencies: ["FastMatcher", "Judgement"]),
        .testTarget(name: "FuzzTests", dependencies: ["fuzz"]),
        .testTarget(name: "FrontierTests", dependencies: ["Casework", "Frontier", "Wording"]),
        .testTarget(name: "HostNamesTests", dependencies: ["Casework", "HostNames", "Wording"]),
        .testTarget(name: "JudgementTests", dependencies: ["Casework", "Judgement"]),
        .testTarget(
            name: "LookalikesTests",
            dependencies: [
                "Casework", "HostNames", "Lookalikes", "RuleFiles",
                .product(name: "Yams", package: "Yams"),
            ],
            exclude: ["plausible-fakes.tsv"]
        ),
        .testTarget(
            name: "NameResolverTests",
            dependencies: [
                "Casebook", "Casework", "HostNames", "NameResolver", "RuleFiles", "Sweep",
                "Wording",
            ]),
        .testTarget(
            name: "NetworkRegistryTests", dependencies: ["Casework", "NetworkRegistry", "Wording"]),
        .testTarget(
            name: "PacketExportTests",
            dependencies: [
                "Casework", "Digests", "Packet", "PacketExport", "Sealing", "Sweep", "WebArchive",
                "Wording",
            ]),
        .testTarget(
            name: "PacketTests", dependencies: ["Casework", "Digests", "Packet", "Wording"]),
        .testTarget(name: "PageReaderTests", dependencies: ["Casework", "PageReader"]),
        .testTarget(name: "RangeTests", dependencies: ["Casework", "Range", "Wording"]),
        .testTarget(
            name: "RuleFilesTests",
            dependencies: [
                "Casework", "FastMatcher", "Frontier", "Judgement", "PageReader", "RuleFiles",
                "Wording",
            ], exclude: ["validate.py"]),
        .testTarget(
            name: "ScoreTests", dependencies: ["Casework", "Sweep", "score"], exclude: ["Pages"]),
        .testTarget(name: "SealingTests", dependencies: ["Casework", "Sealing"]),
        .testTarget(
            name: "SweepTests",
            dependencies: [
                "Casebook", "Casework", "CurlFetcher", "Digests", "Range", "Sweep", "WebArchive",
                "Wording",
            ]),
        .testTarget(
            name: "RegistryDeskTests",
            dependencies: [
                "Casebook", "Casework", "CurlFetcher", "NameResolver", "PacketExport", "Range",
                "RuleFiles", "Sweep", "WebArchive", "Wording",
            ]),
        .testTarget(
            name: "WatchTests",
            dependencies: [
                "Casebook", "Casework", "CurlFetcher", "Frontier", "Packet", "Range", "Sweep",
                "Wording", "year",
            ], exclude: ["hook-server.py", "mail-server.py"]),
        .testTarget(name: "TypesetterTests", dependencies: ["Casework", "Packet", "Typesetter"]),
        .testTarget(
            name: "WebArchiveTests", dependencies: ["Casework", "Digests", "WebArchive", "Wording"]),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)

// One place for the settings of every Swift target.
let targetsInC = ["CDatagrams", "CICU", "CRE2"]
for target in package.targets
where target.type != .system && !targetsInC.contains(target.name) {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
    ]
}
