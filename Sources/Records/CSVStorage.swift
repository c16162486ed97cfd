/// A cell's place in the bytes.
struct CSVCell {
    var start: UInt32
    var end: UInt32
}

/// The bytes of one piece of CSV, and the places of the cells in them.
///
/// A reader fills it, and then rows share it. It is written to only while the reader holds the one reference to it.
final class CSVStorage {
    /// How many bytes beyond `capacity` can be read and written; enough for a line feed and a word that starts in
    /// bounds.
    static let padding = 64

    private(set) var bytes: UnsafeMutablePointer<UInt8>
    private(set) var capacity: Int
    private(set) var cells: UnsafeMutablePointer<CSVCell>
    private var cellCapacity = 1 << 10

    init(capacity: Int) {
        self.capacity = capacity
        bytes = .allocate(capacity: capacity + Self.padding)
        bytes.initialize(repeating: 0, count: capacity + Self.padding)
        cells = .allocate(capacity: cellCapacity)
    }

    deinit {
        bytes.deallocate()
        cells.deallocate()
    }

    /// Makes room for more bytes; keeps the first `used`.
    func grow(to newCapacity: Int, keeping used: Int) {
        let grown = UnsafeMutablePointer<UInt8>.allocate(capacity: newCapacity + Self.padding)
        grown.initialize(from: bytes, count: used)
        (grown + used).initialize(repeating: 0, count: newCapacity + Self.padding - used)
        bytes.deallocate()
        bytes = grown
        capacity = newCapacity
    }

    /// Writes the cell at `index`, which is at most one past the cells written before.
    @inline(__always)
    func setCell(_ cell: CSVCell, at index: Int) {
        if index == cellCapacity { growCells() }
        cells[index] = cell
    }

    private func growCells() {
        let grown = UnsafeMutablePointer<CSVCell>.allocate(capacity: cellCapacity * 2)
        grown.initialize(from: cells, count: cellCapacity)
        cells.deallocate()
        cells = grown
        cellCapacity *= 2
    }
}
