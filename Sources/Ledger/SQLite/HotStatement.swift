internal import GRDB
internal import GRDBSQLite

/// A statement that is executed often, with its values handed to SQLite as they are: going through a list of values of
/// any type costs more than the insert itself.
struct HotStatement {
    private let statement: Statement
    private let database: Database
    private let scratch: Scratch

    /// - Parameter scratch: where the values lie while a statement is executed; one for all statements of a batch.
    init(_ database: Database, _ sql: String, scratch: Scratch = Scratch()) throws {
        self.database = database
        self.scratch = scratch
        statement = try database.cachedStatement(sql: sql)
    }

    /// Executes it once.
    ///
    /// - Parameter bind: binds a value for each question mark, in order.
    func execute(_ bind: (inout Values) -> Void) throws {
        let handle = statement.sqliteStatement
        sqlite3_reset(handle)
        var values = Values(handle: handle, scratch: scratch)
        bind(&values)
        let code = values.code == SQLITE_OK ? sqlite3_step(handle) : values.code
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)  // what they point to is about to be written over
        guard code == SQLITE_DONE else {
            throw DatabaseError(resultCode: ResultCode(rawValue: code), message: database.lastErrorMessage)
        }
    }

    /// Memory in which SQLite finds the values of one execution, so that it need not make copies of its own.
    final class Scratch {
        fileprivate let start = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 1)
        fileprivate static let size = 4096

        deinit { start.deallocate() }
    }

    struct Values {
        fileprivate let handle: OpaquePointer
        fileprivate let scratch: Scratch
        fileprivate var code = SQLITE_OK
        private var position: Int32 = 0
        /// How much of the scratch is in use.
        private var used = 0

        fileprivate init(handle: OpaquePointer, scratch: Scratch) {
            self.handle = handle
            self.scratch = scratch
        }

        mutating func bind(_ value: Int64?) {
            guard let value else { return skip() }
            note(sqlite3_bind_int64(handle, next(), value))
        }

        mutating func bind(_ value: Int) { bind(Int64(value)) }

        mutating func bind(_ value: String?) {
            guard var value else { return skip() }
            let position = next()
            let code = value.withUTF8 { bytes in
                let (text, life) = keep(UnsafeRawBufferPointer(bytes))
                return sqlite3_bind_text(
                    handle, position, text.assumingMemoryBound(to: CChar.self), Int32(bytes.count), life)
            }
            note(code)
        }

        mutating func bind(_ value: [UInt8]?) {
            guard let value else { return skip() }
            let position = next()
            let code = value.withUnsafeBytes { bytes in
                let (blob, life) = keep(bytes)
                return sqlite3_bind_blob(handle, position, blob, Int32(bytes.count), life)
            }
            note(code)
        }

        /// Where SQLite finds these bytes, which is never a null pointer, and how long: while they are in the scratch, or,
        /// where there is no room, until it has copied them.
        private mutating func keep(
            _ bytes: UnsafeRawBufferPointer
        ) -> (UnsafeRawPointer, sqlite3_destructor_type?) {
            let place = scratch.start + used
            guard let source = bytes.baseAddress, bytes.count > 0 else { return (UnsafeRawPointer(place), nil) }
            guard bytes.count <= Scratch.size - used else { return (source, Self.copied) }
            place.copyMemory(from: source, byteCount: bytes.count)
            used += bytes.count
            return (UnsafeRawPointer(place), nil)
        }

        /// What is not bound is null.
        private mutating func skip() { position += 1 }

        private mutating func next() -> Int32 {
            position += 1
            return position
        }

        private mutating func note(_ code: Int32) { if code != SQLITE_OK { self.code = code } }

        /// SQLITE_TRANSIENT: SQLite makes a copy before the call returns.
        private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    }
}
