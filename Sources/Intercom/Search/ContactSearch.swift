internal import JSON

/// A request to search for contacts.
public struct ContactSearch: Sendable, Hashable {
    /// Contacts in a page at most.
    public static let pageLimit = 150

    public struct Sort: Sendable, Hashable {
        public enum Order: String, Sendable, Hashable { case ascending, descending }
        public var field: SearchField
        public var order: Order

        public init(by field: SearchField, _ order: Order = .ascending) {
            self.field = field
            self.order = order
        }
    }

    public var query: SearchQuery
    /// 1 to 150.
    public var perPage: Int
    /// The cursor of a page after the first, from the page before.
    public var startingAfter: String?
    public var sort: Sort?

    public init(_ query: SearchQuery, perPage: Int = 50, startingAfter: String? = nil, sort: Sort? = nil) {
        self.query = query
        self.perPage = perPage
        self.startingAfter = startingAfter
        self.sort = sort
    }

    func validate() throws(IntercomError) {
        try query.validate()
        try Self.validate(perPage: perPage)
    }

    static func validate(perPage: Int) throws(IntercomError) {
        guard (1...pageLimit).contains(perPage) else {
            throw IntercomError(
                .invalidArgument, "A page holds 1 to \(pageLimit) contacts, not \(perPage).", field: "per_page")
        }
    }

    /// The body; the cursor belongs in it (in the query string, Intercom ignores it and sends the first page again).
    func encoded() -> [UInt8] {
        var output = Array("{\"query\":".utf8)
        query.append(to: &output)
        output.append(contentsOf: ",\"pagination\":{\"per_page\":".utf8)
        JSONWriter.append(integer: Int64(perPage), to: &output)
        if let startingAfter {
            output.append(contentsOf: ",\"starting_after\":".utf8)
            JSONWriter.append(string: startingAfter, to: &output)
        }
        output.append(UInt8(ascii: "}"))
        if let sort {
            output.append(contentsOf: ",\"sort\":{\"field\":".utf8)
            JSONWriter.append(string: sort.field.name, to: &output)
            output.append(contentsOf: ",\"order\":\"\(sort.order.rawValue)\"}".utf8)
        }
        output.append(UInt8(ascii: "}"))
        return output
    }
}
