extension IntercomError {
    static let cancelled = IntercomError(.interrupted, "The operation was interrupted.")

    /// No contact with that key.
    static func noMatch(_ key: MatchingKey?) -> IntercomError {
        guard let key else { return IntercomError(.notFound, "There is no such contact.") }
        return IntercomError(.notFound, "No contact has \(key).", field: "matching_value")
    }

    /// Several contacts with that key; lists the first ten.
    static func ambiguous(_ key: MatchingKey, _ candidates: [Contact], canChoose: Bool) -> IntercomError {
        let listed = candidates.prefix(10).map { contact in
            var text = contact.id
            if let role = contact.role { text += " (\(role.name)" + (contact.externalID.map { ", \($0))" } ?? ")") }
            return text
        }
        let more = candidates.count > listed.count ? " and \(candidates.count - listed.count) more" : ""
        return IntercomError(
            .ambiguousMatch,
            "\(candidates.count) contacts have \(key): \(listed.joined(separator: ", "))\(more).",
            field: "matching_value", contactIDs: candidates.map(\.id),
            advice: canChoose
                ? "Match by external_id or intercom_id, or choose with on_multiple = \"newest\", \"oldest\" or \"user\"."
                : "Delete by intercom_id.")
    }

    /// The contact is not the one that was meant.
    static func mismatch(_ contact: Contact, _ field: String, has: String, wanted: String) -> IntercomError {
        IntercomError(
            .identityMismatch,
            "Contact \(contact.id) has \(field) \"\(has)\", not \"\(wanted)\": it is somebody else.",
            field: field, contactIDs: [contact.id],
            advice: "Nothing was written. Match by external_id, or check the data.")
    }

    /// Creating a contact may have worked, and nothing tells.
    static func unknownCreation(after cause: IntercomError?) -> IntercomError {
        var error = IntercomError(
            .outcomeUnknown,
            "Whether the contact was created is not known"
                + (cause.map { ": \($0.message)" } ?? ": it cannot be found, and the search index may lag"),
            advice: "Look in Intercom after some minutes before creating it again.")
        error.status = cause?.status
        error.requestID = cause?.requestID
        error.items = cause?.items ?? []
        error.mayHaveBeenApplied = true
        return error
    }
}
