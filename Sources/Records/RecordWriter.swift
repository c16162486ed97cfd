public import JSON

/// Writes records in one of the formats.
public final class RecordWriter {
    public let format: RecordFormat
    private let sink: ByteSink
    private var csv: CSVWriter
    /// How many records have been written.
    public private(set) var count = 0

    /// - Parameter csv: how CSV and TSV are written; ignored for the other formats.
    public init(to sink: ByteSink, format: RecordFormat, csv: CSVWriter = CSVWriter()) {
        self.sink = sink
        self.format = format
        self.csv = csv
        if format == .tsv, csv.delimiter == nil { self.csv.delimiter = .tab }
    }

    /// Writes a record: NDJSON and JSON take any value, CSV and TSV take objects.
    ///
    /// - Throws: `RecordsError` of kind `malformed` where CSV cannot hold the record, which is then not written;
    ///   `closedOutput` or `unwritable` where the output fails.
    public func write(_ value: JSONValue) throws(RecordsError) {
        switch format {
        case .ndjson, .json:
            try write { JSONWriter.append(value, to: &$0) }
        case .csv, .tsv:
            guard case .object(let object) = value else {
                throw RecordsError(
                    .malformed, source: sink.name, record: count + 1, message: "CSV holds objects only",
                    advice: "write NDJSON, or make each record an object")
            }
            do {
                let bytes = try csv.encode(object)
                try sink.append { $0.append(contentsOf: bytes) }
            } catch {
                var error = error
                if error.kind == .malformed {
                    error.source = sink.name
                    error.record = count + 1
                }
                throw error
            }
            count += 1
        }
    }

    /// Writes a record of NDJSON or JSON that `body` appends as JSON text on one line. For the hot path.
    ///
    /// - Precondition: the format is `ndjson` or `json`.
    /// - Throws: `RecordsError` of kind `closedOutput` or `unwritable`.
    public func write(_ body: (inout [UInt8]) -> Void) throws(RecordsError) {
        precondition(format == .ndjson || format == .json, "CSV is not written as JSON text")
        let separator = format == .ndjson ? "" : count == 0 ? "[\n" : ",\n"
        try sink.append { bytes in
            bytes.append(contentsOf: separator.utf8)
            body(&bytes)
            if format == .ndjson { bytes.append(UInt8(ascii: "\n")) }
        }
        count += 1
    }

    /// Writes what the format needs at the end, and completes the output. To be called once, after the last record.
    ///
    /// - Throws: `RecordsError` of kind `closedOutput` or `unwritable`.
    public func finish() throws(RecordsError) {
        switch format {
        case .json: try sink.append { $0.append(contentsOf: (count == 0 ? "[]\n" : "\n]\n").utf8) }
        case .csv, .tsv: try sink.append { $0.append(contentsOf: csv.headerIfNoRecord()) }
        case .ndjson: break
        }
        try sink.finish()
    }
}
