/// The contacts of a workspace by slot (the order of their creation), with an index for each way to look one up.
///
/// Slots are never reused, so a slot also says where a page of a list ended. Contacts of every state stay in the table
/// and in the indexes: an archived one still conflicts.
struct ContactTable: Sendable {
    private(set) var contacts: [Contact] = []
    private var slotsByID: [String: Int] = [:]
    private var slotsByEmail: [String: Slots] = [:]
    private var slotsByExternalID: [String: Slots] = [:]
    /// How many contacts are active.
    private(set) var activeCount = 0

    /// A few slots; one of them costs no allocation.
    struct Slots: Sendable {
        private var first: Int?
        private var others: [Int] = []

        mutating func insert(_ slot: Int) {
            if first == nil { first = slot } else { others.append(slot) }
        }

        mutating func remove(_ slot: Int) {
            if first == slot {
                first = others.isEmpty ? nil : others.removeFirst()
            } else {
                others.removeAll { $0 == slot }
            }
        }

        var isEmpty: Bool { first == nil }
        var all: [Int] { first.map { [$0] + others } ?? [] }
    }

    var count: Int { contacts.count }

    subscript(slot: Int) -> Contact { contacts[slot] }

    func slot(id: String) -> Int? { slotsByID[id] }
    /// In order of creation or of the change that gave them this email; compared without regard to case.
    func slots(email: String) -> [Int] { slotsByEmail[email.lowercased()]?.all ?? [] }
    func slots(externalID: String) -> [Int] { slotsByExternalID[externalID]?.all ?? [] }

    mutating func reserveCapacity(_ capacity: Int) {
        contacts.reserveCapacity(capacity)
        slotsByID.reserveCapacity(capacity)
        slotsByEmail.reserveCapacity(capacity)
        slotsByExternalID.reserveCapacity(capacity)
    }

    /// - Returns: the new contact's slot.
    @discardableResult
    mutating func append(_ contact: Contact) -> Int {
        let slot = contacts.count
        slotsByID[contact.id] = slot
        index(email: contact.email, slot: slot)
        index(externalID: contact.externalID, slot: slot)
        if contact.isActive { activeCount += 1 }
        contacts.append(contact)
        return slot
    }

    /// Changes a contact in place and keeps the indexes right.
    mutating func update(_ slot: Int, _ change: (inout Contact) -> Void) {
        let email = contacts[slot].email
        let externalID = contacts[slot].externalID
        let wasActive = contacts[slot].isActive
        change(&contacts[slot])
        if contacts[slot].email != email {
            slotsByEmail.remove(slot, from: email.lowercased())
            index(email: contacts[slot].email, slot: slot)
        }
        if contacts[slot].externalID != externalID {
            if let externalID { slotsByExternalID.remove(slot, from: externalID) }
            index(externalID: contacts[slot].externalID, slot: slot)
        }
        if contacts[slot].isActive != wasActive { activeCount += wasActive ? -1 : 1 }
    }

    /// Puts a contact in its slot: a new one in the slot after the last, a known one in its own.
    mutating func put(_ contact: Contact, at slot: Int) {
        if slot < contacts.count { update(slot) { $0 = contact } } else { append(contact) }
    }

    private mutating func index(email: String, slot: Int) {
        if !email.isEmpty { slotsByEmail[email.lowercased(), default: Slots()].insert(slot) }
    }

    private mutating func index(externalID: String?, slot: Int) {
        if let externalID { slotsByExternalID[externalID, default: Slots()].insert(slot) }
    }
}

extension [String: ContactTable.Slots] {
    /// Takes a slot out and forgets a key that has none left.
    fileprivate mutating func remove(_ slot: Int, from key: String) {
        guard var slots = self[key] else { return }
        slots.remove(slot)
        self[key] = slots.isEmpty ? nil : slots
    }
}
