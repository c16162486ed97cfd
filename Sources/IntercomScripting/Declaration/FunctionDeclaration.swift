public import Lua

/// A function of a module, or a global one: what it is called, what it takes and gives, what it does.
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

    /// A function that suspends its coroutine until the operation it returns is done; nil from it means that it could
    /// answer at once.
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
    public func hostFunction(_ services: ScriptServices) -> LuaHostFunction {
        switch body {
        case .immediate(let body): LuaHostFunction(name) { call in try body(services, &call) }
        case .waiting(let body) where services.canWait:
            LuaHostFunction.waiting(name) { call in try body(services, &call) }
        // Where there is nothing to wait for, scripts need not run in coroutines; the check of the arguments comes first.
        case .waiting(let body):
            LuaHostFunction(name) { [name] call in
                if try body(services, &call) != nil { throw ScriptServices.noNetwork(name) }
            }
        }
    }
}
