internal import Intercom
internal import JSON
internal import Lua
internal import Records

/// Reads mappings and custom mappings into the attributes of a contact.
struct MappingReader {
    private(set) var attributes = ContactAttributes()

    // MARK: Standard fields

    mutating func readStandard(_ table: LuaStackValue, _ function: String) throws(IntercomError) {
        try check(table, "mappings", function)
        var fields: [(field: ContactField, value: AttributeValue)] = []
        var first = FirstComplaint()
        table.forEachPair { key, value in
            do throws(IntercomError) {
                guard let name = key.string else { throw Self.nameless("mappings", function) }
                guard let field = ContactField(named: name), field.definition.isWritable else {
                    throw Self.unknown(name)
                }
                fields.append((field, try Self.standard(value, field)))
            } catch {
                first.note(error, about: key.string ?? "", isUnknown: error.code == .unknownField)
            }
        }
        try first.raise()
        for entry in fields.sorted(by: { $0.field.rawValue < $1.field.rawValue }) {
            attributes[entry.field] = entry.value
        }
    }

    private static func nameless(_ table: String, _ function: String) -> IntercomError {
        IntercomError(
            .invalidArgument, "\(function): \(table) has a value without a name.", field: table,
            advice: "Write name = value.")
    }

    private static func unknown(_ name: String) -> IntercomError {
        let names = ContactField.writable.map(\.name)
        var advice = "Custom attributes belong in custom_mappings; the fields are \(names.joined(separator: ", "))."
        if let near = Nearest.name(to: name, among: names) { advice = "Did you mean \"\(near)\"?" }
        let isReadable = ContactField(named: name) != nil
        let what = isReadable ? "The field \"\(name)\" cannot be written." : "Contacts have no field \"\(name)\"."
        return IntercomError(
            .unknownField, what, field: "mappings.\(name)",
            advice: isReadable && name == "language_override" ? "Version 2.16 of the API only reads it." : advice)
    }

    private static func standard(_ value: LuaStackValue, _ field: ContactField) throws(IntercomError) -> AttributeValue
    {
        let definition = field.definition
        if value.isNull {
            if definition.isNullable { return .null }
            throw refusal(field, "cannot be cleared", "Leave it out.")
        }
        switch definition.type {
        case .string, .adminID: return .string(try text(value, field, numbers: true))
        case .email:
            let email = try text(value, field, numbers: false)
            if let problem = EmailShape.complaint(about: email) {
                throw refusal(
                    field, "\"\(email)\" is no email: it \(problem)", "text.email(x) cleans one up, or gives nil.")
            }
            return .string(email)
        case .url: return .string(try url(value, field))
        case .role: return .string(try role(value))
        case .boolean:
            guard value.kind == .boolean else {
                throw refusal(field, "must be true or false, got \(describe(value))", "Compare it: x == \"true\".")
            }
            return .bool(value.boolean)
        case .timestamp: return .integer(try timestamp(value, field))
        }
    }

    private static func text(
        _ value: LuaStackValue, _ field: ContactField, numbers: Bool
    ) throws(IntercomError) -> String {
        if let text = value.string { return text }
        if value.kind == .string {
            throw refusal(field, "is not valid UTF-8", "The input may be Latin-1: save it as UTF-8.")
        }
        if numbers, value.isInteger { return value.numeral }
        throw refusal(field, "must be a string, got \(describe(value))", nil)
    }

    private static func url(_ value: LuaStackValue, _ field: ContactField) throws(IntercomError) -> String {
        let url = try text(value, field, numbers: false)
        let lowered = url.lowercased()
        guard lowered.hasPrefix("https://") || lowered.hasPrefix("http://"), !url.contains(where: \.isWhitespace) else {
            throw refusal(field, "\"\(url)\" is no URL", "It begins with https:// and has no spaces.")
        }
        return url
    }

    private static func role(_ value: LuaStackValue) throws(IntercomError) -> String {
        if let role = value.string, role == "user" || role == "lead" { return role }
        throw refusal(.role, "must be \"user\" or \"lead\", got \(describe(value))", nil)
    }

    /// Unix seconds, as a number or as the digits that a cell has, or a time that `time.parse` reads without a format.
    private static func timestamp(_ value: LuaStackValue, _ field: ContactField) throws(IntercomError) -> Int64 {
        if value.kind == .string { return try seconds(in: try text(value, field, numbers: false), field) }
        guard value.kind == .number,
            let seconds = value.integer ?? value.number.flatMap({ Int64(exactly: $0.rounded(.down)) })
        else { throw refusal(field, "must be a time in Unix seconds or ISO 8601, got \(describe(value))", nil) }
        return try plausible(seconds, field)
    }

    private static func seconds(in text: String, _ field: ContactField) throws(IntercomError) -> Int64 {
        // Eight digits are a date of ISO 8601.
        if let seconds = Int64(text), text.utf8.count != 8 { return try plausible(seconds, field) }
        do throws(TimeRefusal) { return Int64(try TimeText.parse(text)) } catch {
            throw refusal(
                field, "\"\(text)\" is no time: \(error.reason)",
                "It takes Unix seconds or ISO 8601, as 2026-01-31T12:00:00Z; time.parse(x, format) reads others.")
        }
    }

    private static func plausible(_ seconds: Int64, _ field: ContactField) throws(IntercomError) -> Int64 {
        guard seconds.magnitude < 100_000_000_000 else {
            throw refusal(field, "\(seconds) is too far off for Unix seconds", "Milliseconds? Divide them: x // 1000.")
        }
        return seconds
    }

    // MARK: Custom attributes

    mutating func readCustom(_ table: LuaStackValue, _ function: String) throws(IntercomError) {
        try check(table, "custom_mappings", function)
        var values: [(name: String, value: AttributeValue)] = []
        var first = FirstComplaint()
        table.forEachPair { key, value in
            do throws(IntercomError) {
                guard let name = key.string else { throw Self.nameless("custom_mappings", function) }
                values.append((name, try Self.custom(value, name)))
            } catch {
                first.note(error, about: key.string ?? "", isUnknown: false)
            }
        }
        try first.raise()
        for entry in values.sorted(by: { $0.name < $1.name }) { attributes[custom: entry.name] = entry.value }
    }

    private static func custom(_ value: LuaStackValue, _ name: String) throws(IntercomError) -> AttributeValue {
        do { return AttributeValue(try value.read(as: JSONValue.self)) } catch {
            throw IntercomError(
                .attributeType, "The custom attribute \"\(name)\" cannot hold \(describe(value)): \(error).",
                field: "custom_mappings.\(name)")
        }
    }

    private func check(_ table: LuaStackValue, _ name: String, _ function: String) throws(IntercomError) {
        guard table.kind != .table else { return }
        throw IntercomError(
            .invalidArgument, "\(function): \(name) must be a table, got \(table.typeName).", field: name)
    }

    private static func refusal(_ field: ContactField, _ what: String, _ advice: String?) -> IntercomError {
        IntercomError(.invalidArgument, "\(field.name) \(what).", field: "mappings.\(field.name)", advice: advice)
    }
}

/// A value as a complaint shows it.
private func describe(_ value: LuaStackValue) -> String {
    switch value.kind {
    case .string: "the text \"\(value.string ?? "?")\""
    case .number: "the number \(value.numeral)"
    case .boolean: "\(value.boolean)"
    default: value.typeName == "table" ? "a table" : value.typeName
    }
}
