internal import CSimdjson
internal import Glibc

/// A parsed document that has not been turned into values: a tape of words that `JSONView` reads lazily.
///
/// For the hot path: reading three fields of a contact builds three values and no tree. The tape is what simdjson
/// writes; the header of `CSimdjson` says what is on it.
public final class JSONDocument: Sendable {
    // Safe to share: both point into one block of memory that this object alone owns, that nobody writes to after
    // `init`, and that lives until `deinit`.
    nonisolated(unsafe) let tape: UnsafePointer<UInt64>
    nonisolated(unsafe) let strings: UnsafePointer<UInt8>
    /// Memory that the document takes, in bytes.
    public let byteCount: Int

    /// Takes over the memory of a document that simdjson has parsed.
    init(taking document: csimdjson_document) {
        tape = UnsafePointer(document.tape)
        strings = document.strings
        byteCount = document.tape_count * MemoryLayout<UInt64>.stride + document.strings_count
    }

    deinit { free(UnsafeMutablePointer(mutating: tape)) }

    /// Parses one JSON document; see `JSONValue.init(parsing:)` for what is accepted.
    ///
    /// - Throws: `JSONError` with the offset of the first wrong byte.
    public convenience init(parsing bytes: UnsafeRawBufferPointer) throws(JSONError) {
        self.init(taking: try ParserPool.shared.parse(bytes))
    }

    /// Parses one JSON document. Bytes that do not lie in one piece are copied into one first.
    public convenience init(parsing bytes: some Sequence<UInt8>) throws(JSONError) {
        self.init(taking: try ParserPool.shared.parse(bytes))
    }

    /// Parses one JSON document. Offsets in errors count UTF-8 bytes.
    public convenience init(parsing text: String) throws(JSONError) {
        self.init(taking: try ParserPool.shared.parse(text.utf8))
    }

    /// The one value that the document is.
    public var root: JSONView { JSONView(document: self, index: 1) }
}
