internal import Intercom
internal import Ledger

/// What earlier runs pushed to a workspace's contacts, as the ledger knows it.
struct PushedPayloads: Sendable {
    let store: any LedgerStore
    /// The key of the workspace.
    let workspace: String

    /// The contact that a value stands for, if it holds all that the operation with this fingerprint sets. Nil too where the
    /// ledger cannot be read: then the operation is carried out.
    func contact(_ key: MatchedValue?, _ fingerprint: [UInt8]) async -> String? {
        guard let key else { return nil }
        return try? await store.contact(key, holding: fingerprint, in: workspace)
    }
}

/// An operation of a dry run, told of to whoever shows what it would change.
struct RehearsedOperation: EngineObserver {
    let recorder: ChangeRecorder
    let pushed: PushedPayloads
    let key: MatchedValue?
    let fingerprint: [UInt8]

    func pushedContact() async -> String? { await pushed.contact(key, fingerprint) }

    func willWrite(_ intent: WriteIntent) async throws(IntercomError) { try await recorder.willWrite(intent) }
}
