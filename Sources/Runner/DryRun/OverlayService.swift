public import Intercom
internal import Synchronization

/// The service of a dry run: reads are real, writes go to an overlay that later reads of the same run see.
///
/// Search queries of scripts are answered by Intercom alone and do not see the overlay. Contacts that were archived or
/// deleted before the run may be in the way of new ones; no read of the API shows them, so that only those of this run
/// are known here.
public final class OverlayService: ContactsService {
    private let base: any ContactsService
    let overlay = Mutex(Overlay())
    private let now: @Sendable () -> Int64
    /// Looks up who has an email, for many new contacts at once.
    private let reader: ContactEngine

    /// - Parameter now: the time in Unix seconds, for when contacts were created and updated.
    public init(over base: any ContactsService, now: @escaping @Sendable () -> Int64) {
        self.base = base
        self.now = now
        reader = ContactEngine(service: base)
    }

    // MARK: Reading

    public func lookUpContacts(
        deciding decide: @Sendable () -> ContactLookup?
    ) async throws(IntercomError) -> ContactPage? {
        let asked = Mutex<ContactLookup?>(nil)
        let page = try await base.lookUpContacts {
            let lookup = decide()
            asked.withLock { $0 = lookup }
            return lookup
        }
        guard var page else { return nil }
        let lookup = asked.withLock { $0 }
        overlay.withLock { $0.correct(&page, to: lookup) }
        return page
    }

    public func contact(id: String) async throws(IntercomError) -> Contact {
        let (written, absence) = overlay.withLock { ($0.written[id], $0.gone[id]?.absence) }
        if let absence { throw Self.notFound(id, absence) }
        if let written { return written }
        return try await base.contact(id: id)
    }

    // MARK: Writing to the overlay

    public func createContact(_ attributes: ContactAttributes) async throws(IntercomError) -> Contact {
        let found = attributes.role == .lead ? [] : try await holders(of: attributes)
        let time = now()
        let result = overlay.withLock { overlay -> Result<Contact, IntercomError> in
            if attributes.role != .lead, let conflict = overlay.conflict(with: attributes, found: found) {
                return .failure(conflict)
            }
            return .success(overlay.create(attributes, at: time))
        }
        return try result.get()
    }

    public func updateContact(id: String, _ attributes: ContactAttributes) async throws(IntercomError) -> Contact {
        let updated = try await contact(id: id).afterWriting(attributes, at: now())
        overlay.withLock { $0.write(updated) }
        return updated
    }

    public func deleteContact(id: String) async throws(IntercomError) -> DeletedContact {
        let contact = try await contact(id: id)
        overlay.withLock { $0.take(contact, outOfSight: .deleted) }
        return DeletedContact(id: id, externalID: contact.externalID)
    }

    public func archiveContact(id: String) async throws(IntercomError) -> ContactReceipt {
        let receipt = ContactReceipt(id: id, isArchived: true)
        if case .archived? = overlay.withLock({ $0.gone[id]?.absence }) { return receipt }
        let contact = try await contact(id: id)
        overlay.withLock { $0.take(contact, outOfSight: .archived) }
        return receipt
    }

    public func unarchiveContact(id: String) async throws(IntercomError) -> ContactReceipt {
        let receipt = ContactReceipt(id: id, isArchived: false)
        switch overlay.withLock({ $0.gone[id] }) {
        case (let contact, .archived)?: overlay.withLock { $0.write(contact) }
        case (_, let absence)?: throw Self.notRestorable(id, absence)
        case nil:
            do throws(IntercomError) { _ = try await contact(id: id) } catch {
                guard error.code == .notFound, !error.isMerged else { throw error }
                // An archived contact cannot be read, so what it looks like is not known.
                overlay.withLock { $0.write(Contact(id: id)) }
            }
        }
        return receipt
    }

    public func mergeContacts(
        from lead: String, into user: String, skipDuplicateValidation: Bool
    ) async throws(IntercomError) -> Contact {
        let (source, target) = (try await contact(id: lead), try await contact(id: user))
        guard source.role == .lead, target.role == .user else {
            throw IntercomError(
                .invalidArgument, "Merging can only be performed on a lead into a user", contactIDs: [lead, user])
        }
        overlay.withLock { $0.take(source, outOfSight: .merged(into: user)) }
        return target
    }

    /// Contacts that may be in the way of a new user, as far as reads show them.
    private func holders(of attributes: ContactAttributes) async throws(IntercomError) -> [Contact] {
        var holders: [Contact] = []
        for key in attributes.keys where !overlay.withLock({ $0.isVacant(key) }) {
            do throws(IntercomError) {
                if key.field == .email {
                    if let contact = try await reader.find(key, onMultiple: .user) { holders.append(contact) }
                } else {
                    let lookup = ContactLookup(.externalID, [key.original], .direct)
                    holders += try await lookUpContacts { lookup }?.contacts ?? []
                }
            } catch {
                switch error.code {
                case .notFound: break
                case .ambiguousMatch: for id in error.contactIDs { holders.append(try await base.contact(id: id)) }
                default: throw error
                }
            }
        }
        return holders
    }

    private static func notFound(_ id: String, _ absence: Overlay.Absence) -> IntercomError {
        let what = "There is no contact with the Intercom ID \"\(id)\" any more."
        guard case .merged(let target) = absence else { return IntercomError(.notFound, what, contactIDs: [id]) }
        var error = IntercomError(
            .notFound, what, contactIDs: [target], advice: "It was merged into contact \(target).")
        error.status = 410
        return error
    }

    /// As Intercom says it of deleted and merged contacts.
    private static func notRestorable(_ id: String, _ absence: Overlay.Absence) -> IntercomError {
        let what = if case .merged = absence { "merged" } else { "marked for permanent deletion" }
        var error = IntercomError(.archived, "User has been \(what) and is not restorable.", contactIDs: [id])
        error.status = 400
        return error
    }
}
