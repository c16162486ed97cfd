public import Ledger
internal import PostgresLedger

/// How a ledger stands, found without changing it: opening one makes it where it is not there.
public struct LedgerCheck: Sendable, Hashable {
    /// The version of its tables; nil where there are none yet, and the first run makes them.
    public var schema: Int?

    init(schema: Int?) { self.schema = schema }

    /// Looks at what a path or a URL names.
    ///
    /// - Throws: `LedgerError` for what keeps a run from being written down there: `unwritable`, `corrupt`, `busy`.
    public init(_ place: String) async throws(LedgerError) {
        self = PostgresAddress.isMeant(by: place) ? try await .database(place) : try .file(place)
    }
}
