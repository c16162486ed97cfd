internal import Intercom
internal import Ledger
internal import Records
internal import Synchronization

/// The records of a run that others take part in, as they come.
final class SharedRecords: RecordSource, Sendable {
    private struct State: Sendable {
        /// Records of which an earlier attempt may have written something.
        var begun: Set<Int> = []
        var failure: LedgerError?
        var othersWrote: @Sendable ([RecentWrite]) -> Void = { _ in }
    }

    private let share: any RunShare
    private let state = Mutex(State())

    init(_ share: any RunShare) { self.share = share }

    var bytesYielded: Int { 0 }

    /// Under which number operations are kept that belong to no record.
    var numberAroundRecords: Int { share.numberAroundRecords }

    /// Why no records come any more; nil while all is well.
    var failure: LedgerError? { state.withLock { $0.failure } }

    /// Whether a record that came may have been begun before.
    func wasBegun(_ record: Int) -> Bool { state.withLock { $0.begun.contains(record) } }

    /// - Parameter body: told what others may have written, before records come that this may concern.
    func whenOthersWrote(_ body: @escaping @Sendable ([RecentWrite]) -> Void) {
        state.withLock { $0.othersWrote = body }
    }

    func next() throws(RecordsError) -> RecordItem? {
        do throws(LedgerError) {
            guard let next = try share.next() else { return nil }
            if next.record.wasBegun { state.withLock { _ = $0.begun.insert(next.record.number) } }
            if !next.writtenByOthers.isEmpty {
                state.withLock { $0.othersWrote }(next.writtenByOthers.map(RecentWrite.init))
            }
            return next.record.item
        } catch {
            state.withLock { $0.failure = error }
            return nil
        }
    }

    func stop() { share.stop() }

    func standing() async throws(LedgerError) -> RunStanding { try await share.standing() }
}

extension RecentWrite {
    init(_ contact: WrittenContact) {
        self.init(
            id: contact.id, email: contact.email, externalID: contact.externalID, updatedAt: contact.updatedAt,
            isGone: contact.isGone)
    }
}
