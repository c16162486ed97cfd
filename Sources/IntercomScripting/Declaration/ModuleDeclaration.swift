public import Lua

/// A module of functions that scripts find as a global and through `require`.
///
/// One declaration registers the functions, documents them at the prompt and in the reference, and types them for editors.
public struct ModuleDeclaration: Sendable {
    /// The name of the global table.
    public let name: String
    /// What the module is for, in one sentence.
    public let summary: String
    public let functions: [FunctionDeclaration]
    public let values: [ValueDeclaration]

    public init(
        _ name: String, _ summary: String, functions: [FunctionDeclaration], values: [ValueDeclaration] = []
    ) {
        self.name = name
        self.summary = summary
        self.functions = functions
        self.values = values
    }
}

/// A function of a module: what it is called, what it takes and gives, what it does.
public struct FunctionDeclaration: Sendable {
    public let name: String
    /// What the function does: a sentence, then whatever else a caller must know.
    public let summary: String
    public let parameters: [ParameterDeclaration]
    public let results: [ParameterDeclaration]
    /// A piece of Lua that runs as it stands; comments after `-->` say what a line prints.
    public let example: String?
    let body: Body

    enum Body: Sendable {
        case immediate(@Sendable (ScriptServices, inout LuaCall) throws -> Void)
        case waiting(@Sendable (ScriptServices, inout LuaCall) throws -> LuaPendingOperation?)
    }

    /// A function that answers at once.
    public init(
        _ name: String, _ summary: String, parameters: [ParameterDeclaration] = [],
        results: [ParameterDeclaration] = [], example: String? = nil,
        body: @escaping @Sendable (ScriptServices, inout LuaCall) throws -> Void
    ) {
        self.init(name, summary, parameters, results, example, .immediate(body))
    }

    /// A function that suspends its coroutine until the operation it returns is done.
    public static func waiting(
        _ name: String, _ summary: String, parameters: [ParameterDeclaration] = [],
        results: [ParameterDeclaration] = [], example: String? = nil,
        body: @escaping @Sendable (ScriptServices, inout LuaCall) throws -> LuaPendingOperation?
    ) -> FunctionDeclaration {
        FunctionDeclaration(name, summary, parameters, results, example, .waiting(body))
    }

    private init(
        _ name: String, _ summary: String, _ parameters: [ParameterDeclaration], _ results: [ParameterDeclaration],
        _ example: String?, _ body: Body
    ) {
        self.name = name
        self.summary = summary
        self.parameters = parameters
        self.results = results
        self.example = example
        self.body = body
    }

    /// The function for one state.
    func hostFunction(_ services: ScriptServices) -> LuaHostFunction {
        switch body {
        case .immediate(let body): LuaHostFunction(name) { call in try body(services, &call) }
        case .waiting(let body) where services.canWait:
            LuaHostFunction.waiting(name) { call in try body(services, &call) }
        // Where there is nothing to wait for, scripts need not run in coroutines; the check of the arguments comes first.
        case .waiting(let body):
            LuaHostFunction(name) { [name] call in
                _ = try body(services, &call)
                throw ScriptServices.noNetwork(name)
            }
        }
    }
}

/// A parameter or a result.
public struct ParameterDeclaration: Sendable {
    public let name: String
    /// In the notation of LuaLS: `string`, `integer?`, `table<string, any>`.
    public let type: String
    public let summary: String

    public init(_ name: String, _ type: String, _ summary: String) {
        self.name = name
        self.type = type
        self.summary = summary
    }
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
        provide(module: module.name, .table(table))
        // The `require` of trusted scripts is Lua's own.
        if configuration.isTrusted {
            try set(try get(try get("package", as: LuaTable.self), "loaded", as: LuaTable.self), module.name, table)
        }
    }
}
