public import IntercomScripting
internal import Lua
internal import Glibc
internal import Records

/// The prompt: reads Lua, evaluates it, prints what comes of it.
///
/// ```swift
/// var configuration = REPLConfiguration(workspace: "emulator", library: .standard)
/// let code = try await REPL(configuration, services: { ScriptServices(…) }).run()
/// ```
public struct REPL: Sendable {
    /// Makes the reader of lines, on the thread that uses it.
    public typealias ReaderMaker = @Sendable (@escaping LineCompleter) -> any LineReader

    private let configuration: REPLConfiguration
    private let services: @Sendable () throws -> ScriptServices
    private let makeReader: ReaderMaker

    /// A prompt with the configuration's library.
    ///
    /// - Parameters:
    ///   - services: makes what the modules work with, on the thread of Lua. Where it has a client, the prompt brings the
    ///     engine that writes through it, for real or in a dry run.
    ///   - reader: where lines come from; by default a terminal with history and completion, else standard input.
    public init(
        _ configuration: REPLConfiguration, services: @escaping @Sendable () throws -> ScriptServices,
        reader: ReaderMaker? = nil
    ) {
        self.configuration = configuration
        self.services = services
        let terminal = configuration.terminal
        makeReader = reader ?? { REPL.standardReader(terminal: terminal, completer: $0) }
    }

    /// Reads and evaluates until the input ends or a person leaves.
    ///
    /// - Returns: the exit code: 0; 70 where nobody was there to see that something failed; 130 where a script that would not
    ///   end was left behind.
    /// - Throws: what `services` throws, and `LuaError` where there is no memory for a state.
    public func run() async throws -> Int32 {
        let session = try await REPLSession.open(configuration, services: services)
        let makeReader = self.makeReader
        let desk = LineDesk { makeReader { session.completeNow($0) } }
        let conversation = Conversation(session: session, desk: desk, configuration: configuration)
        return await conversation.run()
    }

    /// libedit where there is a terminal that can be edited on, else plain lines of standard input.
    ///
    /// - Parameter terminal: the path of the terminal to type at where standard input is not to be read, since it is data; nil
    ///   for standard input and output.
    public static func standardReader(
        history: HistoryFile? = .standard(environment: Streams.environment), terminal: String? = nil,
        completer: @escaping LineCompleter
    ) -> any LineReader {
        let opened = terminal.map { open($0, O_RDWR | O_CLOEXEC) }
        let (input, output) = (opened ?? STDIN_FILENO, opened ?? STDOUT_FILENO)
        let isTerminal = isatty(input) == 1 && isatty(output) == 1
        if isTerminal, Streams.environment["TERM"] != "dumb",
            let reader = EditLineReader(input: input, output: output, history: history, completer: completer)
        {
            if let opened { close(opened) }
            return reader
        }
        return PlainLineReader(fileDescriptor: input, isInteractive: isTerminal)
    }
}
