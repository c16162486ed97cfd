internal import JSON

extension Contact {
    /// The contact as Intercom would answer after this write: for rehearsing one.
    ///
    /// - Parameter time: Unix seconds; nil where that is not known.
    public func afterWriting(_ attributes: ContactAttributes, at time: Int64?) -> Contact {
        var contact = self
        for entry in attributes.standard where entry.field.definition.isWritable {
            // Null is ignored for these two, and a lead's external id is Intercom's.
            let isIgnored =
                switch entry.field {
                case .role: entry.value == .null
                case .externalID: entry.value == .null || contact.role == .lead
                default: false
                }
            if !isIgnored { contact[entry.field] = entry.value }
        }
        for entry in attributes.custom { contact.customAttributes[entry.name] = entry.value.json }
        contact.updatedAt = time
        contact.details = details.flatMap(contact.rewritten)
        return contact
    }

    /// An answer with what is known now in place of what it says of that.
    private func rewritten(_ answer: JSONView) -> JSONView? {
        guard var object = answer.object else { return nil }
        for field in ContactField.writable where object[field.name] != nil { object[field.name] = .null }
        for (key, value) in knownJSON.object ?? [:] { object[key] = value }
        return try? JSONDocument(parsing: JSONValue.object(object).encoded()).root
    }
}
