internal import Digests
public import Intercom
public import IntercomScripting
public import Lua
public import Records

/// What a run or a transform works with.
public struct RunConfiguration: Sendable {
    public var script: ScriptSource
    /// Code that runs before the script, in the same state; nil for none.
    public var prelude: String?
    /// What a script that is trusted finds in `arg` from 1 on; the script itself is at 0.
    public var arguments: [String] = []
    public var inputs: [RecordInput]
    public var records: RecordOptions
    /// What the script may use. `timeLimit` is for each record, and for each item of `parallel`; what a script does apart from
    /// records has it anew after each wait and each record that it takes from its input.
    public var lua: LuaConfiguration
    /// Carries out calls; nil for a transform.
    public var client: IntercomClient?
    /// Whether records are only transformed: then `each` gets all of the input, also what another state has.
    public var isTransform = false
    /// What overrules the options of the script.
    public var options = RunOptions()
    /// Records whose script may be running or waiting at once. More than calls in flight, so that lookups go out together.
    public var recordsInFlight = 400
    public var allowsDelete = false
    /// Reads are real, writes go to an overlay: results say what would change, and nothing does.
    public var isDryRun = false
    public var createsMissingAttributes = false
    public var engine = EngineOptions()
    /// Keeps other processes from the contacts that the run works on; nil where there are none.
    public var contactGuard: (any ContactGuard)?
    /// What scripts and the engine take time from.
    public var time: any TimeSource = SystemTime()
    /// Where random identifiers come from.
    public var random: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()
    /// Where a run over records is written down; nil for nowhere.
    public var ledger: RunLedger?
    /// Receives what scripts print, line by line.
    public var output: @Sendable (String) -> Void = { print($0) }
    /// Receives what scripts log.
    public var log: @Sendable (ScriptLogEntry) -> Void = { _ in }

    public init(script: ScriptSource, inputs: [RecordInput] = [], records: RecordOptions = RecordOptions()) {
        self.script = script
        self.inputs = inputs
        self.records = records
        lua = LuaConfiguration()
        lua.modules = script.folder
    }

    /// SHA-256 of all the code that runs.
    public func scriptDigest() throws(ScriptSource.ReadError) -> [UInt8] {
        guard let prelude else { return try script.digest() }
        return Digest.sha256(Array(prelude.utf8) + [0] + (try script.text()))
    }
}
