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

/// The runs that a session has claimed, for itself or to share with others who do the same.
final class RunClaims: Sendable {
    private struct Claim: Sendable {
        var id: RunIdentifier
        /// What the functions of shared locks are called more than those of others.
        var kind: String
    }

    private let held = Mutex<[Int64: Claim]>([:])

    /// - Throws: `LedgerError` of kind `running` where somebody else has the run.
    func take(_ run: Int64, _ id: RunIdentifier, isShared: Bool = false, _ connection: PostgresConnection) throws {
        let claim = Claim(id: id, kind: isShared ? "_shared" : "")
        // A session may lock what it has locked once more: that is not meant here.
        guard held.withLock({ $0[run] == nil }), try Self.tryLock(run, claim, connection) else {
            throw LedgerError(.running, "the run \(id) is still going on in another process")
        }
        held.withLock { $0[run] = claim }
    }

    /// After the connection was lost. The server may not have noticed yet; until it does, the old session has the locks.
    func takeAgain(_ connection: PostgresConnection) throws {
        for (run, claim) in held.withLock({ $0 }) where try !Self.tryLock(run, claim, connection) {
            throw PostgresError(state: "55P03", message: "the run \(claim.id) is held by another session")
        }
    }

    func release(_ run: Int64, _ session: PostgresSession) {
        guard let claim = held.withLock({ $0.removeValue(forKey: run) }) else { return }
        session.performNow { connection in
            try connection.query(
                "SELECT pg_advisory_unlock\(claim.kind)(\(PostgresSchema.lockClass), $1::bigint::integer)", [.int(run)])
        }
    }

    private static func tryLock(_ run: Int64, _ claim: Claim, _ connection: PostgresConnection) throws -> Bool {
        let rows = try connection.query(
            "SELECT pg_try_advisory_lock\(claim.kind)(\(PostgresSchema.lockClass), $1::bigint::integer) AS locked",
            [.int(run)])
        return rows.first?.bool("locked") == true
    }
}
