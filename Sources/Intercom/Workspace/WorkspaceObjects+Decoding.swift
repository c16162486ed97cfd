internal import JSON

/// Something that an answer's object, or each element of its list, is read into.
protocol ViewDecodable: Sendable {
    /// Nil where the object has the wrong shape.
    init?(_ view: JSONView)
}

extension JSONView {
    /// An id, which Intercom writes as a string or as a number.
    var identifier: String? {
        if let string { return string.isEmpty ? nil : string }
        return integer.map { String($0) }
    }
}

extension Contact: ViewDecodable {}
extension ContactPage: ViewDecodable {}
extension DataAttribute: ViewDecodable {}

extension DeletedContact: ViewDecodable {
    init?(_ view: JSONView) {
        guard let id = view["id"]?.identifier, view["deleted"]?.bool != false else { return nil }
        self.init(id: id, externalID: view["external_id"]?.identifier)
    }
}

extension ContactReceipt: ViewDecodable {
    init?(_ view: JSONView) {
        guard let id = view["id"]?.identifier else { return nil }
        self.init(
            id: id, externalID: view["external_id"]?.identifier, isArchived: view["archived"]?.bool,
            isBlocked: view["blocked"]?.bool)
    }
}

extension Tag: ViewDecodable {
    init?(_ view: JSONView) {
        guard let id = view["id"]?.identifier else { return nil }
        self.init(id: id, name: view["name"]?.string)
    }
}

extension Note: ViewDecodable {
    init?(_ view: JSONView) {
        guard let id = view["id"]?.identifier else { return nil }
        self.init(
            id: id, body: view["body"]?.string, createdAt: view["created_at"]?.integer,
            authorID: view["author"]?["id"]?.identifier)
    }
}

extension Company: ViewDecodable {
    init?(_ view: JSONView) {
        guard let id = view["id"]?.identifier else { return nil }
        self.init(id: id, companyID: view["company_id"]?.identifier, name: view["name"]?.string)
    }
}

extension Subscription: ViewDecodable {
    init?(_ view: JSONView) {
        guard let id = view["id"]?.identifier else { return nil }
        self.init(id: id, consentType: view["consent_type"]?.string, state: view["state"]?.string)
    }
}

extension Segment: ViewDecodable {
    init?(_ view: JSONView) {
        guard let id = view["id"]?.identifier else { return nil }
        self.init(id: id, name: view["name"]?.string)
    }
}

extension Identity: ViewDecodable {
    init?(_ view: JSONView) {
        guard let id = view["id"]?.identifier else { return nil }
        let app = view["app"]
        self.init(
            id: id, name: view["name"]?.string, email: view["email"]?.string,
            workspaceID: app?["id_code"]?.identifier, workspaceName: app?["name"]?.string,
            region: app?["region"]?.string)
    }
}

extension MergeRecord: ViewDecodable {
    init?(_ view: JSONView) {
        guard view.kind == .object else { return nil }
        self.init(
            sourceContactID: view["source_contact_id"]?.identifier, sourceRole: view["source_contact_role"]?.string,
            mergedAt: view["merged_at"]?.integer)
    }
}
