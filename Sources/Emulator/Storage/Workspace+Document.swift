public import JSON

extension Workspace {
    /// The document of a workspace file, from which `init(document:seed:now:)` makes the same workspace again.
    public var document: JSONValue {
        [
            "format": 1, "id": .string(id), "name": .string(name), "region": .string(region),
            "time_zone": ["name": .string(timeZone.name), "offset": .integer(timeZone.offset)],
            "admins": .array(
                admins.map { ["id": .string($0.id), "name": .string($0.name), "email": .string($0.email)] }),
            "data_attributes": .array(attributes.custom.map(Self.document)),
            "tags": .array(tags.map { ["id": .string($0.id), "name": .string($0.name)] }),
            "companies": .array(companies.map(Self.document)),
            "subscription_types": .array(
                subscriptionTypes.map {
                    [
                        "id": .string($0.id), "name": .string($0.name), "description": .string($0.description),
                        "consent_type": .string($0.consent.rawValue),
                        "content_types": .array($0.contentTypes.map(JSONValue.string)),
                    ]
                }),
            "segments": .array(
                segments.map {
                    [
                        "id": .string($0.id), "name": .string($0.name), "person_type": .string($0.personType),
                        "query": $0.query, "created_at": .integer($0.createdAt),
                    ]
                }),
            "contacts": .array(allContacts.map(document)),
        ]
    }

    /// Reads the document of a workspace file.
    /// - Parameters:
    ///   - seed: where new ids come from.
    ///   - now: Unix seconds, for what says no time itself.
    public init(document: JSONValue, seed: UInt64 = 1, now: Int64) throws(SeedError) {
        self.init(seed: seed)
        guard document["format"]?.integer == 1 else {
            throw SeedError("format", "is not 1: this is no workspace file, or one of a newer version")
        }
        id = document["id"]?.string ?? id
        name = document["name"]?.string ?? name
        region = document["region"]?.string ?? region
        if let zone = document["time_zone"], let name = zone["name"]?.string {
            timeZone = WorkspaceTimeZone(name: name, offset: zone["offset"]?.integer ?? 0)
        }
        _ = try self.seed(document, now: now)
    }

    private static func document(_ attribute: DataAttribute) -> JSONValue {
        var object: JSONObject = [
            "id": attribute.id.map(JSONValue.integer) ?? .null, "model": .string(attribute.model.rawValue),
            "name": .string(attribute.name), "label": .string(attribute.label),
            "data_type": .string(attribute.type.requested), "archived": .bool(attribute.isArchived),
            "messenger_writable": .bool(attribute.isMessengerWritable),
            "has_dependent_object": .bool(attribute.hasDependentObject),
            "admin_id": attribute.adminID.map(JSONValue.string) ?? .null,
            "created_at": attribute.createdAt.map(JSONValue.integer) ?? .null,
            "updated_at": attribute.updatedAt.map(JSONValue.integer) ?? .null,
        ]
        if let description = attribute.description { object["description"] = .string(description) }
        if let options = attribute.type.options { object["options"] = .array(options.map(JSONValue.string)) }
        return .object(object)
    }

    private static func document(_ company: Company) -> JSONValue {
        [
            "id": .string(company.id), "company_id": .string(company.companyID),
            "name": company.name.map(JSONValue.string) ?? .null, "plan": company.plan.map(JSONValue.string) ?? .null,
            "size": company.size.map(JSONValue.integer) ?? .null,
            "website": company.website.map(JSONValue.string) ?? .null,
            "industry": company.industry.map(JSONValue.string) ?? .null,
            "monthly_spend": .integer(company.monthlySpend),
            "remote_created_at": company.remoteCreatedAt.map(JSONValue.integer) ?? .null,
            "created_at": .integer(company.createdAt), "updated_at": .integer(company.updatedAt),
            "custom_attributes": .object(company.customAttributes),
        ]
    }

    private func document(_ contact: Contact) -> JSONValue {
        var object: JSONObject = [
            "id": .string(contact.id), "state": .string(contact.state.name), "role": .string(contact.role.rawValue),
            "external_id": contact.externalID.map(JSONValue.string) ?? .null, "email": .string(contact.email),
            "created_at": .integer(contact.createdAt), "updated_at": .integer(contact.updatedAt),
        ]
        func set(_ key: String, _ value: JSONValue?) { if let value { object[key] = value } }
        if case .merged(let target) = contact.state { object["merged_into"] = .string(target) }
        set("phone", contact.phone.map(JSONValue.string))
        set("name", contact.name.map(JSONValue.string))
        set("avatar", contact.avatar.map(JSONValue.string))
        set("owner_id", contact.ownerID.map(JSONValue.string))
        set("signed_up_at", contact.signedUpAt.map(JSONValue.integer))
        set("last_seen_at", contact.lastSeenAt.map(JSONValue.integer))
        if contact.isEmailVerified { object["email_verified"] = true }
        if contact.isUnsubscribedFromEmails { object["unsubscribed_from_emails"] = true }
        if contact.isMarkedAsSpam { object["marked_email_as_spam"] = true }
        if contact.hasHardBounced { object["has_hard_bounced"] = true }
        var location = JSONObject()
        for (name, value) in contact.observed.sorted(by: { $0.key < $1.key }) {
            if name.hasPrefix("location.") {
                location[String(name.dropFirst("location.".count))] = value
            } else {
                object[name] = value
            }
        }
        if !location.isEmpty { object["location"] = .object(location) }
        if !contact.customAttributes.isEmpty { object["custom_attributes"] = .object(contact.customAttributes) }
        if !contact.companies.isEmpty { object["companies"] = .array(contact.companies.map(JSONValue.string)) }
        addAttachments(of: contact, to: &object)
        return .object(object)
    }

    private func addAttachments(of contact: Contact, to object: inout JSONObject) {
        if !contact.tags.isEmpty {
            object["tags"] = .array(
                contact.tags.map {
                    [
                        "id": .string($0.id), "applied_at": .integer($0.appliedAt),
                        "applied_by": ["id": .string($0.appliedBy)],
                    ]
                })
        }
        if !contact.notes.isEmpty {
            object["notes"] = .array(
                contact.notes.compactMap { notes[$0] }.map {
                    [
                        "id": .string($0.id), "admin_id": .string($0.adminID), "body": .string($0.body),
                        "created_at": .integer($0.createdAt),
                    ]
                })
        }
        if !contact.subscriptions.isEmpty {
            object["subscriptions"] = .array(
                contact.subscriptions.map {
                    ["id": .string($0.typeID), "consent_type": $0.isOptedIn ? "opt_in" : "opt_out"]
                })
        }
        if !contact.merges.isEmpty {
            object["merge_history"] = .array(
                contact.merges.map {
                    [
                        "source_contact_id": .string($0.sourceID),
                        "source_contact_role": .string($0.sourceRole.rawValue), "merged_at": .integer($0.mergedAt),
                    ]
                })
        }
    }
}
