internal import JSON

/// One page of contacts.
public struct ContactPage: Sendable {
    public var contacts: [Contact]
    /// How many there are on all pages; a snapshot that may be off while contacts change.
    public var totalCount: Int?
    /// The cursor of the next page; nil on the last one.
    public var next: String?

    public init(contacts: [Contact], totalCount: Int? = nil, next: String? = nil) {
        self.contacts = contacts
        self.totalCount = totalCount
        self.next = next
    }

    /// Nil where the answer has no list of contacts. `pages`, and `next` in it, may be null or absent.
    init?(_ view: JSONView) {
        guard let data = view["data"], data.kind == .array else { return nil }
        contacts = []
        contacts.reserveCapacity(data.count)
        for element in data.elements {
            guard let contact = Contact(element) else { return nil }
            contacts.append(contact)
        }
        totalCount = view["total_count"]?.integer.map(Int.init)
        next = view["pages"]?["next"]?["starting_after"]?.string
        if next?.isEmpty == true { next = nil }
    }
}
