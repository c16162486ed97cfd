internal import Intercom

extension IntercomModule {
    static let types: [TypeDeclaration] = [
        matchingField, onMultiple, mappings, customMappings, contact, deletedContact, dataAttribute, error, errorCode,
    ]

    static let matchingField = TypeDeclaration(
        "intercom.matching_field", "What a contact is found by.",
        .words([
            .init(MatchingField.email.rawValue, "The email address; several contacts can share one."),
            .init(MatchingField.externalID.rawValue, "Your own id for the person, unique among users."),
            .init(MatchingField.intercomID.rawValue, "Intercom's id of the contact."),
        ]))

    private static let onMultiple = TypeDeclaration(
        "intercom.on_multiple", "Which of several contacts with the same email is meant. Without it they are an error.",
        .words([
            .init(ContactOperation.Preference.newest.rawValue, "The one that was created last."),
            .init(ContactOperation.Preference.oldest.rawValue, "The one that was created first."),
            .init(ContactOperation.Preference.user.rawValue, "The only one that is a user."),
        ]))

    private static let mappings = TypeDeclaration(
        "intercom.mappings",
        "A contact's own fields, to be set. What is left out, or nil, is left alone; `intercom.null` clears a field.",
        .fields(
            ContactField.writable.map { field in
                let type = field.definition.type.writtenType + (field.definition.isNullable ? "|null" : "")
                return ParameterDeclaration(field.name, type + "?", field.definition.documentation)
            }))

    static let customMappings = TypeDeclaration(
        "intercom.custom_mappings",
        """
        The workspace's custom attributes, to be set: text, numbers, true or false, times as Unix seconds. Names and types are \
        checked against the workspace before anything is sent.
        """,
        .openFields([]))

    private static let contact = TypeDeclaration(
        "intercom.contact", "A contact, as Intercom has it. What it has no value for is nil.",
        .openFields(
            ContactField.allCases.map { field in
                let isAlwaysThere = field == .id || field == .role
                return ParameterDeclaration(
                    field.name, field.definition.type.readType + (isAlwaysThere ? "" : "?"),
                    field.definition.documentation)
            } + [
                ParameterDeclaration("email_domain", "string?", "What follows the @ of the email."),
                ParameterDeclaration(
                    "custom_attributes", "intercom.custom_mappings", "The custom attributes that were ever set."),
            ]))

    private static let deletedContact = TypeDeclaration(
        "intercom.deleted_contact", "What is left of a contact that was deleted.",
        .fields([
            ParameterDeclaration("id", "string", "Intercom's id of the contact that was."),
            ParameterDeclaration("external_id", "string?", "Your own id for the person."),
            ParameterDeclaration("deleted", "boolean", "Always true."),
        ]))

    private static let dataAttribute = TypeDeclaration(
        "intercom.data_attribute", "A custom attribute of the workspace.",
        .fields([
            ParameterDeclaration("name", "string", "As custom_mappings calls it."),
            ParameterDeclaration("label", "string?", "As Intercom shows it."),
            ParameterDeclaration("description", "string?", "What somebody wrote about it."),
            ParameterDeclaration("type", "string?", "string, integer, float, boolean, date or datetime."),
            ParameterDeclaration("options", "string[]?", "The values that a list takes."),
            ParameterDeclaration(
                "archived", "boolean", "Whether it is archived: Intercom may not keep what is written to it."),
        ]))
}

extension ContactField.ValueType {
    /// What scripts may write, in the notation of LuaLS.
    fileprivate var writtenType: String {
        switch self {
        case .string, .adminID, .timestamp: "string|integer"
        case .boolean: "boolean"
        case .role: #""user"|"lead""#
        case .email, .url: "string"
        }
    }

    /// What scripts read.
    fileprivate var readType: String {
        switch self {
        case .string, .adminID, .email, .url: "string"
        case .boolean: "boolean"
        case .timestamp: "integer"
        case .role: #""user"|"lead""#
        }
    }
}
