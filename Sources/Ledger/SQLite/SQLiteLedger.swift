internal import Foundation
internal import GRDB
internal import Synchronization

/// A ledger in a file of SQLite, with a write-ahead log. Several processes can use one at the same time.
///
/// Writes are on the disk when they return, also if the power fails after that.
public final class SQLiteLedger: LedgerStore {
    public let path: String
    public var name: String { "the ledger \"\(path)\"" }
    let pool: DatabasePool
    let locks: RunLocks
    /// Whether somebody in this process asks what is known of contacts, so that each commit has them brought up to date.
    let followsJournal = Atomic(false)

    /// Opens a ledger; creates it, and the folder it lies in, where they are not there. Both are for their owner's eyes
    /// only.
    ///
    /// - Throws: `unwritable`, `full`, `corrupt`, `newer`, `busy`.
    public init(path: String) throws(LedgerError) {
        self.path = path
        try Self.prepareFile(path)
        let locks = try RunLocks(path: path + "-locks")
        self.locks = locks
        do {
            var configuration = Configuration()
            // A commit takes milliseconds; a checkpoint on a slow disk may take seconds.
            configuration.busyMode = .timeout(30)
            configuration.maximumReaderCount = 4
            configuration.label = "ledger"
            // Each outcome would be checked for its run, which has just been looked up.
            configuration.foreignKeysEnabled = false
            pool = try locks.whileAlone {
                let pool = try DatabasePool(path: path, configuration: configuration)
                try Self.prepare(pool, path, locks)
                return pool
            }
        } catch let error as LedgerError {
            throw error
        } catch {
            throw LedgerError(error, path)
        }
    }

    private static func prepare(_ pool: DatabasePool, _ path: String, _ locks: RunLocks) throws {
        try pool.writeWithoutTransaction { database in
            let isEmpty = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") == 0
            let application = try Int32.fetchOne(database, sql: "PRAGMA application_id")
            guard isEmpty || application == applicationID else {
                throw LedgerError(
                    .corrupt, "\"\(path)\" is a database of something else, not a ledger", advice: "choose another file"
                )
            }
            if try migrator.hasBeenSuperseded(database) {
                throw LedgerError(
                    .newer, "the ledger \"\(path)\" was written by a newer version of intercom-lua",
                    advice: "use that version, or choose another file with --ledger")
            }
            // It would not find its tables any more.
            if try !isEmpty && !migrator.hasCompletedMigrations(database) && locks.isAnyLocked {
                throw LedgerError(
                    .busy, "an older version of intercom-lua is at work on a run in the ledger \"\(path)\"",
                    advice: "try again when it has ended")
            }
            // Before there is any table: a process that is killed in between leaves a file that is still recognised.
            if isEmpty { try database.execute(sql: "PRAGMA application_id = \(applicationID)") }
            // The log is on the disk before a commit returns.
            try database.execute(sql: "PRAGMA synchronous = FULL")
            // In pages: what is written again and again goes into the file itself four times less often than by default.
            try database.execute(sql: "PRAGMA wal_autocheckpoint = 4000")
        }
        try migrator.migrate(pool)
    }

    private static func prepareFile(_ path: String) throws(LedgerError) {
        let folder = (path as NSString).deletingLastPathComponent
        if !folder.isEmpty {
            do {
                try FileManager.default.createDirectory(
                    atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            } catch {
                throw LedgerError(.unwritable, "the folder \"\(folder)\" for the ledger cannot be made")
            }
        }
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            let reason = String(cString: strerror(errno))
            throw LedgerError(
                errno == ENOSPC ? .full : .unwritable, "the ledger \"\(path)\" cannot be opened: \(reason)")
        }
        close(descriptor)
    }

    func reading<Value: Sendable>(
        _ body: @Sendable @escaping (Database) throws -> Value
    ) async throws(LedgerError) -> Value {
        do { return try await pool.read(body) } catch { throw LedgerError(error, path) }
    }

    func writing<Value: Sendable>(
        _ body: @Sendable @escaping (Database) throws -> Value
    ) async throws(LedgerError) -> Value {
        do {
            return try await pool.writeWithoutTransaction { try $0.atOnce(body) }
        } catch {
            throw LedgerError(error, path)
        }
    }
}

extension Database {
    /// Carries out all of it or nothing. Nobody else writes meanwhile.
    func atOnce<Value>(_ body: (Database) throws -> Value) throws -> Value {
        // Prepared once: a commit of a few entries takes hardly longer than reading these two words.
        try cachedStatement(sql: "BEGIN IMMEDIATE TRANSACTION").execute()
        do {
            let value = try body(self)
            try cachedStatement(sql: "COMMIT TRANSACTION").execute()
            return value
        } catch {
            try? rollback()
            throw error
        }
    }
}

extension LedgerError {
    /// What an error of the database means.
    init(_ error: any Error, _ path: String) {
        if let error = error as? LedgerError {
            self = error
            return
        }
        let name = "the ledger \"\(path)\""
        guard let error = error as? DatabaseError else {
            self.init(.unwritable, "\(name) cannot be used: \(error)")
            return
        }
        let reason = error.message ?? "\(error.resultCode)"
        switch error.resultCode {
        case .SQLITE_FULL: self.init(.full, "\(name) cannot be written: \(reason)", advice: "make room on the disk")
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            self.init(
                .corrupt, "\(name) is damaged, or no ledger: \(reason)", advice: "move it away, or choose another file")
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self.init(.busy, "\(name) is held by another program", advice: "try again when that has ended")
        default: self.init(.unwritable, "\(name) cannot be written: \(reason)")
        }
    }
}
