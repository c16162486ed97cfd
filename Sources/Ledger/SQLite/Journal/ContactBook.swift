internal import Foundation
internal import GRDB

/// What is known of contacts, in tables in which it is found by key.
///
/// A run that asks for nothing of the kind need not write them: they say what the journal says up to some commit of it, and
/// are brought up to date when somebody asks. Then what one contact went through comes down to how it ended.
struct ContactBook {
    private let database: Database

    /// Entries that are taken over in one go where others may wait for it: half a second's work.
    static let step = 50_000

    init(_ database: Database) { self.database = database }

    /// Whether the tables say all that the journal says.
    var isCurrent: Bool {
        get throws {
            let sql = """
                SELECT (SELECT journal FROM contact_book) >= coalesce((SELECT max(number) FROM journal), 0)
                """
            return try Bool.fetchOne(try database.cachedStatement(sql: sql)) ?? true
        }
    }

    /// Takes over what the next commits say.
    ///
    /// - Parameter limit: entries with which enough has been taken over.
    /// - Returns: whether the tables are up to date now.
    @discardableResult
    func follow(limit: Int = .max) throws -> Bool {
        let commits = try Row.fetchCursor(
            try database.cachedStatement(
                sql: """
                    SELECT journal.number, runs.workspace, entries FROM journal LEFT JOIN runs ON runs.number = journal.run
                    WHERE journal.number > (SELECT journal FROM contact_book) ORDER BY journal.number
                    """))
        var changes: [String: ContactChanges] = [:]
        var count = 0
        var last: Int64?
        var isLast = false
        while count < limit {
            guard let commit = try commits.next() else {
                isLast = true
                break
            }
            // Of a run that somebody deleted by hand nobody knows where it was.
            if let workspace: String = commit["workspace"] {
                for entry in try JournalDecoder.entries(commit["entries"]) {
                    changes[workspace, default: ContactChanges()].note(entry)
                    count += 1
                }
            }
            last = commit["number"]
        }
        for (workspace, changes) in changes { try changes.write(workspace, database) }
        if let last {
            try database.cachedStatement(sql: "UPDATE contact_book SET journal = ?").execute(arguments: [last])
        }
        return isLast
    }

    /// Notes that the tables say all that the journal says.
    func setPlaceAtEnd() throws {
        try database.execute(
            sql: "UPDATE contact_book SET journal = (SELECT coalesce(max(number), 0) FROM main.journal)")
    }
}
