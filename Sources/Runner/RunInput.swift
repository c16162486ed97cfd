internal import IntercomScripting
internal import Records

/// The run's input: plain scripts iterate over it, record scripts are fed from it.
final class RunInput: ScriptInput {
    let sources: [String]
    private let inputs: [RecordInput]
    private let records: RecordOptions
    private let given: RunOptions
    private let stopSign: StopSign
    private var reader: RecordReader?
    /// Why there is no reader: neither names nor options say the format, which a script's options may do yet.
    private var unknownFormat: RecordsError?
    private var left: Int?
    private var isFeeding = false
    private let meter: InputMeter
    private let log: @Sendable (ScriptLogEntry) -> Void

    init(_ configuration: RunConfiguration, stopSign: StopSign, meter: InputMeter) throws(RecordsError) {
        self.meter = meter
        log = configuration.log
        inputs = configuration.inputs
        records = configuration.records
        given = configuration.options
        sources = configuration.inputs.map(\.name)
        self.stopSign = stopSign
        do throws(RecordsError) { try open(given) } catch {
            guard error.kind == .unknownFormat else { throw error }
            unknownFormat = error
        }
    }

    private func open(_ options: RunOptions) throws(RecordsError) {
        let reader = try RecordReader(inputs, options: options.applied(to: records))
        reader.changed = { [log] in log(.changedInput($0)) }
        self.reader = reader
        left = options.limit
        unknownFormat = nil
    }

    /// Takes over what the script's options say, once they are known.
    ///
    /// - Throws: as reading does; `unreadable` where they come too late, for the script has read records before.
    func settle(_ options: RunOptions) throws(RecordsError) {
        let hasBegun = reader.map { $0.count > 0 } ?? false
        if !hasBegun { return try open(given.over(options)) }
        guard options.saysNothingOfInput else {
            throw RecordsError(
                .unreadable, source: sources.first ?? "input",
                message: "the script's options say how to read it, but the script has read from it before",
                advice: "read it in setup")
        }
    }

    private func opened() throws(RecordsError) -> RecordReader {
        if let reader { return reader }
        throw unknownFormat ?? RecordsError(.unreadable, source: sources.first ?? "input", message: "is not open")
    }

    /// The next record for a plain script; none after the run was stopped.
    func next() throws(RecordsError) -> RecordItem? {
        guard !isFeeding else {
            throw RecordsError(
                .unreadable, source: sources.first ?? "input",
                message: "the records go to each, none are left for input",
                advice: "let the script return nothing, and it can read them itself")
        }
        let reader = try opened()
        if stopSign.isUp { return nil }
        if let left {
            guard left > 0 else { return nil }
            self.left = left - 1
        }
        return try reader.next()
    }

    /// Starts to read the records that are left on a thread of their own; scripts get none from then on.
    func feed(_ recorder: RunRecorder? = nil) throws(RecordsError) -> RecordFeed {
        let reader = try opened()
        isFeeding = true
        meter.begin(totalBytes: reader.totalBytes, limit: left)
        let feed = RecordFeed(recorder?.source(reader, names: sources) ?? reader, limit: left, meter: meter)
        stopSign.whenUp { feed.stop() }
        return feed
    }
}

extension ScriptLogEntry {
    /// The warning of an input that was written to while it was read.
    static func changedInput(_ change: InputChange) -> ScriptLogEntry {
        ScriptLogEntry(level: .warning, message: "\(change)")
    }
}
