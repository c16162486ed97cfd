/// All that a workspace holds, and the rules by which it changes. No I/O, no clock: the time comes with each call.
public struct Workspace: Sendable {
    public var id = "em1workspc"
    public var name = "Emulator"
    public var region = "US"
    public var timeZone = WorkspaceTimeZone.utc
    public internal(set) var admins: [Admin] = []
    public internal(set) var tags: [Tag] = []
    public internal(set) var subscriptionTypes: [SubscriptionType] = []
    public internal(set) var segments: [Segment] = []
    public internal(set) var attributes = DataAttributeTable()

    var contacts = ContactTable()
    var notes: [String: Note] = [:]
    var companies: [Company] = []
    var companySlots: [String: Int] = [:]
    var companySlotsByCompanyID: [String: Int] = [:]
    var identifiers: IdentifierGenerator
    /// Slots of the contacts that changed since `takeChanges`, where that is wanted.
    private var changes: [Int] = []
    var recordsChanges = false

    /// An empty workspace: no attributes but the standard ones, no admin.
    /// - Parameter seed: where its ids come from.
    public init(seed: UInt64 = 1) { identifiers = IdentifierGenerator(seed: seed) }

    /// Every contact in order of creation, those that are archived, deleted, blocked or merged included.
    public var allContacts: [Contact] { contacts.contacts }

    public func contact(id: String) -> Contact? { contacts.slot(id: id).map { contacts[$0] } }

    public func note(id: String) -> Note? { notes[id] }

    public func admin(id: String) -> Admin? { admins.first { $0.id == id } }

    public func tag(id: String) -> Tag? { tags.first { $0.id == id } }

    /// The slots changed since the last call, each once for each change.
    mutating func takeChanges() -> [Int] {
        defer { changes.removeAll(keepingCapacity: true) }
        return changes
    }

    mutating func append(_ contact: Contact) -> Int {
        let slot = contacts.append(contact)
        if recordsChanges { changes.append(slot) }
        return slot
    }

    mutating func update(_ slot: Int, _ change: (inout Contact) -> Void) {
        contacts.update(slot, change)
        if recordsChanges { changes.append(slot) }
    }

    /// The slot of a contact that can be read and written.
    func activeSlot(_ id: String, else error: APIError = .userNotFound) throws(APIError) -> Int {
        guard let slot = contacts.slot(id: id), contacts[slot].isActive else { throw error }
        return slot
    }
}

/// The time zone whose days bound searches by date.
public struct WorkspaceTimeZone: Sendable, Hashable {
    /// A name of the IANA database, as `GET /me` answers it.
    public var name: String
    /// Seconds east of UTC. One number all year round: daylight saving is not modelled.
    public var offset: Int64

    public init(name: String, offset: Int64) {
        self.name = name
        self.offset = offset
    }

    public static let utc = WorkspaceTimeZone(name: "Etc/UTC", offset: 0)
}
