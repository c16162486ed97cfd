extension IntercomError {
    /// Kinds of failure. The raw values are what scripts and reports show.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// An argument that cannot be right, found here or by Intercom (400, 422).
        case invalidArgument = "invalid_argument"
        /// No standard contact field of that name.
        case unknownField = "unknown_field"
        /// No custom attribute of that name in the workspace.
        case unknownAttribute = "unknown_attribute"
        /// A custom attribute with a value of the wrong type.
        case attributeType = "attribute_type"
        /// No contact matches (404), or it was merged into another (410).
        case notFound = "not_found"
        /// Several contacts match.
        case ambiguousMatch = "ambiguous_match"
        /// Another contact is in the way (409).
        case conflict
        /// An archived contact is in the way (409), or the contact cannot be restored.
        case archived
        /// The contact found is somebody else than the one asked for.
        case identityMismatch = "identity_mismatch"
        /// The token was refused (401).
        case unauthorized
        /// The token may not do this (403).
        case forbidden
        /// Too many calls, and waiting did not help (429).
        case rateLimited = "rate_limited"
        /// No answer in time.
        case timeout
        /// Intercom could not be reached or could not answer (5xx).
        case unavailable
        /// A write that is not safe to repeat got no answer: it may have been carried out, or not.
        case outcomeUnknown = "outcome_unknown"
        /// An answer that makes no sense: no JSON, cut off, too large, of the wrong shape, a redirect.
        case unexpectedResponse = "unexpected_response"
        /// The task was cancelled.
        case interrupted
    }
}
