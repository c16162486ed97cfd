/// An error answer of Intercom's API: what goes into the error list, and the status that carries it.
///
/// The texts are those that were recorded or that the OpenAPI file shows; where neither has one, the text is ours and
/// the code is taken from the public list of error codes.
struct APIError: Error, Sendable, Hashable {
    var status: Int
    var code: String
    var message: String
    /// The request field that is wrong, as the error list's optional `field`.
    var field: String?
    var link: String?

    init(_ status: Int, _ code: String, _ message: String, field: String? = nil, link: String? = nil) {
        self.status = status
        self.code = code
        self.message = message
        self.field = field
        self.link = link
    }

    /// The body, with the request id that the header repeats.
    func body(requestID: String) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(160 + message.utf8.count)
        out.append(#"{"type":"error.list","request_id":"#)
        out.append(json: requestID)
        out.append(#","errors":[{"code":"#)
        out.append(json: code)
        out.append(#","message":"#)
        out.append(json: message)
        if let field {
            out.append(#","field":"#)
            out.append(json: field)
        }
        out.append("}]}")
        return out
    }
}

extension APIError {
    // MARK: Recorded or shown in the OpenAPI file

    static let userNotFound = APIError(404, "not_found", "User Not Found")
    static let contactNotFound = APIError(404, "not_found", "Contact Not Found")
    static let resourceNotFound = APIError(404, "not_found", "Resource Not Found")
    static let companyNotFound = APIError(404, "company_not_found", "Company Not Found")
    static let serverError = APIError(500, "server_error", "Server Error")
    static let unauthorized = APIError(401, "unauthorized", "Access Token Invalid")
    static let notAcceptable = APIError(
        406, "media_type_not_acceptable", "The Accept header should send a media type of application/json")
    static let unknownVersion = APIError(
        400, "intercom_version_invalid", "The requested version could not be found")
    static let notInVersion = APIError(
        400, "intercom_version_invalid", "Requested resource is not available in current API version.")
    static let userToLead = APIError(
        400, "client_error", "Contact with user role can't be converted to a lead")
    static let markedForDeletion = APIError(
        400, "bad_request", "User has been marked for permanent deletion and is not restorable.")
    static let mergedNotRestorable = APIError(
        400, "bad_request", "User has been merged and is not restorable.")
    static let blockedNotRestorable = APIError(
        400, "not_restorable", "This user was blocked and cannot be recreated")
    static let unknownOwner = APIError(
        400, "parameter_invalid", "The owner specified is not a member of the workspace")
    static let mergeRoles = APIError(
        400, "invalid_merge", "Merging can only be performed on a lead into a user")
    static let mergeNotDuplicates = APIError(
        400, "invalid_merge",
        "Contacts can only be merged when they are duplicates (matching email or phone). "
            + "Pass skip_duplicate_validation=true to override this check.")
    static let invalidCursor = APIError(
        400, "client_error",
        "Invalid starting_after param. Please try again using a starting_after value from a paginated response")
    static let companyNotSpecified = APIError(400, "parameter_not_found", "company not specified")
    static let companyLimit = APIError(
        400, "contact_company_limit_exceeded", "Contact has reached the maximum of 1000 company associations")
    static let mergeHistoryNotFound = APIError(404, "not_found", "Contact not found")

    static func conflict(with id: String, archived: Bool) -> APIError {
        APIError(
            409, "conflict",
            "\(archived ? "An archived" : "A") contact matching those details already exists with id=\(id)")
    }

    static func merged(into id: String) -> APIError {
        APIError(
            410, "contact_merged",
            "This contact has been merged. See the 'Link' header for the canonical contact.",
            link: "</contacts/\(id)>; rel=\"canonical\"")
    }

    static func unknownCustomAttribute(_ name: String) -> APIError {
        APIError(400, "parameter_invalid", "Custom attribute '\(name)' does not exist")
    }

    static func invalidSortOrder(_ order: String) -> APIError {
        APIError(
            400, "invalid_sort_order", "Invalid sort order '\(order)'. Must be one of: ascending, descending")
    }

    static func rateLimitExceeded(limit: Int) -> APIError {
        APIError(429, "rate_limit_exceeded", "Exceeded rate limit of \(limit) in 10_seconds")
    }

    // MARK: The code is documented, the text is ours

    static let missingAuthorization = APIError(
        401, "missing_authorization", "No authorization header was found")
    static let bodyIsNotJSON = APIError(400, "parameter_invalid", "The request body is not valid JSON")
    static let bodyIsNoObject = APIError(400, "parameter_invalid", "The request body is not a JSON object")
    static let perPageTooBig = APIError(400, "parameter_invalid", "Per Page is too big", field: "per_page")
    static let perPageInvalid = APIError(400, "parameter_invalid", "Per Page is invalid", field: "per_page")
    static let unverifiableEmail = APIError(
        400, "parameter_invalid", "email_verified can only be set for a contact with an email",
        field: "email_verified")

    static func missing(_ field: String) -> APIError {
        APIError(400, "parameter_not_found", "\(field) not specified", field: field)
    }

    static func invalid(_ field: String, _ message: String) -> APIError {
        APIError(400, "parameter_invalid", message, field: field)
    }

    static func typeMismatch(_ field: String, expected: String) -> APIError {
        APIError(400, "type_mismatch", "\(field) must be \(expected)", field: field)
    }
}
