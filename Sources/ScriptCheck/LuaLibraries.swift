internal import IntercomScripting

/// What Lua itself gives scripts in the sandbox.
enum LuaLibraries {
    /// Global names: functions, and the tables of libraries.
    static let globals: Set<String> =
        Set(LuaManual.entries.map { String($0.name.prefix { $0 != "." }) }).union(["_G", "_ENV", "_VERSION", "arg"])

    /// The members of each library.
    static let members: [String: Set<String>] = {
        var members: [String: Set<String>] = [:]
        for entry in LuaManual.entries {
            let parts = entry.name.split(separator: ".")
            if parts.count == 2 { members[String(parts[0]), default: []].insert(String(parts[1])) }
        }
        // What Debian's Lua keeps of older versions.
        members["math"]?.formUnion(["pow", "log10", "cosh", "sinh", "tanh", "frexp", "ldexp", "atan2"])
        return members
    }()

    /// What people know of Lua, and why scripts do not have it.
    static let absent: [String: String] = [
        "io": "records come from each and input, output goes through print and what the script returns.",
        "debug": "run with --trusted for code of your own.", "dofile": "require finds files beside the script.",
        "loadfile": "require finds files beside the script.", "package": "require finds files beside the script.",
        "unpack": "it is table.unpack.", "loadstring": "it is load.", "setfenv": "it is of an older Lua.",
        "getfenv": "it is of an older Lua.", "module": "it is of an older Lua.", "bit32": "Lua has & | ~ << >> for it.",
    ]
}

extension ScriptChecker {
    var globalNames: Set<String> {
        LuaLibraries.globals.union(library.modules.map(\.name)).union(library.globals.map(\.name))
    }

    /// What a global table has; nil for what is none of the library's.
    func members(of name: String) -> Set<String>? {
        library.module(name).map { Set($0.memberNames) } ?? LuaLibraries.members[name]
    }

    /// Where else there is something of that name: "It is text.trim."
    func elsewhere(_ name: String, than table: String) -> String? {
        let others =
            library.modules.map { ($0.name, Set($0.memberNames)) } + LuaLibraries.members.sorted { $0.key < $1.key }
        return others.first { $0.0 != table && $0.1.contains(name) }.map { "There is \($0.0).\(name)." }
    }
}
