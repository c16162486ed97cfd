internal import Intercom
internal import Lua

/// Puts tags, notes, companies and choices about subscriptions on a contact, and takes them off.
extension IntercomModule {
    static let relations: [FunctionDeclaration] = [
        change(
            "tag_contact", "Attaches a tag to a contact; tagging twice is fine.",
            ParameterDeclaration("tag_id", "string", "Intercom's id of the tag."),
            example: example("tag_contact", "2001")
        ) { _ = try await $0.tagContact(id: $1, tagID: $2) },
        change(
            "untag_contact", "Takes a tag off a contact.",
            ParameterDeclaration("tag_id", "string", "Intercom's id of the tag."),
            example: """
                \(ada)
                intercom.tag_contact(ada.id, "2001")
                print(intercom.untag_contact(ada.id, "2001")) --> true
                """
        ) { _ = try await $0.untagContact(id: $1, tagID: $2) },
        addNote,
        change(
            "attach_company", "Attaches a company to a contact.",
            ParameterDeclaration("company_id", "string", "Intercom's id of the company."),
            example: example("attach_company", "6512f0a1c4d3e2b1a0f9c001")
        ) { _ = try await $0.attachCompany(toContact: $1, companyID: $2) },
        change(
            "detach_company", "Takes a contact out of a company.",
            ParameterDeclaration("company_id", "string", "Intercom's id of the company."),
            example: """
                \(ada)
                intercom.attach_company(ada.id, "6512f0a1c4d3e2b1a0f9c001")
                print(intercom.detach_company(ada.id, "6512f0a1c4d3e2b1a0f9c001")) --> true
                """
        ) { _ = try await $0.detachCompany(fromContact: $1, companyID: $2) },
        subscribe,
        change(
            "unsubscribe_contact", "Takes back a contact's choice about a subscription type.",
            ParameterDeclaration("subscription_id", "string", "Intercom's id of the subscription type."),
            example: """
                \(ada)
                intercom.subscribe_contact(ada.id, "3001", "opt_out")
                print(intercom.unsubscribe_contact(ada.id, "3001")) --> true
                """
        ) { _ = try await $0.removeSubscription(fromContact: $1, subscriptionID: $2) },
    ]

    static let contactID = ParameterDeclaration("id", "string", "The contact's Intercom ID.")
    private static let done = ParameterDeclaration("done", "boolean", "Always true; what goes wrong is raised.")

    /// The first line of examples.
    static let ada = #"local ada = intercom.find_contact { matching_field = "external_id", matching_value = "u-1" }"#

    private static func example(_ name: String, _ argument: String) -> String {
        """
        \(ada)
        print(intercom.\(name)(ada.id, "\(argument)")) --> true
        """
    }

    private static let addNote = FunctionDeclaration.waiting(
        "add_note", "Writes a note about a contact, which teammates see.",
        parameters: [
            contactID, ParameterDeclaration("body", "string", "What it says, as text or HTML."),
            ParameterDeclaration("admin_id", "string?", "The teammate who wrote it; the token's own without one."),
        ],
        results: [done], example: example("add_note", "Met at the fair.")
    ) { services, call in
        let admin = try call.argument(3, as: String?.self)
        return try change(services, &call, "add_note") {
            _ = try await $0.addNote(toContact: $1, body: $2, adminID: admin)
        }
    }

    private static let subscribe = FunctionDeclaration.waiting(
        "subscribe_contact", "Records a contact's choice about a subscription type.",
        parameters: [
            contactID, ParameterDeclaration("subscription_id", "string", "Intercom's id of the subscription type."),
            ParameterDeclaration("consent", #""opt_in"|"opt_out""#, "What the contact chose."),
        ],
        results: [done],
        example: """
            \(ada)
            print(intercom.subscribe_contact(ada.id, "3001", "opt_out")) --> true
            """
    ) { services, call in
        let word = try call.argument(3, as: String.self)
        guard let consent = Subscription.Consent(rawValue: word) else {
            throw IntercomError(
                .invalidArgument, "subscribe_contact: consent must be \"opt_in\" or \"opt_out\", not \"\(word)\".",
                field: "consent")
        }
        return try change(services, &call, "subscribe_contact") {
            _ = try await $0.addSubscription(toContact: $1, subscriptionID: $2, consent: consent)
        }
    }

    private typealias Change = @Sendable (IntercomClient, _ id: String, _ other: String) async throws -> Void

    private static func change(
        _ name: String, _ summary: String, _ second: ParameterDeclaration, example: String, _ body: @escaping Change
    ) -> FunctionDeclaration {
        .waiting(name, summary, parameters: [contactID, second], results: [done], example: example) { services, call in
            try change(services, &call, name, body)
        }
    }

    /// A call that takes the ids of a contact and of something else, which a dry run leaves out.
    private static func change(
        _ services: ScriptServices, _ call: inout LuaCall, _ name: String, _ body: @escaping Change
    ) throws -> LuaPendingOperation? {
        let client = try services.requireClient(name)
        let id = try call.argument(1, as: String.self)
        let other = try call.argument(2, as: String.self)
        if services.leavesOut("\(name) of contact \(id)") {
            (call.state.context as? ScriptActivity)?.noteChange(of: id)
            call.return(true)
            return nil
        }
        return .apart(call, changing: id) {
            try await body(client, id, other)
            return true
        }
    }
}
