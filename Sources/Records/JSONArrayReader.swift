internal import JSON
internal import Lua

/// Reads a JSON document that is an array of objects, or one object, which is then the one record. Elements are read
/// one by one, so that memory is that of `RecordOptions.readSize` plus the longest element, however long the array.
///
/// An element that is no object, or no JSON, is rejected, and reading goes on with the next; what is wrong with the
/// array itself ends the reading.
final class JSONArrayReader: FormatReader, BatchReader {
    private enum Phase {
        case beginning, firstElement, element, separator, end
    }

    private let source: ByteSource
    private let options: RecordOptions
    private let parser = JSONParser()
    private let buffer = PaddedBuffer()
    private var phase = Phase.beginning
    /// Where the first byte is that is not consumed.
    private var position = TextPosition()
    private var isAtEnd = false
    private let spare: BatchMemory
    /// Counts the reads.
    private var reads = 0
    /// What reading on came to, when there were records before.
    private var failure: RecordsError?

    init(source: ByteSource, options: RecordOptions, spare: BatchMemory = BatchMemory()) {
        self.source = source
        self.options = options
        self.spare = spare
    }

    var unread: Int { buffer.count }

    func next(index: Int) throws(RecordsError) -> RecordItem? {
        guard let found = try nextElement(index: index) else { return nil }
        defer { consume(found.count) }
        return item(buffer[found], index: index, line: position.line)
    }

    /// The elements that one read brings.
    func nextBatch(firstNumber: Int) throws(RecordsError) -> RecordBatch? {
        if let failure { throw failure }
        let memory = spare.take(capacity: options.readSize)
        let batch = RecordBatch(source: source.name, firstNumber: firstNumber, memory: .documents(memory))
        do throws(RecordsError) {
            let readsBefore = reads
            while batch.count == 0 || reads == readsBefore {
                guard let found = try nextElement(index: firstNumber + batch.count) else { break }
                batch.places.append(LuaRecordPlace(line: position.line, start: memory.end, count: found.count))
                batch.columns.append(Int32(clamping: position.column))
                memory.append(buffer[found])
                consume(found.count)
            }
        } catch {
            if batch.count == 0 { throw error }
            failure = error
        }
        return batch.count > 0 ? batch : nil
    }

    /// Finds the next element, which starts at what is not consumed; nil at the end.
    private func nextElement(index: Int) throws(RecordsError) -> Range<Int>? {
        while true {
            let byte = try nextByte()
            switch phase {
            case .beginning:
                switch byte {
                case UInt8(ascii: "["):
                    consume(1)
                    phase = .firstElement
                case UInt8(ascii: "{"):
                    phase = .end
                    return try element(index: index)
                default:
                    throw error("expected an array of objects, or one object, found \(name(of: byte))")
                }
            case .firstElement where byte == UInt8(ascii: "]"):
                consume(1)
                phase = .end
            case .firstElement, .element:
                guard byte != nil else { throw error("expected an object, found \(name(of: nil))") }
                phase = .separator
                return try element(index: index)
            case .separator:
                guard byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]") else {
                    throw error("expected ',' or ']' after record \(index - 1), found \(name(of: byte))")
                }
                consume(1)
                phase = byte == UInt8(ascii: ",") ? .element : .end
            case .end:
                guard byte != nil else { return nil }
                throw error(
                    "unexpected \(name(of: byte)) after the end of the document",
                    advice: "read it as NDJSON if each line is a record")
            }
        }
    }

    /// The value that starts here.
    private func element(index: Int) throws(RecordsError) -> Range<Int> {
        var scan = JSONElementScan()
        var scanned = 0
        var end: Int?
        repeat {
            end = scan.end(in: buffer.bytes, from: buffer.start + scanned, to: buffer.end)
            scanned = buffer.count
            if (end.map { $0 - buffer.start } ?? scanned) > options.maximumRecordSize {
                throw error("a record of more than \(options.maximumRecordSize) bytes", record: index)
            }
            if end == nil { try feed() }
        } while end == nil && !isAtEnd
        guard let end else {
            throw error(
                "the document ends within the record that starts here", record: index, advice: "the file is cut off")
        }
        guard end > buffer.start else { throw error("expected an object, found \(name(of: buffer.bytes[end]))") }
        return buffer.start..<end
    }

    private func item(_ bytes: UnsafeRawBufferPointer, index: Int, line: Int) -> RecordItem {
        var rejection = error("", record: index)
        do {
            let document = try parser.parse(bytes, isPadded: true)
            if document.root.kind == .object {
                return .record(Record(index: index, line: line, source: source.name, payload: .document(document)))
            }
            rejection.message = "expected an object, found \(document.root.kind.article)"
        } catch {
            var place = position
            place.advance(over: UnsafeRawBufferPointer(rebasing: bytes.prefix(error.offset ?? 0)))
            rejection.line = place.line
            rejection.column = place.column
            rejection.message = error.message
        }
        return .rejected(
            RejectedRecord(
                index: index, line: line, source: source.name, error: rejection,
                text: Array(bytes.prefix(RejectedRecord.textLimit))))
    }

    /// The next byte that is no white space, which is consumed; nil at the end.
    private func nextByte() throws(RecordsError) -> UInt8? {
        while true {
            if phase == .beginning { try skipByteOrderMark() }
            var place = buffer.start
            while place < buffer.end, isSpace(buffer.bytes[place]) { place += 1 }
            consume(place - buffer.start)
            if buffer.count > 0 { return buffer.bytes[buffer.start] }
            if isAtEnd { return nil }
            try feed()
        }
    }

    private func skipByteOrderMark() throws(RecordsError) {
        while buffer.count < 3, !isAtEnd { try feed() }
        if position == TextPosition(), buffer[buffer.start..<buffer.end].starts(with: [0xEF, 0xBB, 0xBF]) {
            buffer.consume(to: buffer.start + 3)
        }
    }

    private func feed() throws(RecordsError) {
        let count = try buffer.feed(upTo: options.readSize) { room throws(RecordsError) in try source.read(into: room) }
        isAtEnd = count == 0
        reads += 1
    }

    private func consume(_ count: Int) {
        position.advance(over: buffer[buffer.start..<buffer.start + count])
        buffer.consume(to: buffer.start + count)
    }

    private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

    private func name(of byte: UInt8?) -> String {
        guard let byte else { return "the end of the document" }
        return 0x21..<0x7F ~= byte ? "'\(UnicodeScalar(byte))'" : "byte 0x" + String(byte, radix: 16, uppercase: true)
    }

    /// An error at the first byte that is not consumed.
    private func error(_ message: String, record: Int? = nil, advice: String? = nil) -> RecordsError {
        RecordsError(
            .malformed, source: source.name, line: position.line, column: position.column, record: record,
            message: message, advice: advice)
    }
}
