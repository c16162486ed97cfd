import JSON

/// Checks the custom attributes of a request against those that the workspace defined.
struct CustomAttributeRules {
    let attributes: DataAttributeTable
    let behaviour: EmulatorBehaviour

    /// - Returns: the values as they are to be stored.
    func checked(_ values: JSONObject) throws(APIError) -> JSONObject {
        var checked = JSONObject()
        for (name, value) in values {
            guard let attribute = attributes.custom(named: name, model: .contact) else {
                throw .unknownCustomAttribute(name)
            }
            if attribute.isArchived {
                switch behaviour.archivedAttribute {
                case .ignore: continue
                case .store: break
                case .reject: throw .unknownCustomAttribute(name)
                }
            }
            checked[name] = value.isNull ? .null : try check(value, attribute)
        }
        return checked
    }

    private func check(_ value: JSONValue, _ attribute: DataAttribute) throws(APIError) -> JSONValue {
        guard let fitting = Self.fitting(value, attribute.type) ?? converted(value, attribute.type) else {
            throw .invalid(
                "custom_attributes.\(attribute.name)",
                "Custom attribute '\(attribute.name)' must be \(Self.noun(attribute.type))")
        }
        if let text = fitting.string, let limit = behaviour.maximumLength, text.count > limit {
            throw .invalid(
                "custom_attributes.\(attribute.name)",
                "Custom attribute '\(attribute.name)' is too long (maximum is \(limit) characters)")
        }
        if let options = attribute.type.options, behaviour.valueOutsideList == .reject,
            let text = fitting.string, !options.contains(text)
        {
            throw .invalid(
                "custom_attributes.\(attribute.name)",
                "Custom attribute '\(attribute.name)' does not have the option '\(text)'")
        }
        return fitting
    }

    /// The value where it is of the attribute's type; a whole number is a float too, and `13.0` an integer.
    private static func fitting(_ value: JSONValue, _ type: DataAttribute.DataType) -> JSONValue? {
        switch (type, value) {
        case (.string, .string), (.options, .string), (.boolean, .bool), (.integer, .integer), (.date, .integer),
            (.datetime, .integer), (.float, .integer), (.float, .number):
            value
        case (.integer, .number(let number)), (.date, .number(let number)), (.datetime, .number(let number)):
            Int64(exactly: number).map(JSONValue.integer)
        default: nil
        }
    }

    private func converted(_ value: JSONValue, _ type: DataAttribute.DataType) -> JSONValue? {
        guard behaviour.attributeOfWrongType == .accept else { return nil }
        switch (type, value) {
        case (.string, .integer), (.string, .number), (.string, .bool), (.options, .integer): return .string(value.text)
        case (.integer, .string(let text)), (.date, .string(let text)), (.datetime, .string(let text)):
            return Int64(text).map(JSONValue.integer)
        case (.float, .string(let text)): return Double(text).map(JSONValue.number)
        case (.boolean, .string(let text)): return Bool(text).map(JSONValue.bool)
        default: return nil
        }
    }

    private static func noun(_ type: DataAttribute.DataType) -> String {
        switch type {
        case .string, .options: "a string"
        case .integer: "an integer"
        case .float: "a number"
        case .boolean: "a boolean"
        case .date, .datetime: "a Unix timestamp in seconds"
        }
    }
}
