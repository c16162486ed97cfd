public import Lua

/// A module of functions that scripts find as a global and through `require`.
///
/// One declaration registers the functions, documents them at the prompt, in the reference and in the manual page, types
/// them for editors, and says what `check` holds a script against.
public struct ModuleDeclaration: Sendable {
    /// The name of the global table.
    public let name: String
    /// What the module is for, in one sentence.
    public let summary: String
    public let functions: [FunctionDeclaration]
    public let values: [ValueDeclaration]
    /// Types that its functions take and give; their names begin with the module's.
    public let types: [TypeDeclaration]

    public init(
        _ name: String, _ summary: String, functions: [FunctionDeclaration], values: [ValueDeclaration] = [],
        types: [TypeDeclaration] = []
    ) {
        self.name = name
        self.summary = summary
        self.functions = functions
        self.values = values
        self.types = types
    }

    /// The names that the global table has.
    public var memberNames: [String] { functions.map(\.name) + values.map(\.name) }
}

/// A value in a module that is not a function.
public struct ValueDeclaration: Sendable {
    public let name: String
    public let type: String
    public let summary: String
    let value: @Sendable () -> LuaValue

    public init(_ name: String, _ type: String, _ summary: String, value: @escaping @Sendable () -> LuaValue) {
        self.name = name
        self.type = type
        self.summary = summary
        self.value = value
    }
}

extension LuaState {
    /// Makes a module a global of scripts, and what `require` of its name returns.
    public func install(_ module: ModuleDeclaration, services: ScriptServices) throws(LuaError) {
        let table = try makeTable()
        for function in module.functions { try set(table, function.name, function.hostFunction(services)) }
        for value in module.values { try set(table, value.name, value.value()) }
        try set(module.name, table)
        try provide(module: module.name, table)
    }
}
