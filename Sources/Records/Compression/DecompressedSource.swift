/// Makes of a source of compressed bytes what they hold.
final class DecompressedSource {
    private let source: ByteSource
    private let compression: Compression
    private let decompressor: any Decompressor
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 16)
    /// What of the buffer is not decompressed yet.
    private var start = 0
    private var end = 0
    private var isAtEnd = false
    /// Whether what was taken may make more than there was room for.
    private var isFull = false

    init(_ source: ByteSource, _ compression: Compression) {
        self.source = source
        self.compression = compression
        decompressor = compression.decompressor()
    }

    deinit { buffer.deallocate() }

    /// Bytes of compressed data that were taken so far.
    var inputBytesRead: Int { source.bytesRead - (end - start) }

    var change: InputChange? { source.change }

    /// - Returns: how many bytes were made; 0 at the end.
    /// - Throws: `RecordsError` of kind `unreadable`, and of kind `malformed` for data that is damaged or cut off.
    func read(into room: UnsafeMutableRawBufferPointer) throws(RecordsError) -> Int {
        guard room.count > 0 else { return 0 }
        while true {
            if start == end, !isAtEnd, !isFull { try fill() }
            let made: Int
            do {
                let input = UnsafeRawBufferPointer(rebasing: buffer[start..<end])
                let (taken, bytes) = try decompressor.decompress(input, into: room)
                start += taken
                made = bytes
                isFull = made == room.count
            } catch {
                throw RecordsError(.malformed, source: source.name, message: error.message, advice: error.advice)
            }
            if made > 0 { return made }
            if start == end, isAtEnd {
                guard decompressor.isComplete || source.bytesRead == 0 else { throw cutOff }
                return 0
            }
        }
    }

    private func fill() throws(RecordsError) {
        start = 0
        end = try source.read(into: buffer)
        isAtEnd = end == 0
    }

    private var cutOff: RecordsError {
        RecordsError(
            .malformed, source: source.name, message: "the \(compression) data ends too early",
            advice: "the file is cut off: copy or compress it again")
    }
}
