internal import JSON
internal import Records

/// Records made at the beginning of a transform, from which it finds out the columns of CSV.
struct ColumnSample {
    private let format: RecordFormat
    /// What the script takes away from the records that it returns; nil where it returns others.
    private let removed: Set<String>?
    private var objects: [JSONObject] = []
    /// The names of the input's fields, those of further inputs last.
    private var names: [String] = []
    private var known: Set<String> = []
    /// How many more records of the input are wanted.
    private(set) var missing = TransformConfiguration.sampleSize

    init(_ format: RecordFormat, removed: Set<String>?) {
        self.format = format
        self.removed = removed
    }

    /// Takes the header of an input.
    mutating func add(_ header: CSVHeader) {
        for name in header.names where known.insert(name).inserted { names.append(name) }
    }

    /// Takes lines of JSON objects that were made of the first `count` records of a batch.
    mutating func add(_ lines: UnsafeRawBufferPointer, of count: Int) {
        missing -= count
        for line in lines.split(separator: UInt8(ascii: "\n")) {
            let document = try? JSONDocument(parsing: UnsafeRawBufferPointer(rebasing: line))
            if let object = document?.root.withPlace({ Self.cells(of: $0) }) { objects.append(object) }
        }
    }

    /// An object's fields as the cells of a row hold them: what is nested is JSON, and no digit of a number is lost.
    private static func cells(of object: JSONPlace) -> JSONObject? {
        guard object.kind == .object else { return nil }
        var cells = JSONObject()
        for member in object.members {
            let value = member.value
            let isText = value.kind == .array || value.kind == .object || value.largeInteger != nil
            cells[member.key.string ?? ""] = isText ? .string(value.text) : value.value
        }
        return cells
    }

    /// The names of all fields: those of the input in its order, then the others as they appear. An empty cell is no field,
    /// so that a field of the input may appear later; it is there where the records that come in go out.
    var columns: [String] {
        var found: [String] = []
        var seen: Set<String> = []
        for object in objects {
            for key in object.keys where seen.insert(key).inserted { found.append(key) }
        }
        let kept = names.filter { name in seen.contains(name) || removed.map { !$0.contains(name) } ?? false }
        return kept + found.filter { !known.contains($0) }
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
