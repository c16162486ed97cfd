import ArgumentParser
import Records
import Runner

/// How inputs are read, by whatever command.
struct ReadingOptions: ParsableArguments {
    @Option(help: "The format of the inputs: csv, tsv, ndjson or json. By default their extension says.")
    var format: RecordFormat?

    @Option(
        help: ArgumentHelp(
            "What an empty CSV cell is: nil, so that it changes nothing, or string. By default nil.",
            valueName: "nil|string"))
    var empty: EmptyCells?

    @Option(help: ArgumentHelp("Stop after so many records.", valueName: "n"))
    var limit: Int?

    enum EmptyCells: String, ExpressibleByArgument, CaseIterable { case `nil`, string }

    func validate() throws {
        if let limit, limit < 0 { throw ValidationError("--limit must not be negative.") }
    }

    /// Says it in place of what was said before.
    func set(_ options: inout RunOptions) {
        options.format = format
        options.emptyCells = empty.map { $0 == .nil ? .absent : .string }
        options.limit = limit
    }
}
