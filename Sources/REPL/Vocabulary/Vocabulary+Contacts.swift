public import Intercom
internal import IntercomScripting

extension Vocabulary {
    /// The words of Intercom's contacts, with the custom attributes of the workspace that `attributes` asks.
    public static func contacts(attributes: AttributeCatalog?) -> Vocabulary {
        Vocabulary(
            matchingFields: (ScriptLibrary.standard.type("intercom.matching_field")?.words ?? []).map {
                Word($0.text, $0.summary)
            },
            mappingFields: ContactField.writable.map { Word($0.name, $0.definition.documentation) },
            customAttributes: {
                let known = (try? await attributes?.all()) ?? []
                return known.filter { $0.isCustom && !$0.isArchived }.map { Word($0.name, $0.description ?? "") }
            })
    }
}
