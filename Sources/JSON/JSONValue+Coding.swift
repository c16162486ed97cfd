extension JSONValue {
    /// Parses one JSON document (RFC 8259), with white space around it and a byte order mark before it allowed.
    ///
    /// Integers beyond `Int64` become a `.number`; where a key occurs twice in an object, the last one counts.
    ///
    /// - Throws: `JSONError` with the offset of the first wrong byte. Invalid UTF-8, lone surrogate escapes, numbers
    ///   beyond a `Double` and more than `JSONParser.depthLimit` nested arrays and objects are errors too.
    public init(parsing bytes: UnsafeRawBufferPointer) throws(JSONError) {
        self = try JSONDocument(parsing: bytes).root.value
    }

    /// Parses one JSON document; see `init(parsing: UnsafeRawBufferPointer)`. Bytes that do not lie in one piece are
    /// copied into one first.
    public init(parsing bytes: some Sequence<UInt8>) throws(JSONError) {
        self = try JSONDocument(parsing: bytes).root.value
    }

    /// Parses one JSON document; see `init(parsing: UnsafeRawBufferPointer)`. Offsets count UTF-8 bytes.
    public init(parsing text: String) throws(JSONError) {
        self = try JSONDocument(parsing: text).root.value
    }

    /// The value as JSON in UTF-8: without white space, or indented by two spaces a level. See `JSONWriter`.
    public func encoded(pretty: Bool = false) -> [UInt8] {
        var output: [UInt8] = []
        if pretty {
            JSONWriter.appendPretty(self, to: &output)
        } else {
            JSONWriter.append(self, to: &output)
        }
        return output
    }

    /// The value as JSON without white space.
    public var text: String { String(decoding: encoded(), as: UTF8.self) }
}
