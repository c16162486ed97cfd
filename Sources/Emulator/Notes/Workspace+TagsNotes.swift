extension Workspace {
    /// Creates a tag, or answers the one that has the name already.
    mutating func createTag(named name: String) -> Tag {
        if let tag = tags.first(where: { $0.name == name }) { return tag }
        let tag = Tag(id: String(identifiers.number()), name: name)
        tags.append(tag)
        return tag
    }

    mutating func renameTag(_ id: String, to name: String) throws(APIError) -> Tag {
        guard let position = tags.firstIndex(where: { $0.id == id }) else { throw .resourceNotFound }
        tags[position].name = name
        return tags[position]
    }

    /// Deletes a tag, from every contact too.
    mutating func deleteTag(_ id: String) throws(APIError) {
        guard let position = tags.firstIndex(where: { $0.id == id }) else { throw .resourceNotFound }
        tags.remove(at: position)
        for slot in 0..<contacts.count where contacts[slot].tags.contains(where: { $0.id == id }) {
            update(slot) { $0.tags.removeAll { $0.id == id } }
        }
    }

    /// Tags a contact; tagging it twice changes nothing.
    mutating func attachTag(_ id: String, to contactID: String, now: Int64) throws(APIError) -> Tag {
        let slot = try activeSlot(contactID)
        guard let tag = tag(id: id) else { throw .resourceNotFound }
        if !contacts[slot].tags.contains(where: { $0.id == id }) {
            let author = admins.first?.id ?? "0"
            update(slot) {
                $0.tags.append(Contact.AppliedTag(id: id, appliedAt: now, appliedBy: author))
                $0.updatedAt = now
            }
        }
        return tag
    }

    mutating func detachTag(_ id: String, from contactID: String, now: Int64) throws(APIError) -> Tag {
        let slot = try activeSlot(contactID)
        guard let tag = tag(id: id), contacts[slot].tags.contains(where: { $0.id == id }) else {
            throw .resourceNotFound
        }
        update(slot) {
            $0.tags.removeAll { $0.id == id }
            $0.updatedAt = now
        }
        return tag
    }

    /// Adds a note.
    /// - Parameters:
    ///   - adminID: its author; nil: the token's admin.
    mutating func addNote(
        _ body: String, by adminID: String?, to contactID: String, now: Int64
    ) throws(APIError) -> Note {
        let slot = try activeSlot(contactID)
        if let adminID, admin(id: adminID) == nil { throw .resourceNotFound }
        let note = Note(
            id: String(identifiers.number()), contactID: contactID, adminID: adminID ?? admins.first?.id ?? "0",
            body: Self.html(body), createdAt: now)
        notes[note.id] = note
        update(slot) {
            $0.notes.append(note.id)
            $0.updatedAt = now
        }
        return note
    }

    /// Plain text becomes a paragraph; HTML stays what it is.
    private static func html(_ body: String) -> String { body.hasPrefix("<") ? body : "<p>\(body)</p>" }

    /// Records a contact's consent.
    mutating func subscribe(
        _ contactID: String, to typeID: String, consent: SubscriptionType.Consent, now: Int64
    ) throws(APIError) -> SubscriptionType {
        let slot = try activeSlot(contactID)
        guard let type = subscriptionTypes.first(where: { $0.id == typeID }) else { throw .resourceNotFound }
        let subscription = Contact.Subscription(typeID: typeID, isOptedIn: consent == .optIn)
        if !contacts[slot].subscriptions.contains(subscription) {
            update(slot) {
                $0.subscriptions.removeAll { $0.typeID == typeID }
                $0.subscriptions.append(subscription)
                $0.updatedAt = now
            }
        }
        return type
    }

    mutating func unsubscribe(
        _ contactID: String, from typeID: String, now: Int64
    ) throws(APIError) -> SubscriptionType {
        let slot = try activeSlot(contactID)
        guard let type = subscriptionTypes.first(where: { $0.id == typeID }),
            contacts[slot].subscriptions.contains(where: { $0.typeID == typeID })
        else { throw .resourceNotFound }
        update(slot) {
            $0.subscriptions.removeAll { $0.typeID == typeID }
            $0.updatedAt = now
        }
        return type
    }
}
