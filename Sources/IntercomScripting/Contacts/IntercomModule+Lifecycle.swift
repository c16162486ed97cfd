internal import Intercom
internal import Lua

extension IntercomModule {
    static let lifecycle: [FunctionDeclaration] = [
        withID("archive_contact", "Archives a contact: it disappears from searches and can be brought back.") {
            engine, id in try await engine.archive(id: id)
        },
        withID("unarchive_contact", "Brings an archived contact back.") { engine, id in
            try await engine.unarchive(id: id)
        },
        .waiting(
            "merge_contacts", "Merges a lead into a user; the lead is gone afterwards.",
            parameters: [
                ParameterDeclaration("lead_id", "string", "The Intercom ID of the lead."),
                ParameterDeclaration("user_id", "string", "The Intercom ID of the user."),
            ],
            results: [ParameterDeclaration("contact", "table", "The user.")]
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
        _ name: String, _ summary: String,
        _ body: @escaping @Sendable (ContactEngine, String) async throws -> ContactReceipt
    ) -> FunctionDeclaration {
        .waiting(
            name, summary, parameters: [ParameterDeclaration("id", "string", "The contact's Intercom ID.")],
            results: [ParameterDeclaration("done", "boolean", "Always true; what goes wrong is raised.")]
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
