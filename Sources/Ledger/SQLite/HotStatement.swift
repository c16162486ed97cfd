internal import GRDB
internal import GRDBSQLite

/// A statement that is executed often, with its values handed to SQLite as they are: going through a list of values of
/// any type costs more than the insert itself.
struct HotStatement {
    private let statement: Statement
    private let database: Database

    init(_ database: Database, _ sql: String) throws {
        self.database = database
        statement = try database.cachedStatement(sql: sql)
    }

    /// Executes it once.
    ///
    /// - Parameter bind: binds a value for each question mark, in order.
    func execute(_ bind: (inout Values) -> Void) throws {
        let handle = statement.sqliteStatement
        sqlite3_reset(handle)
        var values = Values(handle: handle)
        bind(&values)
        let code = values.code == SQLITE_OK ? sqlite3_step(handle) : values.code
        sqlite3_reset(handle)
        guard code == SQLITE_DONE else {
            throw DatabaseError(resultCode: ResultCode(rawValue: code), message: database.lastErrorMessage)
        }
    }

    struct Values {
        fileprivate let handle: OpaquePointer
        fileprivate var code = SQLITE_OK
        private var position: Int32 = 0

        fileprivate init(handle: OpaquePointer) { self.handle = handle }

        mutating func bind(_ value: Int64?) {
            guard let value else { return bindNull() }
            note(sqlite3_bind_int64(handle, next(), value))
        }

        mutating func bind(_ value: Int) { bind(Int64(value)) }

        mutating func bind(_ value: String?) {
            guard var value else { return bindNull() }
            let position = next()
            note(
                value.withUTF8 { bytes in
                    bytes.withMemoryRebound(to: CChar.self) { text in
                        // A null pointer would be bound as NULL.
                        text.isEmpty
                            ? sqlite3_bind_text(handle, position, "", 0, Self.copied)
                            : sqlite3_bind_text(handle, position, text.baseAddress, Int32(text.count), Self.copied)
                    }
                })
        }

        mutating func bind(_ value: [UInt8]?) {
            guard let value else { return bindNull() }
            let position = next()
            note(
                value.isEmpty
                    ? sqlite3_bind_zeroblob(handle, position, 0)
                    : sqlite3_bind_blob(handle, position, value, Int32(value.count), Self.copied))
        }

        private mutating func bindNull() { note(sqlite3_bind_null(handle, next())) }

        private mutating func next() -> Int32 {
            position += 1
            return position
        }

        private mutating func note(_ code: Int32) { if code != SQLITE_OK { self.code = code } }

        /// SQLITE_TRANSIENT: SQLite makes a copy before the call returns.
        private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    }
}
