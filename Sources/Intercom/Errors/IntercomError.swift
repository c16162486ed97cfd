/// What went wrong with a call or an operation, in terms a program can decide by and a person can act on.
///
/// Never holds the access token: whatever comes from outside is redacted before it gets here.
public struct IntercomError: Error, Sendable, Hashable {
    /// What kind of failure this is.
    public var code: Code
    /// What happened, as a sentence.
    public var message: String
    /// What to do about it, as a sentence, where there is something to say.
    public var advice: String?
    /// The field or custom attribute that is to blame.
    public var field: String?
    /// Contacts involved: candidates of an ambiguous match, the contact a conflict is with, the one that a merged
    /// contact went into.
    public var contactIDs: [String]
    /// The HTTP status of Intercom's answer; nil where there was none.
    public var status: Int?
    /// Intercom's name for the request (`X-Request-Id`), which its support asks for.
    public var requestID: String?
    /// What Intercom said, item by item.
    public var items: [Item]
    /// The rate limit that the answer reported.
    public var limits: RateLimits?
    /// Whether the write that failed, or an earlier attempt at it, may have been carried out.
    public var mayHaveBeenApplied = false

    public init(
        _ code: Code, _ message: String, field: String? = nil, contactIDs: [String] = [], advice: String? = nil
    ) {
        self.code = code
        self.message = message
        self.advice = advice
        self.field = field
        self.contactIDs = contactIDs
        items = []
    }

    /// One entry of the list of errors in an answer. Intercom's list of codes is open-ended.
    public struct Item: Sendable, Hashable {
        public var code: String
        public var message: String?
        public var field: String?

        public init(code: String, message: String? = nil, field: String? = nil) {
            self.code = code
            self.message = message
            self.field = field
        }
    }

    /// Intercom's own codes, in order.
    public var intercomCodes: [String] { items.map(\.code) }

    /// Whether the same thing may go well when tried again later, with nothing changed. Never true of
    /// `outcome_unknown`, where trying again may do the thing twice.
    public var retryable: Bool {
        switch code {
        case .rateLimited, .timeout, .unavailable: true
        default: false
        }
    }
}
