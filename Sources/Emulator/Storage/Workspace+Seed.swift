public import JSON

extension Workspace {
    /// Adds what a document describes, without the API's checks for conflicts.
    ///
    /// The document is an object with any of the lists `admins`, `data_attributes`, `tags`, `companies`,
    /// `subscription_types`, `segments` and `contacts`. Contacts are written as the API answers them, bar that `tags`
    /// and `companies` may also be lists of names or ids (created where there are none) and `notes` a list of texts;
    /// `state` says where the contact is in its life, `merged_into` for `merged`. A custom attribute that does not
    /// exist is defined with the type of its first value.
    /// - Parameter now: Unix seconds, for what says no time itself.
    public mutating func seed(_ document: JSONValue, now: Int64) throws(SeedError) -> SeedReport {
        var changed = self
        let report = try changed.add(try SeedReader(document, ""), now: now)
        self = changed
        return report
    }

    private mutating func add(_ seed: SeedReader, now: Int64) throws(SeedError) -> SeedReport {
        var report = SeedReport()
        for admin in try seed.readers("admins") {
            let id = try admin.text("id") ?? String(identifiers.number())
            admins.removeAll { $0.id == id }
            admins.append(
                Admin(
                    id: id, name: try admin.text("name") ?? "Admin \(id)",
                    email: try admin.text("email") ?? "admin\(id)@example.com"))
            report.admins.append(id)
        }
        for attribute in try seed.readers("data_attributes") {
            report.dataAttributes.append(try addAttribute(attribute, now: now))
        }
        for tag in try seed.readers("tags") {
            let id = try tag.text("id") ?? String(identifiers.number())
            tags.removeAll { $0.id == id }
            tags.append(Tag(id: id, name: try tag.requiredText("name")))
            report.tags.append(id)
        }
        for company in try seed.readers("companies") { report.companies.append(try addCompany(company, now: now)) }
        for type in try seed.readers("subscription_types") {
            report.subscriptionTypes.append(try addSubscriptionType(type))
        }
        for segment in try seed.readers("segments") { report.segments.append(try addSegment(segment, now: now)) }
        for contact in try seed.readers("contacts") {
            report.contacts.append(try addContact(contact, now: now))
        }
        for id in report.tags + report.admins { if let number = Int64(id) { identifiers.reserve(number) } }
        return report
    }

    private mutating func addAttribute(_ seed: SeedReader, now: Int64) throws(SeedError) -> String {
        let name = try seed.requiredText("name")
        let model = DataAttribute.Model(rawValue: try seed.text("model") ?? "contact")
        guard let model else { throw SeedError(seed.path + ".model", "is neither contact nor company") }
        let type = try attributeType(seed)
        if let known = attributes.custom(named: name, model: model) { return known.id.map(String.init) ?? "" }
        let id = try seed.integer("id") ?? identifiers.number()
        identifiers.reserve(id)
        let position = attributes.append(
            DataAttribute(
                id: id, model: model, name: name, type: type,
                adminID: try seed.text("admin_id") ?? admins.first?.id ?? "0", now: now))
        var attribute = attributes.custom[position]
        attribute.label = try seed.text("label") ?? name
        attribute.description = try seed.text("description")
        attribute.isArchived = try seed.flag("archived") ?? false
        attribute.isMessengerWritable = try seed.flag("messenger_writable") ?? false
        attribute.hasDependentObject = try seed.flag("has_dependent_object") ?? false
        attribute.createdAt = try seed.integer("created_at") ?? now
        attribute.updatedAt = try seed.integer("updated_at") ?? now
        attributes.update(position) { $0 = attribute }
        return String(id)
    }

    private func attributeType(_ seed: SeedReader) throws(SeedError) -> DataAttribute.DataType {
        let options = try seed.list("options").compactMap { $0.string ?? $0["value"]?.string }
        if !options.isEmpty { return .options(options) }
        switch try seed.text("data_type") ?? "string" {
        case "string": return .string
        case "integer": return .integer
        case "float": return .float
        case "boolean": return .boolean
        case "date": return .date
        case "datetime": return .datetime
        case let other: throw SeedError(seed.path + ".data_type", "'\(other)' is no data type")
        }
    }

    private mutating func addCompany(_ seed: SeedReader, now: Int64) throws(SeedError) -> String {
        let companyID = try seed.requiredText("company_id")
        let created = try seed.integer("created_at") ?? now
        let id = try seed.text("id")
        let position = companySlotsByCompanyID[companyID] ?? insertCompany(companyID: companyID, id: id, now: created)
        companies[position].name = try seed.text("name")
        companies[position].plan = seed.value("plan")?["name"]?.string ?? seed.object["plan"]?.string
        companies[position].size = try seed.integer("size")
        companies[position].website = try seed.text("website")
        companies[position].industry = try seed.text("industry")
        companies[position].monthlySpend = seed.value("monthly_spend")?.wholeNumber ?? 0
        companies[position].remoteCreatedAt = try seed.integer("remote_created_at")
        companies[position].updatedAt = try seed.integer("updated_at") ?? created
        companies[position].customAttributes = seed.value("custom_attributes")?.object ?? JSONObject()
        return companies[position].id
    }

    private mutating func addSubscriptionType(_ seed: SeedReader) throws(SeedError) -> String {
        let id = try seed.text("id") ?? String(identifiers.number())
        let consent = SubscriptionType.Consent(rawValue: try seed.text("consent_type") ?? "opt_in")
        guard let consent else { throw SeedError(seed.path + ".consent_type", "is neither opt_in nor opt_out") }
        let contentTypes = try seed.list("content_types").compactMap(\.string)
        subscriptionTypes.removeAll { $0.id == id }
        subscriptionTypes.append(
            SubscriptionType(
                id: id, name: try seed.requiredText("name"), description: try seed.text("description") ?? "",
                consent: consent, contentTypes: contentTypes.isEmpty ? ["email"] : contentTypes))
        return id
    }

    private mutating func addSegment(_ seed: SeedReader, now: Int64) throws(SeedError) -> String {
        let id = try seed.text("id") ?? identifiers.objectID(at: now)
        guard let query = seed.value("query") else { throw SeedError(seed.path + ".query", "is missing") }
        do {
            _ = try SearchParser(workspace: self, behaviour: EmulatorBehaviour(), isInsideSegment: true).parse(query)
        } catch {
            throw SeedError(seed.path + ".query", error.message)
        }
        segments.removeAll { $0.id == id }
        segments.append(
            Segment(
                id: id, name: try seed.requiredText("name"), personType: try seed.text("person_type") ?? "contact",
                query: query, createdAt: try seed.integer("created_at") ?? now))
        return id
    }
}
