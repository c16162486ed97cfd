internal import Intercom
internal import Lua

/// Reads the table that a contact function is called with.
///
/// Every complaint names the function and the field, and what it should have been.
struct ContactArguments {
    let function: String
    let kind: ContactOperation.Kind
    private var field: MatchingField?
    private var value: String?
    private var operation: ContactOperation
    private var mappings = MappingReader()

    static func read(_ call: LuaCall, function: String, _ kind: ContactOperation.Kind) throws(IntercomError)
        -> ContactOperation
    {
        guard call.count > 0, call[1].kind == .table else {
            throw IntercomError(
                .invalidArgument, "\(function) expects a table of arguments, got \(call[1].typeName).",
                advice: "Call it with braces: intercom.\(function) { … }")
        }
        var arguments = ContactArguments(function: function, kind: kind)
        var first = FirstComplaint()
        call[1].forEachPair { key, value in
            do throws(IntercomError) { try arguments.take(key, value) } catch {
                let name = key.string ?? ""
                first.note(error, about: name, isUnknown: !arguments.known.contains(name))
            }
        }
        try first.raise()
        return try arguments.finish()
    }

    private init(function: String, kind: ContactOperation.Kind) {
        self.function = function
        self.kind = kind
        operation = ContactOperation(kind)
    }

    /// The names that the function knows, in the order of the documentation.
    private var known: [String] { kind.argumentNames }

    private mutating func take(_ key: LuaStackValue, _ value: LuaStackValue) throws(IntercomError) {
        guard let name = key.string, known.contains(name) else { throw unknown(key) }
        switch name {
        case "matching_field": field = try matchingField(value)
        case "matching_value": self.value = try text(value, name, numbers: true)
        case "mappings": try mappings.readStandard(value, function)
        case "custom_mappings": try mappings.readCustom(value, function)
        case "on_multiple": operation.onMultiple = try preference(value)
        case "restore": operation.restore = try flag(value, name)
        case "always_update": operation.alwaysUpdate = try flag(value, name)
        case "expected_email": operation.expectedEmail = try text(value, name, numbers: false)
        default: operation.expectedExternalID = try text(value, name, numbers: true)
        }
    }

    private consuming func finish() throws(IntercomError) -> ContactOperation {
        operation.attributes = mappings.attributes
        if kind != .create { operation.key = try key() }
        return operation
    }

    private func key() throws(IntercomError) -> MatchingKey {
        guard let field else {
            throw fail(
                "matching_field", "is missing",
                "Say what the contact is found by: \"email\", \"external_id\" or \"intercom_id\".")
        }
        guard let value else {
            throw fail(
                "matching_value", "is nil",
                "There is no \(field.rawValue) to match by: skip the record, or match by something else.")
        }
        do { return try MatchingKey(field, value) } catch {
            var error = error
            error.message = "\(function): \(error.message)"
            throw error
        }
    }

    // MARK: Values

    private func matchingField(_ value: LuaStackValue) throws(IntercomError) -> MatchingField {
        guard let name = value.string else {
            throw fail("matching_field", "must be a string, got \(value.typeName)", nil)
        }
        if let field = MatchingField(named: name) { return field }
        let names = MatchingField.allCases.map(\.rawValue)
        let near = Nearest.name(to: name, among: names).map { "Did you mean \"\($0)\"?" }
        throw fail(
            "matching_field", "\"\(name)\" is none of \(names.map { "\"\($0)\"" }.joined(separator: ", "))", near)
    }

    private func preference(_ value: LuaStackValue) throws(IntercomError) -> ContactOperation.Preference {
        if let name = value.string, let preference = ContactOperation.Preference(rawValue: name) { return preference }
        throw fail("on_multiple", "must be \"newest\", \"oldest\" or \"user\"", nil)
    }

    private func flag(_ value: LuaStackValue, _ name: String) throws(IntercomError) -> Bool {
        guard value.kind == .boolean else { throw fail(name, "must be true or false, got \(value.typeName)", nil) }
        return value.boolean
    }

    private func text(_ value: LuaStackValue, _ name: String, numbers: Bool) throws(IntercomError) -> String {
        if let text = value.string { return text }
        if numbers, value.isInteger { return value.numeral }
        if value.kind == .string { throw fail(name, "is not valid UTF-8", nil) }
        throw fail(name, "must be a string, got \(value.typeName)", nil)
    }

    private func unknown(_ key: LuaStackValue) -> IntercomError {
        guard let name = key.string else {
            return IntercomError(
                .invalidArgument, "\(function): an argument without a name.",
                advice: "It takes \(known.joined(separator: ", ")).")
        }
        var advice = "It takes \(known.joined(separator: ", "))."
        if ContactField(named: name)?.definition.isWritable == true, known.contains("mappings") {
            advice = "A contact's own fields belong in mappings: mappings = { \(name) = … }."
        } else if let near = Nearest.name(to: name, among: known) {
            advice = "Did you mean \"\(near)\"?"
        }
        return IntercomError(.invalidArgument, "\(function) has no argument \"\(name)\".", field: name, advice: advice)
    }

    private func fail(_ field: String, _ what: String, _ advice: String?) -> IntercomError {
        IntercomError(.invalidArgument, "\(function): \(field) \(what).", field: field, advice: advice)
    }
}
