internal import Intercom
internal import Lua

/// Reads what hangs on a contact, and the workspace's tags.
extension IntercomModule {
    static let lists: [FunctionDeclaration] =
        ContactRelation.allCases.map(list) + [
            .waiting(
                "tags", "The tags of the workspace.",
                results: [ParameterDeclaration("tags", "intercom.tag[]", "All of them.")],
                example: "print(intercom.tags()[1].name) --> customer"
            ) { services, call in
                let client = try services.requireClient("tags")
                return .apart(call) { try await client.tags().map(TagTable.init) }
            },
            .waiting(
                "create_tag", "Creates a tag, or gives the one that has the name already.",
                parameters: [ParameterDeclaration("name", "string", "What it is called.")],
                results: [ParameterDeclaration("tag", "intercom.tag?", "The tag; nil in a dry run.")],
                example: """
                    \(ada)
                    intercom.tag_contact(ada.id, intercom.create_tag("vip").id)
                    print(intercom.contact_tags(ada.id)[1].name) --> vip
                    """
            ) { services, call in
                let client = try services.requireClient("create_tag")
                let name = try call.argument(1, as: String.self)
                if services.leavesOut("creating the tag \"\(name)\"") {
                    call.return(LuaValue.nil)
                    return nil
                }
                return .apart(call) { TagTable(tag: try await client.createTag(named: name)) }
            },
        ]

    /// `contact_tags` and its kin.
    private static func list(_ relation: ContactRelation) -> FunctionDeclaration {
        let name = "contact_\(relation.rawValue)"
        let (summary, type, example) = words(for: relation)
        return .waiting(
            name, summary, parameters: [contactID],
            results: [
                ParameterDeclaration(
                    relation.rawValue, type + "[]",
                    "Each as Intercom sent it; all of them, however many pages they fill.")
            ],
            example: ada + "\n" + example
        ) { services, call in
            let client = try services.requireClient(name)
            let id = try call.argument(1, as: String.self)
            return .apart(call) { try await client.related(relation, toContact: id).map(AnswerTable.init) }
        }
    }

    /// What a function's documentation says, the type of what it gives, and an example.
    private static func words(for relation: ContactRelation) -> (summary: String, type: String, example: String) {
        switch relation {
        case .tags:
            (
                "The tags of a contact.", "intercom.tag",
                """
                intercom.tag_contact(ada.id, "2001")
                print(intercom.contact_tags(ada.id)[1].name) --> customer
                """
            )
        case .notes:
            (
                "The notes about a contact, the newest first.", "intercom.note",
                """
                intercom.add_note(ada.id, "Met at the fair.")
                print(intercom.contact_notes(ada.id)[1].body) --> <p>Met at the fair.</p>
                """
            )
        case .companies:
            (
                "The companies of a contact.", "intercom.company",
                """
                intercom.attach_company(ada.id, "6512f0a1c4d3e2b1a0f9c001")
                print(intercom.contact_companies(ada.id)[1].name) --> Acme
                """
            )
        case .subscriptions:
            (
                "The subscription types that a contact opted in to or out of.", "intercom.subscription",
                """
                intercom.subscribe_contact(ada.id, "3001", "opt_out")
                print(intercom.contact_subscriptions(ada.id)[1].default_translation.name) --> Newsletter
                """
            )
        case .segments:
            (
                "The segments that a contact is in.", "intercom.segment",
                "print(intercom.contact_segments(ada.id)[1].name) --> All users"
            )
        }
    }
}

private struct TagTable: LuaPushable, Sendable {
    let tag: Tag

    func push(to writer: inout LuaWriter) {
        writer.record { fields in
            fields.field("id", tag.id)
            fields.field("name", tag.name)
        }
    }
}
