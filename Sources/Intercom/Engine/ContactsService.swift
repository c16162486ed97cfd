/// The calls that the engine makes: what `IntercomClient` does for real, and a dry run on top of it.
public protocol ContactsService: Sendable {
    /// Looks contacts up through the search index or directly, one page.
    ///
    /// - Parameter decide: called once, when the call can go out at once; so what is looked for can still grow while
    ///   the call waits for its turn. Nil from it means that there is nothing to look up any more.
    /// - Returns: nil where `decide` gave nothing.
    func lookUpContacts(
        deciding decide: @Sendable () -> ContactLookup?
    ) async throws(IntercomError) -> ContactPage?
    func contact(id: String) async throws(IntercomError) -> Contact
    func createContact(_ attributes: ContactAttributes) async throws(IntercomError) -> Contact
    func updateContact(id: String, _ attributes: ContactAttributes) async throws(IntercomError) -> Contact
    func deleteContact(id: String) async throws(IntercomError) -> DeletedContact
    func archiveContact(id: String) async throws(IntercomError) -> ContactReceipt
    func unarchiveContact(id: String) async throws(IntercomError) -> ContactReceipt
    func mergeContacts(
        from lead: String, into user: String, skipDuplicateValidation: Bool
    ) async throws(IntercomError) -> Contact
}

/// A question for contacts by the values of one field.
public struct ContactLookup: Sendable, Hashable {
    public enum Style: Sendable, Hashable {
        /// One search with `IN`.
        case list
        /// One search with `OR` of up to 15 filters, for an API that refuses the list.
        case alternatives
        /// One search with `=`.
        case single
        /// Not through the index: `find_by_external_id`, which sees what was just written, but users only.
        case direct
    }

    /// `email` or `external_id`.
    public var field: MatchingField
    public var values: [String]
    public var style: Style
    public var startingAfter: String?

    public init(_ field: MatchingField, _ values: [String], _ style: Style, startingAfter: String? = nil) {
        self.field = field
        self.values = values
        self.style = style
        self.startingAfter = startingAfter
    }

    /// The search that asks this; nil for a direct lookup.
    var search: ContactSearch? {
        let name = SearchField(field.rawValue)
        let query: SearchQuery
        switch style {
        case .list: query = .filter(name, .isIn, .array(values.map { .string($0) }))
        case .alternatives: query = .any(values.map { .filter(name, .equals, .string($0)) })
        case .single: query = .filter(name, .equals, .string(values.first ?? ""))
        case .direct: return nil
        }
        return ContactSearch(query, perPage: ContactSearch.pageLimit, startingAfter: startingAfter)
    }
}
