extension CoreState {
    /// Carries a request out.
    /// - Returns: the body of the answer, whose status is 200.
    mutating func respond(to resource: Resource, _ call: Call) throws(APIError) -> [UInt8] {
        guard Self.accepts(call.request.accept) else { throw .notAcceptable }
        switch (call.request.method, resource) {
        case (.get, .contacts): return try listContacts(call)
        case (.post, .contacts): return try createContact(call)
        case (.post, .contactSearch): return try searchContacts(call)
        case (.post, .contactMerge): return try mergeContacts(call)
        case (.get, .contact(let id)): return try getContact(id, call)
        case (.put, .contact(let id)): return try updateContact(id, call)
        case (.delete, .contact(let id)): return try deleteContact(id, call)
        case (.get, .contactByExternalID(let id)): return try findContact(externalID: id, call)
        case (.post, .contactArchive(let id)): return try archiveContact(id, call)
        case (.post, .contactUnarchive(let id)): return try unarchiveContact(id, call)
        case (.post, .contactBlock(let id)): return try blockContact(id, call)
        case (.get, .contactMergeHistory(let id)): return try mergeHistory(id, call)
        default: return try respondToOthers(resource, call)
        }
    }

    private mutating func respondToOthers(_ resource: Resource, _ call: Call) throws(APIError) -> [UInt8] {
        switch (call.request.method, resource) {
        case (.get, .contactTags(let id)): return try listTags(of: id, call)
        case (.post, .contactTags(let id)): return try attachTag(to: id, call)
        case (.delete, .contactTag(let id, let tag)): return try detachTag(tag, from: id, call)
        case (.get, .contactNotes(let id)): return try listNotes(of: id, call)
        case (.post, .contactNotes(let id)): return try addNote(to: id, call)
        case (.get, .contactCompanies(let id)): return try listCompanies(of: id, call)
        case (.post, .contactCompanies(let id)): return try attachCompany(to: id, call)
        case (.delete, .contactCompany(let id, let company)): return try detachCompany(company, from: id, call)
        case (.get, .contactSubscriptions(let id)): return try listSubscriptions(of: id, call)
        case (.post, .contactSubscriptions(let id)): return try subscribe(id, call)
        case (.delete, .contactSubscription(let id, let type)): return try unsubscribe(id, from: type, call)
        case (.get, .contactSegments(let id)): return try listSegments(of: id, call)
        case (.get, .contactBanners(let id)): return try listBanners(of: id, call)
        default: return try respondToWorkspace(resource, call)
        }
    }

    private mutating func respondToWorkspace(_ resource: Resource, _ call: Call) throws(APIError) -> [UInt8] {
        switch (call.request.method, resource) {
        case (.get, .me): return me(call)
        case (.get, .admins): return listAdmins(call)
        case (.get, .admin(let id)): return try getAdmin(id, call)
        case (.get, .tags): return listTags(call)
        case (.post, .tags): return try saveTag(call)
        case (.get, .tag(let id)): return try getTag(id, call)
        case (.delete, .tag(let id)): return try deleteTag(id)
        case (.get, .note(let id)): return try getNote(id, call)
        case (.get, .companies), (.post, .companyList): return try listCompanies(call)
        case (.post, .companies): return try saveCompany(call)
        case (.get, .company(let id)): return try getCompany(id, call)
        case (.put, .company(let id)): return try updateCompany(id, call)
        case (.delete, .company(let id)): return try deleteCompany(id)
        case (.get, .companyContacts(let id)): return try listContacts(ofCompany: id, call)
        case (.get, .dataAttributes): return try listAttributes(call)
        case (.post, .dataAttributes): return try createAttribute(call)
        case (.put, .dataAttribute(let id)): return try updateAttribute(id, call)
        case (.get, .segments): return listSegments(call)
        case (.get, .segment(let id)): return try getSegment(id, call)
        case (.get, .subscriptionTypes): return listSubscriptionTypes(call)
        default:
            // Documented: a method that a path does not support answers 404, or 406 without a usable Accept header.
            if resource != .unknown, call.request.accept == nil { throw .notAcceptable }
            throw .resourceNotFound
        }
    }

    /// An answer is JSON, so a client must take that. No header at all takes everything.
    private static func accepts(_ header: String?) -> Bool {
        guard let header, !header.isEmpty, header != "application/json", header != "*/*" else { return true }
        return header.split(separator: ",").contains { range in
            let type = range.prefix { $0 != ";" }.filter { $0 != " " }.lowercased()
            return type == "*/*" || type == "application/*" || type == "application/json"
        }
    }
}
