internal import Intercom
internal import Runner
internal import Synchronization

/// A service that takes down what is written through it, so that it can be shown and undone.
final class WriteJournal: ContactsService {
    /// How many writes are kept; of earlier ones nothing is known any more.
    static let limit = 1000

    enum Entry: Sendable {
        case contact(ContactWrite)
        /// A write past the contacts' service, in words: a tag, a note.
        case past(String)
    }

    private struct State: Sendable {
        var entries: [Entry] = []
        /// How many there were before the first that is kept.
        var forgotten = 0
        /// Contacts as they were last seen, for what a write changes.
        var seen: [String: Contact] = [:]

        mutating func see(_ contact: Contact) {
            if seen.count >= WriteJournal.limit { seen.removeAll() }
            var contact = contact
            contact.details = nil
            seen[contact.id] = contact
        }

        mutating func note(_ entry: Entry) {
            entries.append(entry)
            guard entries.count >= 2 * WriteJournal.limit else { return }
            entries.removeFirst(entries.count - WriteJournal.limit)
            forgotten += WriteJournal.limit
        }
    }

    private let base: any ContactsService
    /// Where writes go in a dry run.
    let overlay: OverlayService?
    private let state = Mutex(State())

    init(over base: any ContactsService) {
        self.base = base
        overlay = base as? OverlayService
    }

    // MARK: What was written

    /// How many writes there were so far.
    var count: Int { state.withLock { $0.forgotten + $0.entries.count } }

    /// The writes after the first `count`, as far as they are kept.
    func entries(after count: Int) -> [Entry] {
        state.withLock { Array($0.entries.dropFirst(max(0, count - $0.forgotten))) }
    }

    /// The last write that is kept.
    var last: Entry? { state.withLock { $0.entries.last } }

    /// Forgets the last write, which is undone, or cannot be.
    func dropLast() { state.withLock { _ = $0.entries.popLast() } }

    /// Notes a write that goes past this service.
    func note(past what: String) { state.withLock { $0.note(.past(what)) } }

    private func note(_ write: ContactWrite) {
        state.withLock { state in
            if let after = write.after { state.see(after) } else { state.seen[write.id] = nil }
            var write = write
            write.after?.details = nil
            state.note(.contact(write))
        }
    }

    /// The contact as it is before a write; nil where it cannot be read.
    private func before(_ id: String) async -> Contact? {
        if let seen = state.withLock({ $0.seen[id] }) { return seen }
        return try? await base.contact(id: id)
    }

    // MARK: The service

    func lookUpContacts(
        deciding decide: @Sendable () -> ContactLookup?
    ) async throws(IntercomError) -> ContactPage? {
        let page = try await base.lookUpContacts(deciding: decide)
        state.withLock { state in
            for contact in page?.contacts ?? [] { state.see(contact) }
        }
        return page
    }

    func contact(id: String) async throws(IntercomError) -> Contact {
        let contact = try await base.contact(id: id)
        state.withLock { $0.see(contact) }
        return contact
    }

    func createContact(_ attributes: ContactAttributes) async throws(IntercomError) -> Contact {
        let contact = try await base.createContact(attributes)
        let mark = overlay == nil ? nil : OverlayService.markBeforeCreation(of: contact.id)
        note(ContactWrite(action: .create, id: contact.id, attributes: attributes, after: contact, mark: mark))
        return contact
    }

    func updateContact(id: String, _ attributes: ContactAttributes) async throws(IntercomError) -> Contact {
        let before = await before(id)
        let mark = overlay?.mark(of: id)
        let contact = try await base.updateContact(id: id, attributes)
        note(
            ContactWrite(
                action: .update, id: contact.id, attributes: attributes, before: before, after: contact, mark: mark))
        return contact
    }

    func deleteContact(id: String) async throws(IntercomError) -> DeletedContact {
        let before = await before(id)
        let mark = overlay?.mark(of: id)
        let receipt = try await base.deleteContact(id: id)
        note(ContactWrite(action: .delete, id: id, before: before, mark: mark))
        return receipt
    }

    func archiveContact(id: String) async throws(IntercomError) -> ContactReceipt {
        let before = await before(id)
        let mark = overlay?.mark(of: id)
        let receipt = try await base.archiveContact(id: id)
        note(ContactWrite(action: .archive, id: id, before: before, mark: mark))
        return receipt
    }

    func unarchiveContact(id: String) async throws(IntercomError) -> ContactReceipt {
        let mark = overlay?.mark(of: id)
        let receipt = try await base.unarchiveContact(id: id)
        note(ContactWrite(action: .unarchive, id: id, mark: mark))
        return receipt
    }

    func mergeContacts(
        from lead: String, into user: String, skipDuplicateValidation: Bool
    ) async throws(IntercomError) -> Contact {
        let before = await before(lead)
        let mark = overlay?.mark(of: lead)
        let contact = try await base.mergeContacts(
            from: lead, into: user, skipDuplicateValidation: skipDuplicateValidation)
        note(ContactWrite(action: .merge, id: lead, target: contact.id, before: before, mark: mark))
        state.withLock { $0.see(contact) }
        return contact
    }
}
