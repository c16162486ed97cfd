import JSON

extension CoreState {
    func records(_ call: Call) -> RecordEncoder { RecordEncoder(version: call.version, workspace: workspace) }

    /// `{"type":"list","data":[…]}`.
    func list<Element>(
        _ elements: some Sequence<Element>, _ write: (Element, inout [UInt8]) -> Void,
        end: (inout [UInt8]) -> Void = { _ in }
    ) -> [UInt8] {
        single { $0.append(answer: elements, write, end: end) }
    }

    func single(_ write: (inout [UInt8]) -> Void) -> [UInt8] {
        var out: [UInt8] = []
        write(&out)
        return out
    }

    // MARK: Tags

    func listTags(_ call: Call) -> [UInt8] {
        let encoder = records(call)
        return list(workspace.tags) { encoder.append($0, to: &$1) }
    }

    func getTag(_ id: String, _ call: Call) throws(APIError) -> [UInt8] {
        guard let tag = workspace.tag(id: id) else { throw .resourceNotFound }
        return single { records(call).append(tag, to: &$0) }
    }

    /// Creates or renames a tag, and tags the contacts that the request names, as one call can.
    mutating func saveTag(_ call: Call) throws(APIError) -> [UInt8] {
        let body = try call.body()
        guard let name = body["name"]?.string, !name.isEmpty else { throw .missing("name") }
        let tag: Tag
        if let id = body["id"]?.identifierText {
            tag = try workspace.renameTag(id, to: name)
        } else {
            tag = workspace.createTag(named: name)
        }
        for user in body["users"]?.array ?? [] {
            guard let id = user["id"]?.string else { throw .missing("users.id") }
            if user["untag"]?.bool == true {
                _ = try workspace.detachTag(tag.id, from: id, now: call.now)
            } else {
                _ = try workspace.attachTag(tag.id, to: id, now: call.now)
            }
        }
        return single { records(call).append(tag, to: &$0) }
    }

    mutating func deleteTag(_ id: String) throws(APIError) -> [UInt8] {
        try workspace.deleteTag(id)
        return []
    }

    func listTags(of id: String, _ call: Call) throws(APIError) -> [UInt8] {
        let slot = try workspace.activeSlot(id)
        let encoder = records(call)
        let tags = workspace.contacts[slot].tags.compactMap { applied in
            workspace.tag(id: applied.id).map { (tag: $0, applied: applied) }
        }
        return list(tags) { encoder.append($0.tag, applied: $0.applied, to: &$1) }
    }

    mutating func attachTag(to id: String, _ call: Call) throws(APIError) -> [UInt8] {
        let body = try call.body()
        _ = try workspace.activeSlot(id)
        guard let tagID = body["id"]?.identifierText else { throw .missing("id") }
        let tag = try workspace.attachTag(tagID, to: id, now: call.now)
        let applied = workspace.contact(id: id)?.tags.first { $0.id == tagID }
        return single { records(call).append(tag, applied: applied, to: &$0) }
    }

    mutating func detachTag(_ tagID: String, from id: String, _ call: Call) throws(APIError) -> [UInt8] {
        let applied = workspace.contact(id: id)?.tags.first { $0.id == tagID }
        let tag = try workspace.detachTag(tagID, from: id, now: call.now)
        return single { records(call).append(tag, applied: applied, to: &$0) }
    }

    // MARK: Notes

    /// The notes of a contact, the newest first.
    func listNotes(of id: String, _ call: Call) throws(APIError) -> [UInt8] {
        let slot = try workspace.activeSlot(id)
        let notes = workspace.contacts[slot].notes.reversed().compactMap { workspace.notes[$0] }
        let page = try NumberedPage(of: notes.count, for: call)
        let encoder = records(call)
        return list(notes[page.range]) {
            encoder.append($0, to: &$1)
        } end: {
            page.appendEnd(.cursor, to: &$0)
        }
    }

    mutating func addNote(to id: String, _ call: Call) throws(APIError) -> [UInt8] {
        let body = try call.body()
        _ = try workspace.activeSlot(id)
        guard let text = body["body"]?.string, !text.isEmpty else { throw .missing("body") }
        let author = body["admin_id"]?.identifierText
        let note = try workspace.addNote(text, by: author, to: id, now: call.now)
        return single { records(call).append(note, to: &$0) }
    }

    func getNote(_ id: String, _ call: Call) throws(APIError) -> [UInt8] {
        guard let note = workspace.notes[id] else { throw .resourceNotFound }
        return single { records(call).append(note, to: &$0) }
    }
}
