extension IntercomClient: ContactsService {
    public func lookUpContacts(
        deciding decide: @Sendable () -> ContactLookup?
    ) async throws(IntercomError) -> ContactPage? {
        try await perform(
            deciding: { () throws(IntercomError) -> APICall? in
                guard let lookup = decide() else { return nil }
                if let search = lookup.search { return try Self.call(for: search) }
                let path = try ("/contacts/find_by_external_id" as URLPath)
                    .segment(lookup.values.first ?? "", of: "external_id")
                return .get(.findByExternalID, path)
            },
            { (answer) throws(UnreadableAnswer) -> ContactPage in
                let root = try Self.root(of: answer)
                if let page = ContactPage(root) { return page }
                guard root["data"] == nil, let contact = Contact(root) else {
                    throw UnreadableAnswer("it is neither a contact nor a list of contacts")
                }
                return ContactPage(contacts: [contact])
            })
    }
}
