internal import JSON
internal import Records

/// Records made at the beginning of a transform, from which it finds out the columns of CSV.
struct ColumnSample {
    private let format: RecordFormat
    private var objects: [JSONObject] = []
    /// How many more records of the input are wanted.
    private(set) var missing = TransformConfiguration.sampleSize

    init(_ format: RecordFormat) { self.format = format }

    /// Takes lines of JSON objects that were made of the first `count` records of a batch.
    mutating func add(_ lines: UnsafeRawBufferPointer, of count: Int) {
        missing -= count
        for line in lines.split(separator: UInt8(ascii: "\n")) {
            if let value = try? JSONValue(parsing: UnsafeRawBufferPointer(rebasing: line)), let object = value.object {
                objects.append(object)
            }
        }
    }

    /// The names of all fields: those of the input's header in its order, then the others as they appear.
    func columns(header: CSVHeader?) -> [String] {
        var found: [String] = []
        var known: Set<String> = []
        for object in objects {
            for key in object.keys where known.insert(key).inserted { found.append(key) }
        }
        guard let header else { return found }
        return header.names.filter(known.contains) + found.filter { header.position(of: $0) == nil }
    }

    /// The header and the rows.
    func rows(columns: [String]?) -> [UInt8] {
        guard let columns, !columns.isEmpty else { return [] }
        var writer = CSVWriter(columns: columns, delimiter: format == .tsv ? .tab : .comma)
        var rows: [UInt8] = []
        // Every field has a column, for they were collected from these very records.
        for object in objects { rows += (try? writer.encode(object)) ?? [] }
        return rows.isEmpty ? writer.headerIfNoRecord() : rows
    }
}

extension RecordFormat {
    var isCSV: Bool { self == .csv || self == .tsv }
}
