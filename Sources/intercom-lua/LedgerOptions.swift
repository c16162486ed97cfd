import ArgumentParser
import Foundation
import Ledger
import PostgresLedger

/// Where runs are written down.
struct LedgerOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            The file in which runs are written down, so that they can be gone on with; a postgres:// URL for a database \
            that several machines use; or off. By default intercom-lua/ledger.sqlite in XDG_STATE_HOME, or else in \
            ~/.local/state.
            """, valueName: "file|url|off"))
    var ledger: String?

    var isOff: Bool { ledger == "off" }

    /// The file, whether it is there or not.
    var path: String { ledger ?? Self.defaultPath }

    /// The file, unless it is none.
    var file: String? { isOff || PostgresAddress.isMeant(by: path) ? nil : path }

    /// As it is shown: a URL without its password.
    var place: String { PostgresAddress.redacted(path) }

    /// As it is to be repeated on a command line.
    var argument: String { ledger.map { " --ledger \(Invocation.quoted(PostgresAddress.redacted($0)))" } ?? "" }

    /// What is to be done about records that are in its queue.
    var workerHint: String { "Workers take them: intercom-lua worker\(argument)\n" }

    static var defaultPath: String {
        let environment = ProcessInfo.processInfo.environment
        // The standard has relative paths ignored: https://specifications.freedesktop.org/basedir-spec
        if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") {
            return state + "/intercom-lua/ledger.sqlite"
        }
        let home = environment["HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? NSHomeDirectory()
        return home + "/.local/state/intercom-lua/ledger.sqlite"
    }

    /// Opens the ledger, and makes it where it is not there.
    func open() async throws -> any LedgerStore {
        if isOff { throw CommandFailure(.usage, "there is nothing to be found with --ledger off") }
        do { return try await Self.open(path) } catch { throw CommandFailure(explaining: error) }
    }

    /// Opens the ledger to look into it; nil where there is none yet, which is left at that.
    func openIfThere() async throws -> (any LedgerStore)? {
        if let file, !FileManager.default.fileExists(atPath: file) { return nil }
        return try await open()
    }

    /// Opens a ledger that must be there.
    ///
    /// - Parameter run: what is looked for in it.
    func openThere(for run: String) async throws -> any LedgerStore {
        guard let store = try await openIfThere() else {
            let what = run == "last" ? "no run" : "no run \"\(run)\""
            throw CommandFailure(.usage, "there is \(what) in the ledger \"\(place)\": there is no such file yet")
        }
        return store
    }

    /// Opens what a path or a URL names.
    static func open(_ place: String) async throws(LedgerError) -> any LedgerStore {
        guard PostgresAddress.isMeant(by: place) else { return try SQLiteLedger(path: place) }
        return try await PostgresLedger(PostgresAddress(place))
    }
}
