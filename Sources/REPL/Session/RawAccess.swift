internal import Lua

/// Looks into Lua values without running anything of a script's: no metamethod, no changed library function.
///
/// The functions are taken from the libraries before any script runs.
final class RawAccess {
    let state: LuaState
    private let rawget: LuaFunction
    private let rawset: LuaFunction
    private let getmetatable: LuaFunction
    private let raise: LuaFunction
    /// Names of the functions of libraries and modules, by function.
    private var names: LuaTable

    init(_ state: LuaState) throws(LuaError) {
        self.state = state
        rawget = try state.get("rawget", as: LuaFunction.self)
        rawset = try state.get("rawset", as: LuaFunction.self)
        getmetatable = try state.get("getmetatable", as: LuaFunction.self)
        raise = try state.get("error", as: LuaFunction.self)
        names = try state.makeTable()
        try noteNames()
    }

    /// A field of a table.
    func get(_ table: LuaTable, _ key: LuaValue) -> LuaValue {
        (try? state.call(rawget, table, key))?.first ?? .nil
    }

    /// Sets a field of a table.
    func set(_ table: LuaTable, _ key: some LuaPushable, _ value: some LuaPushable) throws(LuaError) {
        try state.call(rawset, table, key, value)
    }

    /// The metatable, where it is a table and not hidden by `__metatable`.
    func metatable(of value: LuaValue) -> LuaTable? {
        if case .table(let table)? = (try? state.call(getmetatable, value))?.first { table } else { nil }
    }

    /// How many items a table has by its raw length.
    func length(of table: LuaTable) -> Int { (try? state.read(table) { $0.rawLength }) ?? 0 }

    /// All keys of a table, at most `limit` of them, and how many there are.
    func keys(of table: LuaTable, limit: Int) -> (keys: [LuaValue], count: Int) {
        var keys: [LuaValue] = []
        var count = 0
        _ = try? state.read(table) { (value) throws(LuaMismatch) in
            try value.forEachPair { (key, _) throws(LuaMismatch) in
                count += 1
                if keys.count < limit { keys.append(try key.read()) }
            }
        }
        return (keys, count)
    }

    /// A number as Lua writes it.
    func numeral(_ number: Double) -> String { (try? state.read(number) { $0.numeral }) ?? "\(number)" }

    /// The name of a function of the libraries and modules.
    func name(of function: LuaFunction) -> String? {
        if case .string(let name) = get(names, .function(function)) { name } else { nil }
    }

    /// The Swift error that a userdata stands for. Found by raising it: an error that is raised comes back as what it was.
    func error(in userdata: LuaUserdata) -> (any Error)? {
        // In a trusted state a script may have given its userdata a __tostring, which describing another error would run.
        guard !state.configuration.isTrusted else { return nil }
        do throws(LuaError) {
            try state.call(raise, userdata, 0)
            return nil
        } catch { return error.cause }
    }

    private func noteNames() throws(LuaError) {
        let globals = try state.globals
        for key in keys(of: globals, limit: 1000).keys {
            guard case .string(let name) = key else { continue }
            switch get(globals, key) {
            case .function(let function): try set(names, function, name)
            case .table(let library) where name != "_G": try noteNames(in: library, name)
            default: break
            }
        }
    }

    private func noteNames(in library: LuaTable, _ prefix: String) throws(LuaError) {
        for key in keys(of: library, limit: 1000).keys {
            guard case .string(let name) = key, case .function(let function) = get(library, key) else { continue }
            try set(names, function, prefix + "." + name)
        }
    }
}
