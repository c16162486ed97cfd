import JSON

/// Writes contacts as a version of the API shows them, straight into bytes.
struct ContactEncoder {
    let version: APIVersion
    let workspaceID: String
    /// Search and list answers show a contact without an email with null, all others with `""` [recorded].
    var showsMissingEmailAsNull = false
    /// The request asked for `include_merge_history`.
    var includesMergeHistory = false

    func append(_ contact: Contact, to out: inout [UInt8]) {
        out.append(#"{"type":"contact","id":"#)
        out.append(json: contact.id)
        out.append(#","workspace_id":"#)
        out.append(json: workspaceID)
        out.append(#","external_id":"#)
        out.append(json: contact.externalID)
        out.append(contact.role == .user ? #","role":"user","email":"# : #","role":"lead","email":"#)
        out.append(json: contact.email.isEmpty && showsMissingEmailAsNull ? nil : contact.email)
        if version.hasNewerContactFields, let domain = contact.emailDomain {
            out.append(#","email_domain":"#)
            out.append(json: domain)
        }
        out.append(#","phone":"#)
        out.append(json: contact.phone)
        if version.hasFormattedPhone {
            out.append(#","formatted_phone":"#)
            out.append(json: contact.phone)
        }
        out.append(#","name":"#)
        out.append(json: contact.name)
        appendAvatar(contact, to: &out)
        appendOwner(contact, to: &out)
        out.append(#","social_profiles":{"type":"list","data":[]},"has_hard_bounced":"#)
        out.append(json: contact.hasHardBounced)
        out.append(#","marked_email_as_spam":"#)
        out.append(json: contact.isMarkedAsSpam)
        out.append(#","unsubscribed_from_emails":"#)
        out.append(json: contact.isUnsubscribedFromEmails)
        out.append(#","created_at":"#)
        out.append(json: contact.createdAt)
        out.append(#","updated_at":"#)
        out.append(json: contact.updatedAt)
        out.append(#","signed_up_at":"#)
        out.append(json: contact.signedUpAt)
        out.append(#","last_seen_at":"#)
        out.append(json: contact.lastSeenAt)
        appendObserved(contact, to: &out)
        out.append(#","custom_attributes":"#)
        JSONWriter.append(contact.customAttributes, to: &out)
        appendLists(contact, to: &out)
        if version.hasNewerContactFields { appendNewer(contact, to: &out) }
        if includesMergeHistory, version.hasMergeHistory, contact.role == .user {
            out.append(#","merge_history":"#)
            out.append(list: contact.merges) { Self.append($0, to: &$1) }
        }
        out.append("}")
    }

    /// A URL goes in, an object comes out.
    private func appendAvatar(_ contact: Contact, to out: inout [UInt8]) {
        guard let avatar = contact.avatar else { return out.append(#","avatar":null"#) }
        out.append(#","avatar":{"type":"avatar","image_url":"#)
        out.append(json: avatar)
        out.append("}")
    }

    private func appendOwner(_ contact: Contact, to out: inout [UInt8]) {
        out.append(#","owner_id":"#)
        if !version.ownerIsText, let number = contact.ownerID.flatMap({ Int64($0) }) {
            out.append(json: number)
        } else {
            out.append(json: contact.ownerID)
        }
    }

    private func appendObserved(_ contact: Contact, to out: inout [UInt8]) {
        if contact.observed.isEmpty {
            out.append(
                contentsOf: version.hasNewerContactFields ? Self.nothingObserved : Self.nothingObservedBefore2_7)
        } else {
            Self.appendObserved(contact.observed, hasNewerFields: version.hasNewerContactFields, to: &out)
        }
    }

    private static func appendObserved(
        _ observed: [String: JSONValue], hasNewerFields: Bool, to out: inout [UInt8]
    ) {
        for field in ObservedField.contact { appendMember(field.name, observed, to: &out) }
        out.append(#","location":{"type":"location""#)
        for field in ObservedField.location.prefix(hasNewerFields ? 5 : 3) {
            out.append(#",""#)
            out.append(raw: String(field.name.dropFirst("location.".count)))
            out.append(#"":"#)
            out.append(json: observed[field.name] ?? .null)
        }
        out.append("}")
        for field in ObservedField.device { appendMember(field.name, observed, to: &out) }
    }

    private func appendNewer(_ contact: Contact, to out: inout [UInt8]) {
        if contact.observed.isEmpty {
            out.append(contentsOf: Self.nothingNewerObserved)
        } else {
            for field in ObservedField.newer { Self.appendMember(field.name, contact.observed, to: &out) }
        }
    }

    private static func appendMember(_ name: String, _ observed: [String: JSONValue], to out: inout [UInt8]) {
        out.append(#",""#)
        out.append(raw: name)
        out.append(#"":"#)
        out.append(json: observed[name] ?? .null)
    }

    private func appendLists(_ contact: Contact, to out: inout [UInt8]) {
        appendList(
            #","tags":"#, "/tags", contact, contact.tags.lazy.map(\.id), contact.tags.count, "tag", "/tags/", to: &out)
        appendList(#","notes":"#, "/notes", contact, contact.notes, contact.notes.count, "note", "/notes/", to: &out)
        appendList(
            #","companies":"#, "/companies", contact, contact.companies, contact.companies.count, "company",
            "/companies/", to: &out)
        guard version.hasNewerContactFields else { return }
        let optedOut = contact.subscriptions.filter { !$0.isOptedIn }.map(\.typeID)
        appendList(
            #","opted_out_subscription_types":"#, "/subscriptions", contact, optedOut, optedOut.count,
            "subscription", "/subscription_types/", to: &out)
        let optedIn = contact.subscriptions.filter(\.isOptedIn).map(\.typeID)
        appendList(
            #","opted_in_subscription_types":"#, "/subscriptions", contact, optedIn, optedIn.count,
            "subscription", "/subscription_types/", to: &out)
    }

    /// A list inside a contact: its first ten members as references, and where to get them all.
    private func appendList(
        _ key: StaticString, _ path: StaticString, _ contact: Contact, _ ids: some Sequence<String>, _ count: Int,
        _ type: StaticString, _ memberPath: StaticString, to out: inout [UInt8]
    ) {
        out.append(key)
        out.append(answer: ids.prefix(10)) { id, out in
            out.append(#"{"id":"#)
            out.append(json: id)
            out.append(#","type":""#)
            out.append(type)
            out.append(#"","url":""#)
            out.append(memberPath)
            out.append(raw: id)
            out.append(#""}"#)
        } end: { out in
            out.append(#","url":"/contacts/"#)
            out.append(raw: contact.id)
            out.append(path)
            out.append(#"","total_count":"#)
            out.append(json: count)
            if count > 10 { out.append(#","has_more":true"#) } else { out.append(#","has_more":false"#) }
        }
    }

    static func append(_ merge: Contact.Merge, to out: inout [UInt8]) {
        out.append(#"{"type":"merge_history","source_contact_id":"#)
        out.append(json: merge.sourceID)
        out.append(#","source_contact_role":"#)
        out.append(json: merge.sourceRole.rawValue)
        out.append(#","merged_at":"#)
        out.append(json: merge.mergedAt)
        out.append("}")
    }
}

/// What most contacts have of observed fields, which is none of them, written once from the table of these fields.
extension ContactEncoder {
    fileprivate static let nothingObserved = members(hasNewerFields: true)
    fileprivate static let nothingObservedBefore2_7 = members(hasNewerFields: false)
    fileprivate static let nothingNewerObserved: [UInt8] = {
        var out: [UInt8] = []
        for field in ObservedField.newer { appendMember(field.name, [:], to: &out) }
        return out
    }()

    private static func members(hasNewerFields: Bool) -> [UInt8] {
        var out: [UInt8] = []
        appendObserved([:], hasNewerFields: hasNewerFields, to: &out)
        return out
    }
}
