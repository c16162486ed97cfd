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
    private(set) var line = 1
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

    /// Scans `storage.bytes[start..<end]`. At the end of the input (`isLast`) the bytes must end with a line feed.
    ///
    /// - Returns: where the first row starts that is not complete, or `end`.
    mutating func scan(_ storage: CSVStorage, from start: Int, to end: Int, isLast: Bool) -> Int {
        let bytes = UnsafeBufferPointer(start: storage.bytes, count: end)
        var matches = CSVMatches(delimiter: delimiter, start: start)
        var progress = CSVProgress(delimiter: delimiter, start: start, line: line, cellCount: cellCount)

        while let position = matches.next(in: bytes) {
            switch progress.take(position, in: bytes, storage: storage, isLast: isLast) {
            case .nothing: continue
            case .undecided: matches.stop()
            case .row(let next):
                let isBlank = finishRow(&progress, at: position)
                progress.beginRow(at: next)
                line = progress.line
                if expectedCount == nil, !isBlank { return next }
            }
        }

        guard progress.row.start < end else { return end }
        guard isLast, let rejection = progress.unclosedQuote else { return progress.row.start }
        progress.row.rejection = rejection
        rows.append(progress.row)
        line = progress.line
        return end
    }

    /// Lists the row that has ended at `position`, unless there was nothing on its line.
    ///
    /// - Returns: whether the line was blank.
    @inline(__always)
    private mutating func finishRow(_ progress: inout CSVProgress, at position: Int) -> Bool {
        let found = progress.cellCount - progress.row.firstCell
        let isBlank = found == 1 && position == progress.row.start
        if progress.row.rejection == nil, let expectedCount, found != expectedCount {
            progress.row.rejection = .ragged(expected: expectedCount, found: found)
        }
        if isBlank || progress.row.rejection != nil {
            progress.cellCount = progress.row.firstCell
        } else if !progress.escapedCells.isEmpty {
            escapedCells.append(contentsOf: progress.escapedCells)
        }
        cellCount = progress.cellCount
        if !isBlank { rows.append(progress.row) }
        return isBlank
    }
}
