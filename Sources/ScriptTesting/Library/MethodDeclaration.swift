internal import IntercomScripting
internal import Lua

/// A method of an object that test files get: what it is called, what it takes, what it does.
struct MethodDeclaration: Sendable {
    let name: String
    let summary: String
    /// In the notation of LuaLS.
    let type: String
    let function: @Sendable () -> LuaHostFunction

    init(
        _ name: String, _ type: String, _ summary: String,
        body: @escaping @Sendable (inout LuaCall) throws -> Void
    ) {
        self.name = name
        self.summary = summary
        self.type = type
        function = { LuaHostFunction(name, body) }
    }

    private init(_ name: String, _ type: String, _ summary: String, function: @escaping @Sendable () -> LuaHostFunction)
    {
        self.name = name
        self.summary = summary
        self.type = type
        self.function = function
    }

    /// A method that suspends its coroutine until the operation is done.
    static func waiting(
        _ name: String, _ type: String, _ summary: String,
        body: @escaping @Sendable (inout LuaCall) throws -> LuaPendingOperation?
    ) -> MethodDeclaration {
        MethodDeclaration(name, type, summary, function: { LuaHostFunction.waiting(name, body) })
    }

    /// As a field of the object's type.
    var field: ParameterDeclaration { ParameterDeclaration(name, type, summary) }
}
