import ArgumentParser
import Foundation
import Runner

/// How contact operations are carried out and told of, by whatever command.
struct CarryingOutOptions: ParsableArguments {
    @OptionGroup var calling: CallingOptions

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

    @OptionGroup var writing: WritingOptions

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
        if report == "-" { throw ValidationError("A report is a page of its own: give --report a file.") }
        if incremental, writing.alwaysUpdate {
            throw ValidationError("Give --incremental or --always-update, not both.")
        }
        if json, results == "-" {
            throw ValidationError("Only one of --json and --results - can have standard output.")
        }
    }
}
