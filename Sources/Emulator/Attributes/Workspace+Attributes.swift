import JSON

extension Workspace {
    /// Creates a custom attribute. The messages are those of the OpenAPI file.
    mutating func createAttribute(_ fields: JSONObject, now: Int64) throws(APIError) -> DataAttribute {
        guard let model = fields["model"]?.string.flatMap(DataAttribute.Model.init(rawValue:)) else {
            throw .invalid("model", "The Data Attribute model field must be either contact or company")
        }
        guard let name = fields["name"]?.string, Self.isValidAttributeName(name) else {
            throw .invalid(
                "name",
                "Your name for this attribute must only contain alphanumeric characters, currency symbols, and hyphens")
        }
        let type = try Self.attributeType(fields)
        try checkAttributeName(name, for: model)
        let position = defineAttribute(name: name, model: model, type: type, now: now)
        attributes.update(position) { attribute in
            attribute.description = fields["description"]?.string
            attribute.isMessengerWritable = fields["messenger_writable"]?.bool ?? false
        }
        return attributes.custom[position]
    }

    /// Letters, digits, spaces, currency symbols, hyphens, and underscores, which recorded names have.
    private static func isValidAttributeName(_ name: String) -> Bool {
        !name.isEmpty
            && name.allSatisfy { character in
                character.isLetter || character.isNumber || character == " " || character == "-" || character == "_"
                    || character.isCurrencySymbol
            }
    }

    private static func attributeType(_ fields: JSONObject) throws(APIError) -> DataAttribute.DataType {
        switch fields["data_type"]?.string {
        case "string": return .string
        case "integer": return .integer
        case "float": return .float
        case "boolean": return .boolean
        case "date": return .date
        case "datetime": return .datetime
        case "options": return .options(try attributeOptions(fields["options"]))
        default: throw .invalid("data_type", "Data Type isn't an option")
        }
    }

    /// Options come as objects with the key `value`, at least two of them.
    private static func attributeOptions(_ value: JSONValue?) throws(APIError) -> [String] {
        guard let list = value?.array else { throw .invalid("options", "Options isn't an array") }
        let options = list.compactMap { $0.string ?? $0["value"]?.string }
        guard options.count == list.count, options.count >= 2 else {
            throw .invalid("options", "Options isn't an array of at least two values")
        }
        return options
    }

    private func checkAttributeName(_ name: String, for model: DataAttribute.Model) throws(APIError) {
        for taken in [model, model == .contact ? .company : .contact] {
            guard
                attributes.custom(named: name, model: taken) != nil
                    || (taken == model && StandardAttributes.names.contains(model.rawValue + "/" + name))
            else { continue }
            func noun(_ model: DataAttribute.Model) -> String { model == .contact ? "people" : "company" }
            throw .invalid(
                "name",
                "You already have '\(name)' in your \(noun(taken)) data. To save this as new \(noun(model)) data, "
                    + "use a different name.")
        }
    }

    /// Changes a custom attribute; its name and type stay.
    mutating func updateAttribute(_ id: String, _ fields: JSONObject, now: Int64) throws(APIError) -> DataAttribute {
        guard let number = Int64(id), let position = attributes.position(id: number) else {
            throw APIError(404, "field_not_found", "We couldn't find that data attribute to update")
        }
        let attribute = attributes.custom[position]
        if fields["archived"]?.bool == true, attribute.hasDependentObject {
            throw APIError(
                422, "data_invalid", "The Data Attribute you are trying to archive has a dependant object")
        }
        var options: [String]?
        if let value = fields["options"] {
            guard attribute.type.options != nil else { throw .invalid("options", "Options isn't an array") }
            options = try Self.attributeOptions(value)
        }
        attributes.update(position) { attribute in
            if let archived = fields["archived"]?.bool { attribute.isArchived = archived }
            if let description = fields["description"]?.string { attribute.description = description }
            if let writable = fields["messenger_writable"]?.bool { attribute.isMessengerWritable = writable }
            if let options { attribute.type = .options(options) }
            attribute.updatedAt = now
        }
        return attributes.custom[position]
    }
}
