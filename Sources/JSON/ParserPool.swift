internal import CSimdjson
internal import Synchronization

/// Parsers kept for the next caller, so that a small document costs no allocation of buffers.
struct ParserPool: ~Copyable {
    static let shared = ParserPool()

    /// More than this many are not kept: as many threads as parse at once at best.
    private static let keptAtMost = 16
    /// A parser that a large document has blown up beyond this many bytes is not kept.
    private static let keptMemory = 4 << 20

    // The pointers lie in the pool only while nobody uses them, and the lock hands each to one thread at a time.
    private struct Idle: @unchecked Sendable { var parsers: [OpaquePointer] = [] }
    private let idle = Mutex(Idle())

    func parse(_ bytes: some Sequence<UInt8>) throws(JSONError) -> csimdjson_document {
        let direct = bytes.withContiguousStorageIfAvailable { storage in
            Result { () throws(JSONError) in try parse(UnsafeRawBufferPointer(storage)) }
        }
        if let direct { return try direct.get() }
        return try Array(bytes).withUnsafeBytes { storage in
            Result { () throws(JSONError) in try parse(storage) }
        }.get()
    }

    func parse(_ bytes: UnsafeRawBufferPointer) throws(JSONError) -> csimdjson_document {
        guard let parser = idle.withLock({ $0.parsers.popLast() }) ?? Simdjson.makeParser() else {
            throw JSONError(message: "out of memory")
        }
        defer { giveBack(parser) }
        return try Simdjson.parse(bytes, isPadded: false, with: parser)
    }

    private func giveBack(_ parser: OpaquePointer) {
        let kept =
            csimdjson_parser_memory(parser) <= Self.keptMemory
            && idle.withLock { idle in
                guard idle.parsers.count < Self.keptAtMost else { return false }
                idle.parsers.append(parser)
                return true
            }
        if !kept { csimdjson_parser_free(parser) }
    }
}
