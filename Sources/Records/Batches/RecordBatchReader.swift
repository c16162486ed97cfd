internal import JSON

/// Reads the records of one or more inputs in batches, in memory that does not grow with them.
///
/// What `RecordReader` yields one by one comes in the same order and with the same numbers; only that JSON is not parsed
/// yet. Not to be used by two threads at once.
package final class RecordBatchReader {
    private let inputs: [RecordInput]
    private let options: RecordOptions
    private var nextInput = 0
    private var current: (any BatchReader)?
    private var source: ByteSource?
    /// Told of each input that was written to while it was read, at its end.
    package var changed: ((InputChange) -> Void)?
    /// The header of the CSV that was read last.
    package private(set) var header: CSVHeader?
    private var count = 0
    private let spare = BatchMemory()
    private let parser = JSONParser()

    /// Checks that every input is there and has a format.
    ///
    /// - Throws: `RecordsError` of kind `missing`, `directory`, `unreadable` or `unknownFormat`.
    package init(_ inputs: [RecordInput], options: RecordOptions = RecordOptions()) throws(RecordsError) {
        self.inputs = inputs
        self.options = options
        try RecordReader.check(inputs, options: options)
    }

    /// The next records, at least one; nil at the end of the last input.
    ///
    /// - Parameter limit: at most so many, those of other shards not counted.
    /// - Throws: `RecordsError` when nothing more of an input can be read.
    package func next(limit: Int = .max) throws(RecordsError) -> RecordBatch? {
        while limit > 0 {
            if let reader = current {
                if let batch = try reader.nextBatch(firstNumber: count + 1) {
                    count += batch.count
                    if let shard = options.shard { batch.keep(shard, emptyCells: options.csv.emptyCells, parser) }
                    batch.truncate(to: limit)
                    if batch.held > 0 { return batch }
                    recycle(batch)
                    continue
                }
                if let csv = reader as? CSVReader { header = csv.header }
                current = nil
                if let change = source?.change { changed?(change) }
            }
            guard nextInput < inputs.count else { return nil }
            nextInput += 1
            current = try open(inputs[nextInput - 1])
        }
        return nil
    }

    /// Takes back the memory of a batch that nobody uses any more. From any thread.
    package func recycle(_ batch: RecordBatch) { spare.put(batch) }

    private func open(_ input: RecordInput) throws(RecordsError) -> any BatchReader {
        let (source, format) = try RecordReader.open(input, options: options)
        self.source = source
        switch format {
        case .csv: return try CSVReader(source: source, options: options, delimiter: options.csv.delimiter ?? .comma)
        case .tsv: return try CSVReader(source: source, options: options, delimiter: options.csv.delimiter ?? .tab)
        case .ndjson: return NDJSONReader(source: source, options: options, spare: spare)
        case .json: return JSONArrayReader(source: source, options: options, spare: spare)
        }
    }
}

/// Reads the records of one input of one format in batches.
protocol BatchReader: AnyObject {
    /// The next records, at least one; nil at the end.
    ///
    /// - Throws: `RecordsError` when nothing after them can be read.
    func nextBatch(firstNumber: Int) throws(RecordsError) -> RecordBatch?
}
