public import ArgumentParser
import Foundation
import Lua
public import Records
import Runner

/// The script, its input, and what it may use.
struct ScriptOptions: ParsableArguments, NamesScript {
    @Option(
        name: .customShort("e"),
        help: ArgumentHelp("Code instead of a script; the record is in row.", valueName: "code"))
    var code: String?

    @Argument(
        help: ArgumentHelp(
            "The script; with -e an input, or a .lua file that run runs after the code.", valueName: "script"),
        completion: .file())
    var path: String?

    @Argument(help: ArgumentHelp("What it works on; - is standard input.", valueName: "input"), completion: .file())
    var inputs: [String] = []

    @OptionGroup var reading: ReadingOptions

    @Option(
        help: ArgumentHelp(
            """
            Take only this share of the records, such as 2/8 for the second of eight; env asks the scheduler's \
            variables (GNU parallel, Slurm, Kubernetes).
            """, valueName: "i/n"))
    var shard: String?

    @Option(
        help: ArgumentHelp(
            "Divide by the value of this field, so that records with the same value meet in one share.",
            valueName: "field"))
    var shardBy: String?

    @Option(
        help: ArgumentHelp(
            """
            Lua's own time, in seconds: for one record; in a script without each, from one wait or record to the next. By \
            default 10.
            """, valueName: "seconds"))
    var maxTime: Double?

    @Option(help: ArgumentHelp("Memory for the script, in MB. By default 256.", valueName: "mb"))
    var maxMemory: Int?

    @Flag(help: "Give the script Lua's full libraries and no limits: only for code you would run with lua itself.")
    var trusted = false

    func validate() throws {
        if shardBy != nil, shard == nil { throw ValidationError("--shard-by goes with --shard.") }
        do { _ = try recordShard() } catch { throw ValidationError("--shard: \(error)") }
        guard maxTime.map({ $0 > 0 && $0 < 1e6 }) ?? true else {
            throw ValidationError("--max-time must be more than 0 seconds.")
        }
        guard maxMemory.map({ 1..<1 << 20 ~= $0 }) ?? true else {
            throw ValidationError("--max-memory must be at least 1 MB.")
        }
    }

    /// The share of the records that is taken; nil for all.
    func recordShard() throws(RecordShard.ArgumentError) -> RecordShard? {
        guard let shard else { return nil }
        return try RecordShard(argument: shard, environment: ProcessInfo.processInfo.environment).by(shardBy)
    }

    /// The inputs; standard input where a pipe offers some and none is named.
    private func recordInputs(_ names: [String], pipeIsInput: Bool) -> [RecordInput] {
        if names.isEmpty, pipeIsInput { return [.standardInput] }
        return names.map(RecordInput.init(argument:))
    }

    func configuration(isTransform: Bool, pipeIsInput: Bool) throws -> RunConfiguration {
        // A transform takes no code before a script.
        let hasScript = isTransform ? code == nil : hasScriptFile
        let names = inputNames(isScript: hasScript)
        let inputs = recordInputs(names, pipeIsInput: pipeIsInput)
        let script: ScriptSource =
            switch code {
            case let code? where !hasScript: isTransform || !inputs.isEmpty ? .recordCode(code) : .code(code)
            default: .file(path ?? "")
            }
        var configuration = RunConfiguration(script: script, inputs: inputs)
        if hasScript { configuration.prelude = code }
        configuration.arguments = names
        reading.set(&configuration.options)
        configuration.records.shard = try recordShard()
        if trusted {
            configuration.lua.trust()
        } else {
            try configuration.lua.limit(time: maxTime, memory: maxMemory)
        }
        configuration.output = { Terminal.standardError.write($0 + "\n") }
        return configuration
    }
}

extension LuaConfiguration {
    /// Lua's full libraries and no limits.
    mutating func trust() {
        isTrusted = true
        timeLimit = nil
        memoryLimit = nil
    }

    /// Takes over the limits of sandboxed scripts: what a flag says, or else the settings.
    ///
    /// - Parameters:
    ///   - time: in seconds.
    ///   - memory: in MB.
    mutating func limit(time: Double? = nil, memory: Int? = nil) throws {
        let settings = try Settings.current()
        let seconds = try settings.number(.maxTime, flag: time)
        let megabytes = try settings.number(.maxMemory, flag: memory.map(Double.init))
        timeLimit = .milliseconds(Int64(seconds * 1000))
        memoryLimit = Int(megabytes) << 20
    }
}

extension RecordFormat: ExpressibleByArgument {}
