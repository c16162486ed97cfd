internal import CSimdjson

/// A parser for document after document, with buffers that grow to the largest one and stay. One thread at a time.
public final class JSONParser {
    /// How many arrays and objects may be nested; one more is an error. An empty one innermost does not count.
    public static let depthLimit = 1024
    /// How many readable bytes must follow a document for `parse(_:isPadded:)` to take it where it lies.
    public static let padding = Int(CSIMDJSON_PADDING)

    private let parser: OpaquePointer?
    /// For `tapeFunction`.
    package var pointer: UnsafeMutableRawPointer? { parser.map { UnsafeMutableRawPointer($0) } }

    public init() { parser = Simdjson.makeParser() }

    deinit { if let parser { csimdjson_parser_free(parser) } }

    /// Parses one JSON document; see `JSONValue.init(parsing:)` for what is accepted.
    ///
    /// - Parameter isPadded: promises that `JSONParser.padding` bytes after `bytes`, whatever they hold, are readable.
    ///   Without, the document is copied.
    /// - Throws: `JSONError` with the offset of the first wrong byte.
    public func parse(_ bytes: UnsafeRawBufferPointer, isPadded: Bool = false) throws(JSONError) -> JSONDocument {
        guard let parser else { throw JSONError(message: "out of memory") }
        return JSONDocument(taking: try Simdjson.parse(bytes, isPadded: isPadded, with: parser))
    }
}
