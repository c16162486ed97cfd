internal import Lua

extension LuaPendingOperation {
    /// Work that is no operation of the engine: while a script waits for it, lookups of others need not wait for the script.
    static func apart<Result: LuaPushable & Sendable>(
        _ call: LuaCall, _ perform: @escaping @Sendable () async throws -> Result
    ) -> LuaPendingOperation {
        let contributor = (call.state.context as? ScriptActivity)?.contributor
        return LuaPendingOperation {
            contributor?.pause()
            defer { contributor?.resume() }
            return try await perform()
        }
    }
}
