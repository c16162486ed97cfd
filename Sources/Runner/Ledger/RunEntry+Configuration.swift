public import Ledger

extension RunEntry {
    /// A run that begins.
    ///
    /// - Parameter time: milliseconds since 1970.
    /// - Throws: `ScriptSource.ReadError`.
    public init(
        _ configuration: RunConfiguration, in workspace: Workspace, invocation: String, at time: Int64
    ) throws(ScriptSource.ReadError) {
        self.init(
            id: .random(), workspace: workspace, script: configuration.script.name,
            scriptDigest: try configuration.scriptDigest(), inputs: configuration.runInputs,
            selection: configuration.selection, invocation: invocation, startedAt: time)
    }
}
