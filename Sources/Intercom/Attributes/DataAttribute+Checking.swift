extension DataAttribute {
    /// What a person is told who writes to an attribute that is archived. It is sent all the same: whether Intercom then
    /// keeps the value is not known.
    public var archivedWarning: (message: String, advice: String) {
        (
            "The custom attribute \"\(name)\" is archived: Intercom may not keep what is written to it.",
            "Unarchive it in Intercom under Settings, or leave it out."
        )
    }

    /// The value as it is to be sent.
    ///
    /// - Throws: `attribute_type` that says what the attribute holds and what was given.
    public func checked(_ value: AttributeValue) throws(IntercomError) -> AttributeValue {
        guard let type = dataType, value != .null else { return value }
        switch (type, value) {
        case (.string, .string) where options.isEmpty: return value
        case (.boolean, .bool), (.integer, .integer), (.float, .number), (.float, .integer): return value
        case (.date, .integer), (.datetime, .integer): return try checkedTime(value)
        case (.options, .string(let text)), (.string, .string(let text)):
            if options.isEmpty || options.contains(text) { return value }
            throw refusal(value, "is not one of its options: \(options.map { "\"\($0)\"" }.joined(separator: ", "))")
        case (.integer, .number(let number)):
            if let whole = Int64(exactly: number) { return .integer(whole) }
            throw refusal(value, "is no whole number", advice: "Round it: math.floor(x + 0.5).")
        case (.integer, .string(let text)) where Int64(text) != nil:
            throw mismatch(value, advice: "Convert it: math.tointeger(x).")
        case (.float, .string(let text)) where Double(text) != nil:
            throw mismatch(value, advice: "Convert it: tonumber(x).")
        case (.string, .integer), (.string, .number): throw mismatch(value, advice: "Convert it: tostring(x).")
        case (.boolean, .string): throw mismatch(value, advice: "Compare it: x == \"true\".")
        case (.date, .string), (.datetime, .string): throw mismatch(value, advice: "Convert it: time.parse(x).")
        case (_, .json): return value
        default: throw mismatch(value)
        }
    }

    /// Unix seconds; what can only be milliseconds is refused.
    private func checkedTime(_ value: AttributeValue) throws(IntercomError) -> AttributeValue {
        guard case .integer(let seconds) = value, seconds.magnitude >= 100_000_000_000 else { return value }
        throw refusal(value, "is too far off for Unix seconds", advice: "Milliseconds? Divide them: x // 1000.")
    }

    private func mismatch(_ value: AttributeValue, advice: String? = nil) -> IntercomError {
        let expected =
            switch dataType {
            case .string: "text"
            case .integer: "a whole number"
            case .float: "a number"
            case .boolean: "true or false"
            case .date, .datetime: "a time in Unix seconds"
            case .options: "one of its options"
            default: "something else"
            }
        return refusal(value, "does not fit: the attribute holds \(expected)", advice: advice)
    }

    private func refusal(_ value: AttributeValue, _ why: String, advice: String? = nil) -> IntercomError {
        IntercomError(
            .attributeType, "\(value.displayed) for the custom attribute \"\(name)\" \(why).",
            field: "custom_mappings.\(name)", advice: advice)
    }
}

extension DataAttribute.DataType {
    /// The type of attribute that would hold the value; nil where none is evident.
    init?(holding value: AttributeValue) {
        switch value {
        case .bool: self = .boolean
        case .integer: self = .integer
        case .number: self = .float
        case .string: self = .string
        case .null, .json: return nil
        }
    }
}

extension AttributeValue {
    /// As messages show it, with its type where that is the point: the text "12", the number 12.
    public var displayed: String {
        switch self {
        case .null: "null"
        case .bool(let flag): "\(flag)"
        case .integer(let integer): "The number \(integer)"
        case .number(let number): "The number \(number)"
        case .string(let text): "The text \"\(text.count > 60 ? text.prefix(57) + "…" : text[...])\""
        case .json: "A table"
        }
    }
}
