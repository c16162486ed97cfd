import ArgumentParser
import Foundation
import Intercom
import Lua

/// The program: parses, wires, prints; decides nothing else.
@main
struct IntercomLua: AsyncParsableCommand {
    static let name = "intercom-lua"
    static let version = "0.1.0"
    /// When that version came out.
    static let versionDate = "2026-11-29"

    static let configuration = CommandConfiguration(
        commandName: name,
        abstract: "Sync rows of data about people into Intercom, with Lua scripts you can read.",
        discussion: """
            Without an access token every command talks to an emulator of the Contacts API that the program carries inside, so \
            everything can be tried with nothing at stake. The token comes from INTERCOM_ACCESS_TOKEN, --token-file or \
            --token-stdin.
            """,
        version: version,
        subcommands: [
            RunCommand.self, RunsCommand.self, RetryCommand.self, EnqueueCommand.self, WorkerCommand.self,
            MapCommand.self, CheckCommand.self, TestCommand.self, TypesCommand.self, ReplCommand.self,
            EmulatorCommand.self, AuthCommand.self, ConfigCommand.self, DoctorCommand.self, CompletionsCommand.self,
            ManualCommand.self, ExitCodesCommand.self, ReferenceCommand.self,
        ])

    static func main() async {
        signal(SIGPIPE, SIG_IGN)  // a closed pipe is a failed write, reported where it happens
        LuaWatchdog.whenStuck(endStuckScript)
        Terminal.occupyClosedStreams()
        var end: (any Error)?
        do { try await carryOut() } catch { end = error }
        let failure = end as? CommandFailure
        failure?.show()
        if let lost = lostOutput, failure?.code != .cannotWrite {
            lost.show()
            Foundation.exit(lost.code.rawValue)
        }
        if let failure { Foundation.exit(failure.code.rawValue) }
        if let end { exit(withError: end) }
    }

    private static func carryOut() async throws {
        do {
            var command = try parsed(Array(CommandLine.arguments.dropFirst()))
            if var waiting = command as? any AsyncParsableCommand { try await waiting.run() } else { try command.run() }
        } catch  where !(error is CommandFailure) && exitCode(for: error) == .success {
            // What was asked for, as help and the version.
            let text = fullMessage(for: error)
            if !text.isEmpty { Terminal.standardOutput.write(text + "\n") }
        }
    }

    /// What the arguments ask for.
    ///
    /// Most name a command, which is parsed by itself: below the root the parser looks at every command there is, which takes
    /// a tenth of the time before the first record. Where it fails, or help is asked for, all of it is parsed, so that what is
    /// said names the program. Commands that say whose they are save another tenth: they are not asked for completions.
    private static func parsed(_ arguments: [String]) throws -> any ParsableCommand {
        let named = configuration.subcommands.first { $0.configuration.commandName == arguments.first }
        if let named, named.configuration.subcommands.isEmpty,
            let command = try? named.parseAsRoot(Array(arguments.dropFirst())), type(of: command) == named
        {
            return command
        }
        if named == nil { try checkCommand(arguments.first) }
        return try parseAsRoot(arguments)
    }

    /// Ends the program where nothing else ends the script. What was done stands in the ledger, as after any other sudden end.
    private static let endStuckScript: @convention(c) () -> Void = {
        let message = """
            intercom-lua: the script could not be ended in the middle of a step that takes too long, so the program was; \
            a run with a ledger can be gone on with, by run --resume

            """
        _ = message.utf8.withContiguousStorageIfAvailable { write(STDERR_FILENO, $0.baseAddress, $0.count) }
        _exit(ProgramExit.scriptError.rawValue)
    }

    /// What the program ends with where some of its output went nowhere; nil where a reader had enough of it.
    private static var lostOutput: CommandFailure? {
        guard let error = Terminal.standardOutput.failure, error.kind != .closedOutput else { return nil }
        return CommandFailure(explaining: error)
    }

    /// Answers a misspelt command with the one that may have been meant.
    private static func checkCommand(_ word: String?) throws {
        guard let word, !word.hasPrefix("-") else { return }
        let names =
            configuration.subcommands.map { $0.configuration }.filter(\.shouldDisplay).compactMap(\.commandName) + [
                "help"
            ]
        guard !names.contains(word) else { return }
        let hint =
            Nearest.name(to: word, among: names).map { "did you mean \($0)?" }
            ?? "there are \(names.joined(separator: ", "))"
        throw CommandFailure(.usage, "there is no command \"\(word)\": \(hint)")
    }
}
