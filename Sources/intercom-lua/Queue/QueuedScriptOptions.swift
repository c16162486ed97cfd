import ArgumentParser
import Runner

/// The script that goes into a queue, and what it works on.
struct QueuedScriptOptions: ParsableArguments, NamesScript {
    @Option(
        name: .customShort("e"),
        help: ArgumentHelp("Code instead of a script; the record is in row.", valueName: "code"))
    var code: String?

    @Argument(
        help: ArgumentHelp(
            "The script; with -e an input, or a .lua file that runs after the code.", valueName: "script"),
        completion: .file())
    var path: String?

    @Argument(help: ArgumentHelp("What it works on; - is standard input.", valueName: "input"), completion: .file())
    var inputs: [String] = []

    @Flag(
        help: """
            Give the script Lua's full libraries and no limits, on the machines of those workers that were started with \
            --trusted: no others take it.
            """)
    var trusted = false

    func validate() throws { try requireScript() }

    /// What it works on, as it was named.
    var inputNames: [String] { inputNames(isScript: hasScriptFile) }

    var configuration: RunConfiguration {
        let source: ScriptSource = if let code, !hasScriptFile { .recordCode(code) } else { .file(path ?? "") }
        var configuration = RunConfiguration(script: source)
        if hasScriptFile { configuration.prelude = code }
        configuration.arguments = inputNames
        if trusted { configuration.lua.trust() }
        return configuration
    }
}
