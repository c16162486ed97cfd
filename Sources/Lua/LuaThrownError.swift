/// A Swift error that shows fields to scripts: `e.code`, `e.message`.
public protocol LuaErrorFields: Error {
    /// The names of the fields, in the order in which `pairs` gives them.
    var luaFieldNames: [String] { get }
    /// The field's value; nil where there is none.
    func luaField(_ name: String) -> (any LuaPushable)?
}

/// A Swift error as Lua sees it: an object that `pcall` returns, `tostring` describes, and that is the same Swift error again
/// when it comes back.
final class LuaThrownError: LuaObject {
    let error: any Error

    init(_ error: any Error) { self.error = error }

    static let luaClass = LuaClass(
        "error",
        metamethods: [
            LuaHostFunction("__index") { call in
                let thrown = try call.argument(1, as: LuaThrownError.self)
                guard let name = call[2].string else { return call.return(LuaValue.nil) }
                thrown.returnField(name, &call)
            },
            LuaHostFunction("__tostring") { call in
                call.return(try call.argument(1, as: LuaThrownError.self).description)
            },
            LuaHostFunction("__pairs") { call in
                let thrown = try call.argument(1, as: LuaThrownError.self)
                call.return(LuaResults(thrown.makeIterator(), LuaValue.nil, LuaValue.nil))
            },
        ])

    var description: String { String(describing: error) }

    private func returnField(_ name: String, _ call: inout LuaCall) {
        if let value = value(name) { call.return(value) } else { call.return(LuaValue.nil) }
    }

    /// The iterator for `pairs`: each call gives the next field that has a value.
    private func makeIterator() -> LuaFieldIterator {
        LuaFieldIterator(names: (error as? any LuaErrorFields)?.luaFieldNames ?? ["message"], of: self)
    }

    fileprivate func value(_ name: String) -> (any LuaPushable)? {
        if let fields = error as? any LuaErrorFields, let value = fields.luaField(name) { return value }
        if name == "message" { return description }
        return nil
    }
}

/// Pushed as a function that steps through the fields of an error.
///
/// Sendable: it is handed over to Lua in the call that made it.
private struct LuaFieldIterator: LuaPushable, @unchecked Sendable {
    let names: [String]
    let object: LuaThrownError

    init(names: [String], of object: LuaThrownError) {
        self.names = names
        self.object = object
    }

    func push(to writer: inout LuaWriter) {
        var rest = names[...]
        let object = self.object
        LuaHostFunction("next") { call in
            while let name = rest.popFirst() {
                guard let value = object.value(name) else { continue }
                return call.return(name, value)
            }
            call.return(LuaValue.nil)
        }.push(to: &writer)
    }
}
