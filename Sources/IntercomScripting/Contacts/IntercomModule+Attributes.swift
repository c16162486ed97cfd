internal import Intercom
internal import Lua

extension IntercomModule {
    static let attributes: [FunctionDeclaration] = [
        .waiting(
            "data_attributes", "The custom attributes of the workspace, archived ones too, fetched once a run.",
            results: [
                ParameterDeclaration("attributes", "table[]", "Each with name, label, type, options and archived.")
            ]
        ) { services, call in
            let client = try services.requireClient("data_attributes")
            let catalog = services.attributes ?? AttributeCatalog(client)
            return .apart(call) { try await catalog.all().map(AttributeTable.init) }
        },
        .waiting(
            "create_data_attribute", "Creates a custom attribute, which contacts can then have values for.",
            parameters: [
                ParameterDeclaration(
                    "arguments",
                    """
                    {name: string, type: "string"|"integer"|"float"|"boolean"|"date"|"datetime"|"options", description?: string, \
                    options?: string[]}
                    """, "The attribute; one of type options needs at least two options.")
            ],
            results: [ParameterDeclaration("attribute", "table", "The attribute as Intercom has it.")]
        ) { services, call in
            let client = try services.requireClient("create_data_attribute")
            let wanted = try NewAttribute(call)
            let catalog = services.attributes
            let isLeftOut = services.leavesOut("creating the custom attribute \"\(wanted.name)\"")
            return .apart(call) {
                let attribute =
                    if isLeftOut {
                        DataAttribute(name: wanted.name, dataType: wanted.type, options: wanted.options)
                    } else {
                        try await client.createDataAttribute(
                            name: wanted.name, type: wanted.type, description: wanted.description,
                            options: wanted.options)
                    }
                await catalog?.note(attribute)
                return AttributeTable(attribute: attribute)
            }
        },
    ]
}

/// The arguments of `create_data_attribute`.
private struct NewAttribute {
    let name: String
    let type: DataAttribute.DataType
    let description: String?
    let options: [String]

    init(_ call: LuaCall) throws {
        let arguments = try NamedArguments(
            call, function: "create_data_attribute", known: ["name", "type", "description", "options"])
        name = try arguments.required("name")
        guard let type = try arguments.choice("type", as: DataAttribute.DataType.self) else {
            throw arguments.fail("type", "is missing")
        }
        self.type = type
        description = try arguments.text("description")
        let given = arguments["options"]?.array
        options = given?.compactMap(\.string) ?? []
        guard options.count == given?.count ?? 0, arguments["options"] == nil || given != nil else {
            throw arguments.fail("options", "must be a list of strings")
        }
    }
}

private struct AttributeTable: LuaPushable, Sendable {
    let attribute: DataAttribute

    func push(to writer: inout LuaWriter) {
        writer.record { fields in
            fields.field("name", attribute.name)
            fields.field("label", attribute.label)
            fields.field("description", attribute.description)
            fields.field("type", attribute.dataType?.rawValue)
            fields.field("options", attribute.options.isEmpty ? nil : attribute.options)
            fields.field("archived", attribute.isArchived)
        }
    }
}
