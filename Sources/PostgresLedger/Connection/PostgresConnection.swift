internal import CPostgres
internal import Glibc

/// A connection to PostgreSQL through libpq. Every call waits for the server's answer.
///
/// Sendable: it belongs to one session, which uses it from one thread at a time.
final class PostgresConnection: @unchecked Sendable {
    private let handle: OpaquePointer
    /// The names of statements that the server has prepared, by their text.
    private var prepared: [String: String] = [:]

    /// What holds where the URL says nothing: a server that is gone without a word is noticed within a minute.
    private static let defaults = [
        "connect_timeout": "10", "keepalives_idle": "20", "keepalives_interval": "10", "keepalives_count": "3",
        "tcp_user_timeout": "60000", "fallback_application_name": "intercom-lua",
    ]
    /// The server notices it of us as fast, so that nothing stays locked by a machine that is gone.
    private static let settings = """
        SET search_path = intercom_lua; SET client_min_messages = warning; SET synchronous_commit = on;
        SET tcp_keepalives_idle = 20; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3;
        """

    init(_ address: PostgresAddress) throws(PostgresError) {
        let parameters =
            Self.defaults.sorted { $0.key < $1.key } + [
                (key: "dbname", value: address.url), (key: "client_encoding", value: "UTF8"),
            ]
        let names = parameters.map { strdup($0.key) } + [nil]
        let values = parameters.map { strdup($0.value) } + [nil]
        defer { for text in names + values { free(text) } }
        guard let handle = PQconnectdbParams(names.map { UnsafePointer($0) }, values.map { UnsafePointer($0) }, 1)
        else {
            throw PostgresError(message: "no memory for a connection")
        }
        self.handle = handle
        guard PQstatus(handle) == CONNECTION_OK else { throw refusal }
        PQsetNoticeProcessor(handle, { _, _ in }, nil)
        try execute(Self.settings)
    }

    deinit { PQfinish(handle) }

    /// Why no connection came about. libpq has no code for what the server said, but its words.
    private var refusal: PostgresError {
        let text = words(PQerrorMessage(handle))
        let states = [
            ("password authentication failed", "28P01"), ("no password supplied", "28P01"), ("no pg_hba.conf", "28000"),
            ("Peer authentication", "28000"), ("does not exist", text.contains("role") ? "28000" : "3D000"),
            ("too many clients", "53300"), ("starting up", "57P03"), ("shutting down", "57P03"),
        ]
        return PostgresError(state: states.first { text.contains($0.0) }?.1, message: text)
    }

    /// Executes statements that take nothing and return nothing.
    func execute(_ statements: String) throws(PostgresError) {
        let result = PQexec(handle, statements)
        defer { PQclear(result) }
        try check(result)
    }

    /// Executes one statement, which is prepared the first time.
    @discardableResult
    func query(_ sql: String, _ values: [PostgresValue] = []) throws(PostgresError) -> [PostgresRow] {
        let name = try prepare(sql)
        let result = withParameters(values) { starts, lengths in
            PQexecPrepared(
                handle, name, Int32(values.count), starts, lengths, [Int32](repeating: 1, count: values.count), 1)
        }
        guard let result else { throw PostgresError(message: words(PQerrorMessage(handle))) }
        defer { PQclear(result) }
        try check(result)
        return PostgresRow.rows(of: result)
    }

    private func prepare(_ sql: String) throws(PostgresError) -> String {
        if let name = prepared[sql] { return name }
        let name = "s\(prepared.count)"
        let result = PQprepare(handle, name, sql, 0, nil)
        defer { PQclear(result) }
        try check(result)
        prepared[sql] = name
        return name
    }

    /// Hands the values out as C wants them: where each begins, and how long it is.
    private func withParameters<Result>(
        _ values: [PostgresValue], _ body: ([UnsafePointer<CChar>?], [Int32]) -> Result
    ) -> Result {
        // One place for all, with a byte at its end so that even an empty value has an address.
        let all = values.reduce(into: [UInt8]()) { $0 += $1.bytes ?? [] } + [0]
        return all.withUnsafeBufferPointer { buffer in
            var offset = 0
            let starts = values.map { value -> UnsafePointer<CChar>? in
                guard let bytes = value.bytes, let base = buffer.baseAddress else { return nil }
                defer { offset += bytes.count }
                return UnsafeRawPointer(base + offset).assumingMemoryBound(to: CChar.self)
            }
            return body(starts, values.map { Int32($0.bytes?.count ?? 0) })
        }
    }

    private func check(_ result: OpaquePointer?) throws(PostgresError) {
        let status = PQresultStatus(result)
        guard status != PGRES_COMMAND_OK, status != PGRES_TUPLES_OK else { return }
        var state = PQresultErrorField(result, PostgresFieldState).map { String(cString: $0) }
        if PQstatus(handle) != CONNECTION_OK, state?.hasPrefix("57P0") != true { state = nil }
        let message = PQresultErrorField(result, PostgresFieldMessage).map { String(cString: $0) }
        throw PostgresError(state: state, message: message ?? words(PQerrorMessage(handle)))
    }

    private func words(_ text: UnsafePointer<CChar>?) -> String {
        let text = text.map { String(cString: $0) } ?? ""
        return text.split(whereSeparator: \.isNewline).joined(separator: " ")
    }

    /// Waits for notifications on the channels that are listened to.
    ///
    /// - Returns: whether there were any before the time was over.
    func hears(within milliseconds: Int32) throws(PostgresError) -> Bool {
        var waited = pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0)
        _ = poll(&waited, 1, milliseconds)
        guard PQconsumeInput(handle) == 1 else { throw PostgresError(message: words(PQerrorMessage(handle))) }
        var isAny = false
        while let notification = PQnotifies(handle) {
            PQfreemem(notification)
            isAny = true
        }
        return isAny
    }
}
