internal import Intercom
internal import Lua

extension ModuleDeclaration {
    /// The `intercom` module: operations on contacts, and what surrounds them.
    public static let intercom = ModuleDeclaration(
        "intercom", "Contacts of an Intercom workspace: create, upsert, update, delete, find.",
        functions: IntercomModule.operations + [IntercomModule.skip] + IntercomModule.reads + IntercomModule.lifecycle
            + IntercomModule.relations + IntercomModule.attributes + [IntercomModule.request],
        values: [
            ValueDeclaration(
                "null", "userdata", "Clears a field. A field that is left out, or nil, is left alone.", value: { .null }
            )
        ])
}

/// The functions of the `intercom` module.
enum IntercomModule {
    static let operations: [FunctionDeclaration] = [
        operation(
            "create_contact", .create, result: "\"created\"",
            "Creates a contact. Where one with the same external id exists, the error is `conflict`."),
        operation(
            "upsert_contact", .upsert, result: "\"created\"|\"updated\"|\"unchanged\"",
            "Finds the contact by the matching field and updates it, or creates it. Safe to repeat: it makes no duplicates."
        ),
        operation(
            "update_contact", .update, result: "\"updated\"|\"unchanged\"",
            "Finds the contact by the matching field and updates it. Where there is none, the error is `not_found`."),
        operation(
            "delete_contact", .delete, result: "\"deleted\"",
            """
            Deletes the contact for good. Where none or several match, nothing is deleted and the error says so. expected_email and \
            expected_external_id are checked first.
            """),
    ]

    private static func operation(
        _ name: String, _ kind: ContactOperation.Kind, result: String, _ summary: String
    ) -> FunctionDeclaration {
        .waiting(
            name, summary,
            parameters: [ParameterDeclaration("arguments", argumentType(kind), "The matching value and the mappings.")],
            results: [
                ParameterDeclaration("contact", "table", "The contact as it is now."),
                ParameterDeclaration("outcome", result, "What was done."),
            ]
        ) { services, call in
            (call.state.context as? ScriptActivity)?.begin()
            let operation = try ContactArguments.read(call, function: name, kind)
            if kind == .delete, !services.allowsDelete { throw Self.deletionForbidden(name) }
            return try services.carryOut(operation, name, call)
        }
    }

    private static func argumentType(_ kind: ContactOperation.Kind) -> String {
        let mappings = "mappings?: intercom.mappings, custom_mappings?: intercom.custom_mappings"
        let matching = "matching_field: intercom.matching_field, matching_value: string|integer"
        return switch kind {
        case .create: "{\(mappings)}"
        case .upsert:
            "{\(matching), \(mappings), on_multiple?: intercom.on_multiple, restore?: boolean, always_update?: boolean}"
        case .update: "{\(matching), \(mappings), on_multiple?: intercom.on_multiple, always_update?: boolean}"
        case .delete: "{\(matching), expected_email?: string, expected_external_id?: string}"
        case .find: "{\(matching), on_multiple?: intercom.on_multiple}"
        }
    }

    static func deletionForbidden(_ what: String) -> IntercomError {
        IntercomError(
            .forbidden, "\(what) deletes for good, and this run does not allow that.",
            advice: "Look at what would go with --dry-run, then run with --allow-delete.")
    }

    static let skip = FunctionDeclaration(
        "skip", "Ends this record without an operation; it is counted as skipped, with the reason.",
        parameters: [ParameterDeclaration("reason", "string?", "Why, for the report.")]
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
