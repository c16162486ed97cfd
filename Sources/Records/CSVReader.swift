internal import JSON
internal import Lua

/// Reads CSV as RFC 4180 has it, from a source of any size, in memory of a few times `RecordOptions.readSize`.
///
/// - Rows end with CRLF, LF or CR; the last one may lack it. A byte order mark before the first is removed.
/// - A cell that starts with a double quote ends with one, and in between may hold delimiters, line ends, and double
///   quotes written twice. In any other cell a double quote is data. So are spaces, always.
/// - A line with nothing on it is skipped, also where there is one column: an empty cell is then written `""`.
/// - A row with more or fewer cells than the header, with text after a closing quote, or with invalid UTF-8 is
///   rejected, and reading goes on with the next.
final class CSVReader: FormatReader, BatchReader {
    private let source: ByteSource
    private let options: RecordOptions
    private(set) var header: CSVHeader?
    private var storage: CSVStorage
    private var scan: CSVScan
    /// What is in the storage: `consumed` bytes of complete rows, and up to `end` the beginning of one that is not.
    private var consumed = 0
    private var end = 0
    private var nextRow = 0
    private var isAtStart = true
    private var isAtEnd = false

    init(source: ByteSource, options: RecordOptions, delimiter: CSVOptions.Delimiter) throws(RecordsError) {
        self.source = source
        self.options = options
        storage = CSVStorage(capacity: options.readSize)
        scan = CSVScan(delimiter: delimiter.rawValue)
        if case .names(let names) = options.csv.header {
            header = try CSVHeader(names: names, source: source.name)
            scan.expectedCount = names.count
        }
    }

    var unread: Int { end - (nextRow < scan.rows.count ? scan.rows[nextRow].start : consumed) }

    func next(index: Int) throws(RecordsError) -> RecordItem? {
        guard try hasRow(), let header else { return nil }
        let row = scan.rows[nextRow]
        nextRow += 1
        if let rejection = row.rejection { return .rejected(rejected(nextRow - 1, because: rejection, index: index)) }
        let cells = CSVRow(
            header: header, emptyCells: options.csv.emptyCells, storage: storage, firstCell: row.firstCell)
        return .record(Record(index: index, line: row.line, source: source.name, payload: .row(cells)))
    }

    /// Whether there is another row, which is read if need be.
    private func hasRow() throws(RecordsError) -> Bool {
        while nextRow == scan.rows.count {
            if isAtEnd { return false }
            try readRows()
        }
        return true
    }

    private func rejected(_ position: Int, because rejection: CSVRejection, index: Int) -> RejectedRecord {
        let row = scan.rows[position]
        let bytes = rowBytes(position)
        var error = rejection.error(
            source: source.name, header: header?.names, row: row.line, rowStart: row.start, bytes: bytes)
        error.record = index
        let isLineEnd: (UInt8) -> Bool = { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
        let text = bytes[...(bytes.lastIndex { !isLineEnd($0) } ?? 0)]
        return RejectedRecord(
            index: index, line: row.line, source: source.name, error: error,
            text: Array(text.prefix(RejectedRecord.textLimit)))
    }

    /// All rows of one read; their storage is theirs from then on.
    func nextBatch(firstNumber: Int) throws(RecordsError) -> RecordBatch? {
        guard try hasRow(), let header else { return nil }
        let batch = RecordBatch(source: source.name, firstNumber: firstNumber, memory: .rows(storage, header))
        batch.places.reserveCapacity(scan.rows.count - nextRow)
        while nextRow < scan.rows.count {
            let row = scan.rows[nextRow]
            if let rejection = row.rejection {
                batch.rejections[batch.count] = rejected(nextRow, because: rejection, index: firstNumber + batch.count)
                batch.places.append(.none(line: row.line))
            } else {
                batch.places.append(LuaRecordPlace(line: row.line, start: row.firstCell, count: 0))
            }
            nextRow += 1
        }
        return batch
    }

    /// Reads until there are complete rows, or the end.
    private func readRows() throws(RecordsError) {
        recycleStorage()
        var wanted = 1
        repeat {
            try fill(atLeast: wanted)
            // What a long row has so far is scanned again only when it has doubled, so that the cost stays linear.
            wanted = end > 1 << 16 ? end : 1
            if isAtStart { try skipByteOrderMark() }
            consumed = scan.scan(storage, from: consumed, to: end, isLast: isAtEnd)
            if header == nil, !scan.rows.isEmpty { try takeHeader() }
            if end - consumed > options.maximumRecordSize { throw tooLong() }
        } while scan.rows.isEmpty && !isAtEnd
        rejectInvalidUTF8()
        unescapeCells()
    }

    /// Moves the beginning of the row that is not complete to the front, in another storage where rows still use this
    /// one.
    private func recycleStorage() {
        let left = end - consumed
        scan.removeAll()
        nextRow = 0
        if isKnownUniquelyReferenced(&storage) {
            storage.bytes.update(from: storage.bytes + consumed, count: left)
        } else {
            let fresh = CSVStorage(capacity: max(options.readSize, left))
            fresh.bytes.update(from: storage.bytes + consumed, count: left)
            storage = fresh
        }
        consumed = 0
        end = left
    }

    /// Reads once, and again until `wanted` bytes have come; notes the end, and ends the last line if nothing else
    /// does.
    private func fill(atLeast wanted: Int) throws(RecordsError) {
        var come = 0
        while come < wanted, !isAtEnd {
            if storage.capacity - end < min(options.readSize, 1 << 16) {
                storage.grow(to: storage.capacity + max(storage.capacity, options.readSize), keeping: end)
            }
            let room = UnsafeMutableRawBufferPointer(
                start: storage.bytes + end, count: min(storage.capacity - end, options.readSize))
            let count = try source.read(into: room)
            come += count
            end += count
            isAtEnd = count == 0
        }
        if isAtEnd, end > 0, storage.bytes[end - 1] != UInt8(ascii: "\n") {
            storage.bytes[end] = UInt8(ascii: "\n")
            end += 1
        }
    }

    private func skipByteOrderMark() throws(RecordsError) {
        while end < 3, !isAtEnd { try fill(atLeast: 1) }
        isAtStart = false
        let beginning = UnsafeBufferPointer(start: storage.bytes, count: end)
        if beginning.starts(with: [0xEF, 0xBB, 0xBF]) { consumed = 3 }
        if beginning.starts(with: [0xFF, 0xFE]) || beginning.starts(with: [0xFE, 0xFF]) {
            throw RecordsError(
                .malformed, source: source.name, line: 1, message: "the text is UTF-16",
                advice: "save the file as UTF-8, or convert it: iconv -f UTF-16 -t UTF-8")
        }
    }

    /// Makes the header of the one row scanned so far, and scans on.
    private func takeHeader() throws(RecordsError) {
        rejectInvalidUTF8()
        let row = scan.rows[0]
        if let rejection = row.rejection {
            throw rejection.error(
                source: source.name, header: nil, row: row.line, rowStart: row.start, bytes: rowBytes(0))
        }
        // Before there is a text for each of millions.
        try CSVHeader.check(count: scan.cellCount - row.firstCell, source: source.name, line: row.line)
        unescapeCells()
        let names = (row.firstCell..<scan.cellCount).map { index in
            let cell = storage.cells[index]
            let bytes = UnsafeBufferPointer(start: storage.bytes + Int(cell.start), count: Int(cell.end - cell.start))
            return String(decoding: bytes, as: UTF8.self)
        }
        header = try CSVHeader(names: names, source: source.name, line: row.line)
        scan.removeAll()
        scan.expectedCount = names.count
        consumed = scan.scan(storage, from: consumed, to: end, isLast: isAtEnd)
    }

    /// The bytes from the start of a row to that of the next one, line end and blank lines between them included.
    private func rowBytes(_ index: Int) -> UnsafeRawBufferPointer {
        let start = scan.rows[index].start
        let next = index + 1 < scan.rows.count ? scan.rows[index + 1].start : consumed
        return UnsafeRawBufferPointer(start: storage.bytes + start, count: next - start)
    }

    /// Looks at all rows at once, and at each of them only when something is wrong.
    private func rejectInvalidUTF8() {
        guard let first = scan.rows.first else { return }
        let all = UnsafeBufferPointer(start: storage.bytes + first.start, count: consumed - first.start)
        guard !UTF8Check.isValid(all) else { return }
        let starts = scan.rows.map(\.start)
        scan.reject { row in
            let end = row + 1 < starts.count ? starts[row + 1] : consumed
            let bytes = UnsafeRawBufferPointer(start: storage.bytes + starts[row], count: end - starts[row])
            return UTF8Check.firstInvalidByte(in: bytes).map { .invalidUTF8(offset: starts[row] + $0) }
        }
    }

    /// Makes one quote of two where quotes are doubled. Nothing is scanned again after this.
    private func unescapeCells() {
        for index in scan.escapedCells {
            var cell = storage.cells[index]
            var target = Int(cell.start)
            var position = target
            while position < cell.end {
                let byte = storage.bytes[position]
                storage.bytes[target] = byte
                target += 1
                position += byte == UInt8(ascii: "\"") ? 2 : 1
            }
            cell.end = UInt32(target)
            storage.cells[index] = cell
        }
    }

    /// The row that starts at `consumed` is longer than allowed. Scanned as if the input ended here, it says whether
    /// it is a quote that it waits for.
    private func tooLong() -> RecordsError {
        let start = consumed
        let line = scan.line
        _ = scan.scan(storage, from: start, to: end, isLast: true)
        guard let rejection = scan.rows.last?.rejection, case .unclosedQuote = rejection else {
            return RecordsError(
                .malformed, source: source.name, line: line,
                message: "a row of more than \(options.maximumRecordSize) bytes",
                advice: "check that this is a CSV file")
        }
        let bytes = UnsafeRawBufferPointer(start: storage.bytes + start, count: end - start)
        var error = rejection.error(
            source: source.name, header: header?.names, row: line, rowStart: start, bytes: bytes)
        error.message = "the quote that opens this cell is not closed within \(options.maximumRecordSize) bytes"
        return error
    }
}
