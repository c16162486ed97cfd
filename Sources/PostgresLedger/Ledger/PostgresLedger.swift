public import Ledger
internal import Synchronization

/// A ledger in a database of PostgreSQL, in the schema `intercom_lua`. Any number of machines can use one at the same time.
///
/// Writes are on the database's disk when they return. Runs are claimed by advisory locks of the session that also writes:
/// what is written was written while the claim was held, also where the connection was lost and made anew in between.
public final class PostgresLedger: LedgerStore {
    public let address: PostgresAddress
    public var name: String { "the ledger \"\(address)\"" }
    let session: PostgresSession
    let claims: RunClaims

    /// Connects, and makes the tables where they are not there.
    ///
    /// - Throws: `unwritable`, `busy`, `newer`, `corrupt`.
    public init(_ address: PostgresAddress) async throws(LedgerError) {
        self.address = address
        let claims = RunClaims()
        self.claims = claims
        session = PostgresSession(address) { connection in
            try PostgresSchema.migrate(connection, address)
            try claims.takeAgain(connection)
        }
        try await session.connect()
    }

    static func number(of id: RunIdentifier, _ connection: PostgresConnection) throws -> Int64 {
        let rows = try connection.query("SELECT number FROM runs WHERE id = $1", [.text(id.description)])
        guard let number = rows.first?.int("number") else { throw LedgerError.unknown(id) }
        return number
    }
}

extension LedgerError {
    static func unknown(_ id: RunIdentifier) -> LedgerError { LedgerError(.unknownRun, "there is no run \(id)") }
}

/// The runs that a session has claimed.
final class RunClaims: Sendable {
    private let held = Mutex<[Int64: RunIdentifier]>([:])

    private static let lock = "SELECT pg_try_advisory_lock(\(PostgresSchema.lockClass), $1::bigint::integer) AS locked"
    private static let unlock = "SELECT pg_advisory_unlock(\(PostgresSchema.lockClass), $1::bigint::integer)"

    /// - Throws: `LedgerError` of kind `running` where somebody else has the run.
    func take(_ run: Int64, _ id: RunIdentifier, _ connection: PostgresConnection) throws {
        // A session may lock what it has locked once more: that is not meant here.
        guard held.withLock({ $0[run] == nil }), try Self.tryLock(run, connection) else {
            throw LedgerError(.running, "the run \(id) is still going on in another process")
        }
        held.withLock { $0[run] = id }
    }

    /// After the connection was lost. The server may not have noticed yet; until it does, the old session has the locks.
    func takeAgain(_ connection: PostgresConnection) throws {
        for (run, id) in held.withLock({ $0 }) where try !Self.tryLock(run, connection) {
            throw PostgresError(state: "55P03", message: "the run \(id) is held by another session")
        }
    }

    func release(_ run: Int64, _ session: PostgresSession) {
        held.withLock { $0[run] = nil }
        session.performNow { try $0.query(Self.unlock, [.int(run)]) }
    }

    private static func tryLock(_ run: Int64, _ connection: PostgresConnection) throws -> Bool {
        try connection.query(lock, [.int(run)]).first?.bool("locked") == true
    }
}
