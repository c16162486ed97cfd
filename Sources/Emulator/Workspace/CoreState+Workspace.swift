import JSON

extension CoreState {
    // MARK: Admins

    /// The admin who owns the token, with the workspace.
    func me(_ call: Call) -> [UInt8] {
        let admin = workspace.admins.first ?? Admin(id: "0", name: "Nobody", email: "nobody@example.com")
        return single { out in
            out.append(#"{"type":"admin","id":"#)
            out.append(json: admin.id)
            out.append(#","email":"#)
            out.append(json: admin.email)
            out.append(#","name":"#)
            out.append(json: admin.name)
            out.append(#","email_verified":true,"app":{"type":"app","id_code":"#)
            out.append(json: workspace.id)
            out.append(#","name":"#)
            out.append(json: workspace.name)
            out.append(#","created_at":1577836800,"secure":false,"identity_verification":false,"timezone":"#)
            out.append(json: workspace.timeZone.name)
            out.append(#","region":"#)
            out.append(json: workspace.region)
            out.append(#"},"avatar":{"type":"avatar","image_url":"#)
            out.append(json: "https://static.intercomassets.com/assets/default-avatars/admins/128.png")
            out.append(#"},"has_inbox_seat":true}"#)
        }
    }

    func listAdmins(_ call: Call) -> [UInt8] {
        let encoder = records(call)
        return single { out in
            out.append(#"{"type":"admin.list","admins":"#)
            out.append(list: workspace.admins) { encoder.append($0, to: &$1) }
            out.append("}")
        }
    }

    func getAdmin(_ id: String, _ call: Call) throws(APIError) -> [UInt8] {
        guard let admin = workspace.admin(id: id) else { throw APIError(404, "admin_not_found", "Admin not found") }
        return single { records(call).append(admin, to: &$0) }
    }

    // MARK: Data attributes

    func listAttributes(_ call: Call) throws(APIError) -> [UInt8] {
        let model: DataAttribute.Model?
        switch call.target.parameter("model") {
        case nil, "": model = nil
        case "contact": model = .contact
        case "company": model = .company
        case "conversation":
            throw APIError(
                422, "parameter_invalid",
                "model=conversation is no longer supported. Use GET /conversations/attributes instead")
        default: throw .invalid("model", "The Data Attribute model field must be either contact or company")
        }
        let includesArchived = call.target.parameter("include_archived") == "true"
        let encoder = records(call)
        return list(workspace.attributes.all(model: model, includingArchived: includesArchived)) {
            encoder.append($0, to: &$1)
        }
    }

    mutating func createAttribute(_ call: Call) throws(APIError) -> [UInt8] {
        let attribute = try workspace.createAttribute(try call.body(), now: call.now)
        return single { records(call).append(attribute, to: &$0) }
    }

    mutating func updateAttribute(_ id: String, _ call: Call) throws(APIError) -> [UInt8] {
        let attribute = try workspace.updateAttribute(id, try call.body(), now: call.now)
        return single { records(call).append(attribute, to: &$0) }
    }

    // MARK: Subscriptions

    func listSubscriptionTypes(_ call: Call) -> [UInt8] {
        let encoder = records(call)
        return list(workspace.subscriptionTypes) { encoder.append($0, to: &$1) }
    }

    func listSubscriptions(of id: String, _ call: Call) throws(APIError) -> [UInt8] {
        let slot = try workspace.activeSlot(id)
        let encoder = records(call)
        let types = workspace.contacts[slot].subscriptions.compactMap { subscription in
            workspace.subscriptionTypes.first { $0.id == subscription.typeID }
        }
        return list(types) { encoder.append($0, to: &$1) }
    }

    mutating func subscribe(_ id: String, _ call: Call) throws(APIError) -> [UInt8] {
        let body = try call.body()
        _ = try workspace.activeSlot(id)
        guard let typeID = body["id"]?.identifierText else { throw .missing("id") }
        guard let word = body["consent_type"] else { throw .missing("consent_type") }
        guard let consent = word.string.flatMap(SubscriptionType.Consent.init(rawValue:)) else {
            throw .invalid("consent_type", "consent_type must be either opt_in or opt_out")
        }
        let type = try workspace.subscribe(id, to: typeID, consent: consent, now: call.now)
        return single { records(call).append(type, to: &$0) }
    }

    mutating func unsubscribe(_ id: String, from typeID: String, _ call: Call) throws(APIError) -> [UInt8] {
        let type = try workspace.unsubscribe(id, from: typeID, now: call.now)
        return single { records(call).append(type, to: &$0) }
    }

    // MARK: Segments and banners

    func listSegments(_ call: Call) -> [UInt8] {
        let encoder = records(call)
        return single { out in
            out.append(#"{"type":"segment.list","segments":"#)
            out.append(list: workspace.segments) { encoder.append($0, to: &$1) }
            out.append("}")
        }
    }

    func getSegment(_ id: String, _ call: Call) throws(APIError) -> [UInt8] {
        guard let segment = workspace.segments.first(where: { $0.id == id }) else { throw .resourceNotFound }
        return single { records(call).append(segment, to: &$0) }
    }

    /// The segments whose query a contact matches now.
    func listSegments(of id: String, _ call: Call) throws(APIError) -> [UInt8] {
        let contact = workspace.contacts[try workspace.activeSlot(id)]
        let parser = SearchParser(workspace: workspace, behaviour: behaviour)
        var segments: [Segment] = []
        for segment in workspace.segments where try parser.parse(segment).matches(contact) {
            segments.append(segment)
        }
        let encoder = records(call)
        return list(segments) { encoder.append($0, to: &$1) }
    }

    /// No contact has a banner: the emulator sends none.
    func listBanners(of id: String, _ call: Call) throws(APIError) -> [UInt8] {
        guard call.version.hasBanners else { throw .notInVersion }
        _ = try workspace.activeSlot(id)
        return list(EmptyCollection<Never>()) { _, _ in }
    }
}
