/// What the emulator does where it is not known what Intercom does: one option each, with the most likely answer as its
/// default. A client that is right copes with every one of them.
public struct EmulatorBehaviour: Sendable, Hashable {
    public enum DuplicateEmail: Sendable, Hashable {
        /// 409 with the other contact's id.
        case conflict
        /// A second contact with the same email.
        case create
    }

    public enum EmptyUpdate: Sendable, Hashable {
        /// 200 with the contact as it is.
        case unchanged
        /// 400 `parameter_not_found`.
        case reject
    }

    public enum BlockedConflict: Sendable, Hashable {
        /// 400 `not_restorable`.
        case notRestorable
        /// 409 with the text for archived contacts.
        case conflict
        /// A new contact, as if there were no blocked one.
        case create
    }

    public enum UnarchiveOfDeleted: Sendable, Hashable {
        /// 400 `bad_request` "User has been marked for permanent deletion…" [recorded in March 2021].
        case badRequest
        /// 500 `server_error` [recorded in January 2021].
        case serverError
    }

    public enum WriteToInactive: Sendable, Hashable {
        /// 404.
        case notFound
        /// Carried out, and answered with 200.
        case apply
    }

    public enum Validation: Sendable, Hashable {
        /// 400.
        case reject
        /// Taken as it is; a value that can be converted to the attribute's type is.
        case accept
    }

    public enum ArchivedAttribute: Sendable, Hashable {
        /// Answered as if it were not there [a maker of integrations says so in its manual].
        case ignore
        /// Stored like any other.
        case store
        /// 400, as for an attribute that does not exist.
        case reject
    }

    public enum EmailSearch: Sendable, Hashable {
        /// `=` and `IN` on an email compare without regard to case.
        case caseInsensitive
        /// A searched email that is not lower case finds nothing.
        case lowerCaseOnly
    }

    public enum RemainingHeader: Sendable, Hashable {
        /// `X-RateLimit-Remaining` of the first request of a window is the limit itself [recorded].
        case beforeRequest
        /// It is one less.
        case afterRequest
    }

    /// Creating a user by email only, where a user has this email and an external id.
    public var emailOfIdentifiedUser = DuplicateEmail.conflict
    /// Creating a user with a new external id and the email of a user that has another external id.
    public var emailWithNewExternalID = DuplicateEmail.create
    /// The error for a user with neither email nor external id: code and message of a 400.
    public var unidentifiedUser = ErrorText(
        code: "parameter_not_found", message: "email or external_id not specified")
    public var emptyUpdate = EmptyUpdate.unchanged
    /// The longest value of a standard text field or of a text attribute, in characters; a longer one answers 400. Nil:
    /// any.
    public var maximumLength: Int?
    public var blockedConflict = BlockedConflict.notRestorable
    public var unarchiveOfDeleted = UnarchiveOfDeleted.badRequest
    /// Seconds after which a deleted contact is destroyed: its external id is free again and nothing remembers it. Nil:
    /// never. The default is Intercom's grace of seven days.
    public var deletionGrace: Int64? = 7 * 86_400
    public var updateOfArchived = WriteToInactive.notFound
    public var deleteOfDeleted = WriteToInactive.notFound
    /// A value that is not among the options of a list attribute.
    public var valueOutsideList = Validation.reject
    /// A value of another type than its attribute's.
    public var attributeOfWrongType = Validation.reject
    /// A value for a custom attribute that is archived.
    public var archivedAttribute = ArchivedAttribute.ignore
    public var emailSearch = EmailSearch.caseInsensitive
    /// The most values that `IN` and `NIN` take; more answer 400. Nil: any number.
    public var maximumSearchValues: Int?
    public var remainingHeader = RemainingHeader.beforeRequest

    /// Code and message of an error whose words are not known.
    public struct ErrorText: Sendable, Hashable {
        public var code: String
        public var message: String

        public init(code: String, message: String) {
            self.code = code
            self.message = message
        }
    }

    public init() {}
}
