/// How far the scan of one row has come, and what each meaningful byte makes of it.
struct CSVProgress {
    /// What a byte means for the scan.
    enum Step {
        case nothing
        /// The row has ended, and the next one starts here.
        case row(next: Int)
        /// The byte is the last there is, and what it means depends on the next.
        case undecided
    }

    private enum State {
        /// In a cell without quotes, or at the start of any cell.
        case plain
        /// After the quote that opens a cell.
        case quoted
        /// After the quote that closes a cell.
        case closed
        /// After what makes the row malformed, until its line ends.
        case malformed
    }

    private static let quote = UInt8(ascii: "\"")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    private let delimiter: UInt8
    var row: CSVScan.Row
    /// The line that the scan has come to.
    private(set) var line: Int
    /// Cells in the storage, those of this row too.
    var cellCount: Int
    private var state = State.plain
    private var cellStart: Int
    /// Where the last quote that closed a cell is.
    private var closingQuote = 0
    private var hasEscape = false
    /// The cells of this row in which quotes are doubled.
    private(set) var escapedCells: [Int] = []
    /// The second of a pair, which means nothing by itself: of doubled quotes, of a carriage return and a line feed.
    private var paired = -1

    init(delimiter: UInt8, start: Int, line: Int, cellCount: Int) {
        self.delimiter = delimiter
        self.line = line
        self.cellCount = cellCount
        cellStart = start
        row = CSVScan.Row(start: start, line: line, firstCell: cellCount)
    }

    /// The rejection of a row that the input ends in while a cell's quote is open.
    var unclosedQuote: CSVRejection? {
        state == .quoted ? .unclosedQuote(offset: cellStart, cell: cellCount - row.firstCell) : nil
    }

    mutating func beginRow(at start: Int) {
        row = CSVScan.Row(start: start, line: line, firstCell: cellCount)
        cellStart = start
        state = .plain
        if !escapedCells.isEmpty { escapedCells.removeAll(keepingCapacity: true) }
    }

    /// Takes the delimiter, quote, line feed or carriage return at `position`.
    @inline(__always)
    mutating func take(
        _ position: Int, in bytes: UnsafeBufferPointer<UInt8>, storage: CSVStorage, isLast: Bool
    ) -> Step {
        if position == paired { return .nothing }
        let byte = bytes[position]
        switch state {
        case .plain:
            if byte == Self.quote {
                // Anywhere but at the start of its cell, a quote is data.
                if position == cellStart { state = .quoted }
                return .nothing
            }
            storage.setCell(CSVCell(start: UInt32(cellStart), end: UInt32(position)), at: cellCount)
            cellCount += 1
        case .quoted:
            return takeQuoted(byte, at: position, in: bytes)
        case .closed where position == closingQuote + 1:
            storage.setCell(CSVCell(start: UInt32(cellStart + 1), end: UInt32(closingQuote)), at: cellCount)
            if hasEscape { escapedCells.append(cellCount) }
            hasEscape = false
            cellCount += 1
            state = .plain
        case .closed:
            row.rejection = .textAfterQuote(offset: closingQuote + 1, cell: cellCount - row.firstCell)
            state = .malformed
            if !isLineEnd(byte) { return .nothing }
        case .malformed:
            if !isLineEnd(byte) { return .nothing }
        }
        if byte == delimiter {
            cellStart = position + 1
            return .nothing
        }
        return takeLineEnd(byte, at: position, in: bytes, isLast: isLast)
    }

    @inline(__always)
    private mutating func takeQuoted(_ byte: UInt8, at position: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Step {
        let next = position + 1
        if byte == Self.quote {
            guard next < bytes.count else { return .undecided }
            if bytes[next] == Self.quote {
                paired = next
                hasEscape = true
            } else {
                closingQuote = position
                state = .closed
            }
        } else if byte != delimiter {
            line += 1
            if byte == Self.carriageReturn, next < bytes.count, bytes[next] == Self.lineFeed { paired = next }
        }
        return .nothing
    }

    @inline(__always)
    private mutating func takeLineEnd(
        _ byte: UInt8, at position: Int, in bytes: UnsafeBufferPointer<UInt8>, isLast: Bool
    ) -> Step {
        var next = position + 1
        if byte == Self.carriageReturn {
            guard next < bytes.count || isLast else { return .undecided }
            if next < bytes.count, bytes[next] == Self.lineFeed {
                paired = next
                next += 1
            }
        }
        line += 1
        return .row(next: next)
    }

    @inline(__always)
    private func isLineEnd(_ byte: UInt8) -> Bool { byte == Self.lineFeed || byte == Self.carriageReturn }
}
