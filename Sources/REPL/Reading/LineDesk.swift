internal import Lua

/// The thread that waits for lines, so that waiting blocks nothing else.
actor LineDesk {
    private let executor = LuaExecutor(name: "prompt")
    private let make: @Sendable () -> any LineReader
    private var made: (any LineReader)?

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// The reader is made on the thread that uses it.
    init(_ make: @escaping @Sendable () -> any LineReader) { self.make = make }

    private var reader: any LineReader {
        if let made { return made }
        let reader = make()
        made = reader
        return reader
    }

    var isInteractive: Bool { reader.isInteractive }
    var columns: Int? { reader.columns }

    func read(_ prompt: Prompt) -> LineInput { reader.read(prompt) }
    /// Lets the person edit something in the terminal.
    func edit(_ request: EditRequest) -> TextEditor.Result {
        TextEditor(environment: Streams.environment).edit(request)
    }

    func remember(_ entry: String) { reader.remember(entry) }
}
