internal import Lua

extension LuaPendingOperation {
    /// Work that is no operation of the engine: while a script waits for it, lookups of others need not wait for the script.
    ///
    /// - Parameters:
    ///   - contactID: the contact that it changes, for the outcome of the record; nil where it only reads.
    ///   - contacts: those whose own fields it changes, or that it takes away.
    static func apart<Result: LuaPushable & Sendable>(
        _ call: LuaCall, changing contactID: String? = nil, rewriting contacts: [String] = [],
        _ perform: @escaping @Sendable () async throws -> Result
    ) -> LuaPendingOperation {
        let activity = call.state.context as? ScriptActivity
        let contributor = activity?.contributor
        if contactID != nil { activity?.begin() }
        return LuaPendingOperation {
            contributor?.pause()
            defer { contributor?.resume() }
            if !contacts.isEmpty { try await activity?.journal?.willRewrite(contacts) }
            let result = try await perform()
            if let contactID { activity?.noteChange(of: contactID) }
            return result
        }
    }
}
