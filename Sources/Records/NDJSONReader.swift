internal import Glibc
internal import JSON
internal import Lua

/// Reads newline-delimited JSON, an object a line, a batch for each read, in memory of `RecordOptions.readSize` plus the
/// longest line. A line that is no object is rejected, and reading goes on with the next.
///
/// Lines end with a line feed, one before it a carriage return or not; lines of nothing but white space are skipped, and so
/// is a byte order mark before the first. A line that is too long is reported once, and passed over without being held.
final class NDJSONReader: FormatReader, BatchReader {
    private let source: ByteSource
    private let options: RecordOptions
    private let spare: BatchMemory
    /// The beginning of a line whose end is not read yet.
    private var begun: [UInt8] = []
    private var line = 0
    private var isAtEnd = false
    /// Whether the line that was begun is too long to be held and was reported.
    private var isPassingOver = false
    private let parser = JSONParser()
    /// The batch whose records are yielded one by one, and how many of them were.
    private var batch: RecordBatch?
    private var position = 0

    init(source: ByteSource, options: RecordOptions, spare: BatchMemory = BatchMemory()) {
        self.source = source
        self.options = options
        self.spare = spare
    }

    var unread: Int {
        guard let batch, case .documents(let buffer) = batch.memory,
            let next = batch.places[position...].first(where: { $0.hasBytes })
        else { return begun.count }
        return buffer.end - Int(next.start)
    }

    func next(index: Int) throws(RecordsError) -> RecordItem? {
        if batch.map({ position == $0.count }) ?? true {
            if let batch { spare.put(batch) }
            batch = nil
            batch = try nextBatch(firstNumber: index)
            position = 0
        }
        guard let batch else { return nil }
        defer { position += 1 }
        return batch.item(at: position, options.csv.emptyCells, parser)
    }

    func nextBatch(firstNumber: Int) throws(RecordsError) -> RecordBatch? {
        while !isAtEnd {
            let buffer = spare.take(capacity: options.readSize + begun.count)
            begun.withUnsafeBytes { buffer.append($0) }
            begun = []
            let batch = RecordBatch(source: source.name, firstNumber: firstNumber, memory: .documents(buffer))
            try fill(buffer)
            split(buffer, into: batch)
            if batch.count > 0 { return batch }
            spare.put(batch)
        }
        return nil
    }

    /// Reads until there is the end of a line.
    private func fill(_ buffer: PaddedBuffer) throws(RecordsError) {
        while true {
            let searched = buffer.end
            let count = try buffer.feed(upTo: options.readSize) { room throws(RecordsError) in
                try source.read(into: room)
            }
            if count == 0 {
                isAtEnd = true
                return
            }
            if memchr(buffer.bytes + searched, 0x0A, count) != nil { return }
            if isPassingOver { buffer.removeAll() }
            if buffer.count > options.maximumRecordSize { return }
        }
    }

    private func split(_ buffer: PaddedBuffer, into batch: RecordBatch) {
        let bytes = buffer.bytes
        let end = buffer.end
        // Handed over whole: access to what belongs to an object is checked each time.
        var places: [LuaRecordPlace] = []
        places.reserveCapacity(end / 128)
        var start = 0
        while start < end, let found = memchr(bytes + start, 0x0A, end - start) {
            let lineEnd = UnsafeRawPointer(found) - UnsafeRawPointer(bytes)
            if let place = nextLine(start..<lineEnd, of: bytes, batch, position: places.count) { places.append(place) }
            start = lineEnd + 1
        }
        let rest = start..<end
        if isAtEnd, !rest.isEmpty {
            if let place = nextLine(rest, of: bytes, batch, position: places.count) { places.append(place) }
        } else if rest.count > options.maximumRecordSize {
            // The line goes on: it is counted at its end.
            places.append(overlong(rest, of: bytes, batch, position: places.count, line: line + 1))
            isPassingOver = true
        } else {
            begun = Array(UnsafeBufferPointer(start: bytes + rest.lowerBound, count: rest.count))
        }
        batch.places = places
    }

    /// Counts a line.
    ///
    /// - Returns: the record that it holds, which is the one at `position` of the batch; nil where it holds none.
    @inline(__always)
    private func nextLine(
        _ range: Range<Int>, of bytes: UnsafePointer<UInt8>, _ batch: RecordBatch, position: Int
    ) -> LuaRecordPlace? {
        line += 1
        if isPassingOver {
            isPassingOver = false
            return nil
        }
        var start = range.lowerBound
        if line == 1, range.count >= 3, bytes[start] == 0xEF, bytes[start + 1] == 0xBB, bytes[start + 2] == 0xBF {
            start += 3
        }
        var text = start
        while text < range.upperBound, isBlank(bytes[text]) { text += 1 }
        if text == range.upperBound { return nil }
        if range.count > options.maximumRecordSize {
            return overlong(range, of: bytes, batch, position: position, line: line)
        }
        return LuaRecordPlace(line: line, start: start, count: range.upperBound - start)
    }

    /// Rejects a line.
    private func overlong(
        _ range: Range<Int>, of bytes: UnsafePointer<UInt8>, _ batch: RecordBatch, position: Int, line: Int
    ) -> LuaRecordPlace {
        let number = batch.firstNumber + position
        let error = RecordsError(
            .malformed, source: source.name, line: line, record: number,
            message: "a line of more than \(options.maximumRecordSize) bytes")
        let kept = min(range.count, options.maximumRecordSize, 1024)
        batch.rejections[position] = RejectedRecord(
            index: number, line: line, source: source.name, error: error,
            text: Array(UnsafeBufferPointer(start: bytes + range.lowerBound, count: kept)))
        return .none(line: line)
    }

    private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }
}

extension LuaRecordPlace {
    /// Whether there is something of the record in its batch's memory.
    fileprivate var hasBytes: Bool { start != .max }
}

extension JSONKind {
    /// The kind with its article, for messages.
    package var article: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .integer, .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}
