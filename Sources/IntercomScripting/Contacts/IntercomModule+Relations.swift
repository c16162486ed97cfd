internal import Intercom
internal import Lua

extension IntercomModule {
    static let relations: [FunctionDeclaration] = [
        withTwoIDs(
            "tag_contact", "Attaches a tag to a contact.",
            ParameterDeclaration("tag_id", "string", "Intercom's id of the tag."),
            example: example("tag_contact", "2001")
        ) { client, id, tag in _ = try await client.tagContact(id: id, tagID: tag) },
        withTwoIDs(
            "untag_contact", "Takes a tag off a contact.",
            ParameterDeclaration("tag_id", "string", "Intercom's id of the tag."),
            example: """
                local ada = intercom.find_contact { matching_field = "external_id", matching_value = "u-1" }
                intercom.tag_contact(ada.id, "2001")
                print(intercom.untag_contact(ada.id, "2001")) --> true
                """
        ) { client, id, tag in _ = try await client.untagContact(id: id, tagID: tag) },
        withTwoIDs(
            "add_note", "Writes a note about a contact, which teammates see.",
            ParameterDeclaration("body", "string", "What it says."), example: example("add_note", "Met at the fair.")
        ) { client, id, body in _ = try await client.addNote(toContact: id, body: body) },
        withTwoIDs(
            "attach_company", "Attaches a company to a contact.",
            ParameterDeclaration("company_id", "string", "Intercom's id of the company."),
            example: example("attach_company", "6512f0a1c4d3e2b1a0f9c001")
        ) { client, id, company in _ = try await client.attachCompany(toContact: id, companyID: company) },
    ]

    private static func example(_ name: String, _ argument: String) -> String {
        """
        local ada = intercom.find_contact { matching_field = "external_id", matching_value = "u-1" }
        print(intercom.\(name)(ada.id, "\(argument)")) --> true
        """
    }

    private static func withTwoIDs(
        _ name: String, _ summary: String, _ second: ParameterDeclaration, example: String,
        _ body: @escaping @Sendable (IntercomClient, String, String) async throws -> Void
    ) -> FunctionDeclaration {
        .waiting(
            name, summary,
            parameters: [ParameterDeclaration("id", "string", "The contact's Intercom ID."), second],
            results: [ParameterDeclaration("done", "boolean", "Always true; what goes wrong is raised.")],
            example: example
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
