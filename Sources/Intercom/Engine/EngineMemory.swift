/// What a run has learnt: which contact a key stands for, and how contacts looked last. It makes repeated keys cost
/// no lookup, and makes up for a search index that lags behind the run's own writes.
struct EngineMemory: Sendable {
    private struct Entry: Sendable {
        /// The contact that the key was resolved to; nil where it must be looked for.
        var resolved: String?
        /// Contacts written in this run that have the value, which the index may not show yet.
        var written: [String] = []
    }

    private var entries: [MatchingKey: Entry] = [:]
    private var contacts: RememberedContacts
    private var gone: Set<String> = []
    private var successors: [String: String] = [:]
    /// Keys of contacts that may have been created, which no answer told.
    private var uncertain: Set<MatchingKey> = []
    /// Contacts that this run wrote to, archived or merged; only kept where somebody asks.
    private var touched: Set<String>?
    var recent = Recent()

    /// - Parameters:
    ///   - capacity: contacts whose state is kept.
    ///   - answerBytes: memory for the answers that they came in.
    ///   - isAskedForTouched: whether `isTouched` will be asked.
    init(capacity: Int, answerBytes: Int = .max, isAskedForTouched: Bool = false) {
        touched = isAskedForTouched ? [] : nil
        contacts = RememberedContacts(capacity: capacity, answerBytes: answerBytes)
    }

    /// The contact that a key stands for, if that is known without asking.
    func recall(_ key: MatchingKey) -> (id: String, contact: Contact?)? {
        if key.field == .intercomID {
            let id = successors[key.value] ?? key.value
            let contact = contacts[id]?.contact
            return contact == nil && id == key.value ? nil : (id, contact)
        }
        guard let id = entries[key]?.resolved, !gone.contains(id) else { return nil }
        let contact = contacts[id]?.contact
        if let contact, !key.matches(contact) { return nil }
        return (id, contact)
    }

    /// Whether this run did something to the contact, or to what has this key.
    func isTouched(_ id: String, _ key: MatchingKey) -> Bool {
        touched?.contains(id) != false || gone.contains(id) || isUncertain(key)
            || entries[key]?.written.isEmpty == false
    }

    func isGone(_ id: String) -> Bool { gone.contains(id) }

    /// The last known state of a contact.
    func contact(_ id: String) -> Contact? { contacts[id]?.contact }

    /// When a contact was changed last by what this run wrote, in Unix seconds; nil where it wrote nothing.
    func lastWritten(_ id: String) -> Int64? { contacts[id].flatMap { $0.isWritten ? $0.contact.updatedAt : nil } }

    /// Takes in what the index says of a key, and corrects it by what this run knows better: contacts written since,
    /// created since, gone since.
    mutating func takeIn(_ found: [Contact], for key: MatchingKey) -> [Contact] {
        var result: [Contact] = []
        for contact in found where !gone.contains(contact.id) {
            if let known = contacts[contact.id], known.isWritten,
                (contact.updatedAt ?? 0) <= (known.contact.updatedAt ?? .max)
            {
                result.append(known.contact)
            } else {
                result.append(contact)
                saw(contact)
            }
        }
        for id in entries[key]?.written ?? [] where !gone.contains(id) && !result.contains(where: { $0.id == id }) {
            if let known = contacts[id] { result.append(known.contact) }
        }
        return result
    }

    /// Notes a contact as an answer showed it.
    mutating func saw(_ contact: Contact) { contacts.keep(contact, isWritten: false) }

    /// Notes a contact as the answer to a write showed it.
    mutating func wrote(_ contact: Contact) {
        touched?.insert(contact.id)
        if let old = contacts[contact.id]?.contact { dropKeys(of: old, keptBy: contact) }
        contacts.keep(contact, isWritten: true)
        gone.remove(contact.id)
        successors[contact.id] = nil
        for key in Self.keys(of: contact) {
            var entry = entries[key] ?? Entry()
            if !entry.written.contains(contact.id) { entry.written.append(contact.id) }
            if key.field == .externalID {
                entry.resolved = contact.id
            } else if let resolved = entry.resolved, resolved != contact.id {
                // Another contact has this email now: no longer one and only one.
                entry.resolved = nil
            }
            entries[key] = entry
        }
    }

    /// Whether a contact with that key may have been created without anybody knowing.
    func isUncertain(_ key: MatchingKey) -> Bool { uncertain.contains(key) }

    /// Notes that contacts with these keys may have been created. Until one of them is found, nobody creates another
    /// just because the index does not show it.
    mutating func doubt(_ keys: [MatchingKey]) { uncertain.formUnion(keys) }

    /// Notes that a key stands for one contact.
    mutating func resolve(_ key: MatchingKey, to id: String) {
        uncertain.remove(key)
        guard key.field != .intercomID else { return }
        entries[key, default: Entry()].resolved = id
    }

    /// Notes that a contact is not there any more.
    mutating func vanish(_ id: String) {
        touched?.insert(id)
        if let old = contacts.remove(id)?.contact { dropKeys(of: old, keptBy: nil) }
        gone.insert(id)
    }

    /// Notes that a contact is there although it had vanished.
    mutating func reappear(_ id: String) { gone.remove(id) }

    /// Notes that a contact was merged into another.
    mutating func merge(_ id: String, into target: String) {
        vanish(id)
        successors[id] = target
    }

    mutating func forgetEverything() {
        let touched = touched
        self = EngineMemory(capacity: contacts.capacity, answerBytes: contacts.answerBytes)
        self.touched = touched
    }

    private mutating func dropKeys(of old: Contact, keptBy new: Contact?) {
        for key in Self.keys(of: old) where new.map({ !key.matches($0) }) ?? true {
            guard var entry = entries[key] else { continue }
            entry.written.removeAll { $0 == old.id }
            if entry.resolved == old.id { entry.resolved = nil }
            entries[key] = entry.resolved == nil && entry.written.isEmpty ? nil : entry
        }
    }

    private static func keys(of contact: Contact) -> [MatchingKey] {
        var keys: [MatchingKey] = []
        if let email = contact.email, !email.isEmpty { keys.append(MatchingKey(unchecked: .email, email)) }
        if let id = contact.externalID, !id.isEmpty { keys.append(MatchingKey(unchecked: .externalID, id)) }
        return keys
    }
}
