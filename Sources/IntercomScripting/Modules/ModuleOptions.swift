internal import JSON
internal import Lua
internal import Records

/// The table of named options that a function may take as its last argument.
struct ModuleOptions {
    private let values: JSONObject
    private let call: LuaCall
    private let position: Int

    /// - Parameter declaration: the parameter, whose fields are the options.
    /// - Throws: `LuaArgumentError` for what is no table, and for an option that there is not.
    init(_ call: LuaCall, _ position: Int, _ declaration: ParameterDeclaration) throws(LuaArgumentError) {
        let known = declaration.fieldNames
        self.call = call
        self.position = position
        values = try call.argument(position, as: JSONObject?.self) ?? JSONObject()
        if let unknown = values.keys.first(where: { !known.contains($0) }) {
            throw call.error(position, "there is no option \"\(unknown)\", only \(known.joined(separator: ", "))")
        }
    }

    func flag(_ name: String) throws(LuaArgumentError) -> Bool {
        guard let value = values[name] else { return false }
        guard let flag = value.bool else { throw call.error(position, "\(name) must be true or false") }
        return flag
    }

    func text(_ name: String) throws(LuaArgumentError) -> String? {
        guard let value = values[name] else { return nil }
        guard let text = value.string else { throw call.error(position, "\(name) must be a string") }
        return text
    }

    /// A string that is one of the names of an enumeration.
    func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String, as type: Choice.Type = Choice.self
    ) throws(LuaArgumentError) -> Choice? {
        guard let text = try text(name) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            let names = Choice.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: " or ")
            throw call.error(position, "\(name) must be \(names), not \"\(text)\"")
        }
        return choice
    }

    func texts(_ name: String) throws(LuaArgumentError) -> [String]? {
        guard let value = values[name] else { return nil }
        let texts = value.array?.compactMap(\.string)
        guard let texts, texts.count == value.array?.count else {
            throw call.error(position, "\(name) must be a list of strings")
        }
        return texts
    }
}
