internal import Intercom
internal import JSON
internal import Synchronization

/// The service of a dry run: reads are real, writes go to an overlay that later reads of the same run see.
///
/// Search queries of scripts are answered by Intercom alone and do not see the overlay.
final class OverlayService: ContactsService {
    private struct State: Sendable {
        /// Contacts as the run's writes would leave them.
        var written: [String: Contact] = [:]
        var deleted: Set<String> = []
        /// External ids that were looked up: what is not there then need not be asked for again.
        var asked: Set<String> = []
        var createdCount = 0
    }

    private let base: any ContactsService
    private let state = Mutex(State())
    private let now: @Sendable () -> Int64

    init(over base: any ContactsService, now: @escaping @Sendable () -> Int64) {
        self.base = base
        self.now = now
    }

    // MARK: Reading

    func lookUpContacts(
        deciding decide: @Sendable () -> ContactLookup?
    ) async throws(IntercomError) -> ContactPage? {
        let asked = Mutex<ContactLookup?>(nil)
        let page = try await base.lookUpContacts {
            let lookup = decide()
            asked.withLock { $0 = lookup }
            return lookup
        }
        let lookup = asked.withLock { $0 }
        return state.withLock { state in
            if let lookup, lookup.field == .externalID { state.asked.formUnion(lookup.values) }
            guard var page else { return nil }
            page.contacts = page.contacts.compactMap { contact in
                state.deleted.contains(contact.id) ? nil : state.written[contact.id] ?? contact
            }
            return page
        }
    }

    func contact(id: String) async throws(IntercomError) -> Contact {
        let (written, isDeleted) = state.withLock { ($0.written[id], $0.deleted.contains(id)) }
        if isDeleted { throw Self.notFound(id) }
        if let written { return written }
        return try await base.contact(id: id)
    }

    // MARK: Writing to the overlay

    func createContact(_ attributes: ContactAttributes) async throws(IntercomError) -> Contact {
        if let externalID = attributes.externalID.value, attributes.role != .lead {
            try await checkFree(externalID)
        }
        let time = now()
        return state.withLock { state in
            state.createdCount += 1
            var contact = Contact(id: "new-\(state.createdCount)")
            contact.role = attributes.role ?? .user
            contact.createdAt = time
            contact.updatedAt = time
            contact.take(attributes)
            state.written[contact.id] = contact
            return contact
        }
    }

    func updateContact(id: String, _ attributes: ContactAttributes) async throws(IntercomError) -> Contact {
        var contact = try await contact(id: id)
        contact.take(attributes)
        contact.updatedAt = now()
        let updated = contact
        state.withLock { $0.written[id] = updated }
        return updated
    }

    func deleteContact(id: String) async throws(IntercomError) -> DeletedContact {
        let contact = try await contact(id: id)
        state.withLock { state in
            state.written[id] = nil
            state.deleted.insert(id)
        }
        return DeletedContact(id: id, externalID: contact.externalID)
    }

    func archiveContact(id: String) async throws(IntercomError) -> ContactReceipt {
        _ = try await deleteContact(id: id)
        return ContactReceipt(id: id, isArchived: true)
    }

    func unarchiveContact(id: String) async throws(IntercomError) -> ContactReceipt {
        // Reading an archived contact is not possible, so what it looks like is not known.
        state.withLock { state in
            state.deleted.remove(id)
            if state.written[id] == nil { state.written[id] = Contact(id: id) }
        }
        return ContactReceipt(id: id, isArchived: false)
    }

    /// Intercom would answer 409 where a user with this external id exists.
    private func checkFree(_ externalID: String) async throws(IntercomError) {
        let (holder, isKnownFree) = state.withLock { state in
            (state.written.values.first { $0.externalID == externalID }?.id, state.asked.contains(externalID))
        }
        if let holder { throw Self.conflict(externalID, holder) }
        if isKnownFree { return }
        do throws(IntercomError) {
            let page = try await lookUpContacts { ContactLookup(.externalID, [externalID], .direct) }
            if let contact = page?.contacts.first { throw Self.conflict(externalID, contact.id) }
        } catch {
            if error.code != .notFound { throw error }
        }
    }

    private static func conflict(_ externalID: String, _ id: String) -> IntercomError {
        IntercomError(
            .conflict, "A contact matching those details already exists with id=\(id)", field: "external_id",
            contactIDs: [id])
    }

    private static func notFound(_ id: String) -> IntercomError {
        IntercomError(.notFound, "There is no contact with the Intercom ID \"\(id)\" any more.", contactIDs: [id])
    }
}
