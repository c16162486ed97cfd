internal import IntercomScripting
internal import Records

/// The run's input: plain scripts iterate over it, record scripts are fed from it.
final class RunInput: ScriptInput {
    let sources: [String]
    private let reader: RecordReader
    private let stopSign: StopSign
    private var left: Int?
    private var isFeeding = false

    init(_ configuration: RunConfiguration, stopSign: StopSign) throws(RecordsError) {
        reader = try RecordReader(configuration.inputs, options: configuration.records)
        sources = configuration.inputs.map(\.name)
        left = configuration.limit
        self.stopSign = stopSign
    }

    /// The next record for a plain script; none after the run was stopped.
    func next() throws(RecordsError) -> RecordItem? {
        guard !isFeeding else {
            throw RecordsError(
                .unreadable, source: sources.first ?? "input",
                message: "the records go to each, none are left for input",
                advice: "let the script return nothing, and it can read them itself")
        }
        if stopSign.isUp { return nil }
        if let left {
            guard left > 0 else { return nil }
            self.left = left - 1
        }
        return try reader.next()
    }

    /// Starts to read the records that are left on a thread of their own; scripts get none from then on.
    func feed() -> RecordFeed {
        isFeeding = true
        let feed = RecordFeed(reader, limit: left)
        stopSign.whenUp { feed.stop() }
        return feed
    }
}
