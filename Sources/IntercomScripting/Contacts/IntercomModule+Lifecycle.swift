internal import Intercom
internal import Lua

extension IntercomModule {
    static let lifecycle: [FunctionDeclaration] = [
        withID(
            "archive_contact", "Archives a contact: it disappears from searches and can be brought back.",
            example: """
                local ada = intercom.find_contact { matching_field = "external_id", matching_value = "u-1" }
                print(intercom.archive_contact(ada.id)) --> true
                """
        ) { engine, id in try await engine.archive(id: id) },
        withID(
            "unarchive_contact", "Brings an archived contact back.",
            example: """
                local ada = intercom.find_contact { matching_field = "external_id", matching_value = "u-1" }
                intercom.archive_contact(ada.id)
                print(intercom.unarchive_contact(ada.id)) --> true
                """
        ) { engine, id in try await engine.unarchive(id: id) },
        .waiting(
            "merge_contacts", "Merges a lead into a user; the lead is gone afterwards.",
            parameters: [
                ParameterDeclaration("lead_id", "string", "The Intercom ID of the lead."),
                ParameterDeclaration("user_id", "string", "The Intercom ID of the user."),
            ],
            results: [ParameterDeclaration("contact", "intercom.contact", "The user.")],
            example: """
                local lead = intercom.find_contact { matching_field = "email", matching_value = "grace@navy.mil" }
                local user = intercom.create_contact { mappings = { email = "grace@navy.mil", role = "user" } }
                print(intercom.merge_contacts(lead.id, user.id).role) --> user
                """
        ) { services, call in
            let client = try services.requireClient("merge_contacts")
            let engine = services.contacts
            let lead = try call.argument(1, as: String.self)
            let user = try call.argument(2, as: String.self)
            let isLeftOut = services.leavesOut("merging \(lead) into \(user)")
            return .apart(call) {
                if isLeftOut { return ContactTable(contact: try await client.contact(id: user)) }
                let contact = try await client.mergeContacts(from: lead, into: user)
                engine?.noteMerge(from: lead, into: contact)
                return ContactTable(contact: contact)
            }
        },
    ]

    private static func withID(
        _ name: String, _ summary: String, example: String,
        _ body: @escaping @Sendable (ContactEngine, String) async throws -> ContactReceipt
    ) -> FunctionDeclaration {
        .waiting(
            name, summary, parameters: [ParameterDeclaration("id", "string", "The contact's Intercom ID.")],
            results: [ParameterDeclaration("done", "boolean", "Always true; what goes wrong is raised.")],
            example: example
        ) { services, call in
            let engine = try services.requireContacts(name)
            let id = try call.argument(1, as: String.self)
            return .apart(call) {
                _ = try await body(engine, id)
                return true
            }
        }
    }
}
