import JSON

extension CoreState {
    /// The short answer to archiving, deleting and blocking: in 2.3 `{id, object, archived}`, since then
    /// `{type, id, external_id, archived}`.
    private func reference(_ slot: Int, _ flag: StaticString, _ call: Call) -> [UInt8] {
        let contact = workspace.contacts[slot]
        var out: [UInt8] = []
        if call.version.answersWithObjectKey {
            out.append(#"{"id":"#)
            out.append(json: contact.id)
            out.append(#","object":"contact""#)
        } else {
            out.append(#"{"type":"contact","id":"#)
            out.append(json: contact.id)
            out.append(#","external_id":"#)
            out.append(json: contact.externalID)
        }
        out.append(flag)
        out.append("}")
        return out
    }

    mutating func archiveContact(_ id: String, _ call: Call) throws(APIError) -> [UInt8] {
        let slot = try workspace.archiveContact(id, now: call.now)
        return reference(slot, #","archived":true"#, call)
    }

    mutating func unarchiveContact(_ id: String, _ call: Call) throws(APIError) -> [UInt8] {
        let slot = try workspace.unarchiveContact(id, behaviour: behaviour, now: call.now)
        return reference(slot, #","archived":false"#, call)
    }

    mutating func deleteContact(_ id: String, _ call: Call) throws(APIError) -> [UInt8] {
        let slot = try workspace.deleteContact(id, behaviour: behaviour, now: call.now)
        return reference(slot, #","deleted":true"#, call)
    }

    mutating func blockContact(_ id: String, _ call: Call) throws(APIError) -> [UInt8] {
        guard call.version.hasFindByExternalID else { throw .notInVersion }
        let slot = try workspace.blockContact(id, now: call.now)
        return reference(slot, #","blocked":true"#, call)
    }

    mutating func mergeContacts(_ call: Call) throws(APIError) -> [UInt8] {
        let body = try call.body()
        guard let from = body["from"]?.string else { throw .missing("from") }
        guard let into = body["into"]?.string else { throw .missing("into") }
        let checks = call.version.hasMergeHistory && body["skip_duplicate_validation"]?.bool != true
        let slot = try workspace.mergeContact(from, into: into, checksDuplicates: checks, now: call.now)
        return encoded(slot, call)
    }

    /// The contacts merged into a user, the newest first unless asked otherwise.
    func mergeHistory(_ id: String, _ call: Call) throws(APIError) -> [UInt8] {
        guard call.version.hasMergeHistory else { throw .notInVersion }
        let slot = try workspace.activeSlot(id, else: .mergeHistoryNotFound)
        let contact = workspace.contacts[slot]
        guard contact.role == .user else { throw .mergeHistoryNotFound }
        let size = try call.pageSize(default: 50)
        let merges = call.target.parameter("order") == "asc" ? contact.merges : contact.merges.reversed()
        var start = 0
        if let text = call.target.parameter("cursor"), !text.isEmpty {
            let cursor = try Cursor(text)
            guard let last = merges.firstIndex(where: { $0.sourceID == cursor.contactID }) else {
                throw .invalidCursor
            }
            start = last + 1
        }
        let page = merges.dropFirst(start).prefix(size)
        let hasMore = start + page.count < merges.count
        let next = page.last.flatMap { hasMore ? Cursor(key: .null, contactID: $0.sourceID, page: 2).text : nil }
        return list(page) {
            ContactEncoder.append($0, to: &$1)
        } end: { out in
            out.append(#","next_cursor":"#)
            out.append(json: next)
            out.append(#","has_more":"#)
            out.append(json: hasMore)
        }
    }
}
