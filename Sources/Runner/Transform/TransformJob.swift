internal import IntercomScripting
internal import JSON
internal import Lua
internal import Records

/// One of the jobs of a transform: a Lua state and what it works on. On the thread of the state.
final class TransformJob {
    private let lua: LuaState
    private let transform: LuaRecordTransform
    private let line: TransformLine
    private let configuration: TransformConfiguration
    private let emptyCells: CSVOptions.EmptyCells
    private let parser = JSONParser()
    private var source: String?
    private var header: CSVHeader?
    /// The records from which the columns of the output are to be found out; nil where they are known, or there are none.
    private var sample: ColumnSample?
    /// Whether the output's columns are still to be told to the transform.
    private var needsColumns: Bool

    /// - Parameter findsColumns: whether it finds out the columns of CSV where they are not given: one job does.
    /// - Throws: ``LuaError`` of kind memory.
    init(
        _ lua: LuaState, each: LuaFunction, state: LuaValue, line: TransformLine, records: RecordOptions,
        findsColumns: Bool
    ) throws(LuaError) {
        self.lua = lua
        self.line = line
        configuration = line.configuration
        emptyCells = records.csv.emptyCells
        let isCSV = configuration.format.isCSV
        var options = LuaRecordTransform.Options(
            parse: JSONParser.tapeFunction, parser: parser.pointer, writeNumber: JSONWriter.numberFunction)
        options.wantsContext = line.recordUse?.takesContext ?? true
        options.keepsEmptyCells = records.csv.emptyCells == .string
        options.format = isCSV ? .csv : configuration.format == .json ? .json : .ndjson
        if isCSV, findsColumns, line.columns == nil {
            options.format = .fields
            sample = ColumnSample(configuration.format, removed: line.removedFields)
        }
        if configuration.format == .tsv { options.delimiter = UInt8(ascii: "\t") }
        needsColumns = isCSV
        transform = try LuaRecordTransform(
            lua, function: each, argument: state, arrayMetatable: try JSONArrayMark.metatable(in: lua),
            stop: line.stopFlag, options: options)
        if let fields = line.recordUse?.fields { try transform.setFields(Array(fields)) }
    }

    // MARK: Batches

    /// Transforms a batch and delivers what comes of it.
    func process(_ item: TransformLine.Item) throws(LuaError) {
        let batch = item.batch
        try prepare(for: batch)
        var piece = TransformPiece()
        var progress = LuaRecordTransform.Progress()
        if var sample {
            self.sample = nil
            if let header { sample.add(header) }
            let end = min(batch.count, sample.missing)
            run(batch, upTo: end, &progress, &piece)
            transform.takeOutput().withBytes { sample.add($0, of: progress.next) }
            if sample.missing > 0 || piece.isLast { self.sample = sample } else { piece.beginning = try settle(sample) }
        }
        if sample == nil, !piece.isLast { run(batch, upTo: batch.count, &progress, &piece) }
        piece.done = progress.done
        piece.skipped = progress.skipped
        piece.output = transform.takeOutput()
        transform.reuse(line.deliver(piece, of: item))
    }

    /// Delivers what the columns were found out from, where the input ended before there was enough of it.
    func conclude() throws(LuaError) {
        guard line.isComplete, var sample else { return }
        if let header = line.headerAtEnd { sample.add(header) }
        line.deliver(rest: try settle(sample))
    }

    /// Goes on with the columns that the sample shows. Returns its rows, under a header.
    private func settle(_ sample: ColumnSample) throws(LuaError) -> [UInt8] {
        let columns = sample.columns
        try transform.setOutputColumns(columns)
        transform.setFormat(.csv)
        needsColumns = false
        line.columns = columns
        self.sample = nil
        return sample.rows(columns: columns)
    }

    private func prepare(for batch: RecordBatch) throws(LuaError) {
        if batch.source != source {
            source = batch.source
            try transform.setSource(batch.source)
        }
        if let fresh = batch.header, fresh !== header {
            header = fresh
            try transform.setInputColumns(fresh.names)
        }
        if needsColumns, sample == nil, let columns = line.columns {
            needsColumns = false
            try transform.setOutputColumns(columns)
        }
    }

    // MARK: Records

    private func run(
        _ batch: RecordBatch, upTo end: Int, _ progress: inout LuaRecordTransform.Progress,
        _ piece: inout TransformPiece
    ) {
        batch.withLuaBatch { records in
            while !piece.isLast {
                switch transform.run(records, upTo: end, &progress) {
                case .done: return
                case .stopped: piece.isLast = true
                case .failed(let error): take(error, batch, &progress, &piece)
                case .unparsed: parse(batch, records, &progress, &piece)
                case .noObject:
                    let kind = try? parser.parse(batch.document(at: progress.next), isPadded: true).root.kind
                    reject(noObject: kind, batch, &progress, &piece)
                }
            }
        }
    }

    /// Parses what the transform could not: says what is wrong, or goes on with an integer of any size.
    private func parse(
        _ batch: RecordBatch, _ records: LuaRecordBatch, _ progress: inout LuaRecordTransform.Progress,
        _ piece: inout TransformPiece
    ) {
        if let rejection = batch.rejections[progress.next] {
            return reject(RecordResult(rejection), text: rejection.text, batch, &progress, &piece)
        }
        do throws(JSONError) {
            let document = try parser.parse(batch.document(at: progress.next), isPadded: true)
            guard document.root.kind == .object else {
                return reject(noObject: document.root.kind, batch, &progress, &piece)
            }
            let ending = withExtendedLifetime(document) {
                transform.run(records, tape: document.memory.tape, strings: document.memory.strings, &progress)
            }
            if case .failed(let error) = ending { take(error, batch, &progress, &piece) }
        } catch {
            let rejection = batch.rejection(at: progress.next, because: error.message, offset: error.offset)
            reject(RecordResult(rejection), text: rejection.text, batch, &progress, &piece)
        }
    }

    private func take(
        _ error: LuaError, _ batch: RecordBatch, _ progress: inout LuaRecordTransform.Progress,
        _ piece: inout TransformPiece
    ) {
        let number = batch.firstNumber + progress.next
        var result = RecordResult(
            record: number, line: Int(batch.places[progress.next].line), source: batch.source, outcome: .unchanged)
        result.take(error, ScriptActivity(record: number), in: lua)
        // Without network there is nothing that another try could make better.
        if result.problem != nil { result.outcome = .rejected }
        reject(result, text: nil, batch, &progress, &piece)
    }

    private func reject(
        noObject kind: JSONKind?, _ batch: RecordBatch, _ progress: inout LuaRecordTransform.Progress,
        _ piece: inout TransformPiece
    ) {
        let found = kind?.article ?? "something else"
        let rejection = batch.rejection(at: progress.next, because: "expected an object, found \(found)", offset: nil)
        reject(RecordResult(rejection), text: rejection.text, batch, &progress, &piece)
    }

    /// Goes on behind a record of which nothing was written.
    ///
    /// - Parameter text: what stands in the input, where it is no record.
    private func reject(
        _ result: RecordResult, text: [UInt8]?, _ batch: RecordBatch, _ progress: inout LuaRecordTransform.Progress,
        _ piece: inout TransformPiece
    ) {
        var other = TransformPiece.Other(result: result)
        if result.outcome == .rejected, configuration.onError == .fail {
            piece.failure = result
            piece.isLast = true
        } else if result.outcome == .rejected, line.wantsRejects {
            other.line = RejectedLine.of(
                result, record: text == nil ? batch.text(at: progress.next, emptyCells: emptyCells) : nil, text: text)
        }
        piece.others.append(other)
        progress.next += 1
    }
}
