import ArgumentParser
import Foundation
import Intercom
import JSON
import Ledger
import PostgresLedger
import Records
import Runner

struct EnqueueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enqueue", abstract: "Put records into a queue in PostgreSQL, for workers to run a script over.",
        usage: """
            intercom-lua enqueue SCRIPT [INPUT ...] --ledger postgres://... [options]
            intercom-lua enqueue -e CODE [SCRIPT.lua] [INPUT ...] --ledger postgres://... [options]
            """,
        discussion: """
            The script, the files that it requires and the records are kept in the database: intercom-lua worker needs \
            nothing else, on whatever machine. Runs of one workspace are carried out one after the other.
            """)

    @OptionGroup var script: QueuedScriptOptions

    @OptionGroup(title: "Workspace options") var connection: ConnectionOptions
    @OptionGroup(title: "Ledger options") var ledger: LedgerOptions

    @Option(
        help: ArgumentHelp(
            """
            Records with the same value of this field are carried out in their order, whichever workers do it. By default, \
            the field by which the script matches contacts; where its text does not say, one worker at a time takes all.
            """, valueName: "field"))
    var orderBy: String?

    @Flag(help: "Carry out the records in any order, also those about the same contact.")
    var unordered = false

    @OptionGroup var reading: ReadingOptions
    @OptionGroup var writing: WritingOptions

    @Option(
        help: ArgumentHelp(
            """
            Leave the rest once more than so many records were rejected or failed, or more than such a share of them, \
            counted over all workers; a share is judged from the hundredth record on, and at the end.
            """, valueName: "n|p%"))
    var maxFailures: FailureLimit?

    @Flag(help: "End with a JSON object on standard output.")
    var json = false

    @Flag(name: .shortAndLong, help: "Print errors only.")
    var quiet = false

    mutating func validate() throws {
        if orderBy != nil, unordered { throw ValidationError("Give --order-by or --unordered, not both.") }
    }

    func run() async throws {
        do { try await enqueue() } catch { throw CommandFailure(explaining: error) }
    }

    private func enqueue() async throws {
        let database = try await ledger.openDatabase()
        let workspace = try await Connection.open(connection).outside()
        let configuration = try await configuration(over: recordInputs)
        let run = try RunEntry(
            configuration, in: try await workspace.workspace(), invocation: Self.invocation.withoutPasswords.text,
            at: LedgerTime.now)
        let kept = try queuedScript(configuration)
        let claim = try await database.beginQueue(run, kept)
        defer { claim.release() }
        do {
            let lanes = unordered ? .unordered : orderBy.map(Lanes.by) ?? Lanes(matchedBy: kept.text)
            let enqueued = try await configuration.enqueue(lane: lanes.lane) { records in
                try await database.enqueue(records, in: run.id)
            }
            try await database.write(
                LedgerBatch(
                    run: run.id, workspace: run.workspace.key, entries: [], inputs: enqueued.inputs,
                    time: LedgerTime.now))
            try await database.openQueue(run.id, at: LedgerTime.now)
            claim.release()
            conclude(run, enqueued.records, lanes)
        } catch {
            claim.release()
            // Nobody has seen it.
            try? await database.remove(run.id)
            throw error
        }
    }

    /// How a run would be started that does the same.
    private static var invocation: Invocation {
        Invocation.current.dropping(options: ["--order-by"], flags: ["--unordered"])
    }

    private var recordInputs: [RecordInput] {
        get throws {
            let names = script.inputNames
            let pipeIsInput = connection.pipeHasData && names.isEmpty && script.code == nil
            let records = pipeIsInput ? [RecordInput.standardInput] : names.map(RecordInput.init(argument:))
            if records.isEmpty { throw MissingInput() }
            return records
        }
    }

    /// What is to be run, once it is certain that it can be.
    func configuration(over inputs: [RecordInput] = []) async throws -> RunConfiguration {
        var configuration = script.configuration
        configuration.output = { Terminal.standardError.write($0 + "\n") }
        guard let options = try await ScriptHost(configuration).inspect() else {
            throw CommandFailure(.usage, "a queue is for scripts with a function for each record, and this has none")
        }
        configuration.inputs = inputs
        reading.set(&configuration.options)
        configuration.options.maximumFailures = maxFailures
        configuration.take(options)
        return configuration
    }

    /// What workers get of it.
    func queuedScript(_ configuration: RunConfiguration) throws -> QueuedScript {
        var settings = QueueSettings()
        settings.allowsDelete = writing.allowDelete
        settings.createsAttributes = writing.createAttributes
        settings.alwaysUpdates = writing.alwaysUpdate
        settings.maximumFailures = configuration.options.maximumFailures
        settings.isTrusted = script.trusted
        settings.prelude = configuration.prelude
        settings.arguments = configuration.arguments
        let text = try configuration.script.text()
        var files: [String: [UInt8]] = [:]
        if let folder = configuration.script.folder {
            files = ScriptFiles(requiredBy: [text, Array((configuration.prelude ?? "").utf8)], in: folder).modules
        }
        return QueuedScript(
            chunkName: configuration.script.chunkName, text: text, modules: files, settings: settings.text)
    }

    private func conclude(_ run: RunEntry, _ records: Int, _ lanes: Lanes) {
        if !quiet {
            Terminal.standardError.write(
                "\(SummaryText.count(records, "record")) in the queue, as run \(run.id). \(lanes.text).\n"
                    + ledger.workerHint)
        }
        if json {
            let value: JSONValue = ["run": .string(run.id.description), "records": .integer(Int64(records))]
            Terminal.standardOutput.write(value.text + "\n")
        }
    }
}

extension LedgerOptions {
    /// The database that a queue is in.
    func openDatabase() async throws -> PostgresLedger {
        guard let ledger, PostgresAddress.isMeant(by: ledger) else {
            throw CommandFailure(
                .usage, "a queue needs a database that workers reach: give --ledger postgres://USER@HOST/DATABASE")
        }
        return try await PostgresLedger(PostgresAddress(ledger))
    }
}

extension Connection {
    /// The connection, if others can have the same.
    func outside() async throws -> Connection {
        if !isEmbedded { return self }
        await close()
        throw CommandFailure(
            .usage, "workers cannot reach an emulator inside of this process: give --base-url, or an access token")
    }
}
