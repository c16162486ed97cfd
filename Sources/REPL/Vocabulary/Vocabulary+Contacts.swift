public import Intercom

extension Vocabulary {
    /// The words of Intercom's contacts, with the custom attributes of the workspace that `attributes` asks.
    public static func contacts(attributes: AttributeCatalog?) -> Vocabulary {
        Vocabulary(
            matchingFields: [
                Word("email", "The e-mail address; several contacts can share one."),
                Word("external_id", "Your own id for the person, unique among users."),
                Word("intercom_id", "Intercom's id of the contact."),
            ],
            mappingFields: ContactField.writable.map { Word($0.name, $0.definition.documentation) },
            customAttributes: {
                let known = (try? await attributes?.all()) ?? []
                return known.filter { $0.isCustom && !$0.isArchived }.map { Word($0.name, $0.description ?? "") }
            })
    }
}
