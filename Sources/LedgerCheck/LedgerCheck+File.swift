internal import Foundation
internal import GRDB
internal import Ledger

extension LedgerCheck {
    /// A file of SQLite, or the place where one is to be made.
    static func file(_ path: String) throws(LedgerError) -> LedgerCheck {
        let files = FileManager.default
        var isFolder: ObjCBool = false
        guard files.fileExists(atPath: path, isDirectory: &isFolder) else {
            try checkFolder(of: path)
            return LedgerCheck(schema: nil)
        }
        if isFolder.boolValue {
            throw LedgerError(.unwritable, "\"\(path)\" is a folder", advice: "name a file with --ledger")
        }
        guard access(path, R_OK | W_OK) == 0 else {
            throw LedgerError(
                .unwritable, "the ledger \"\(path)\" cannot be written: \(String(cString: strerror(errno)))",
                advice: "make it yours, as with chown, or name another file with --ledger")
        }
        // SQLite has files beside it: the write-ahead log, the locks.
        try checkFolder(of: path)
        return LedgerCheck(schema: try schema(of: path))
    }

    /// The nearest folder above that is there has to take new ones.
    private static func checkFolder(of path: String) throws(LedgerError) {
        var folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        while !FileManager.default.fileExists(atPath: folder.path), folder.path != "/" {
            folder.deleteLastPathComponent()
        }
        guard access(folder.path + "/.", W_OK | X_OK) == 0 else {
            throw LedgerError(
                .unwritable,
                "nothing can be made in \"\(folder.path)\" for the ledger: \(String(cString: strerror(errno)))",
                advice: "make that a folder of yours, or name a file elsewhere with --ledger")
        }
    }

    private static func schema(of path: String) throws(LedgerError) -> Int? {
        do {
            var configuration = Configuration()
            configuration.readonly = true
            configuration.busyMode = .timeout(5)
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            return try queue.read { database in
                // Migrations are named by their numbers.
                try DatabaseMigrator().appliedIdentifiers(database).compactMap(Int.init).max()
            }
        } catch {
            guard let error = error as? DatabaseError else {
                throw LedgerError(.unwritable, "the ledger \"\(path)\" cannot be read: \(error)")
            }
            let isBusy = error.resultCode == .SQLITE_BUSY || error.resultCode == .SQLITE_LOCKED
            let advice =
                isBusy ? "try again when nothing else uses it" : "move it away, or name another file with --ledger"
            throw LedgerError(
                isBusy ? .busy : .corrupt,
                "the ledger \"\(path)\" cannot be read: \(error.message ?? "\(error.resultCode)")", advice: advice)
        }
    }
}
