internal import Intercom
internal import Lua

extension IntercomModule {
    static let lifecycle: [FunctionDeclaration] = [
        withID(
            "archive_contact", "Archives a contact: it disappears from searches and can be brought back.",
            example: """
                \(ada)
                print(intercom.archive_contact(ada.id)) --> true
                """
        ) { engine, id in try await engine.archive(id: id) },
        withID(
            "unarchive_contact", "Brings an archived contact back.",
            example: """
                \(ada)
                intercom.archive_contact(ada.id)
                print(intercom.unarchive_contact(ada.id)) --> true
                """
        ) { engine, id in try await engine.unarchive(id: id) },
        .waiting(
            "merge_contacts",
            "Merges a lead into a user; the lead is gone afterwards, and its Intercom ID leads to the user.",
            parameters: [
                ParameterDeclaration("lead_id", "string", "The Intercom ID of the lead."),
                ParameterDeclaration("user_id", "string", "The Intercom ID of the user."),
                .table("options", mergeOptions, "How.", isOptional: true),
            ],
            results: [ParameterDeclaration("contact", "intercom.contact", "The user.")],
            example: """
                local lead = intercom.find_contact { matching_field = "email", matching_value = "grace@navy.mil" }
                local user = intercom.create_contact { mappings = { email = "grace@navy.mil", role = "user" } }
                print(intercom.merge_contacts(lead.id, user.id).role) --> user
                """
        ) { services, call in
            let engine = try services.requireContacts("merge_contacts")
            let lead = try call.argument(1, as: String.self)
            let user = try call.argument(2, as: String.self)
            let options = try NamedArguments(
                call, at: 3, function: "merge_contacts", known: mergeOptions.map(\.name))
            let skips = try options.flag("skip_duplicate_validation")
            services.announce("\(lead) would be merged into \(user)")
            return .apart(call, changing: user, rewriting: [lead, user]) {
                ContactTable(
                    contact: try await engine.merge(from: lead, into: user, skipDuplicateValidation: skips ?? false))
            }
        },
    ]

    private static let mergeOptions = [
        ParameterDeclaration(
            "skip_duplicate_validation", "boolean?",
            "Whether they may have neither email nor phone in common; otherwise Intercom refuses that.")
    ]

    private static func withID(
        _ name: String, _ summary: String, example: String,
        _ body: @escaping @Sendable (ContactEngine, String) async throws -> ContactReceipt
    ) -> FunctionDeclaration {
        .waiting(
            name, summary, parameters: [contactID],
            results: [ParameterDeclaration("done", "boolean", "Always true; what goes wrong is raised.")],
            example: example
        ) { services, call in
            let engine = try services.requireContacts(name)
            let id = try call.argument(1, as: String.self)
            services.announce("\(name) of contact \(id)")
            return .apart(call, changing: id, rewriting: [id]) {
                _ = try await body(engine, id)
                return true
            }
        }
    }
}
