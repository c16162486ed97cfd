import ArgumentParser
import Runner

/// The script that goes into a queue, and what it works on.
struct QueuedScriptOptions: ParsableArguments {
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

    func validate() throws {
        if code == nil, path == nil { throw ValidationError("Which script? Name a file, or give code with -e.") }
    }

    /// Whether there is a file of a script, with or without code before it.
    private var hasFile: Bool { code == nil || path?.hasSuffix(".lua") == true }

    /// What it works on, as it was named.
    var inputNames: [String] { hasFile ? inputs : [path].compactMap(\.self) + inputs }

    var configuration: RunConfiguration {
        let source: ScriptSource = if let code, !hasFile { .recordCode(code) } else { .file(path ?? "") }
        var configuration = RunConfiguration(script: source)
        if hasFile { configuration.prelude = code }
        configuration.arguments = inputNames
        if trusted { configuration.lua.trust() }
        return configuration
    }
}
