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
            // With room for the beginning of a line before what is read.
            let buffer = spare.take(capacity: max(2 * options.readSize, options.readSize + begun.count))
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
        let bytes = buffer[0..<buffer.end]
        // Handed over whole: access to what belongs to an object is checked each time.
        var places: [LuaRecordPlace] = []
        places.reserveCapacity(bytes.count / 128)
        defer { batch.places = places }
        var start = 0
        while let first = bytes.baseAddress, let found = memchr(first + start, 0x0A, bytes.count - start) {
            let end = UnsafeRawPointer(found) - first
            add(start..<end, of: bytes, to: batch, &places)
            start = end + 1
        }
        let rest = start..<bytes.count
        if rest.isEmpty { return }
        if isAtEnd {
            add(rest, of: bytes, to: batch, &places)
        } else if rest.count > options.maximumRecordSize {
            // The line is counted at its end.
            addOverlong(bytes[rest], line: line + 1, to: batch, &places)
            isPassingOver = true
        } else {
            begun = Array(bytes[rest])
        }
    }

    @inline(__always)
    private func add(
        _ range: Range<Int>, of bytes: UnsafeRawBufferPointer, to batch: RecordBatch, _ places: inout [LuaRecordPlace]
    ) {
        line += 1
        if isPassingOver {
            isPassingOver = false
            return
        }
        let start = range.lowerBound + (line == 1 && bytes[range].starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)
        var text = start
        while text < range.upperBound, isBlank(bytes[text]) { text += 1 }
        if text == range.upperBound { return }
        if range.count > options.maximumRecordSize {
            addOverlong(bytes[range], line: line, to: batch, &places)
        } else {
            places.append(LuaRecordPlace(line: line, start: start, count: range.upperBound - start))
        }
    }

    /// Rejects a line, of which `text` is what there is.
    private func addOverlong(
        _ text: Slice<UnsafeRawBufferPointer>, line: Int, to batch: RecordBatch, _ places: inout [LuaRecordPlace]
    ) {
        let number = batch.firstNumber + places.count
        let error = RecordsError(
            .malformed, source: source.name, line: line, record: number,
            message: "a line of more than \(options.maximumRecordSize) bytes")
        batch.rejections[places.count] = RejectedRecord(
            index: number, line: line, source: source.name, error: error,
            text: Array(text.prefix(min(options.maximumRecordSize, 1024))))
        places.append(.none(line: line))
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
