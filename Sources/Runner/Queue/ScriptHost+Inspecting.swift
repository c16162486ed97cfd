internal import IntercomScripting

extension ScriptHost {
    /// Runs the script's chunk to see whether it can be run, and how it wants to be.
    ///
    /// - Returns: the options that it returns; nil for a script without a function for each record.
    /// - Throws: `ScriptSource.ReadError`, `LuaError`, `LoadedScript.ShapeError`.
    public func inspect() async throws -> RunOptions? {
        let script = try await load(ScriptActivity(record: 0))
        return script.each == nil ? nil : script.options
    }
}
