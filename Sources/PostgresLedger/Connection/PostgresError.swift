internal import Ledger

/// What went wrong between here and the database.
struct PostgresError: Error, Hashable {
    /// PostgreSQL's code of five letters and digits (https://www.postgresql.org/docs/current/errcodes-appendix.html); nil
    /// where no server said anything.
    var state: String?
    var message: String

    private func isOf(_ beginnings: String...) -> Bool {
        beginnings.contains { state?.hasPrefix($0) == true }
    }

    /// Whether the connection is of no use any more.
    ///
    /// Class 08, and 57P01 to 57P05: the server was stopped, the session was ended, it is just starting.
    var isLostConnection: Bool { state == nil || isOf("08", "57P0") }

    /// Whether the same may go well when it is done again: serialization failures and deadlocks, too many connections, a
    /// standby that has just taken over.
    var isTransient: Bool { isLostConnection || isOf("40001", "40P01", "53300", "25006", "55P03") }

    /// What it means for a ledger.
    func explained(_ address: PostgresAddress) -> LedgerError {
        let name = "the ledger \"\(address)\""
        if isOf("28") {
            return LedgerError(
                .unwritable, "\(name) does not let us in: \(message)",
                advice: "check user and password; PGPASSWORD and ~/.pgpass can hold it as well as the URL")
        }
        if isOf("53300", "57P03", "55P03", "40") {
            return LedgerError(.busy, "\(name) is busy: \(message)", advice: "try again in a while")
        }
        if isOf("3D000") {
            return LedgerError(.unwritable, "\(name) is not there: \(message)", advice: "createdb makes a database")
        }
        if isOf("53100") {
            return LedgerError(.full, "\(name) cannot be written: \(message)", advice: "make room there")
        }
        if isOf("XX") { return LedgerError(.corrupt, "\(name) is damaged: \(message)") }
        if isOf("42P01", "42703", "42804") {
            return LedgerError(
                .corrupt, "\(name) has other tables than a ledger: \(message)",
                advice: "its schema is intercom_lua; choose another database")
        }
        if isLostConnection { return LedgerError(.unwritable, "\(name) cannot be reached: \(message)") }
        return LedgerError(.unwritable, "\(name) cannot be used: \(message) (\(state ?? ""))")
    }
}
