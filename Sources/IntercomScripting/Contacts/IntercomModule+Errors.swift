internal import Intercom

extension IntercomModule {
    static let error = TypeDeclaration(
        "intercom.error",
        "What a function of this module raises. `pcall` catches it; `tostring` makes it a text for a person.",
        .fields([
            ParameterDeclaration("code", "intercom.error_code", "What kind of error it is."),
            ParameterDeclaration("message", "string", "What happened."),
            ParameterDeclaration("advice", "string?", "What to do about it."),
            ParameterDeclaration("field", "string?", "What it is about: `mappings.email`."),
            ParameterDeclaration("contact_ids", "string[]", "The contacts it is about."),
            ParameterDeclaration("status", "integer?", "The status of Intercom's answer, where there was one."),
            ParameterDeclaration("request_id", "string?", "What Intercom's support asks for."),
            ParameterDeclaration("retryable", "boolean", "Whether the same call may go well another time."),
        ]))

    static let errorCode = TypeDeclaration(
        "intercom.error_code", "The kinds of errors.",
        .words(IntercomError.Code.allCases.map { .init($0.rawValue, $0.meaning) }))
}

extension IntercomError.Code {
    /// For the reference.
    fileprivate var meaning: String {
        switch self {
        case .invalidArgument: "An argument cannot be right."
        case .unknownField: "Contacts have no such field."
        case .unknownAttribute: "The workspace has no such custom attribute."
        case .attributeType: "The value is not of the custom attribute's type."
        case .notFound: "No contact matches, or it was merged into another."
        case .ambiguousMatch: "Several contacts match; `contact_ids` lists them."
        case .conflict: "Another contact is in the way; `contact_ids` names it."
        case .archived: "An archived contact is in the way, or the contact cannot be restored."
        case .identityMismatch: "The contact found is somebody else than the one asked for."
        case .unauthorized: "Intercom refused the access token."
        case .forbidden: "The access token, or this run, may not do this."
        case .rateLimited: "Too many calls, and waiting did not help."
        case .timeout: "No answer in time."
        case .unavailable: "Intercom could not be reached or could not answer."
        case .outcomeUnknown: "A write got no answer and is not safe to repeat: it may have been carried out, or not."
        case .unexpectedResponse: "An answer made no sense."
        case .interrupted: "The run was stopped."
        }
    }
}
