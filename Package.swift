// swift-tools-version: 6.1
import PackageDescription

// A target a level; arrows only ever point downwards. See README.md for what each one is.

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("ExistentialAny"),
]

let package = Package(
    name: "intercom-lua",
    products: [
        .executable(name: "intercom-lua", targets: ["intercom-lua"]),
        .library(name: "Lua", targets: ["Lua"]),
        .library(name: "Intercom", targets: ["Intercom"]),
        .library(name: "IntercomScripting", targets: ["IntercomScripting"]),
    ],
    dependencies: [
        // The command line: parsing, help, completion scripts.
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        // The HTTP client of server-side Swift: pooling, TLS, timeouts, HTTP/2.
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        // async-http-client speaks its buffers and event loops.
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        // What it says of certificates that it does not trust; tests serve such a certificate.
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        // What libraries log to, whatever the program does with it.
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        // The HTTP server of the emulator; without traits it brings no configuration system.
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        // SQLite for the ledger of runs: WAL, prepared statements, migrations.
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        // Debian's liblua5.4-dev; only the bridge sees it.
        .systemLibrary(name: "CLua", pkgConfig: "lua5.4", providers: [.apt(["liblua5.4-dev"])]),
        .target(name: "CLuaBridge", dependencies: ["CLua"]),
        .target(name: "Lua", dependencies: ["CLuaBridge"], swiftSettings: settings),

        // Debian's libsimdjson-dev behind a C header: JSON at the speed of memory.
        .target(name: "CSimdjson", linkerSettings: [.linkedLibrary("simdjson")]),
        .target(name: "JSON", dependencies: ["CSimdjson"], swiftSettings: settings),

        // Chance that is the same on every machine: for jitter, ids and tests.
        .target(name: "Seeded", swiftSettings: settings),
        .target(
            name: "Intercom",
            dependencies: [
                "JSON", "Seeded",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: settings),
        // Debian's zlib1g-dev and libzstd-dev: inputs that are compressed.
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        // Debian's nettle-dev: digests and message authentication.
        .systemLibrary(name: "CNettle", pkgConfig: "nettle", providers: [.apt(["nettle-dev"])]),
        .target(name: "Digests", dependencies: ["CNettle"], swiftSettings: settings),
        .target(name: "Records", dependencies: ["Lua", "JSON", "Digests", "CZlib", "CZstd"], swiftSettings: settings),
        .target(
            name: "IntercomScripting", dependencies: ["Lua", "Intercom", "Records", "JSON", "Digests"],
            swiftSettings: settings),
        // What became of each record of each run; knows neither Lua nor Intercom.
        .target(
            name: "Ledger",
            dependencies: [
                .product(name: "GRDB", package: "GRDB.swift"),
                // SQLite's own functions, for the statements that each record executes.
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            swiftSettings: settings),
        // Debian's libpq-dev: the client of PostgreSQL, loaded when it is needed.
        .target(name: "CPostgres"),
        // The same in a database that several machines reach, and the queue that they take records from.
        .target(name: "PostgresLedger", dependencies: ["CPostgres", "Ledger"], swiftSettings: settings),
        // How a ledger stands, looked at without changing it.
        .target(
            name: "LedgerCheck",
            dependencies: ["CPostgres", "Ledger", "PostgresLedger", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: settings),
        // Lua's grammar with positions, for whoever explains a script instead of running it.
        .target(name: "LuaSyntax", swiftSettings: settings),
        // What is written from the declarations of scripts' functions: reference pages, manual page, types for editors.
        .target(name: "Reference", dependencies: ["IntercomScripting", "JSON"], swiftSettings: settings),
        // Which cores a thread may run on: what glibc shows to C only.
        .target(name: "CCores"),
        .target(
            name: "Runner", dependencies: ["IntercomScripting", "Ledger", "Digests", "LuaSyntax", "CCores"],
            swiftSettings: settings),
        .target(
            name: "Emulator",
            dependencies: ["JSON", "Seeded", .product(name: "Hummingbird", package: "hummingbird")],
            swiftSettings: settings),
        // The client and an emulator in one process: for tests of scripts, and the tests of what is built on both.
        .target(
            name: "EmulatorTesting", dependencies: ["Emulator", "Intercom", "JSON"], swiftSettings: settings),
        // What is wrong with a script, found without running it, and with records without calling anybody.
        .target(
            name: "ScriptCheck",
            dependencies: [
                "LuaSyntax", "Runner", "EmulatorTesting", "Emulator", "IntercomScripting", "Intercom", "Records",
                "JSON",
            ],
            swiftSettings: settings),
        // describe, it, expect: how authors test their scripts.
        .target(
            name: "ScriptTesting",
            dependencies: [
                "Runner", "EmulatorTesting", "Emulator", "IntercomScripting", "Intercom", "Records", "JSON", "Lua",
                "Seeded",
            ],
            swiftSettings: settings),
        // Debian's libedit-dev: editing at the prompt.
        .target(name: "CEdit", linkerSettings: [.linkedLibrary("edit")]),
        .target(
            name: "REPL", dependencies: ["CEdit", "Runner", "IntercomScripting", "Intercom", "Records", "JSON", "Lua"],
            swiftSettings: settings),
        .executableTarget(
            name: "intercom-lua",
            dependencies: [
                "Runner", "REPL", "Reference", "ScriptTesting", "ScriptCheck", "Emulator", "Ledger", "PostgresLedger",
                "LedgerCheck",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings),

        .testTarget(
            name: "LuaTests", dependencies: ["Lua", "CLuaBridge"],
            resources: [.copy("Differential"), .copy("Fixtures")],
            swiftSettings: settings),
        // What `scripts/bench lua` measures, beside the same in C and Python.
        .executableTarget(
            name: "LuaBenchmark", dependencies: ["Lua"], path: "Tests/LuaBenchmark",
            exclude: ["c_api.c", "lupa_rows.py", "rows.lua"], swiftSettings: settings),
        // Servers of raw bytes on this machine, with TLS or without, for tests of what goes wrong on the way.
        .target(
            name: "LoopbackTesting",
            dependencies: [
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            path: "Tests/LoopbackTesting", swiftSettings: settings),
        // A server of PostgreSQL that tests start, where it is installed.
        .target(name: "PostgresTesting", path: "Tests/PostgresTesting", swiftSettings: settings),
        .testTarget(name: "JSONTests", dependencies: ["JSON", "Seeded"], swiftSettings: settings),
        .testTarget(
            name: "IntercomTests",
            dependencies: ["Intercom", "JSON", "LoopbackTesting", "EmulatorTesting"], swiftSettings: settings),
        .testTarget(
            name: "RecordsTests", dependencies: ["Records", "JSON", "Lua", "CZlib", "CZstd", "Seeded"],
            swiftSettings: settings),
        .testTarget(
            name: "EmulatorTests", dependencies: ["Emulator", "EmulatorTesting", "JSON"],
            exclude: ["Support/validate_answers.py", "Support/third_party_client.py"],
            swiftSettings: settings),
        .testTarget(
            name: "IntercomEmulatorTests", dependencies: ["Intercom", "Emulator", "EmulatorTesting", "JSON"],
            swiftSettings: settings),
        .testTarget(
            name: "IntercomScriptingTests",
            dependencies: [
                "IntercomScripting", "EmulatorTesting", "Emulator", "Intercom", "Records", "JSON", "Lua", "Digests",
                "Seeded",
            ],
            exclude: ["Lua", "Golden"], swiftSettings: settings),
        .testTarget(
            name: "LedgerTests",
            dependencies: [
                "Ledger", "PostgresLedger", "PostgresTesting", .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "ScriptCheckTests",
            dependencies: [
                "ScriptCheck", "LuaSyntax", "ScriptTesting", "IntercomScripting", "Intercom", "Records", "JSON",
            ],
            exclude: ["Golden"], swiftSettings: settings),
        .testTarget(
            name: "LuaSyntaxTests", dependencies: ["LuaSyntax", "Lua", "Seeded"], swiftSettings: settings),
        .testTarget(
            name: "ScriptTestingTests", dependencies: ["ScriptTesting", "IntercomScripting", "Lua"],
            exclude: ["Golden"],
            swiftSettings: settings),
        .testTarget(
            name: "ReferenceTests",
            dependencies: [
                "Reference", "ScriptTesting", "EmulatorTesting", "IntercomScripting", "Intercom", "Records", "JSON",
                "Lua",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "RunnerTests",
            dependencies: [
                "Runner", "Ledger", "EmulatorTesting", "Emulator", "IntercomScripting", "Intercom", "Records", "JSON",
                "Seeded", "Lua", "CCores", .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "REPLTests",
            dependencies: ["REPL", "Runner", "EmulatorTesting", "IntercomScripting", "Intercom", "JSON", "Lua"],
            swiftSettings: settings),
        .testTarget(
            name: "intercom-luaTests",
            dependencies: [
                "intercom-lua", "Intercom", "Ledger", "Lua", "JSON", "LoopbackTesting", "PostgresTesting", "Seeded",
            ],
            exclude: [
                "Golden", "Support/prompt_at_terminal.py", "Support/spark_check.py", "Support/terminal.py",
            ],
            swiftSettings: settings),
    ],
    cxxLanguageStandard: .cxx17
)
