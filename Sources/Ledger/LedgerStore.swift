/// Where runs are kept: everything that a ledger needs of a database.
///
/// All of it is asynchronous, and what is written often is written in batches, so that a database behind a network can be
/// one. Writes go through a `RunWriter` and no other way.
public protocol LedgerStore: Sendable {
    /// As messages call it.
    var name: String { get }

    // MARK: Runs

    /// Enters a run that begins, and claims it.
    func begin(_ run: RunEntry) async throws(LedgerError) -> RunClaim
    /// Claims a run, to go on with it.
    ///
    /// - Throws: `running` where somebody else has it.
    func claim(_ id: RunIdentifier) async throws(LedgerError) -> RunClaim
    /// Undoes the end of a run that is gone on with.
    func reopen(_ id: RunIdentifier) async throws(LedgerError)
    /// Notes why a run ended, with the count of its outcomes.
    func end(_ id: RunIdentifier, ending: String, at time: Int64) async throws(LedgerError)
    /// The runs that match, the latest first.
    func runs(_ filter: RunFilter) async throws(LedgerError) -> [RunEntry]
    /// Removes a run with its inputs, records and operations, all of it or nothing; what is known of contacts stays.
    ///
    /// - Throws: `running` where somebody has it, `unknownRun`.
    func remove(_ id: RunIdentifier) async throws(LedgerError)

    // MARK: Records

    /// Writes all of it or nothing, and returns when it cannot be lost any more.
    func write(_ batch: LedgerBatch) async throws(LedgerError)
    /// The records of a run whose numbers are greater, in their order.
    ///
    /// - Parameter outcomes: only those with one of these words; nil for all.
    func records(
        of run: RunIdentifier, after number: Int, outcomes: [String]?, limit: Int
    ) async throws(LedgerError) -> [RecordEntry]
    /// The operations of one record in their order.
    func operations(of run: RunIdentifier, record: Int) async throws(LedgerError) -> [OperationEntry]
    /// The greatest number of a record of which the run has an operation or an outcome; 0 where there is none.
    func lastRecord(of run: RunIdentifier) async throws(LedgerError) -> Int

    /// The numbers up to `last`, that one included, of which the run has no outcome.
    func openRecords(of run: RunIdentifier, upTo last: Int) async throws(LedgerError) -> [Int]

    // MARK: Identities

    /// What is known of a value; nil where nothing is, or the contact is known to be gone.
    func identity(_ key: MatchedValue, in workspace: String) async throws(LedgerError) -> IdentityEntry?
    /// The contact that a value stands for, if it holds all that this operation sets: it was pushed there, and nothing else has
    /// been written to it since, as far as this ledger knows. Nil where that is not so, or not known.
    func contact(_ key: MatchedValue, holding payload: [UInt8], in workspace: String) async throws(LedgerError)
        -> String?
    /// The contacts that were written to since a moment, each once, as they were after the last write.
    func contactsWritten(since time: Int64, in workspace: String) async throws(LedgerError) -> [WrittenContact]
}

/// Which runs are wanted.
public struct RunFilter: Sendable, Hashable {
    /// The beginning of the identifier.
    public var prefix: String?
    public var scriptDigest: [UInt8]?
    /// The run that they take up.
    public var parent: RunIdentifier?
    public var limit: Int?

    public init(
        prefix: String? = nil, scriptDigest: [UInt8]? = nil, parent: RunIdentifier? = nil, limit: Int? = nil
    ) {
        self.prefix = prefix
        self.scriptDigest = scriptDigest
        self.parent = parent
        self.limit = limit
    }
}

extension LedgerStore {
    /// The run that a word stands for: its identifier, the beginning of it, or `last`.
    ///
    /// - Throws: `unknownRun`, `ambiguousRun`.
    public func run(named word: String) async throws(LedgerError) -> RunEntry {
        if word == "last" {
            guard let last = try await runs(RunFilter(limit: 1)).first else {
                throw LedgerError(.unknownRun, "there is no run in \(name)")
            }
            return last
        }
        let found = word.isEmpty ? [] : try await runs(RunFilter(prefix: word, limit: 5))
        if let exact = found.first(where: { $0.id.description == word }) { return exact }
        guard let run = found.first else {
            throw LedgerError(
                .unknownRun, "there is no run \"\(word)\" in \(name)", advice: "intercom-lua runs lists them")
        }
        guard found.count == 1 else {
            let names = found.map(\.id.description).joined(separator: ", ")
            throw LedgerError(.ambiguousRun, "several runs begin with \"\(word)\": \(names)")
        }
        return run
    }
}
