/// Decides what one operation does next: a pure state machine that is fed answers and returns the next step.
///
/// The way through it, in the order of its files:
/// - finding (`+Finding`): memory, id, external id, email; which of several; what to do when there is none;
/// - deciding (`+Deciding`): is it the right contact, may it be written to, is there anything to write;
/// - writing (`+Writing`): what follows a write, and a contact that vanished or was merged meanwhile;
/// - creating (`+Creating`): payload, repetition after an unknown outcome;
/// - going on (`+Earlier`): where a run that was killed left off;
/// - recovering (`+Recovering`): conflicts with live, archived, deleted, merged and blocked contacts.
///
/// It ends in every case: each loop has a counter or a set of ids that it has been through.
struct Resolution: Sendable {
    /// What to do; each but the last two is answered by one call of `next`.
    enum Step: Sendable {
        /// Look for contacts with this key; answered by `found`.
        case lookUp(MatchingKey, Freshness)
        /// Read by id; answered by `contact`.
        case read(String)
        /// Make sure that nobody else writes to this contact; answered by `claimed`.
        case claim(String)
        case create(ContactAttributes)
        case update(String, ContactAttributes)
        case delete(String)
        case unarchive(String)
        case archive(String)
        /// Wait, longer for a higher number; answered by `resumed`.
        case pause(Int)
        /// Wait until a moment in Unix seconds, which may have passed; answered by `resumed`.
        case wait(until: Int64)
        /// Done. No contact only where `find` found none.
        case finish(Contact?, ContactOutcome)
        case fail(IntercomError)
    }

    enum Freshness: Sendable, Hashable {
        /// However it costs least.
        case any
        /// Through the search index, which knows leads too.
        case indexed
        /// Around the index, which lags.
        case direct
    }

    enum Answer: Sendable {
        case found([Contact], Freshness)
        case contact(Contact)
        /// The contact is ours to write to; what this run last knew of it.
        case claimed(Contact?)
        case deleted(DeletedContact)
        /// Archived or unarchived.
        case done
        case resumed
        case failed(IntercomError)
    }

    /// Why a contact is looked at.
    enum Purpose: Sendable, Hashable {
        /// It matches.
        case match
        /// Intercom said that the one that matched was merged into it.
        case followed
        /// It is in the way of creating one.
        case conflict
        /// The same, and it has been unarchived.
        case restored
        /// It may be what an attempt with an unknown outcome created.
        case ours
        /// An earlier attempt wrote to it, or was about to.
        case earlier
    }

    enum Phase: Sendable {
        case ready
        case lookingUp(MatchingKey)
        case claiming(String, Contact?, Purpose)
        case reading(String, Purpose)
        case updating(String, Purpose)
        case deleting(String)
        case creating(ContactAttributes)
        case pausingBeforeCreating(ContactAttributes)
        /// With the email to look for.
        case pausingBeforeLooking(ContactAttributes, MatchingKey)
        case lookingForOurs(ContactAttributes, MatchingKey)
        case unarchiving(String)
        case archivingAgain(IntercomError)
        case ended
    }

    let operation: ContactOperation
    /// Unix time when the operation began, for telling a contact that it created from an older one.
    let startedAt: Int64
    let attemptsAtUnknown: Int
    /// Whether a contact is read before anything is made of it, however much is known of it.
    let readsAfresh: Bool
    /// How far the search index may be behind, in seconds.
    let indexLag: Int64
    var phase = Phase.ready

    /// What the contact was last looked for by: the key, or the value that the mappings give its field.
    var soughtKey: MatchingKey?
    /// How the last lookups for that key were made.
    var triedIndex = false
    var triedDirect = false
    /// Whether the key stands for the contact by itself, without a preference among several.
    var isUnambiguous = true
    /// Contacts that were found and then were not there.
    var vanished: Set<String> = []
    var hasResolvedAgain = false
    var hasFollowed = false

    /// Attempts at creating, the last one included.
    var creations = 0
    /// Whether one of them may have left a contact behind.
    var creationIsUncertain = false
    var looksForOurs = 0
    /// Whether the next look for what was created is made when the index must show it.
    var looksAfterLag = false
    /// What creating sends, or would have sent; before it comes to that, the operation's own attributes.
    var creationPayload: ContactAttributes
    /// The conflict that is being recovered from, and the contacts that were tried. Names none before there is one.
    var conflict = Resolution.noConflict
    var recovered: Set<String> = []

    private static let noConflict = IntercomError(.conflict, "Nothing was in the way.")

    init(
        _ operation: ContactOperation, startedAt: Int64, attemptsAtUnknown: Int = 3, readsAfresh: Bool = false,
        indexLag: Int64 = 180
    ) {
        self.operation = operation
        creationPayload = operation.attributes
        self.startedAt = startedAt
        self.indexLag = indexLag
        self.attemptsAtUnknown = attemptsAtUnknown
        self.readsAfresh = readsAfresh
    }

    /// - Parameter recalled: the contact that the key is remembered to stand for, with its last known state if known.
    mutating func start(recalled: (id: String, contact: Contact?)?) -> Step {
        if let error = operation.complaint { return fail(error) }
        if let earlier = operation.earlier, let step = goOn(after: earlier) { return step }
        return begin(recalled: recalled)
    }

    mutating func begin(recalled: (id: String, contact: Contact?)?) -> Step {
        guard let key = operation.key else { return beginCreating() }
        soughtKey = key
        if operation.kind == .find, let recalled { return read(recalled.id, .match) }
        if let recalled { return claim(recalled.id, recalled.contact, .match) }
        if key.field == .intercomID {
            return operation.kind == .find ? read(key.value, .match) : claim(key.value, nil, .match)
        }
        return lookUp(key, .any)
    }

    /// What follows the answer to the last step.
    mutating func next(_ answer: Answer) -> Step {
        switch (phase, answer) {
        case (.lookingUp(let key), .found(let contacts, let freshness)): return found(contacts, key, freshness)
        case (.lookingUp, .failed(let error)): return error.isMerged ? follow(error) : fail(error)
        case (.claiming(let id, let known, let purpose), .claimed(let latest)):
            return decide(id, latest ?? known, purpose)
        case (.reading(_, let purpose), .contact(let contact)): return wasRead(contact, purpose)
        case (.reading(let id, let purpose), .failed(let error)): return couldNotRead(id, purpose, error)
        case (.updating(_, let purpose), .contact(let contact)): return updated(contact, purpose)
        case (.updating(let id, let purpose), .failed(let error)): return couldNotUpdate(id, purpose, error)
        case (.deleting, .deleted(let receipt)): return deleted(receipt)
        case (.deleting(let id), .failed(let error)): return couldNotDelete(id, error)
        case (.creating, .contact(let contact)): return finish(contact, .created)
        case (.creating(let payload), .failed(let error)): return couldNotCreate(payload, error)
        case (.pausingBeforeCreating(let payload), .resumed): return create(payload)
        case (.pausingBeforeLooking(let payload, let key), .resumed): return lookForOurs(payload, key)
        case (.lookingForOurs(let payload, let key), .found(let contacts, _)):
            return foundOurs(contacts, payload, key)
        case (.unarchiving(let id), .done): return read(id, .restored)
        case (.unarchiving, .failed(let error)): return couldNotUnarchive(error)
        case (.archivingAgain(let reason), .done), (.archivingAgain(let reason), .failed): return fail(reason)
        case (_, .failed(let error)): return fail(error)
        default:
            return fail(IntercomError(.unexpectedResponse, "An answer came that was not asked for."))
        }
    }

    mutating func fail(_ error: IntercomError) -> Step {
        phase = .ended
        var error = error
        if creationIsUncertain { error.mayHaveBeenApplied = true }
        return .fail(error)
    }

    mutating func finish(_ contact: Contact?, _ outcome: ContactOutcome) -> Step {
        phase = .ended
        return .finish(contact, outcome)
    }

    mutating func claim(_ id: String, _ known: Contact?, _ purpose: Purpose) -> Step {
        phase = .claiming(id, known, purpose)
        return .claim(id)
    }

    mutating func read(_ id: String, _ purpose: Purpose) -> Step {
        phase = .reading(id, purpose)
        return .read(id)
    }
}
