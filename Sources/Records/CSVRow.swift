public import JSON

/// A row of CSV with as many cells as the header has names. Shares the memory of the rows read together with it.
public struct CSVRow: Sendable {
    public let header: CSVHeader
    /// Whether an empty cell counts as a field.
    public let emptyCells: CSVOptions.EmptyCells
    // Safe to share: a reader writes to a storage only while it holds the one reference to it, so never once a row has
    // it.
    nonisolated(unsafe) private let storage: CSVStorage
    private let firstCell: Int

    init(header: CSVHeader, emptyCells: CSVOptions.EmptyCells, storage: CSVStorage, firstCell: Int) {
        self.header = header
        self.emptyCells = emptyCells
        self.storage = storage
        self.firstCell = firstCell
    }

    /// How many cells the row has, empty ones counted.
    public var count: Int { header.names.count }

    /// Calls `body` with the bytes of the cell in a column, valid UTF-8, valid only during the call. Empty cells are
    /// empty here whatever `emptyCells` says.
    ///
    /// - Precondition: `0..<count` holds the column.
    @inline(__always)
    public func withCell<R, E>(_ column: Int, _ body: (UnsafeBufferPointer<UInt8>) throws(E) -> R) throws(E) -> R {
        precondition(0..<count ~= column, "no such column")
        let cell = storage.cells[firstCell + column]
        let start = UnsafePointer(storage.bytes + Int(cell.start))
        return try body(UnsafeBufferPointer(start: start, count: Int(cell.end - cell.start)))
    }

    /// The cell in a column as a field: nil where it is empty and empty cells are absent.
    ///
    /// - Precondition: `0..<count` holds the column.
    public func field(_ column: Int) -> String? {
        withCell(column) { bytes in
            bytes.isEmpty && emptyCells == .absent ? nil : String(decoding: bytes, as: UTF8.self)
        }
    }

    /// The field of a name; nil where it is absent or there is no such column.
    public subscript(name: String) -> String? { header.position(of: name).flatMap { field($0) } }

    /// The fields that are not absent, in order.
    public var object: JSONObject {
        var object = JSONObject()
        object.reserveCapacity(count)
        for column in 0..<count {
            if let text = field(column) { object[header.names[column]] = .string(text) }
        }
        return object
    }
}
