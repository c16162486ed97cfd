internal import Synchronization

/// Finds, creates, updates and deletes contacts, right under every circumstance and with as few calls as possible.
///
/// - Lookups of operations that run at the same time are gathered into one search.
/// - What a run has found, created and written is remembered: a key that comes again costs no lookup, and a search index
///   that lags behind does no harm.
/// - A write that would change nothing is not sent. It accepts a race: what somebody else changed since the contact was
///   last seen in this run goes unnoticed. `ContactOperation.alwaysUpdate` turns it off.
/// - Operations that share an identity are carried out one after the other, in the order in which they began, and those of
///   one record before those of the next; writes to one contact never overlap.
///
/// One engine is shared by everything that works on one workspace.
public final class ContactEngine: Sendable {
    public let options: EngineOptions
    let service: any ContactsService
    let time: any TimeSource
    let random: any RandomSource
    let memory: Mutex<EngineMemory>
    /// One identity at a time, in order.
    let identities = Turnstile<MatchingKey>()
    /// One writer at a time for each contact, by whatever key it was reached.
    let contacts = Turnstile<String>()
    let desk: LookupDesk
    /// Who else, in other processes, works on the same contacts; nil for nobody.
    let contactGuard: (any ContactGuard)?
    /// Operations that wait for the index to show what an earlier run did.
    let rests: RestRoom

    public init(
        service: any ContactsService, options: EngineOptions = EngineOptions(), time: any TimeSource = SystemTime(),
        random: any RandomSource = SystemRandom(), contactGuard: (any ContactGuard)? = nil
    ) {
        self.service = service
        self.options = options
        self.time = time
        self.random = random
        self.contactGuard = contactGuard
        memory = Mutex(
            EngineMemory(
                capacity: options.rememberedContacts, answerBytes: options.rememberedAnswerBytes,
                isAskedForTouched: options.skipsPushed))
        desk = LookupDesk(
            service: service, batchSize: options.batchSize, patience: options.lookupPatience, time: time)
        rests = RestRoom(time: time)
    }

    /// Begins an operation: gives it its place in the order of all operations that share its contact. Returns at once;
    /// the operation is carried out by `PendingOperation.result`.
    ///
    /// - Parameter hold: of the record whose operation it is: keeps later records from its contact until the record ends.
    public func begin(
        _ operation: ContactOperation, observer: (any EngineObserver)? = nil, hold: RecordHold? = nil
    ) -> PendingOperation {
        PendingOperation(operation, engine: self, observer: observer, hold: hold)
    }

    /// What a record holds until it ends.
    ///
    /// - Parameter record: its number, from 1; 0 for one that holds nothing.
    public func hold(forRecord record: Int) -> RecordHold { RecordHold(record: record, engine: self) }

    /// Carries out an operation.
    public func run(
        _ operation: ContactOperation, observer: (any EngineObserver)? = nil
    ) async throws(IntercomError) -> ContactResult {
        try await begin(operation, observer: observer).result()
    }

    /// Announces somebody who will bring more operations, so that lookups wait a little to go out together. See
    /// `Contributor`.
    public func contributor() -> Contributor { Contributor(engine: self) }
}
