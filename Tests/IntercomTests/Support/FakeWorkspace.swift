import JSON
import Synchronization

@testable import Intercom

/// A workspace in memory behind `ContactsService`: with a search index that lags, conflicts, archived contacts and
/// failures, and with an eye on writes that overlap.
final class FakeWorkspace: ContactsService {
    struct Options: Sendable {
        /// Calls after a write before the index shows it.
        var indexLag = 0
        /// How many values a search with `IN` may have; 0 refuses all of them.
        var longestList = 1000
        var longestGroup = 15
        /// Values that make any search that holds them fail with 400.
        var oddValues: Set<String> = []
        /// Chances of failures, from 0 to 1.
        var lossBeforeCreate = 0.0
        var lossAfterCreate = 0.0
        var failureOfOthers = 0.0
        /// Whether a user with an external id of its own is refused where another, archived or not, has its email.
        var emailsConflict = false
        /// What lookups end with before they are made, as where the token was refused before.
        var lookupRefusal: IntercomError?
        var seed: UInt64 = 1
    }

    struct Stored: Sendable {
        var contact: Contact
        var isArchived = false
        var isDeleted = false
        var isLive: Bool { !isArchived && !isDeleted }
    }

    struct State: Sendable {
        var contacts: [String: Stored] = [:]
        var index: [String: Contact] = [:]
        var pending: [(due: Int, id: String)] = []
        var calls: [String: Int] = [:]
        var clock = 0
        var lastID = 0
        var writing: Set<String> = []
        var overlaps: [String] = []
        var lookups: [ContactLookup] = []
        var inFlight = 0
        var mostInFlight = 0
    }

    let options: Options
    private let random: SeededRandom
    let state = Mutex(State())

    init(_ options: Options = Options()) {
        self.options = options
        random = SeededRandom(seed: options.seed)
    }

    // MARK: For tests

    var calls: [String: Int] { state.withLock { $0.calls } }
    var total: Int { calls.values.reduce(0, +) }
    var overlaps: [String] { state.withLock { $0.overlaps } }
    var lookups: [ContactLookup] { state.withLock { $0.lookups } }
    var live: [Contact] { state.withLock { $0.contacts.values.filter(\.isLive).map(\.contact) } }

    @discardableResult
    func seed(
        email: String? = nil, externalID: String? = nil, role: ContactRole = .user, name: String? = nil,
        isArchived: Bool = false, isDeleted: Bool = false
    ) -> String {
        state.withLock { state in
            state.lastID += 1
            var contact = Contact(id: "s\(state.lastID)")
            contact.email = email
            contact.externalID = externalID
            contact.role = role
            contact.name = name
            contact.createdAt = Int64(state.lastID)
            contact.updatedAt = 0
            state.contacts[contact.id] = Stored(contact: contact, isArchived: isArchived, isDeleted: isDeleted)
            if !isArchived && !isDeleted { state.index[contact.id] = contact }
            return contact.id
        }
    }

    func change(_ id: String, _ change: (inout Stored) -> Void) {
        state.withLock { state in
            guard var stored = state.contacts[id] else { return }
            change(&stored)
            state.contacts[id] = stored
        }
    }

    // MARK: ContactsService

    func lookUpContacts(
        deciding decide: @Sendable () -> ContactLookup?
    ) async throws(IntercomError) -> ContactPage? {
        if let refusal = options.lookupRefusal { throw refusal }
        guard let lookup = decide() else { return nil }
        await begin(lookup.style == .direct ? "find" : "search")
        defer { end() }
        state.withLock { $0.lookups.append(lookup) }
        if lookup.style == .direct {
            let found = state.withLock { state in
                state.contacts.values.first {
                    $0.isLive && $0.contact.role == .user && $0.contact.externalID == lookup.values.first
                }
            }
            guard let found else { throw Self.notFound }
            return ContactPage(contacts: [found.contact])
        }
        let longest = lookup.style == .list ? options.longestList : options.longestGroup
        guard lookup.values.count <= longest, options.oddValues.isDisjoint(with: lookup.values) else {
            var error = IntercomError(.invalidArgument, "Search refused")
            error.status = 400
            throw error
        }
        let wanted = Set(lookup.values)
        let found = state.withLock { state in
            state.index.values.filter { contact in
                let value = lookup.field == .email ? contact.email?.lowercased() : contact.externalID
                return value.map(wanted.contains) ?? false
            }.sorted { $0.id < $1.id }
        }
        // Two to a page, so that paging is part of every test.
        let start = lookup.startingAfter.flatMap { Int($0) } ?? 0
        let size = max(2, lookup.values.count)
        let page = Array(found.dropFirst(start).prefix(size))
        return ContactPage(contacts: page, next: start + size < found.count ? String(start + size) : nil)
    }

    func contact(id: String) async throws(IntercomError) -> Contact {
        await begin("get")
        defer { end() }
        guard let stored = state.withLock({ $0.contacts[id] }), stored.isLive else { throw Self.notFound }
        return stored.contact
    }

    func createContact(_ attributes: ContactAttributes) async throws(IntercomError) -> Contact {
        await begin("create")
        defer { end() }
        if random.fraction() < options.lossBeforeCreate { throw Self.lost }
        let result: Result<Contact, IntercomError> = state.withLock { Self.create(attributes, &$0, options) }
        let contact = try result.get()
        if random.fraction() < options.lossAfterCreate { throw Self.lost }
        return contact
    }

    func updateContact(id: String, _ attributes: ContactAttributes) async throws(IntercomError) -> Contact {
        await begin("update", writing: id)
        defer { end(writing: id) }
        if random.fraction() < options.failureOfOthers { throw IntercomError(.unavailable, "Server Error") }
        let result: Result<Contact, IntercomError> = state.withLock { state in
            guard var stored = state.contacts[id], stored.isLive else { return .failure(Self.notFound) }
            Self.apply(attributes, to: &stored.contact)
            stored.contact.updatedAt = Int64(state.clock)
            state.contacts[id] = stored
            state.pending.append((state.clock + options.indexLag, id))
            return .success(stored.contact)
        }
        return try result.get()
    }

    func deleteContact(id: String) async throws(IntercomError) -> DeletedContact {
        await begin("delete", writing: id)
        defer { end(writing: id) }
        if random.fraction() < options.failureOfOthers { throw IntercomError(.unavailable, "Server Error") }
        let deleted: Contact? = state.withLock { state in
            guard let stored = state.contacts[id], stored.isLive else { return nil }
            state.contacts[id]?.isDeleted = true
            state.pending.append((state.clock + options.indexLag, id))
            return stored.contact
        }
        guard let deleted else { throw Self.notFound }
        return DeletedContact(id: id, externalID: deleted.externalID)
    }

    func archiveContact(id: String) async throws(IntercomError) -> ContactReceipt {
        await begin("archive", writing: id)
        defer { end(writing: id) }
        state.withLock { state in
            state.contacts[id]?.isArchived = true
            state.pending.append((state.clock + options.indexLag, id))
        }
        return ContactReceipt(id: id, isArchived: true)
    }

    func unarchiveContact(id: String) async throws(IntercomError) -> ContactReceipt {
        await begin("unarchive", writing: id)
        defer { end(writing: id) }
        let isDeleted = state.withLock { state in
            if state.contacts[id]?.isDeleted == true { return true }
            state.contacts[id]?.isArchived = false
            state.pending.append((state.clock + options.indexLag, id))
            return false
        }
        if isDeleted {
            throw refusal(
                400, [("bad_request", "User has been marked for permanent deletion and is not restorable.")])
        }
        return ContactReceipt(id: id, isArchived: false)
    }

    func mergeContacts(
        from lead: String, into user: String, skipDuplicateValidation: Bool
    ) async throws(IntercomError) -> Contact {
        await begin("merge", writing: user)
        defer { end(writing: user) }
        let target: Contact? = state.withLock { state in
            state.contacts[lead]?.isDeleted = true
            state.pending.append((state.clock + options.indexLag, lead))
            return state.contacts[user]?.contact
        }
        guard let target else { throw Self.notFound }
        return target
    }

    // MARK: Inside

    static let notFound = refusal(404, [("not_found", "User Not Found")])

    static var lost: IntercomError {
        var error = IntercomError(.timeout, "The call got no answer in time")
        error.becomeOutcomeUnknown()
        return error
    }

    private func begin(_ call: String, writing id: String? = nil) async {
        state.withLock { state in
            state.calls[call, default: 0] += 1
            state.clock += 1
            state.inFlight += 1
            state.mostInFlight = max(state.mostInFlight, state.inFlight)
            if let id, !state.writing.insert(id).inserted { state.overlaps.append(id) }
            let due = state.pending.filter { $0.due <= state.clock }
            state.pending.removeAll { $0.due <= state.clock }
            for (_, id) in due {
                let stored = state.contacts[id]
                state.index[id] = stored?.isLive == true ? stored?.contact : nil
            }
        }
        for _ in 0..<Int(random.fraction() * 4) { await Task.yield() }
    }

    private func end(writing id: String? = nil) {
        state.withLock { state in
            state.inFlight -= 1
            if let id { state.writing.remove(id) }
        }
    }

    private static func create(
        _ attributes: ContactAttributes, _ state: inout State, _ options: Options
    ) -> Result<Contact, IntercomError> {
        let isLead = attributes.role == .lead
        if !isLead {
            let inTheWay = state.contacts.values.filter { other in
                guard other.contact.role == .user else { return false }
                let sharesEmail = other.contact.email?.lowercased() == attributes.email.value?.lowercased()
                guard let id = attributes.externalID.value else { return other.isLive && sharesEmail }
                return other.contact.externalID == id || options.emailsConflict && sharesEmail
            }.min { $0.contact.id < $1.contact.id }
            if let inTheWay {
                let kind = inTheWay.isLive ? "A contact" : "An archived contact"
                return .failure(
                    refusal(
                        409,
                        [("conflict", "\(kind) matching those details already exists with id=\(inTheWay.contact.id)")]))
            }
        }
        state.lastID += 1
        var contact = Contact(id: "n\(state.lastID)")
        contact.role = isLead ? .lead : .user
        contact.createdAt = Int64(state.clock) + 10_000_000_000
        contact.updatedAt = Int64(state.clock)
        apply(attributes, to: &contact)
        if isLead { contact.externalID = "uuid-\(state.lastID)" }
        state.contacts[contact.id] = Stored(contact: contact)
        state.pending.append((state.clock + options.indexLag, contact.id))
        return .success(contact)
    }

    private static func apply(_ attributes: ContactAttributes, to contact: inout Contact) {
        for entry in attributes.standard {
            var text: String?
            if case .string(let value) = entry.value { text = value }
            switch entry.field {
            case .email: contact.email = text
            case .name: contact.name = text
            case .externalID: if contact.role != .lead { contact.externalID = text ?? contact.externalID }
            case .role: if text == "user" { contact.role = .user }
            default: break
            }
        }
        for entry in attributes.custom { contact.customAttributes[entry.name] = entry.value.json }
    }
}
