internal import Intercom

extension ContactOperation.Kind {
    /// The named arguments of the function, in the order of the documentation.
    var arguments: [ParameterDeclaration] {
        switch self {
        case .create: [.mappings, .customMappings]
        case .upsert:
            [.matchingField, .matchingValue, .mappings, .customMappings, .onMultiple, .restore, .alwaysUpdate]
        case .update: [.matchingField, .matchingValue, .mappings, .customMappings, .onMultiple, .alwaysUpdate]
        case .delete: [.matchingField, .matchingValue, .expectedEmail, .expectedExternalID]
        case .find: [.matchingField, .matchingValue, .onMultiple]
        }
    }

    /// The names of these.
    var argumentNames: [String] { Self.namesOfArguments[self] ?? [] }

    private static let namesOfArguments = Dictionary(
        uniqueKeysWithValues: allCases.map { ($0, $0.arguments.map(\.name)) })
}

extension ParameterDeclaration {
    fileprivate static let matchingField = ParameterDeclaration(
        "matching_field", "intercom.matching_field", "What the contact is found by.")
    fileprivate static let matchingValue = ParameterDeclaration(
        "matching_value", "string|integer", "The value of that field. Nil or blank is an error that says so.")
    fileprivate static let mappings = ParameterDeclaration(
        "mappings", "intercom.mappings?", "The contact's own fields, to be set.")
    fileprivate static let customMappings = ParameterDeclaration(
        "custom_mappings", "intercom.custom_mappings?", "The workspace's custom attributes, to be set.")
    fileprivate static let onMultiple = ParameterDeclaration(
        "on_multiple", "intercom.on_multiple?", "Which contact is meant where several have the email.")
    fileprivate static let restore = ParameterDeclaration(
        "restore", "boolean?", "Brings the contact back where it is archived, instead of the error `archived`.")
    fileprivate static let alwaysUpdate = ParameterDeclaration(
        "always_update", "boolean?", "Sends the update also where every field has its value already.")
    fileprivate static let expectedEmail = ParameterDeclaration(
        "expected_email", "string?", "Deletes only a contact that has this email.")
    fileprivate static let expectedExternalID = ParameterDeclaration(
        "expected_external_id", "string?", "Deletes only a contact that has this external id.")
}
