internal import Intercom
internal import Lua

extension ModuleDeclaration {
    /// The `intercom` module: operations on contacts, and what surrounds them.
    public static let intercom = ModuleDeclaration(
        "intercom", "Contacts of an Intercom workspace: create, upsert, update, delete, find.",
        functions: IntercomModule.operations + [IntercomModule.skip] + IntercomModule.reads + IntercomModule.lifecycle
            + IntercomModule.relations + IntercomModule.lists + IntercomModule.attributes + [IntercomModule.request],
        values: [
            ValueDeclaration(
                "null", "null", "Clears a field. A field that is left out, or nil, is left alone.", value: { .null })
        ],
        types: IntercomModule.types + IntercomModule.relationTypes)
}

/// The functions of the `intercom` module.
enum IntercomModule {
    static let operations: [FunctionDeclaration] = [
        operation(
            "create_contact", .create, contact: "intercom.contact", outcome: #""created""#,
            "Creates a contact. Where one with the same external id exists, the error is `conflict`.",
            example: """
                local contact, outcome = intercom.create_contact { mappings = { email = "mary@acme.io", name = "Mary" } }
                print(contact.email, contact.role, outcome) --> mary@acme.io	user	created
                """),
        operation(
            "upsert_contact", .upsert, contact: "intercom.contact", outcome: #""created"|"updated"|"unchanged""#,
            "Finds the contact by the matching field and updates it, or creates it. Safe to repeat: it makes no duplicates.",
            example: """
                local function sync(seats)
                  return intercom.upsert_contact {
                    matching_field = "email", matching_value = "ada@acme.io",
                    mappings = { name = "Ada King" }, custom_mappings = { seats = seats },
                  }
                end
                print(select(2, sync(15)), select(2, sync(15))) --> updated	unchanged
                """),
        operation(
            "update_contact", .update, contact: "intercom.contact", outcome: #""updated"|"unchanged""#,
            "Finds the contact by the matching field and updates it. Where there is none, the error is `not_found`.",
            example: """
                intercom.update_contact {
                  matching_field = "external_id", matching_value = "u-1", mappings = { phone = intercom.null },
                }
                local ok, e = pcall(intercom.update_contact, { matching_field = "email", matching_value = "who@acme.io" })
                print(ok, e.code) --> false	not_found
                """),
        operation(
            "delete_contact", .delete, contact: "intercom.deleted_contact", outcome: #""deleted""#,
            """
            Deletes the contact for good. Where none or several match, nothing is deleted and the error says so. expected_email and \
            expected_external_id are checked first. `run` carries it out with `--allow-delete` only.
            """,
            example: """
                local gone = intercom.delete_contact {
                  matching_field = "external_id", matching_value = "u-1", expected_email = "ada@acme.io",
                }
                print(gone.deleted, gone.external_id) --> true	u-1
                """),
    ]

    private static func operation(
        _ name: String, _ kind: ContactOperation.Kind, contact: String, outcome: String, _ summary: String,
        example: String
    ) -> FunctionDeclaration {
        .waiting(
            name, summary,
            parameters: [.table("arguments", kind.arguments, "Named arguments, in braces.")],
            results: [
                ParameterDeclaration("contact", contact, "The contact as it is now."),
                ParameterDeclaration("outcome", outcome, "What was done."),
            ], example: example
        ) { services, call in
            (call.state.context as? ScriptActivity)?.begin()
            let operation = try ContactArguments.read(call, function: name, kind)
            if kind == .delete, !services.allowsDelete { throw services.deletionForbidden(name) }
            return try services.carryOut(operation, name, call)
        }
    }

    static let skip = FunctionDeclaration(
        "skip", "Ends this record without an operation; it is counted as skipped, with the reason.",
        parameters: [ParameterDeclaration("reason", "string?", "Why, for the report.")],
        example: """
            local row = { email = " " }
            if text.is_blank(row.email) then intercom.skip("no email") end
            print("not reached")
            """
    ) { _, call in
        throw ScriptSkip(reason: try call.argument(1, as: String?.self) ?? "by the script")
    }
}

/// The first result of an operation.
struct ResultTable: LuaPushable, Sendable {
    let result: ContactResult

    init(_ result: ContactResult) { self.result = result }

    func push(to writer: inout LuaWriter) {
        guard result.outcome == .deleted else { return ContactTable(contact: result.contact).push(to: &writer) }
        writer.record { fields in
            fields.field("id", result.contact.id)
            fields.field("external_id", result.contact.externalID)
            fields.field("deleted", true)
        }
    }
}
