/// Splits a piece of CSV into rows and cells: the places of the cells go to the storage, the rows are listed here.
struct CSVScan {
    struct Row {
        /// Where its first byte is.
        var start: Int
        /// The line of its first byte.
        var line: Int
        var firstCell: Int
        var rejection: CSVRejection?
    }

    let delimiter: UInt8
    /// How many cells a row must have; nil stops the scan after the first row, which will tell.
    var expectedCount: Int?
    /// The line of the next row.
    var line = 1
    private(set) var rows: [Row] = []
    /// Cells in which quotes are doubled.
    private(set) var escapedCells: [Int] = []
    private(set) var cellCount = 0

    init(delimiter: UInt8) { self.delimiter = delimiter }

    mutating func removeAll() {
        rows.removeAll(keepingCapacity: true)
        escapedCells.removeAll(keepingCapacity: true)
        cellCount = 0
    }

    /// Rejects rows that looked well so far. Their bytes are then left as they are: no quotes of theirs are unescaped.
    ///
    /// - Parameter reason: asked for every row not rejected yet; nil where the row is well.
    mutating func reject(because reason: (_ row: Int) -> CSVRejection?) {
        var rejectedCells: [Range<Int>] = []
        for index in rows.indices where rows[index].rejection == nil {
            guard let rejection = reason(index) else { continue }
            rows[index].rejection = rejection
            rejectedCells.append(rows[index].firstCell..<rows[index].firstCell + (expectedCount ?? cellCount))
        }
        var ranges = rejectedCells[...]
        escapedCells.removeAll { cell in
            while let range = ranges.first, range.upperBound <= cell { ranges.removeFirst() }
            return ranges.first?.contains(cell) ?? false
        }
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

    /// Scans `storage.bytes[start..<end]`. At the end of the input (`isLast`) the bytes must end with a line feed.
    ///
    /// - Returns: where the first row starts that is not complete, or `end`.
    mutating func scan(_ storage: CSVStorage, from start: Int, to end: Int, isLast: Bool) -> Int {
        let bytes = UnsafePointer(storage.bytes)
        let lineFeed = UInt8(ascii: "\n"), carriageReturn = UInt8(ascii: "\r"), quote = UInt8(ascii: "\"")
        let delimiters = ByteMatch.pattern(delimiter), quotes = ByteMatch.pattern(quote)
        let lineFeeds = ByteMatch.pattern(lineFeed), carriageReturns = ByteMatch.pattern(carriageReturn)

        var state = State.plain
        var row = Row(start: start, line: line, firstCell: cellCount)
        var rowEscapes = escapedCells.count
        var cells = cellCount
        var cellStart = start
        var quoteStart = start
        var closing = start
        var hasEscape = false
        /// The second of a pair: of doubled quotes, of a carriage return and a line feed.
        var paired = -1

        var base = start - 8
        var matches: UInt64 = 0
        scanning: while true {
            while matches == 0 {
                base += 8
                guard base < end else { break scanning }
                let word = ByteMatch.word(at: bytes + base)
                matches = ByteMatch.equal(word, delimiters) | ByteMatch.equal(word, quotes)
                    | ByteMatch.equal(word, lineFeeds) | ByteMatch.equal(word, carriageReturns)
            }
            let position = base + matches.trailingZeroBitCount >> 3
            matches &= matches &- 1
            guard position < end else { break }
            if position == paired { continue }
            let byte = bytes[position]

            switch state {
            case .plain:
                if byte == quote {
                    if position == cellStart {
                        state = .quoted
                        quoteStart = position
                        hasEscape = false
                    }
                    continue
                }
                storage.setCell(CSVCell(start: UInt32(cellStart), end: UInt32(position)), at: cells)
                cells += 1
            case .quoted:
                if byte == quote {
                    if position + 1 == end { break scanning }
                    if bytes[position + 1] == quote {
                        paired = position + 1
                        hasEscape = true
                    } else {
                        state = .closed
                        closing = position
                    }
                } else if byte != delimiter {
                    line += 1
                    if byte == carriageReturn, position + 1 < end, bytes[position + 1] == lineFeed { paired = position + 1 }
                }
                continue
            case .closed:
                if position == closing + 1 {
                    if hasEscape { escapedCells.append(cells) }
                    storage.setCell(CSVCell(start: UInt32(cellStart + 1), end: UInt32(closing)), at: cells)
                    cells += 1
                    state = .plain
                } else {
                    row.rejection = .textAfterQuote(offset: closing + 1, cell: cells - row.firstCell)
                    state = .malformed
                    if byte == quote || byte == delimiter { continue }
                }
            case .malformed:
                if byte == quote || byte == delimiter { continue }
            }

            if byte == delimiter {
                cellStart = position + 1
                continue
            }
            var next = position + 1
            if byte == carriageReturn {
                if next == end, !isLast { break }
                if next < end, bytes[next] == lineFeed {
                    paired = next
                    next += 1
                }
            }
            line += 1
            let count = cells - row.firstCell
            let isBlank = row.rejection == nil && count == 1 && position == row.start
            if !isBlank {
                if row.rejection == nil, let expectedCount, count != expectedCount {
                    row.rejection = .ragged(expected: expectedCount, found: count)
                }
                rows.append(row)
            }
            if isBlank || row.rejection != nil {
                cells = row.firstCell
                escapedCells.removeSubrange(rowEscapes...)
            }
            cellCount = cells
            rowEscapes = escapedCells.count
            row = Row(start: next, line: line, firstCell: cells)
            cellStart = next
            state = .plain
            if expectedCount == nil, !isBlank { return next }
        }

        guard row.start < end else { return end }
        escapedCells.removeSubrange(rowEscapes...)
        if isLast, state == .quoted {
            row.rejection = .unclosedQuote(offset: quoteStart, cell: cells - row.firstCell)
            rows.append(row)
            return end
        }
        line = row.line
        return row.start
    }
}
