import JSON

extension CoreState {
    private func encoder(_ call: Call, isIndexed: Bool = false) -> ContactEncoder {
        ContactEncoder(
            version: call.version, workspaceID: workspace.id, showsMissingEmailAsNull: isIndexed,
            includesMergeHistory: call.includesMergeHistory)
    }

    func encoded(_ slot: Int, _ call: Call) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(2560)
        encoder(call).append(workspace.contacts[slot], to: &out)
        return out
    }

    private func fields(_ call: Call) throws(APIError) -> ContactFields {
        try ContactFields(try call.body(), version: call.version, maximumLength: behaviour.maximumLength)
    }

    mutating func createContact(_ call: Call) throws(APIError) -> [UInt8] {
        let fields = try fields(call)
        let slot = try workspace.createContact(fields, behaviour: behaviour, now: call.now)
        return encoded(slot, call)
    }

    func getContact(_ id: String, _ call: Call) throws(APIError) -> [UInt8] {
        encoded(try workspace.readableSlot(id, version: call.version), call)
    }

    mutating func updateContact(_ id: String, _ call: Call) throws(APIError) -> [UInt8] {
        let fields = try fields(call)
        let slot = try workspace.updateContact(id, fields, behaviour: behaviour, now: call.now)
        return encoded(slot, call)
    }

    func findContact(externalID: String, _ call: Call) throws(APIError) -> [UInt8] {
        guard call.version.hasFindByExternalID else { throw .notInVersion }
        return encoded(try workspace.slot(externalID: externalID, version: call.version), call)
    }

    mutating func listContacts(_ call: Call) throws(APIError) -> [UInt8] {
        let size = try call.pageSize(default: 10)
        let cursor = try call.cursor()
        let table = listTable()
        return encoded(try table.list(size: size, cursor: cursor, number: call.pageNumber), table, call)
    }

    mutating func searchContacts(_ call: Call) throws(APIError) -> [UInt8] {
        let body = try call.body()
        let filter = try SearchParser(workspace: workspace, behaviour: behaviour).parse(body["query"])
        let sort = call.version.hasSearchSort ? try sort(body["sort"]) : nil
        var size = 50
        var cursor: Cursor?
        if let pagination = body["pagination"], !pagination.isNull {
            guard pagination.object != nil else { throw .typeMismatch("pagination", expected: "an object") }
            if let value = pagination["per_page"], !value.isNull {
                guard let number = value.integer.flatMap({ Int(exactly: $0) }) else { throw .perPageInvalid }
                size = try Call.checked(pageSize: number)
            }
            if let value = pagination["starting_after"], !value.isNull {
                guard let text = value.string else { throw .invalidCursor }
                cursor = try Cursor(text)
            }
        }
        let table = searchTable()
        return encoded(try table.search(filter, sort: sort, size: size, cursor: cursor), table, call)
    }

    private func sort(_ value: JSONValue?) throws(APIError) -> SearchSort? {
        guard let value, !value.isNull else { return nil }
        let order = value["order"]?.string ?? "ascending"
        guard order == "ascending" || order == "descending" else { throw .invalidSortOrder(order) }
        let name = value["field"]?.string ?? "created_at"
        guard let field = SearchField(name, attributes: workspace.attributes), field.kind != .tag,
            field.kind != .segment
        else { throw .invalid("sort", "Field '\(name)' is not sortable") }
        return SearchSort(field: field, isDescending: order == "descending")
    }

    private func encoded(_ page: ContactPage, _ table: ContactTable, _ call: Call) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(160 + 2560 * page.slots.count)
        let encoder = encoder(call, isIndexed: true)
        out.append(answer: page.slots) {
            encoder.append(table[$0], to: &$1)
        } end: {
            page.appendEnd(to: &$0)
        }
        return out
    }

    /// The live contacts of a company, in pages by number.
    func listContacts(ofCompany id: String, _ call: Call) throws(APIError) -> [UInt8] {
        guard workspace.company(id: id) != nil else { throw .companyNotFound }
        let contacts = workspace.contacts
        let members = (0..<contacts.count).filter { contacts[$0].isActive && contacts[$0].companies.contains(id) }
        let page = try NumberedPage(of: members.count, for: call)
        let encoder = encoder(call)
        return list(members[page.range]) {
            encoder.append(contacts[$0], to: &$1)
        } end: {
            page.appendEnd(.cursor, to: &$0)
        }
    }
}
