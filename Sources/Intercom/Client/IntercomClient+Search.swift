extension IntercomClient {
    /// Searches for contacts, one page.
    ///
    /// Searches go through an index that lags behind writes by seconds to minutes, and never find archived contacts.
    public func searchContacts(_ search: ContactSearch) async throws(IntercomError) -> ContactPage {
        try await object(Self.call(for: search), as: ContactPage.self)
    }

    /// All pages of a search; `search.startingAfter` says where to start.
    public func contactPages(matching search: ContactSearch) -> ContactPages {
        ContactPages(
            fetch: { [self] (cursor) async throws(IntercomError) in
                var search = search
                search.startingAfter = cursor
                return try await searchContacts(search)
            }, firstCursor: search.startingAfter)
    }

    /// All contacts that match.
    public func contacts(
        matching query: SearchQuery, perPage: Int = ContactSearch.pageLimit
    ) -> ContactPages.Contacts {
        contactPages(matching: ContactSearch(query, perPage: perPage)).contacts
    }

    /// One page of the list of all contacts that are neither archived nor merged. The list lags behind writes.
    public func listContacts(
        perPage: Int = 50, startingAfter: String? = nil
    ) async throws(IntercomError) -> ContactPage {
        try ContactSearch.validate(perPage: perPage)
        let path = ("/contacts" as URLPath).query("per_page", String(perPage)).query("starting_after", startingAfter)
        return try await object(.get(.listContacts, path), as: ContactPage.self)
    }

    /// All pages of the list of contacts.
    public func contactPages(perPage: Int = ContactSearch.pageLimit, startingAfter: String? = nil) -> ContactPages {
        ContactPages(
            fetch: { [self] (cursor) async throws(IntercomError) in
                try await listContacts(perPage: perPage, startingAfter: cursor)
            }, firstCursor: startingAfter)
    }

    static func call(for search: ContactSearch) throws(IntercomError) -> APICall {
        try search.validate()
        return .post(.searchContacts, "/contacts/search", search.encoded(), .idempotent)
    }
}
