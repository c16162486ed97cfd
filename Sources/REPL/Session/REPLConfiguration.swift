public import IntercomScripting
public import Lua
public import Records

/// What a session at the prompt works with.
public struct REPLConfiguration: Sendable {
    /// The workspace that is talked to, in a word, as the prompt shows it: "emulator", "live".
    public var workspace: String
    /// The same in a few words, for questions: "the live workspace of token …abcd".
    public var place: String
    /// Whether what is done there matters to people: the prompt then begins with a dry run, and asks before it leaves it.
    public var isLive: Bool
    /// Printed first where a person is there to read it.
    public var greeting: String
    /// What the Lua state allows.
    public var lua: LuaConfiguration
    /// What scripts find beside Lua's own libraries, for documentation and completion.
    public var library: ScriptLibrary
    /// The words of the workspace.
    public var vocabulary: Vocabulary
    /// A script that is loaded at the beginning.
    public var script: String?
    /// The input that is opened at the beginning.
    public var input: RecordInput?
    /// The path of the terminal that a person types at where standard input is data; nil where it is what is typed.
    public var terminal: String?
    /// How inputs are read.
    public var records: RecordOptions
    /// Whether values are shown in colours.
    public var palette: Palette
    /// How many columns lines may have where the reader knows of no terminal.
    public var columns: Int
    /// Values and what scripts print; with newlines.
    public var output: @Sendable (String) -> Void
    /// Errors and what is said to a person; with newlines.
    public var messages: @Sendable (String) -> Void
    /// Time that passes, for `:time`.
    public var uptime: @Sendable () -> Duration
    /// The time in Unix seconds, for contacts that a dry run creates.
    public var now: @Sendable () -> Double

    public init(
        workspace: String, place: String? = nil, isLive: Bool = false, greeting: String = "",
        lua: LuaConfiguration = LuaConfiguration(), library: ScriptLibrary = ScriptLibrary(modules: []),
        vocabulary: Vocabulary = Vocabulary(), script: String? = nil,
        input: RecordInput? = nil, terminal: String? = nil, records: RecordOptions = RecordOptions(),
        palette: Palette = Palette(isColoured: false), columns: Int = 80,
        output: @escaping @Sendable (String) -> Void = { Streams.write($0, to: .output) },
        messages: @escaping @Sendable (String) -> Void = { Streams.write($0, to: .errors) },
        uptime: @escaping @Sendable () -> Duration = { Streams.uptime() },
        now: @escaping @Sendable () -> Double = { Streams.unixTime() }
    ) {
        self.workspace = workspace
        self.place = place ?? "the \(workspace) workspace"
        self.isLive = isLive
        self.greeting = greeting
        self.lua = lua
        self.library = library
        self.vocabulary = vocabulary
        self.script = script
        self.input = input
        self.terminal = terminal
        self.records = records
        self.palette = palette
        self.columns = columns
        self.output = output
        self.messages = messages
        self.uptime = uptime
        self.now = now
    }
}
