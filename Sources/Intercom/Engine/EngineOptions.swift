/// How an engine works.
public struct EngineOptions: Sendable, Hashable {
    /// Lookups gathered into one search at most. The page of a search holds 150 contacts, and emails are not unique.
    public var batchSize = 100
    /// How long a lookup waits for others to join it while there are operations that still could.
    public var lookupPatience: Duration = .milliseconds(50)
    /// Contacts whose last known state is kept; of older ones only the ids are. Some hundred bytes each, and the answer.
    public var rememberedContacts = 50_000
    /// Memory for the whole answers that remembered contacts came in, in bytes: room for some 15,000 of Intercom's. Of
    /// contacts seen longer ago, what can be written is kept, and what identifies and dates them.
    public var rememberedAnswerBytes = 64 << 20
    /// How often creating a user is repeated, or a lead looked for, after an attempt whose end is not known.
    public var attemptsAtUnknown = 3
    /// The wait before the first of these; each further one doubles.
    public var pauseAtUnknown: Duration = .milliseconds(500)

    /// Whether a contact is read by its id before it is handed out, compared or written to, whatever memory and the search
    /// index say of it: where minutes pass between operations, and others write meanwhile. Costs a call an operation.
    public var readsAfresh = false

    /// How far Intercom's search may be behind writes. For so long after an attempt that was cut off, a lead that is not
    /// found may be there all the same.
    public var indexLag: Duration = .seconds(180)

    /// Whether updates are sent although every field has its value already; an operation can ask for it by itself.
    public var alwaysUpdate = false

    /// Whether operations are left out whose observer knows that the contact holds all that they set: pushed by an earlier
    /// run, and written to by nobody since. It goes by what that knows: what others change in Intercom goes unnoticed.
    public var skipsPushed = false

    public init() {}
}
