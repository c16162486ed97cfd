internal import Intercom
internal import Lua

extension IntercomModule {
    static let attributes: [FunctionDeclaration] = [
        .waiting(
            "data_attributes", "The custom attributes of the workspace, archived ones too, fetched once a run.",
            results: [ParameterDeclaration("attributes", "intercom.data_attribute[]", "Sorted by name.")],
            example: """
                for _, attribute in ipairs(intercom.data_attributes()) do
                  if attribute.type == "integer" then print(attribute.name) end
                end
                --> seats
                """
        ) { services, call in
            let client = try services.requireClient("data_attributes")
            let catalog = services.attributes ?? AttributeCatalog(client)
            return .apart(call) { try await catalog.all().map(AttributeTable.init) }
        },
        .waiting(
            "create_data_attribute", "Creates a custom attribute, which contacts can then have values for.",
            parameters: [.table("arguments", NewAttribute.fields, "The attribute.")],
            results: [
                ParameterDeclaration("attribute", "intercom.data_attribute", "The attribute as Intercom has it.")
            ],
            example: """
                local attribute = intercom.create_data_attribute { name = "renewal", type = "date" }
                print(attribute.name, attribute.type) --> renewal	date
                """
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

    static let fields = [
        ParameterDeclaration("name", "string", "As custom_mappings will call it."),
        ParameterDeclaration(
            "type", DataAttribute.DataType.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: "|"),
            "What it holds. `options` is a list of texts."),
        ParameterDeclaration("description", "string?", "What it is for."),
        ParameterDeclaration("options", "string[]?", "The texts of a list, at least two."),
    ]

    init(_ call: LuaCall) throws {
        let arguments = try NamedArguments(call, function: "create_data_attribute", known: Self.fields.map(\.name))
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
