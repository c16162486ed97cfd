internal import JSON

extension IntercomClient {
    /// The workspace's tags.
    public func tags() async throws(IntercomError) -> [Tag] {
        try await list(.get(.listTags, "/tags"), of: Tag.self)
    }

    /// Creates a tag, or answers the one that has the name already.
    @discardableResult
    public func createTag(named name: String) async throws(IntercomError) -> Tag {
        try await object(
            .post(.createTag, "/tags", JSONValue.object(["name": .string(name)]).encoded(), .idempotent), as: Tag.self)
    }

    /// A contact's tags.
    public func tags(ofContact id: String) async throws(IntercomError) -> [Tag] {
        try await all(.tags, ofContact: id, as: Tag.self)
    }

    /// Tags a contact; the tag must exist. Tagging twice is fine.
    @discardableResult
    public func tagContact(id: String, tagID: String) async throws(IntercomError) -> Tag {
        let body = JSONValue.object(["id": .string(tagID)]).encoded()
        return try await object(
            .post(.attachTag, path(ofContact: id).fixed("/tags"), body, .idempotent), as: Tag.self)
    }

    /// Takes a tag off a contact.
    @discardableResult
    public func untagContact(id: String, tagID: String) async throws(IntercomError) -> Tag {
        let path = try path(ofContact: id).fixed("/tags").segment(tagID, of: "tag_id")
        return try await object(.delete(.detachTag, path), as: Tag.self)
    }

    func path(ofContact id: String) throws(IntercomError) -> URLPath {
        try ("/contacts" as URLPath).segment(id, of: "id")
    }
}
