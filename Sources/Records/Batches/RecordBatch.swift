internal import JSON
package import Lua

/// Some records of one input that lie in one piece of memory, found but not parsed.
///
/// Sendable: whoever reads fills it before anybody else has it, and nothing in it is changed afterwards; its memory goes
/// back to the reader only through `RecordBatchReader.recycle(_:)`, by which the caller gives it up.
package final class RecordBatch: @unchecked Sendable {
    enum Memory {
        /// JSON: the places are those of documents in it.
        case documents(PaddedBuffer)
        /// CSV: the places are those of cells.
        case rows(CSVStorage, CSVHeader)
    }

    /// The input's name.
    package let source: String
    /// The number of the first record, over all inputs.
    package internal(set) var firstNumber: Int
    package internal(set) var places: [LuaRecordPlace] = []
    /// Of records that are none, by their position in the batch.
    package internal(set) var rejections: [Int: RejectedRecord] = [:]
    /// Records in it that are those of other shards.
    var passedOver = 0
    /// Where on its line each record starts, from 1; empty where they all start at 1.
    var columns: [Int32] = []
    let memory: Memory

    init(source: String, firstNumber: Int, memory: Memory) {
        self.source = source
        self.firstNumber = firstNumber
        self.memory = memory
    }

    package var count: Int { places.count }
    package var header: CSVHeader? {
        if case .rows(_, let header) = memory { header } else { nil }
    }

    /// Calls `body` with the batch as the bridge takes it.
    package func withLuaBatch<Result>(_ body: (LuaRecordBatch) -> Result) -> Result {
        places.withUnsafeBufferPointer { places in
            switch memory {
            case .documents(let buffer):
                body(LuaRecordBatch(bytes: buffer.bytes, places: places, cells: nil, firstNumber: firstNumber))
            case .rows(let storage, _):
                body(
                    LuaRecordBatch(
                        bytes: UnsafePointer(storage.bytes), places: places, cells: UnsafeRawPointer(storage.cells),
                        firstNumber: firstNumber))
            }
        }
    }

    /// The bytes of a document, with `JSONParser.padding` readable ones behind; valid while the batch lives.
    ///
    /// - Precondition: the batch holds JSON.
    package func document(at position: Int) -> UnsafeRawBufferPointer {
        guard case .documents(let buffer) = memory else { preconditionFailure("rows of CSV are no documents") }
        let start = Int(places[position].start)
        return buffer[start..<start + Int(places[position].count)]
    }

    /// The text of a record in the input's own words, for messages and rejects: of CSV an object of its fields.
    package func text(at position: Int, emptyCells: CSVOptions.EmptyCells) -> [UInt8] {
        switch memory {
        case .documents: return Array(document(at: position))
        case .rows(let storage, let header):
            let row = CSVRow(
                header: header, emptyCells: emptyCells, storage: storage, firstCell: Int(places[position].start))
            return JSONValue.object(row.object).encoded()
        }
    }

    /// Why a document is none that can be worked on.
    ///
    /// - Parameter offset: the first wrong byte, where there is one.
    package func rejection(at position: Int, because message: String, offset: Int?) -> RejectedRecord {
        if let known = rejections[position] { return known }
        let number = firstNumber + position
        let bytes = document(at: position)
        let line = Int(places[position].line)
        var error = RecordsError(.malformed, source: source, line: line, record: number, message: message)
        if let offset {
            let column = columns.isEmpty ? 1 : Int(columns[position])
            var place = TextPosition(line: line, column: column)
            place.advance(over: UnsafeRawBufferPointer(rebasing: bytes.prefix(offset)))
            error.line = place.line
            error.column = place.column
        }
        return RejectedRecord(
            index: number, line: line, source: source, error: error,
            text: Array(bytes.prefix(RejectedRecord.textLimit)))
    }
}
