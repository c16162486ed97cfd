internal import Intercom
internal import JSON
internal import Lua
internal import Records

/// The table of named arguments of a function whose arguments are plain values.
struct NamedArguments {
    let function: String
    private let values: JSONObject

    /// - Throws: `invalid_argument` that names the argument that there is not, with the nearest one that there is.
    init(_ values: JSONObject, function: String, known: [String]) throws(IntercomError) {
        self.function = function
        self.values = values
        for name in values.keys.sorted() where !known.contains(name) {
            let near = Nearest.name(to: name, among: known).map { "Did you mean \"\($0)\"?" }
            throw IntercomError(
                .invalidArgument, "\(function) has no argument \"\(name)\".", field: name,
                advice: near ?? "It takes \(known.joined(separator: ", ")).")
        }
    }

    /// The table that the function is called with, the first argument or a later one.
    init(_ call: LuaCall, at position: Int = 1, function: String, known: [String]) throws {
        guard call[position].kind == .table || call[position].isNil else {
            throw IntercomError(
                .invalidArgument, "\(function) expects a table of arguments, got \(call[position].typeName).",
                advice: position == 1 ? "Call it with braces: intercom.\(function) { … }" : nil)
        }
        try self.init(try Self.values(call, position), function: function, known: known)
    }

    private static func values(_ call: LuaCall, _ position: Int) throws -> JSONObject {
        if call[position].isNil { return [:] }
        var reader = LuaJSONReader()
        do throws(LuaMismatch) {
            switch try reader.read(call[position]) {
            case .object(let values): return values
            // An empty table may be read as a list.
            case .array([]): return [:]
            default:
                throw LuaMismatch(expected: "", found: "table", reason: "table of named arguments expected, got a list")
            }
        } catch {
            throw call.error(position, "\(error)")
        }
    }

    subscript(name: String) -> JSONValue? { values[name] }

    func text(_ name: String) throws(IntercomError) -> String? {
        guard let value = values[name] else { return nil }
        guard let text = value.string else { throw fail(name, "must be a string") }
        return text
    }

    func required(_ name: String) throws(IntercomError) -> String {
        guard let text = try text(name) else { throw fail(name, "is missing") }
        return text
    }

    func integer(_ name: String) throws(IntercomError) -> Int? {
        guard let value = values[name] else { return nil }
        guard let integer = value.integer else { throw fail(name, "must be an integer") }
        return Int(integer)
    }

    func flag(_ name: String) throws(IntercomError) -> Bool? {
        guard let value = values[name] else { return nil }
        guard let flag = value.bool else { throw fail(name, "must be true or false") }
        return flag
    }

    func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String, as type: Choice.Type = Choice.self
    ) throws(IntercomError) -> Choice? {
        guard let text = try text(name) else { return nil }
        if let choice = Choice(rawValue: text) { return choice }
        let names = Choice.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
        throw fail(name, "\"\(text)\" is none of \(names)")
    }

    func fail(_ name: String, _ what: String) -> IntercomError {
        IntercomError(.invalidArgument, "\(function): \(name) \(what).", field: name)
    }
}
