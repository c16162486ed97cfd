/// What is wrong with a row. Offsets are those of the bytes the row was found in.
enum CSVRejection {
    case ragged(expected: Int, found: Int)
    case textAfterQuote(offset: Int, cell: Int)
    case unclosedQuote(offset: Int, cell: Int)
    case invalidUTF8(offset: Int)

    /// The error for a person. `bytes` starts where the row does, at `rowStart` of the bytes that offsets count in.
    func error(
        source: String, header: [String]?, row line: Int, rowStart: Int, bytes: UnsafeRawBufferPointer
    ) -> RecordsError {
        func place(_ offset: Int) -> (line: Int, column: Int) {
            let place = CSVPlace(of: offset - rowStart, in: bytes)
            return (line + place.lineBreaks, place.column)
        }
        func field(_ cell: Int) -> String? {
            guard let header, header.indices.contains(cell) else { return nil }
            return header[cell]
        }
        var error = RecordsError(.malformed, source: source, line: line, message: "")
        switch self {
        case .ragged(let expected, let found):
            error.message = "expected \(expected) \(expected == 1 ? "cell" : "cells") as in the header, found \(found)"
            error.advice =
                found > expected
                ? "put cells that hold the delimiter in double quotes" : "leave cells empty rather than out"
        case .textAfterQuote(let offset, let cell):
            (error.line, error.column) = place(offset)
            error.field = field(cell)
            error.message = "text after the quote that closes a cell"
            error.advice = "write a double quote inside a quoted cell twice"
        case .unclosedQuote(let offset, let cell):
            (error.line, error.column) = place(offset)
            error.field = field(cell)
            error.message = "the quote that opens this cell is never closed; nothing after it could be read"
            error.advice = "close the quote, or write the cell without it"
        case .invalidUTF8(let offset):
            (error.line, error.column) = place(offset)
            let byte = String(bytes[offset - rowStart], radix: 16, uppercase: true)
            error.message = "byte 0x\(byte.count == 1 ? "0" + byte : byte) is not valid UTF-8"
            error.advice = "save the file as UTF-8, or convert it: iconv -f WINDOWS-1252 -t UTF-8"
        }
        return error
    }
}

/// A place in a row, as an editor counts: lines end with LF, CRLF or CR; columns are characters, counted from 1.
struct CSVPlace {
    var lineBreaks = 0
    var column = 1

    init(of offset: Int, in bytes: UnsafeRawBufferPointer) {
        for index in 0..<offset {
            let byte = bytes[index]
            let isPairedReturn =
                byte == UInt8(ascii: "\r") && index + 1 < bytes.count
                && bytes[index + 1] == UInt8(ascii: "\n")
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") && !isPairedReturn {
                lineBreaks += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
    }
}
