extension Workspace {
    /// Merges a lead into a user: the user keeps what it has and gets what it lacks; the lead is gone.
    /// - Parameters:
    ///   - checksDuplicates: the two must have the same email or phone (since 2.16, unless the request skips it).
    /// - Returns: the user's slot.
    mutating func mergeContact(
        _ from: String, into: String, checksDuplicates: Bool, now: Int64
    ) throws(APIError) -> Int {
        let source = try activeSlot(from, else: .contactNotFound)
        let target = try activeSlot(into, else: .contactNotFound)
        let lead = contacts[source]
        let user = contacts[target]
        guard lead.role == .lead, user.role == .user else { throw .mergeRoles }
        if checksDuplicates, !Self.areDuplicates(lead, user) { throw .mergeNotDuplicates }

        update(target) { $0.absorb(lead, now: now) }
        update(source) {
            $0.state = .merged(into: user.id)
            $0.updatedAt = now
            $0.notes = []
            $0.companies = []
        }
        for id in lead.notes { notes[id]?.contactID = user.id }
        // A company that both belonged to has one contact less.
        for id in lead.companies where user.companies.contains(id) {
            if let position = companySlots[id] { companies[position].contactCount -= 1 }
        }
        return target
    }

    private static func areDuplicates(_ first: Contact, _ second: Contact) -> Bool {
        if !first.email.isEmpty, first.email.lowercased() == second.email.lowercased() { return true }
        return first.phone != nil && first.phone == second.phone
    }
}

extension Contact {
    fileprivate mutating func absorb(_ lead: Contact, now: Int64) {
        if email.isEmpty { email = lead.email }
        phone = phone ?? lead.phone
        name = name ?? lead.name
        avatar = avatar ?? lead.avatar
        ownerID = ownerID ?? lead.ownerID
        signedUpAt = signedUpAt ?? lead.signedUpAt
        lastSeenAt = [lastSeenAt, lead.lastSeenAt].compactMap { $0 }.max()
        observed.merge(lead.observed) { mine, _ in mine }
        for (name, value) in lead.customAttributes where customAttributes[name] ?? .null == .null {
            customAttributes[name] = value
        }
        for tag in lead.tags where !tags.contains(where: { $0.id == tag.id }) { tags.append(tag) }
        for company in lead.companies where !companies.contains(company) { companies.append(company) }
        for subscription in lead.subscriptions
        where !subscriptions.contains(where: { $0.typeID == subscription.typeID }) {
            subscriptions.append(subscription)
        }
        notes += lead.notes
        merges += lead.merges + [Merge(sourceID: lead.id, sourceRole: lead.role, mergedAt: now)]
        updatedAt = now
    }
}
