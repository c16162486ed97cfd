import ArgumentParser
import Foundation
import Intercom
import Ledger
import PostgresLedger
import Runner

struct WorkerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker", abstract: "Carry out the runs that wait in a queue in PostgreSQL.",
        discussion: """
            Any number of workers may run, on as many machines. Each takes records, and has them for itself as long as it \
            renews its lease; when it is gone, the others go on with them. SIGTERM lets what is in flight end, gives back the \
            rest, and exits with 0.
            """)

    @OptionGroup(title: "Workspace options") var connection: ConnectionOptions
    @OptionGroup(title: "Ledger options") var ledger: LedgerOptions
    @OptionGroup var metrics: MetricsOptions

    @Flag(
        help: """
            Exit when the queue is empty: with 1 where records were rejected or failed here, with 70 where a script could not \
            be begun, with 99 where too many records of a run were rejected or failed.
            """)
    var untilEmpty = false

    @Option(
        help: ArgumentHelp(
            """
            When others take over from a worker that is gone without a word; one that cannot reach the database exits with \
            75 after two thirds of that. By default 15.
            """, valueName: "seconds"))
    var lease = 15.0

    @OptionGroup var calling: CallingOptions

    @Flag(
        help: """
            Carry out runs too that were enqueued with --trusted: code out of the database, with Lua's full libraries and no \
            limits.
            """)
    var trusted = false

    @Flag(name: .shortAndLong, help: "Debug messages of the scripts.")
    var verbose = false

    @Flag(help: "A line of JSON on standard output for each run, about what was done here.")
    var json = false

    @Flag(name: .shortAndLong, help: "Print errors and summaries only, no progress.")
    var quiet = false

    mutating func validate() throws {
        guard WorkerLease.lengths.contains(lease) else { throw ValidationError("--lease must be 1 to 3600 seconds.") }
    }

    func run() async throws {
        let code: ProgramExit
        do { code = try await work() } catch { throw CommandFailure(explaining: error) }
        if code != .success { throw CommandFailure(code) }
    }

    private func work() async throws -> ProgramExit {
        let database = try await ledger.openDatabase()
        let workspace = try await Connection.open(connection, concurrency: calling.concurrency).outside()
        let place = try await workspace.workspace()
        let name = "\(ProcessInfo.processInfo.hostName) \(ProcessInfo.processInfo.processIdentifier)"
        let worker = try await QueueWorker(database, name: name, workspace: place.key, lease: .seconds(lease)) {
            error in
            // At once: others may be about to do what is in flight here.
            Terminal.standardError.write("intercom-lua: \(error)\n")
            _exit(ProgramExit.stoppedEarly.rawValue)
        }
        if !quiet {
            Terminal.standardError.write("Working on the queue in \(ledger.place) for \(workspace.description).\n")
        }
        workspace.client.share(SharedBudget(worker))
        let shift = try WorkerShift(self, worker, workspace, place)
        let interrupts = Interrupts(stop: {
            Terminal.standardError.write("Stopping: what is in flight will end.\n")
            shift.stop()
        })
        defer { interrupts.cancel() }
        let result: Result<Void, any Error>
        do { result = .success(try await shift.work()) } catch { result = .failure(error) }
        await worker.leave()
        try result.get()
        if shift.isStopped { return interrupts.exit == .stoppedEarly ? .success : interrupts.exit }
        return shift.failure ?? (shift.problems > 0 ? .someRejected : .success)
    }
}
