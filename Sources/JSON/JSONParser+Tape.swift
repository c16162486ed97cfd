internal import CSimdjson

extension JSONParser {
    /// Parses a document with the parser that the first argument points to, which it must follow padded, and shows where
    /// its tape and its strings are until the next one is parsed. Returns 0 where it is one.
    package typealias TapeFunction =
        @convention(c) (
            UnsafeMutableRawPointer?, UnsafePointer<UInt8>?, Int, UnsafeMutablePointer<UnsafePointer<UInt64>?>?,
            UnsafeMutablePointer<UnsafePointer<UInt8>?>?
        ) -> Int32

    /// For C that walks the tape itself: no document is made, nothing is copied. What it does not parse, `parse` may yet:
    /// integers of any size, and it says where the mistake is.
    package static var tapeFunction: TapeFunction { csimdjson_parse_in_place }
}

extension JSONDocument {
    /// The tape and the strings, as the header of `CSimdjson` describes them; valid while the document lives.
    package var memory: (tape: UnsafePointer<UInt64>, strings: UnsafePointer<UInt8>) { (tape, strings) }
}

extension JSONWriter {
    /// Writes a finite number as `append(number:to:)` does, in C: at most 32 bytes. Returns how many.
    package static var numberFunction: @convention(c) (Double, UnsafeMutablePointer<CChar>?) -> Int {
        csimdjson_write_number
    }
}
