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
        usage: "intercom-lua enqueue SCRIPT [INPUT ...] --ledger postgres://... [options]",
        discussion: """
            The script, the files that it requires and the records are kept in the database: intercom-lua worker needs \
            nothing else, on whatever machine. Runs of one workspace are carried out one after the other.
            """)

    @Argument(help: ArgumentHelp("The script.", valueName: "script"), completion: .file())
    var script: String

    @Argument(help: ArgumentHelp("What it works on; - is standard input.", valueName: "input"), completion: .file())
    var inputs: [String] = []

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
        let (configuration, text) = try await configuration()
        let run = try RunEntry(
            configuration, in: try await workspace.workspace(), invocation: Self.invocation.withoutPasswords.text,
            at: LedgerTime.now)
        let files = ScriptFiles(requiredBy: text, in: configuration.script.folder ?? ".")
        let kept = QueuedScript(
            chunkName: configuration.script.chunkName, text: text, modules: files.modules, settings: settings.text)
        let claim = try await database.beginQueue(run, kept)
        defer { claim.release() }
        do {
            let lanes = unordered ? .unordered : orderBy.map(Lanes.by) ?? Lanes(matchedBy: text)
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

    private var settings: QueueSettings {
        var settings = QueueSettings()
        settings.allowsDelete = writing.allowDelete
        settings.createsAttributes = writing.createAttributes
        settings.alwaysUpdates = writing.alwaysUpdate
        return settings
    }

    /// What is to be run, once it is certain that it can be.
    private func configuration() async throws -> (RunConfiguration, text: [UInt8]) {
        let pipeIsInput = connection.pipeHasData && inputs.isEmpty
        let records = pipeIsInput ? [RecordInput.standardInput] : inputs.map(RecordInput.init(argument:))
        var configuration = RunConfiguration(script: .file(script))
        configuration.output = { Terminal.standardError.write($0 + "\n") }
        let text = try configuration.script.text()
        guard let options = try await ScriptHost(configuration).inspect() else {
            throw CommandFailure(.usage, "a queue is for scripts with a function for each record, and this has none")
        }
        configuration.inputs = records
        reading.set(&configuration.options)
        configuration.take(options)
        if records.isEmpty { throw MissingInput() }
        return (configuration, text)
    }

    private func conclude(_ run: RunEntry, _ records: Int, _ lanes: Lanes) {
        if !quiet {
            Terminal.standardError.write(
                "\(SummaryText.count(records, "record")) in the queue, as run \(run.id). \(lanes.text).\n"
                    + "Workers take them: intercom-lua worker\(ledger.argument)\n")
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
