internal import Intercom
internal import Lua

extension IntercomModule {
    static let relations: [FunctionDeclaration] = [
        withTwoIDs("tag_contact", "Attaches a tag to a contact.", "tag_id") { client, id, tag in
            _ = try await client.tagContact(id: id, tagID: tag)
        },
        withTwoIDs("untag_contact", "Takes a tag off a contact.", "tag_id") { client, id, tag in
            _ = try await client.untagContact(id: id, tagID: tag)
        },
        withTwoIDs("add_note", "Writes a note about a contact.", "body") { client, id, body in
            _ = try await client.addNote(toContact: id, body: body)
        },
        withTwoIDs("attach_company", "Attaches a company to a contact.", "company_id") { client, id, company in
            _ = try await client.attachCompany(toContact: id, companyID: company)
        },
    ]

    private static func withTwoIDs(
        _ name: String, _ summary: String, _ second: String,
        _ body: @escaping @Sendable (IntercomClient, String, String) async throws -> Void
    ) -> FunctionDeclaration {
        .waiting(
            name, summary,
            parameters: [
                ParameterDeclaration("id", "string", "The contact's Intercom ID."),
                ParameterDeclaration(second, "string", second == "body" ? "What it says." : "Intercom's id of it."),
            ],
            results: [ParameterDeclaration("done", "boolean", "Always true; what goes wrong is raised.")]
        ) { services, call in
            let client = try services.requireClient(name)
            let id = try call.argument(1, as: String.self)
            let other = try call.argument(2, as: String.self)
            if services.leavesOut("\(name) of contact \(id)") {
                call.return(true)
                return nil
            }
            return .apart(call) {
                try await body(client, id, other)
                return true
            }
        }
    }
}
