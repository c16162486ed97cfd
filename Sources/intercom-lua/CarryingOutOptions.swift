import ArgumentParser
import Foundation
import Runner

/// How contact operations are carried out and told of, by whatever command.
struct CarryingOutOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            How long Intercom's search may not show what was written. For so long a lead is looked for whose creation was cut \
            off, before it is created again.
            """, valueName: "seconds"))
    var indexLag = 180

    @Option(help: ArgumentHelp("API calls in flight at most. By default 16.", valueName: "n"))
    var concurrency: Int?

    @Option(
        help: ArgumentHelp(
            """
            Stop with exit code 99 once more than so many records were rejected or failed, or more than such a share of \
            them; a share is judged from the hundredth record on, and at the end.
            """, valueName: "n|p%"))
    var maxFailures: FailureLimit?

    @Option(
        help: ArgumentHelp("Write a line of JSON for each record; - is standard output.", valueName: "file"),
        completion: .file())
    var results: String?

    @Option(
        help: ArgumentHelp(
            "Write a page about the run: totals, a timeline, reasons, and the records rejected.", valueName: "file.html"
        ))
    var report: String?

    @Flag(help: "Allow the script to delete contacts, which is for good.")
    var allowDelete = false

    @Flag(help: "Create custom attributes that the workspace does not have.")
    var createAttributes = false

    @Flag(help: "Send updates also where every field has its value already.")
    var alwaysUpdate = false

    @Flag(
        help: """
            Leave out what the ledger knows to have been pushed already: the same operation on a contact that nothing was \
            written to since. What others changed in Intercom goes unnoticed.
            """)
    var incremental = false

    @Flag(
        help: """
            End with the summary as one JSON object on standard output; with --dry-run, after one for each planned change.
            """)
    var json = false

    @Flag(name: .shortAndLong, help: "Print errors and the summary only, no progress.")
    var quiet = false

    func validate() throws {
        guard (0...86_400).contains(indexLag) else { throw ValidationError("--index-lag must be 0 to 86400 seconds.") }
        guard concurrency.map(RunOptions.concurrencyRange.contains) ?? true else {
            throw ValidationError("--concurrency must be 1 to 1000.")
        }
        if report == "-" { throw ValidationError("A report is a page of its own: give --report a file.") }
        if incremental, alwaysUpdate { throw ValidationError("Give --incremental or --always-update, not both.") }
        if json, results == "-" {
            throw ValidationError("Only one of --json and --results - can have standard output.")
        }
    }
}
