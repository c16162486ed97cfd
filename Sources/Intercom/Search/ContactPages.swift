/// Pages of contacts, fetched one at a time as they are asked for.
///
/// Contacts that change between two pages may be missed or come twice; that is how Intercom's cursors work.
public struct ContactPages: AsyncSequence, Sendable {
    public typealias Element = ContactPage
    public typealias Failure = IntercomError

    let fetch: @Sendable (_ cursor: String?) async throws(IntercomError) -> ContactPage
    let firstCursor: String?

    public func makeAsyncIterator() -> Iterator { Iterator(fetch: fetch, cursor: firstCursor) }

    /// The contacts of all pages, one by one.
    public var contacts: Contacts { Contacts(pages: self) }

    public struct Iterator: AsyncIteratorProtocol, Sendable {
        let fetch: @Sendable (_ cursor: String?) async throws(IntercomError) -> ContactPage
        var cursor: String?
        var isDone = false

        public mutating func next() async throws -> ContactPage? {
            try await next(isolation: nil)
        }

        public mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws(IntercomError) -> ContactPage? {
            guard !isDone else { return nil }
            let page: ContactPage
            do {
                page = try await fetch(cursor)
            } catch {
                isDone = true
                throw error
            }
            if let next = page.next, next == cursor {
                isDone = true
                throw IntercomError(
                    .unexpectedResponse, "Intercom sent the same page again instead of the next one.")
            }
            cursor = page.next
            isDone = page.next == nil
            return page
        }
    }

    /// Contacts one by one, over all pages.
    public struct Contacts: AsyncSequence, Sendable {
        public typealias Element = Contact
        public typealias Failure = IntercomError

        let pages: ContactPages

        public func makeAsyncIterator() -> Iterator { Iterator(pages: pages.makeAsyncIterator()) }

        public struct Iterator: AsyncIteratorProtocol {
            var pages: ContactPages.Iterator
            var page: ArraySlice<Contact> = []

            public mutating func next() async throws -> Contact? {
                try await next(isolation: nil)
            }

            public mutating func next(
                isolation actor: isolated (any Actor)?
            ) async throws(IntercomError) -> Contact? {
                while page.isEmpty {
                    guard let fetched = try await pages.next(isolation: actor) else { return nil }
                    page = fetched.contacts[...]
                }
                return page.popFirst()
            }
        }
    }
}
