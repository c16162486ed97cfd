internal import Intercom
internal import Lua

/// Hands out contacts one by one, fetching pages as they are needed. Lives on Lua's thread.
final class ContactCursor {
    private typealias Fetched = (pages: ContactPages.Iterator, page: ContactPage?)

    /// Nil while a page is being fetched.
    private var pages: ContactPages.Iterator?
    private var page: ArraySlice<Contact> = []

    init(_ pages: ContactPages) { self.pages = pages.makeAsyncIterator() }

    /// The function that a `for` loop calls for the next contact.
    var iterator: LuaHostFunction {
        LuaHostFunction.waiting("next_contact") { call in
            guard self.page.isEmpty else {
                call.return(ContactTable(contact: self.page.removeFirst()))
                return nil
            }
            return try self.fetch(call)
        }
    }

    private func fetch(_ call: LuaCall) throws -> LuaPendingOperation {
        guard let pages else {
            throw IntercomError(
                .invalidArgument, "Two coroutines take contacts from one iterator at the same time.",
                advice: "Make an iterator in each, or hand the contacts to parallel.")
        }
        self.pages = nil
        let contributor = (call.state.context as? ScriptActivity)?.contributor
        return LuaPendingOperation(
            { await Self.fetch(pages, contributor) },
            finish: { (fetched: Result<Fetched, IntercomError>) in
                // After a failure the next call tries the same page again.
                self.pages = pages
                let (pages, page) = try fetched.get()
                self.pages = pages
                self.page = page?.contacts[...] ?? []
                return self.page.popFirst().map(ContactTable.init)
            })
    }

    /// The next page that has contacts; none after the last.
    private static func fetch(
        _ pages: ContactPages.Iterator, _ contributor: Contributor?
    ) async -> Result<Fetched, IntercomError> {
        contributor?.pause()
        defer { contributor?.resume() }
        var pages = pages
        do throws(IntercomError) {
            while let page = try await pages.next(isolation: nil) {
                if !page.contacts.isEmpty { return .success((pages, page)) }
            }
            return .success((pages, nil))
        } catch {
            return .failure(error)
        }
    }
}
