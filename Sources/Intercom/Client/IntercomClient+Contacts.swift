internal import JSON

extension IntercomClient {
    /// Creates a contact: a user, unless `role` is lead. Needs an email, an external id or a role.
    ///
    /// Never sent again after a failure that may have left a contact behind.
    ///
    /// - Throws: `conflict` or `archived` with the id of the contact in the way; `outcome_unknown` where no answer came.
    public func createContact(_ attributes: ContactAttributes) async throws(IntercomError) -> Contact {
        guard attributes[.email] != nil || attributes[.externalID] != nil || attributes[.role] != nil else {
            throw IntercomError(
                .invalidArgument, "A new contact needs an email, an external_id or a role.", field: "email")
        }
        return try await object(
            .post(.createContact, "/contacts", attributes.encoded(), .once), as: Contact.self)
    }

    /// Reads a contact by Intercom's id. Unlike searches, this sees what was just written.
    ///
    /// - Throws: `not_found` for an unknown, archived or deleted contact; for one that was merged, with the id of the
    ///   contact that it went into.
    public func contact(id: String) async throws(IntercomError) -> Contact {
        try await object(.get(.getContact, path(ofContact: id)), as: Contact.self)
    }

    /// Reads a user by external id. Leads are not found this way.
    ///
    /// - Throws: `not_found`, as `contact(id:)`.
    public func contact(externalID: String) async throws(IntercomError) -> Contact {
        let path = try ("/contacts/find_by_external_id" as URLPath).segment(externalID, of: "external_id")
        return try await object(.get(.findByExternalID, path), as: Contact.self)
    }

    /// Sets what `attributes` says and leaves all else alone.
    ///
    /// - Throws: `not_found`; `conflict` where another contact has the external id.
    public func updateContact(id: String, _ attributes: ContactAttributes) async throws(IntercomError) -> Contact {
        let path = try path(ofContact: id)
        return try await object(.put(.updateContact, path, attributes.encoded()), as: Contact.self)
    }

    /// Deletes a contact for good. Its external id stays taken for about seven days.
    public func deleteContact(id: String) async throws(IntercomError) -> DeletedContact {
        try await object(.delete(.deleteContact, path(ofContact: id)), as: DeletedContact.self)
    }

    /// Hides a contact from reads and searches until it is unarchived. Archiving twice is fine.
    @discardableResult
    public func archiveContact(id: String) async throws(IntercomError) -> ContactReceipt {
        let path = try path(ofContact: id).fixed("/archive")
        return try await object(.post(.archiveContact, path, Array("{}".utf8), .idempotent), as: ContactReceipt.self)
    }

    /// Brings an archived contact back.
    ///
    /// - Throws: `archived` for one that was deleted or merged; Intercom has also answered 500 for these.
    @discardableResult
    public func unarchiveContact(id: String) async throws(IntercomError) -> ContactReceipt {
        let path = try path(ofContact: id).fixed("/unarchive")
        return try await object(
            .post(.unarchiveContact, path, Array("{}".utf8), .unlessServerError), as: ContactReceipt.self)
    }

    /// Blocks a contact, which also archives its conversations. It cannot be undone through the API.
    @discardableResult
    public func blockContact(id: String) async throws(IntercomError) -> ContactReceipt {
        let path = try path(ofContact: id).fixed("/block")
        return try await object(.post(.blockContact, path, Array("{}".utf8), .idempotent), as: ContactReceipt.self)
    }

    /// Merges a lead into a user, for good. The lead is gone afterwards; reading it leads to the user.
    ///
    /// - Parameter skipDuplicateValidation: also merge contacts that share neither email nor phone.
    /// - Returns: the user.
    public func mergeContacts(
        from lead: String, into user: String, skipDuplicateValidation: Bool = false
    ) async throws(IntercomError) -> Contact {
        var body: JSONObject = ["from": .string(lead), "into": .string(user)]
        if skipDuplicateValidation { body["skip_duplicate_validation"] = true }
        return try await object(
            .post(.mergeContacts, "/contacts/merge", JSONValue.object(body).encoded(), .once), as: Contact.self)
    }

    /// What was merged into a user, newest first, up to `limit` merges.
    public func mergeHistory(id: String, limit: Int = 50) async throws(IntercomError) -> [MergeRecord] {
        let path = try path(ofContact: id).fixed("/merge_history")
        return try await list(.get(.mergeHistory, path.query("per_page", String(limit))), of: MergeRecord.self)
    }
}
