internal import JSON

extension IntercomClient {
    /// The notes on a contact, newest first.
    public func notes(ofContact id: String) async throws(IntercomError) -> [Note] {
        try await all(.notes, ofContact: id, as: Note.self)
    }

    /// Writes a note on a contact. Never sent again after a failure that may have left the note there.
    ///
    /// - Parameter adminID: the teammate who is shown as its author; the token's own without one.
    @discardableResult
    public func addNote(
        toContact id: String, body text: String, adminID: String? = nil
    ) async throws(IntercomError) -> Note {
        var body: JSONObject = ["body": .string(text)]
        if let adminID { body["admin_id"] = .string(adminID) }
        return try await object(
            .post(.addNote, path(ofContact: id).fixed("/notes"), JSONValue.object(body).encoded(), .once),
            as: Note.self)
    }

    /// The companies that a contact belongs to.
    public func companies(ofContact id: String) async throws(IntercomError) -> [Company] {
        try await all(.companies, ofContact: id, as: Company.self)
    }

    /// Attaches a contact to a company, by Intercom's id of the company. A contact has 1,000 companies at most.
    @discardableResult
    public func attachCompany(toContact id: String, companyID: String) async throws(IntercomError) -> Company {
        let body = JSONValue.object(["id": .string(companyID)]).encoded()
        return try await object(
            .post(.attachCompany, path(ofContact: id).fixed("/companies"), body, .idempotent), as: Company.self)
    }

    @discardableResult
    public func detachCompany(fromContact id: String, companyID: String) async throws(IntercomError) -> Company {
        let path = try path(ofContact: id).fixed("/companies").segment(companyID, of: "company_id")
        return try await object(.delete(.detachCompany, path), as: Company.self)
    }

    /// The subscription types that a contact has opted in to or out of.
    public func subscriptions(ofContact id: String) async throws(IntercomError) -> [Subscription] {
        try await all(.subscriptions, ofContact: id, as: Subscription.self)
    }

    /// Records a contact's consent to a subscription type, or its refusal.
    @discardableResult
    public func addSubscription(
        toContact id: String, subscriptionID: String, consent: Subscription.Consent
    ) async throws(IntercomError) -> Subscription {
        let body: JSONValue = ["id": .string(subscriptionID), "consent_type": .string(consent.rawValue)]
        return try await object(
            .post(.addSubscription, path(ofContact: id).fixed("/subscriptions"), body.encoded(), .idempotent),
            as: Subscription.self)
    }

    @discardableResult
    public func removeSubscription(
        fromContact id: String, subscriptionID: String
    ) async throws(IntercomError) -> Subscription {
        let path = try path(ofContact: id).fixed("/subscriptions").segment(subscriptionID, of: "subscription_id")
        return try await object(.delete(.removeSubscription, path), as: Subscription.self)
    }

    /// The segments that a contact is in.
    public func segments(ofContact id: String) async throws(IntercomError) -> [Segment] {
        try await all(.segments, ofContact: id, as: Segment.self)
    }

    /// Whom the token stands for: the cheapest way to find out whether it is good.
    ///
    /// - Throws: `unauthorized` where it is not.
    public func me() async throws(IntercomError) -> Identity {
        try await object(.get(.me, "/me"), as: Identity.self)
    }
}
