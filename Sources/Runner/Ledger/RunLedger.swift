public import Intercom
public import Ledger

/// How a run is written down in a ledger.
public struct RunLedger: Sendable {
    public enum Purpose: Sendable {
        /// A run of its own.
        case begin
        /// Going on with a run that ended early.
        case resume(RunEntry, RunClaim)
        /// Taking up records of another run that failed, and maybe those that were rejected.
        case retry(RunEntry, takesRejected: Bool)
        /// Taking part in a run that others work on too.
        case share(RunEntry, RunClaim, any RunShare)
    }

    public var store: any LedgerStore
    public var purpose: Purpose
    /// Whether operations are left out of which the ledger knows that they were pushed already.
    public var isIncremental = false
    /// What it takes to start the run again, as the command line needs it.
    public var invocation: String
    /// Finds out which workspace the run works on, which may take a call.
    public var workspace: @Sendable () async throws(IntercomError) -> RunEntry.Workspace
    /// The time, in milliseconds since 1970.
    public var now: @Sendable () -> Int64 = { LedgerTime.now }

    public init(
        _ store: any LedgerStore, _ purpose: Purpose, invocation: String,
        workspace: @escaping @Sendable () async throws(IntercomError) -> RunEntry.Workspace
    ) {
        self.store = store
        self.purpose = purpose
        self.invocation = invocation
        self.workspace = workspace
    }

    /// Whether the records come from the ledger, so that the run reads no input.
    public var takesKeptRecords: Bool {
        switch purpose {
        case .begin: false
        case .resume(let run, _): run.parent != nil
        case .retry, .share: true
        }
    }
}
