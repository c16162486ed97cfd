internal import CPostgres
internal import Dispatch
internal import Glibc
internal import Ledger
internal import PostgresLedger

extension LedgerCheck {
    /// A database of PostgreSQL.
    static func database(_ url: String) async throws(LedgerError) -> LedgerCheck {
        let address = try PostgresAddress(url)
        let result: Result<LedgerCheck, LedgerError> = await withCheckedContinuation { continuation in
            // libpq waits for the network.
            DispatchQueue.global().async {
                continuation.resume(returning: Result { () throws(LedgerError) in try look(at: url, address) })
            }
        }
        return try result.get()
    }

    private static func look(at url: String, _ address: PostgresAddress) throws(LedgerError) -> LedgerCheck {
        let connection = connect(url)
        defer { PQfinish(connection) }
        guard PQstatus(connection) == CONNECTION_OK else {
            throw LedgerError(
                .unwritable, "the ledger \"\(address)\" cannot be reached: \(words(PQerrorMessage(connection)))",
                advice: "see that the server runs and lets you in; PGPASSWORD and ~/.pgpass can hold the password")
        }
        func ask(_ sql: String) throws(LedgerError) -> String {
            let answer = PQexec(connection, sql)
            defer { PQclear(answer) }
            guard PQresultStatus(answer) == PGRES_TUPLES_OK, PQntuples(answer) == 1 else {
                throw LedgerError(
                    .corrupt, "the ledger \"\(address)\" cannot be read: \(words(PQerrorMessage(connection)))",
                    advice: "have its schema intercom_lua granted to you, or choose another database with --ledger")
            }
            return String(cString: PQgetvalue(answer, 0, 0))
        }
        guard try ask("SHOW transaction_read_only") == "off" else {
            throw LedgerError(
                .unwritable, "the ledger \"\(address)\" takes no writes: the server is a standby, or set to read only",
                advice: "connect to the primary, as with ?target_session_attrs=read-write")
        }
        // Unlike to_regclass, this finds what one may not read, too.
        let tables = "pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace"
        let isOurs = "nspname = 'intercom_lua' AND relname = 'schema_version'"
        let isThere = try ask("SELECT count(*) FROM \(tables) WHERE \(isOurs)") == "1"
        let mayInsert = "SELECT has_table_privilege('intercom_lua.runs', 'INSERT')"
        let mayCreate = "SELECT has_database_privilege(current_database(), 'CREATE')"
        guard try ask(isThere ? mayInsert : mayCreate) == "t" else {
            throw LedgerError(
                .unwritable, "you may not write to the ledger \"\(address)\"",
                advice: isThere
                    ? "have its schema intercom_lua and what is in it granted to you"
                    : "have it granted to you: GRANT CREATE ON DATABASE")
        }
        return LedgerCheck(schema: isThere ? Int(try ask("SELECT version FROM intercom_lua.schema_version")) : nil)
    }

    private static func connect(_ url: String) -> OpaquePointer? {
        let parameters = [
            ("connect_timeout", "10"), ("fallback_application_name", "intercom-lua"), ("dbname", url),
            ("client_encoding", "UTF8"),
        ]
        let names = parameters.map { strdup($0.0) } + [nil]
        let values = parameters.map { strdup($0.1) } + [nil]
        defer { for text in names + values { free(text) } }
        let connection = PQconnectdbParams(names.map { UnsafePointer($0) }, values.map { UnsafePointer($0) }, 1)
        PQsetNoticeProcessor(connection, { _, _ in }, nil)
        return connection
    }

    private static func words(_ text: UnsafePointer<CChar>?) -> String {
        let text = text.map { String(cString: $0) } ?? ""
        return text.split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}
