import ArgumentParser
import Runner

/// How calls are made, by whatever command.
struct CallingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            How long Intercom's search may not show what was written. For so long a lead is looked for whose creation was cut \
            off, before it is created again.
            """, valueName: "seconds"))
    var indexLag = 180

    @Option(help: ArgumentHelp("API calls in flight at most. By default 16.", valueName: "n"))
    var concurrency: Int?

    func validate() throws {
        guard (0...86_400).contains(indexLag) else { throw ValidationError("--index-lag must be 0 to 86400 seconds.") }
        guard concurrency.map(RunOptions.concurrencyRange.contains) ?? true else {
            throw ValidationError("--concurrency must be 1 to 1000.")
        }
    }
}
