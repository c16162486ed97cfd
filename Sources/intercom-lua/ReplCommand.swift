import ArgumentParser
import Foundation
import Intercom
import IntercomScripting
import REPL
import Records
import Runner

struct ReplCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "repl", abstract: "Try Lua and Intercom at a prompt.",
        usage: "intercom-lua repl [SCRIPT] [INPUT] [options]",
        discussion: """
            At a terminal, what is piped into it are records, as with - for INPUT, and the terminal is there to type at. Without \
            one, the lines of standard input are entered.
            """)

    @OptionGroup(title: "Workspace options") var connection: ConnectionOptions

    @Argument(help: "A script to load.", completion: .file()) var script: String?
    @Argument(help: "Records to go through.", completion: .file()) var input: String?

    @Option(help: "The format of the input: csv, tsv, ndjson or json. By default its extension says.")
    var format: RecordFormat?

    @Flag(help: "Give Lua its full libraries and no limits.")
    var trusted = false

    @Flag(help: "Allow deleting contacts, which is for good.")
    var allowDelete = false

    func validate() throws {
        if connection.tokenStdin, named.input == "-" {
            throw ValidationError("Standard input cannot hold both the token and the records.")
        }
    }

    /// What the arguments name: one alone may be the input, if its name says so.
    private var named: (script: String?, input: String?) {
        guard let script, input == nil else { return (script, input) }
        let name =
            [".gz", ".zst"].first(where: { script.hasSuffix($0) }).map { script.dropLast($0.count) } ?? script[...]
        return script == "-" || RecordFormat(fileName: String(name)) != nil ? (nil, script) : (script, nil)
    }

    /// The records: those that are named, else what a person at a terminal pipes in.
    private var records: RecordInput? {
        if let input = named.input { return RecordInput(argument: input) }
        let isPiped = !connection.tokenStdin && StandardInput.hasData && Terminal.standardOutput.isTerminal
        return isPiped && ControllingTerminal.isThere ? .standardInput : nil
    }

    func run() async throws {
        let records = records
        let isTyped = records != .standardInput && !connection.tokenStdin
        guard isTyped || ControllingTerminal.isThere else {
            throw CommandFailure(.usage, "standard input holds something else, and there is no terminal to type at")
        }
        let workspace = try await Connection.open(connection)
        let client = workspace.client
        var configuration = REPLConfiguration(
            workspace: workspace.isLive ? "live" : "emulator", place: workspace.place, isLive: workspace.isLive,
            greeting:
                "intercom-lua \(IntercomLua.version), talking to \(workspace.description).\n:help lists the commands, ?name explains a function.\n",
            library: .standard)
        let attributes = AttributeCatalog(
            client, warn: { Terminal.standardError.write(ScriptLogEntry.archivedAttribute($0).line) })
        configuration.vocabulary = .contacts(attributes: attributes)
        configuration.output = { Terminal.standardOutput.write($0) }
        configuration.palette = Palette(isColoured: Terminal.standardOutput.usesColour)
        let script = named.script
        configuration.script = script
        configuration.input = records
        configuration.terminal = isTyped ? nil : ControllingTerminal.path
        configuration.records = RecordOptions(format: format)
        if trusted { configuration.lua = .trusted }
        configuration.lua.modules = script.map { ScriptSource.file($0).folder ?? "." } ?? "."
        let allowDelete = allowDelete || !workspace.isLive
        let prompt = REPL(configuration) {
            let services = ScriptServices(
                client: client, attributes: attributes,
                log: { Terminal.standardError.write($0.line) }, now: { Date().timeIntervalSince1970 })
            services.allowsDelete = allowDelete
            return services
        }
        let code: Int32
        do { code = try await prompt.run() } catch { throw CommandFailure(explaining: error) }
        await workspace.close()
        if code != 0 { throw ExitCode(code) }
    }
}
