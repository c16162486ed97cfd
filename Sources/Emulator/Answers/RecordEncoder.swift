import JSON

/// Writes everything of a workspace but its contacts as a version of the API shows it.
struct RecordEncoder {
    let version: APIVersion
    let workspace: Workspace

    func append(_ admin: Admin, to out: inout [UInt8]) {
        out.append(#"{"type":"admin","id":"#)
        out.append(json: admin.id)
        out.append(#","name":"#)
        out.append(json: admin.name)
        out.append(#","email":"#)
        out.append(json: admin.email)
        out.append(#","away_mode_enabled":false,"away_mode_reassign":false}"#)
    }

    /// A tag by itself, or, since 2.7, with who applied it to a contact and when.
    func append(_ tag: Tag, applied: Contact.AppliedTag? = nil, to out: inout [UInt8]) {
        out.append(#"{"type":"tag","id":"#)
        out.append(json: tag.id)
        out.append(#","name":"#)
        out.append(json: tag.name)
        if let applied, version.hasNewerContactFields {
            out.append(#","applied_at":"#)
            out.append(json: applied.appliedAt)
            out.append(#","applied_by":{"type":"admin","id":"#)
            out.append(json: applied.appliedBy)
            out.append("}")
        }
        out.append("}")
    }

    func append(_ note: Note, to out: inout [UInt8]) {
        out.append(#"{"type":"note","id":"#)
        out.append(json: note.id)
        out.append(#","created_at":"#)
        out.append(json: note.createdAt)
        out.append(#","contact":{"type":"contact","id":"#)
        out.append(json: note.contactID)
        out.append(#"},"author":"#)
        if let author = workspace.admin(id: note.adminID) { append(author, to: &out) } else { out.append("null") }
        out.append(#","body":"#)
        out.append(json: note.body)
        out.append("}")
    }

    func append(_ company: Company, to out: inout [UInt8]) {
        out.append(#"{"type":"company","company_id":"#)
        out.append(json: company.companyID)
        out.append(#","id":"#)
        out.append(json: company.id)
        out.append(#","app_id":"#)
        out.append(json: workspace.id)
        append(#","name":"#, company.name.map(JSONValue.string), to: &out)
        append(#","remote_created_at":"#, company.remoteCreatedAt.map(JSONValue.integer), to: &out)
        out.append(#","created_at":"#)
        out.append(json: company.createdAt)
        out.append(#","updated_at":"#)
        out.append(json: company.updatedAt)
        append(#","size":"#, company.size.map(JSONValue.integer), to: &out)
        append(#","website":"#, company.website.map(JSONValue.string), to: &out)
        append(#","industry":"#, company.industry.map(JSONValue.string), to: &out)
        out.append(#","monthly_spend":"#)
        out.append(json: company.monthlySpend)
        out.append(#","session_count":0,"user_count":"#)
        out.append(json: company.contactCount)
        out.append(
            #","tags":{"type":"tag.list","tags":[]},"segments":{"type":"segment.list","segments":[]},"plan":{"#)
        if let plan = company.plan {
            out.append(#""type":"plan","name":"#)
            out.append(json: plan)
        }
        out.append(#"},"custom_attributes":"#)
        JSONWriter.append(company.customAttributes, to: &out)
        out.append("}")
    }

    /// A member that is left out where it has no value.
    private func append(_ key: StaticString, _ value: JSONValue?, to out: inout [UInt8]) {
        guard let value else { return }
        out.append(key)
        out.append(json: value)
    }

    func append(_ type: SubscriptionType, to out: inout [UInt8]) {
        out.append(#"{"type":"subscription","id":"#)
        out.append(json: type.id)
        out.append(#","state":"live","consent_type":"#)
        out.append(json: type.consent.rawValue)
        out.append(#","default_translation":"#)
        appendTranslation(type, to: &out)
        out.append(#","translations":["#)
        appendTranslation(type, to: &out)
        out.append(#"],"content_types":"#)
        out.append(list: type.contentTypes) { $1.append(json: $0) }
        out.append("}")
    }

    private func appendTranslation(_ type: SubscriptionType, to out: inout [UInt8]) {
        out.append(#"{"name":"#)
        out.append(json: type.name)
        out.append(#","description":"#)
        out.append(json: type.description)
        out.append(#","locale":"en"}"#)
    }

    func append(_ segment: Segment, to out: inout [UInt8]) {
        out.append(#"{"type":"segment","id":"#)
        out.append(json: segment.id)
        out.append(#","name":"#)
        out.append(json: segment.name)
        out.append(#","created_at":"#)
        out.append(json: segment.createdAt)
        out.append(#","updated_at":"#)
        out.append(json: segment.createdAt)
        out.append(#","person_type":"#)
        out.append(json: segment.personType)
        out.append("}")
    }

    func append(_ attribute: DataAttribute, to out: inout [UInt8]) {
        out.append("{")
        if let id = attribute.id {
            out.append(#""id":"#)
            out.append(json: id)
            out.append(",")
        }
        out.append(#""type":"data_attribute","name":"#)
        out.append(json: attribute.name)
        out.append(#","full_name":"#)
        out.append(json: attribute.fullName)
        out.append(#","label":"#)
        out.append(json: attribute.label)
        append(#","description":"#, attribute.description.map(JSONValue.string), to: &out)
        out.append(#","data_type":"#)
        // An owner is a string since 2.16, in contacts and in searches.
        let isOwner = attribute.fullName == "owner_id" && version.ownerIsText
        out.append(json: isOwner ? "string" : attribute.type.answered)
        if let options = attribute.type.options {
            out.append(#","options":"#)
            out.append(list: options) { $1.append(json: $0) }
        }
        out.append(#","api_writable":"#)
        out.append(json: attribute.isAPIWritable)
        out.append(#","ui_writable":"#)
        out.append(json: attribute.isUIWritable)
        if version.hasNewerContactFields {
            out.append(#","messenger_writable":"#)
            out.append(json: attribute.isMessengerWritable)
        }
        out.append(#","custom":"#)
        out.append(json: attribute.isCustom)
        out.append(#","archived":"#)
        out.append(json: attribute.isArchived)
        append(#","admin_id":"#, attribute.adminID.map(JSONValue.string), to: &out)
        append(#","created_at":"#, attribute.createdAt.map(JSONValue.integer), to: &out)
        append(#","updated_at":"#, attribute.updatedAt.map(JSONValue.integer), to: &out)
        out.append(#","model":"#)
        out.append(json: attribute.model.rawValue)
        out.append("}")
    }
}
