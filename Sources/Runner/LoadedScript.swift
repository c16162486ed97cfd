internal import Intercom
public import Lua

/// What a script turned out to be when it ran for the first time.
public struct LoadedScript {
    public var setup: LuaFunction?
    /// Called once a record; nil for a plain script, which has done all it does.
    public var each: LuaFunction?
    public var finish: LuaFunction?
    public var options = RunOptions()

    /// Why what a script returned cannot be run.
    public struct ShapeError: Error, CustomStringConvertible {
        public var description: String
    }

    /// A script that is done when its chunk is.
    static var plain: LoadedScript { LoadedScript() }

    private init() {}

    /// Reads what the script's chunk returned: nothing, a function, or a table of functions.
    ///
    /// - Throws: ``ShapeError``, and `LuaMismatch` for a value of the table that cannot be used.
    public init(_ value: LuaValue, in lua: LuaState) throws {
        switch value {
        case .nil: break
        case .function(let function): each = function
        case .table(let table):
            try lua.read(table) { (table) throws(LuaMismatch) in
                try table.forEachPair { (key, value) throws(LuaMismatch) in try take(key, value) }
            }
            guard each != nil else {
                throw ShapeError(description: "the table that the script returns has no function \"each\"")
            }
        default:
            throw ShapeError(
                description:
                    "a script returns nothing, a function for each record, or a table { setup, each, finish, options }")
        }
    }

    private mutating func take(_ key: LuaStackValue, _ value: LuaStackValue) throws(LuaMismatch) {
        let name = key.string ?? key.typeName
        switch name {
        case "setup": setup = try function(value, name)
        case "each": each = try function(value, name)
        case "finish": finish = try function(value, name)
        case "options": do { options = try RunOptions(value) } catch { throw error.inside(name) }
        default:
            let known = ["setup", "each", "finish", "options"]
            let hint = Nearest.name(to: name, among: known).map { "did you mean \"\($0)\"?" }
            throw LuaMismatch(
                expected: "", found: "",
                reason: "the table that the script returns has \"\(name)\"; " + (hint ?? "it may have \(listed(known))")
            )
        }
    }

    private func function(_ value: LuaStackValue, _ name: String) throws(LuaMismatch) -> LuaFunction {
        do { return try LuaFunction.read(value) } catch { throw error.inside(name) }
    }
}
