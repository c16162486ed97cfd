internal import Intercom

/// What the writes of a dry run would have changed so far.
struct Overlay: Sendable {
    /// How a contact came out of sight.
    enum Absence: Sendable {
        case archived, deleted
        case merged(into: String)
    }

    /// Contacts as the run's writes would leave them.
    private(set) var written: [String: Contact] = [:]
    /// Contacts that the run archived or deleted, as they were.
    private(set) var gone: [String: (contact: Contact, absence: Absence)] = [:]
    /// The ids of these contacts by what identifies them.
    private var holders: [MatchingKey: Set<String>] = [:]
    /// Values that were looked up and that nobody had.
    private var vacant: Set<MatchingKey> = []
    private var createdCount = 0

    // MARK: Reading

    /// Takes in a whole answer, and shows it as it would look after the writes.
    mutating func correct(_ page: inout ContactPage, to lookup: ContactLookup?) {
        if let lookup, lookup.startingAfter == nil, page.next == nil {
            for value in lookup.values {
                guard let key = try? MatchingKey(lookup.field, value) else { continue }
                if !page.contacts.contains(where: key.matches) { vacant.insert(key) }
            }
        }
        page.contacts = page.contacts.compactMap(corrected)
    }

    /// A contact as it would look; nil for one that would be out of sight.
    func corrected(_ contact: Contact) -> Contact? {
        gone[contact.id] == nil ? written[contact.id] ?? contact : nil
    }

    /// Whether nobody had this value when it was looked up.
    func isVacant(_ key: MatchingKey) -> Bool { vacant.contains(key) }

    // MARK: Writing

    mutating func create(_ attributes: ContactAttributes, at time: Int64) -> Contact {
        createdCount += 1
        var contact = Contact(id: "new-\(createdCount)")
        contact.role = attributes.role ?? .user
        contact.createdAt = time
        contact = contact.afterWriting(attributes, at: time)
        write(contact)
        return contact
    }

    mutating func write(_ contact: Contact) {
        forget(contact.id)
        written[contact.id] = contact
        for key in contact.keys { holders[key, default: []].insert(contact.id) }
    }

    mutating func take(_ contact: Contact, outOfSight absence: Absence) {
        forget(contact.id)
        gone[contact.id] = (contact, absence)
        for key in contact.keys { holders[key, default: []].insert(contact.id) }
    }

    /// Shows a contact as it is again, or not at all where it was created here.
    mutating func forget(_ id: String) {
        let old = written.removeValue(forKey: id) ?? gone.removeValue(forKey: id)?.contact
        for key in old?.keys ?? [] { holders[key]?.remove(id) }
    }

    // MARK: Conflicts

    /// What Intercom would answer to creating such a user: 409 where another has the external id; or the email, unless
    /// both have an external id. Leads are never in the way.
    ///
    /// - Parameter found: contacts that have the external id or the email, as reads show them.
    func conflict(with attributes: ContactAttributes, found: [Contact]) -> IntercomError? {
        for key in attributes.keys {
            let mine = (holders[key] ?? []).sorted().compactMap { written[$0] ?? gone[$0]?.contact }
            for contact in mine + found.compactMap(corrected) where contact.role == .user && key.matches(contact) {
                let isSomebodyElse =
                    key.field == .email && attributes.externalID.value != nil && contact.externalID != nil
                if !isSomebodyElse { return .conflict(with: contact.id, isArchived: gone[contact.id] != nil, key) }
            }
        }
        return nil
    }
}

extension ContactAttributes {
    /// What a new contact like this is identified by.
    var keys: [MatchingKey] {
        [(MatchingField.externalID, externalID.value), (.email, email.value)].compactMap { field, value in
            value.flatMap { try? MatchingKey(field, $0) }
        }
    }
}

extension Contact {
    fileprivate var keys: [MatchingKey] {
        [(MatchingField.externalID, externalID), (.email, email)].compactMap { field, value in
            value.flatMap { try? MatchingKey(field, $0) }
        }
    }
}

extension IntercomError {
    /// As Intercom says it, so that it is recovered from in the same way.
    fileprivate static func conflict(with id: String, isArchived: Bool, _ key: MatchingKey) -> IntercomError {
        let text = "\(isArchived ? "An archived" : "A") contact matching those details already exists with id=\(id)"
        var error = IntercomError(isArchived ? .archived : .conflict, text, field: key.field.rawValue, contactIDs: [id])
        error.status = 409
        error.items = [Item(code: "conflict", message: text)]
        return error
    }
}
